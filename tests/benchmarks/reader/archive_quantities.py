"""Questions for the quantities of a clause: how many, how much and what share."""

import re
from collections.abc import Iterator

from archive_clauses import Made, Turner, extent, part_of, slim, wording
from spacy.tokens import Doc, Span, Token

_SCALE = re.compile(
    r"\d|\b(?:hundred|thousand|million|billion|trillion|dozen|one|two|three|four|five|six|seven|eight|nine|ten)\b"
)
_VAGUE_AMOUNT = frozenset("a the an approximately about nearly".split())


def ask_quantities(turner: Turner, doc: Doc) -> Iterator[Made]:
    """Questions for numbers, shares and amounts of money."""
    for entity in doc.ents:
        if entity.label_ not in ("MONEY", "PERCENT", "CARDINAL", "QUANTITY") or not _SCALE.search(entity.text.lower()):
            continue
        if entity.text.lower() in ("one", "two") or re.fullmatch(r"(?:19|20)\d\d", entity.text):
            continue
        if part_of(turner.clause, entity.root) is None:
            continue
        made = _quantity(turner, entity)
        if made is not None:
            yield made


def _quantity(turner: Turner, entity: Span) -> Made | None:
    root, within = entity.root, {t.i for t in entity}
    spans = [extent(entity)]
    noun = root.head
    if root.dep_ == "nummod" and noun.i not in within and noun.pos_ in ("NOUN", "PROPN"):
        opening = _asks_count(turner, entity, noun)
        spans.append(extent([t for t in slim(noun) if t.i >= min(within) and t.i <= noun.i]))
        head = noun
    else:
        opening = _asks_amount(turner, entity)
        head = root
    if opening is None:
        return None
    question = _ask_quantity(turner, opening, head)
    return None if question is None else (question, f"quantity-{entity.label_.lower()}", spans)


def _ask_quantity(turner: Turner, opening: str, head: Token) -> str | None:
    """The question for the phrase of a head: subject, object, or what a preposition governs."""
    clause, omitted = turner.clause, {t.i for t in head.subtree}
    if head == clause.subject:
        return turner.ask_subject(opening)
    if head.dep_ != "pobj" or head.head.dep_ != "prep":
        return turner.ask(opening, omitted) if head in clause.trailing else None
    if head.head not in clause.trailing:
        return None
    preposition = head.head.lower_
    omitted |= {head.head.i}
    if preposition == "of" or opening.startswith("By "):
        return turner.ask(opening, omitted)
    if head.head.i == clause.verb.i + 1:
        return turner.ask(opening, omitted, stranded=preposition)
    return turner.ask(f"{preposition.capitalize()} {opening[0].lower()}{opening[1:]}", omitted)


def _asks_count(turner: Turner, entity: Span, noun: Token) -> str | None:
    first, last = entity.start, entity.end
    phrase = [t for t in slim(noun) if not first <= t.i < last and t.lower_ not in (*_VAGUE_AMOUNT, "over")]
    if entity.label_ == "MONEY" or any(t.i < first and t.pos_ not in ("ADJ", "ADV", "DET") for t in phrase):
        return None
    counted = wording(phrase, turner.speaker)
    return turner.chance.choice(["How many"] * 6 + ["What number of"]) + " " + counted


def _asks_amount(turner: Turner, entity: Span) -> str | None:
    root, first, last = entity.root, entity.start, entity.end
    if root.dep_ not in ("dobj", "attr", "oprd", "pobj", "npadvmod", "nsubj", "nsubjpass"):
        return None
    rest = [t for t in slim(root) if not first <= t.i < last and t.lower_ not in _VAGUE_AMOUNT]
    governed = root.dep_ in ("dobj", "nsubj", "nsubjpass")
    if entity.label_ == "PERCENT":
        return _asks_share(turner, root, wording(rest, turner.speaker))
    if entity.label_ == "MONEY":
        return _asks_money(turner, wording(rest, turner.speaker), governed)
    if entity.label_ == "CARDINAL" and rest and governed:
        return f"How many {wording(rest, turner.speaker)}"
    if root.dep_ in ("pobj", "npadvmod") or entity.label_ != "QUANTITY" or root.pos_ != "NOUN":
        return None
    return "How many " + wording([t for t in slim(root) if t.i >= root.i], turner.speaker)


def _asks_share(turner: Turner, root: Token, of: str) -> str | None:
    if of and not of.startswith("of "):
        return None
    opening = turner.chance.choice(["What percentage", "What percent", "What share", "What portion"])
    if of:
        return f"{opening} {of}"
    if root.dep_ == "pobj" and root.head.lower_ in ("to", "from", "at"):
        return "What percentage"
    return turner.chance.choice(["By how much", "By what percentage", "How much"])


def _asks_money(turner: Turner, of: str, governed: bool) -> str:
    opening = turner.chance.choice(["How much money", "How much", "How much", "What amount", "How many dollars"])
    if governed and of.startswith("in "):
        return "How much " + of[3:]
    if governed and of.startswith(("for ", "of ")):
        return turner.chance.choice(["How much money", "How much"]) + " " + of
    return opening
