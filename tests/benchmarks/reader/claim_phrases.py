"""Phrases of a parsed sentence: where they stand, how they read elsewhere."""

from claim_grammar import NAMES
from spacy.tokens import Token


def span_of(token: Token) -> tuple[int, int]:
    """Where the phrase of a token stands in the text."""
    last = token.right_edge
    return token.left_edge.idx, last.idx + len(last)


def phrase(token: Token) -> str:
    """The words of a phrase as they stand inside a sentence."""
    start, end = span_of(token)
    text = token.doc.text[start:end]
    first = token.left_edge
    named = first.pos_ == "PROPN" or first.ent_type_ in NAMES
    keeps = named or first.lower_ == "i" or text[1:2].isupper()
    return text if keeps and first.lower_ != "the" else text[0].lower() + text[1:]


def one_child(verb: Token, *deps: str) -> Token | None:
    """The only child of one of some roles; None where there are none or several."""
    found = [child for child in verb.children if child.dep_ in deps]
    return found[0] if len(found) == 1 else None


def is_plural(noun: Token) -> bool:
    """Whether a phrase takes a verb in the plural."""
    plural = noun.tag_ in ("NNS", "NNPS") or noun.lower_ in ("they", "we", "these", "those")
    return plural or any(child.dep_ == "conj" for child in noun.children)


def is_plain(noun: Token, longest: int = 12) -> bool:
    """Whether a phrase is short and without clauses, so that it may stand elsewhere."""
    words = list(noun.subtree)
    clause = any(one.dep_ in ("relcl", "ccomp", "advcl", "parataxis", "csubj") or one.text in ",;:—()" for one in words)
    return len(words) <= longest and not clause and noun.right_edge.i - noun.left_edge.i + 1 == len(words)
