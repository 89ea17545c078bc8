"""Sentences told in another order."""

from collections.abc import Iterator

from claim_grammar import Edit
from claim_phrases import one_child, phrase, span_of
from spacy.tokens import Doc, Token


def reordered(doc: Doc, root: Token) -> Iterator[Edit]:
    """Phrases moved from the beginning to the end and back, and two words around 'and' exchanged."""
    for token in root.children:
        if token.dep_ in ("advcl", "prep", "npadvmod") and token.tag_ != "VBN":
            yield from _moved(doc, root, token)
    if "respectively" not in doc.text:
        for token in doc:
            yield from _listed(token)


def _moved(doc: Doc, root: Token, token: Token) -> Iterator[Edit]:
    text, (start, end) = doc.text, span_of(token)
    if len(doc) - len(list(token.subtree)) <= 4:
        return
    if start == 0 and text[end : end + 2] == ", ":
        marked = any(child.dep_ in ("mark", "advmod") for child in token.children)
        if one_child(root, "nsubj", "nsubjpass") is not None and (
            token.dep_ != "advcl" or marked and token.tag_ != "VBG"
        ):
            moved = f"{text[end + 2 : -1]} {phrase(token)}."
            yield Edit("reordered", "supported", "supported", ((0, len(text), moved),))
    elif start and end == len(text) - 1 and token.dep_ != "npadvmod" and _may_open(token):
        body, first = text[:start].rstrip(" ,"), doc[0]
        is_name = first.pos_ == "PROPN" or first.ent_type_ and first.lower_ != "the" or first.lower_ == "i"
        body = body if is_name else body[0].lower() + body[1:]
        moved = f"{text[start].upper()}{text[start + 1 : end]}, {body}."
        yield Edit("reordered", "supported", "supported", ((0, len(text), moved),))


def _listed(token: Token) -> Iterator[Edit]:
    other, link = one_child(token, "conj"), one_child(token, "cc")
    if other is None or link is None or link.lower_ not in ("and", "or") or other.pos_ != token.pos_:
        return
    if token.pos_ not in ("NOUN", "PROPN", "ADJ") or list(other.children) or token.i + 2 != other.i:
        return
    if any(child.i > other.i or child.dep_ in ("compound", "amod", "nmod") for child in token.children):
        return
    if not (token.ent_type_ and other.ent_iob_ == "I"):  # one name that holds an 'and'
        cuts = ((token.idx, token.idx + len(token), other.text), (other.idx, other.idx + len(other), token.text))
        yield Edit("reordered", "supported", "supported", cuts)


def _may_open(token: Token) -> bool:
    """Whether a phrase at the end may as well open the sentence."""
    if token.dep_ == "advcl":
        return any(
            child.lower_ in ("because", "after", "before", "when", "while", "if", "although", "since")
            for child in token.children
        )
    holds = any(child.ent_type_ in ("DATE", "TIME") for child in token.children)
    return token.lower_ in ("in", "on", "during", "after", "before", "since", "because", "at") and holds
