"""Questions for the adjuncts of a clause: when, where and why."""

import re
from collections.abc import Iterator

from archive_clauses import Made, Turner, extent, part_of, slim
from archive_words import MONTH
from spacy.tokens import Doc

_DAY_OR_PERIOD = re.compile(rf"\d|{MONTH}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day")
_RELATIVE_DAY = re.compile(r"\b(?:this|last|next|past|these|those|coming|ago)\b")
_LENGTH_OF_TIME = re.compile(r"\b(?:days?|weeks?|months?|years?|hours?|decades?)\b")
_ASKS_LENGTH = {
    "for": ["How long", "For how long"],
    "within": ["How soon", "Within how many days", "How quickly"],
    "over": ["Over what period", "Over how many years"],
}
_ASKS_LIMIT = {
    "by": ["By when", "When", "By what date"],
    "since": ["Since when"],
    "until": ["Until when"],
    "through": ["Until when", "Through what date"],
    "after": ["After what date", "When"],
    "before": ["Before what date", "By when"],
    "from": ["When", "From when"],
}


def ask_dates(turner: Turner, doc: Doc) -> Iterator[Made]:
    """Questions for a day, a deadline or a length of time."""
    clause = turner.clause
    for entity in doc.ents:
        part = part_of(clause, entity.root) if entity.label_ == "DATE" else None
        if part is None or part == clause.subject or part.dep_ not in ("prep", "npadvmod"):
            continue
        if part.dep_ == "prep" and entity.root.head != part:
            continue
        if not _DAY_OR_PERIOD.search(entity.text) or _RELATIVE_DAY.search(entity.text.lower()):
            continue
        openings = _asks_time(part.lower_ if part.dep_ == "prep" else "on", entity.text)
        if not openings or entity.text.lower().endswith("day") and turner.chance.random() < 0.7:
            continue
        whole = extent(part.subtree)
        spans = [extent(entity)] + ([whole] if whole[1] - whole[0] < 40 and part.dep_ == "prep" else [])
        kind = "duration" if _LENGTH_OF_TIME.search(entity.text) else "when"
        yield turner.ask(turner.chance.choice(openings), {t.i for t in part.subtree}), kind, spans


def _asks_time(preposition: str, time: str) -> list[str]:
    """How a question for a day or a length of time may open; none where no question would be natural."""
    if _LENGTH_OF_TIME.search(time):
        return _ASKS_LENGTH.get(preposition, [])
    if preposition not in ("on", "in", "at"):
        return _ASKS_LIMIT.get(preposition, [])
    openings = ["When"] * 5
    if re.search(rf"{MONTH} \d", time):
        openings += ["On what date", "On which day", "What date", "What day"]
    if re.fullmatch(r"\d{4}", time):
        openings += ["In what year", "In which year"]
    return openings


def ask_places(turner: Turner, doc: Doc) -> Iterator[Made]:
    """Questions for where something happens."""
    clause = turner.clause
    for entity in doc.ents:
        if entity.label_ not in ("GPE", "LOC", "FAC"):
            continue
        part = part_of(clause, entity.root)
        if part is None or part.dep_ != "prep" or part not in (*clause.trailing, *clause.leading):
            continue
        if entity.root.head != part or part.lower_ not in ("in", "at", "near", "to", "from"):
            continue
        if entity.text in ("America", "the United States", "the U.S.", "United States", "U.S.", "Congress"):
            continue
        if part.lower_ == "to" and clause.verb.lemma_ not in (
            "travel",
            "go",
            "return",
            "head",
            "come",
            "move",
            "visit",
        ):
            continue
        stranded = part.lower_ if part.lower_ in ("from",) else ""
        yield (
            turner.ask("Where", {t.i for t in part.subtree}, stranded=stranded),
            "where",
            [extent(part.subtree), extent(entity)][::-1],
        )
    for part in clause.trailing:
        if (
            part.dep_ == "dobj"
            and part.ent_type_ in ("GPE", "LOC")
            and clause.verb.lemma_ in ("visit", "tour", "leave")
        ):
            opening = turner.chance.choice(["Which place", "What country or city", "Where"])
            yield turner.ask(opening, {t.i for t in part.subtree}), "where", [extent(slim(part))]


def ask_reasons(turner: Turner, doc: Doc) -> Iterator[Made]:
    """Questions for a cause or a purpose."""
    clause = turner.clause
    for part in clause.trailing:
        tokens = list(part.subtree)
        text = " ".join(t.lower_ for t in tokens[:3])
        if part.dep_ == "advcl" and text.startswith(("because", "so that")):
            opening = turner.chance.choice(["Why", "Why", "For what reason"])
        elif part.dep_ == "prep" and text.startswith(
            ("because of", "due to", "in response to", "in recognition of", "as a result of")
        ):
            opening = turner.chance.choice(["Why", "For what reason", "Why"])
        elif part.dep_ == "advcl" and (text.startswith(("to ", "in order to"))) and len(tokens) > 4:
            opening = turner.chance.choice(["Why", "For what purpose", "With what aim", "Why"])
        else:
            continue
        if part.is_ancestor(clause.subject) or len(tokens) > 40:
            continue
        yield turner.ask(opening, {t.i for t in tokens}), "why", [extent(tokens)]
