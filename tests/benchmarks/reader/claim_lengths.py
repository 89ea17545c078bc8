"""Sentences made shorter: details, clauses and conditions left out."""

from collections.abc import Iterator

from claim_grammar import Cut, Edit, is_denied, is_passive
from claim_phrases import one_child, span_of
from spacy.tokens import Doc, Token

_CONDITIONS = frozenset("if unless until provided once whether except".split())

_NEEDED = frozenset("of to as like than without except under by from against".split())
"""Prepositions whose phrases a verb hardly ever can do without."""


def shortened(doc: Doc, root: Token) -> Iterator[Edit]:
    """Details, clauses, appositions and second predicates that are left out, one at a time."""
    for token in doc:
        if token is root or len(list(token.subtree)) > len(doc) * 0.7:
            continue
        if token.right_edge.i - token.left_edge.i + 1 != len(list(token.subtree)):
            continue
        kind = _detail(token)
        if kind and not is_denied(token) and (cut := _drop(token)):
            yield Edit(kind, "supported", "unsupported", (cut,))
    yield from _last_part(doc, root)


def _detail(token: Token) -> str:
    """What kind of detail a phrase is that can be left out; empty where it can't."""
    marks = {child.lower_ for child in token.subtree if child.dep_ in ("mark", "advmod", "prep", "pcomp")}
    if marks & _CONDITIONS or any(child.lower_ in _CONDITIONS for child in token.children):
        return ""
    before = token.doc[token.left_edge.i - 1].text if token.left_edge.i else ""
    if token.dep_ == "relcl" and before == ",":
        return "clause left out"
    if token.dep_ == "appos" and before == ",":
        return "apposition left out"
    if token.dep_ == "advcl" and (before == "," or token.left_edge.i == 0 or token.tag_ == "VB"):
        return "clause left out"
    if token.dep_ == "prep" and token.head.pos_ == "VERB" and token.head.dep_ in ("ROOT", "conj", "advcl", "relcl"):
        needs = token.head.i + 1 == token.i and not any(child.dep_ == "dobj" for child in token.head.children)
        return "" if needs or token.lower_ in _NEEDED else "detail left out"
    if token.dep_ == "npadvmod" and token.ent_type_ in ("DATE", "TIME") and token.head.pos_ == "VERB":
        return "detail left out"
    return ""


def _drop(token: Token) -> Cut | None:
    """The cut that takes a phrase out, with the commas around it."""
    text, (start, end) = token.doc.text, span_of(token)
    if end >= len(text) or text[end:].startswith((" and ", ", and ", " or ")):
        return None
    if start and text[:start].endswith(", ") and text[end] in ",.":
        start -= 2
        end += text[end] == ","
    elif start == 0 and text[end : end + 2] == ", ":
        end += 2
        return (0, end + 1, text[end].upper())
    elif start and text[start - 1] == " ":
        start -= 1
        if text[end : end + 1] == "," or text[:start].endswith(","):
            return None
    else:
        return None
    return (start, end, "")


def _last_part(doc: Doc, root: Token) -> Iterator[Edit]:
    """A predicate that is joined to the first one by 'and' is left out."""
    conj = one_child(root, "conj")
    cc = one_child(root, "cc")
    if conj is None or cc is None or cc.lower_ != "and" or conj.pos_ != "VERB" or conj.right_edge.i < len(doc) - 2:
        return
    if cc.i > conj.i or any(child.dep_ == "neg" for child in root.children) or is_passive(root) != is_passive(conj):
        return
    if any(child.dep_ == "xcomp" for child in root.children) and conj.tag_ == "VB":
        return
    start = doc[cc.i - 1].idx + (0 if doc[cc.i - 1].text == "," else len(doc[cc.i - 1]))
    yield Edit("part left out", "supported", "unsupported", ((start, len(doc.text), "."),))


def conditions(doc: Doc) -> Iterator[Edit]:
    """A condition that is left out."""
    for token in doc:
        if token.dep_ != "advcl" or not any(child.lower_ in ("if", "unless", "provided") for child in token.children):
            continue
        if len(list(token.subtree)) < len(doc) * 0.7 and (cut := _drop(token)):
            yield Edit("condition left out", "unsupported", "", (cut,))
