"""The lines of a timeline: of each document the sentence that tells best what happened, in the order of time; pure."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from qa.answering.hit_sentences import Sentence
from qa.answering.quoting import refers_back
from qa.english.amounts import find_amounts
from qa.english.dates import find_dates
from qa.retrieval.matching import Matcher

MOST_LINES = 10
"""Lines of the longest timeline."""
FEWEST_LINES = 3
"""Lines with a date that a timeline needs at least."""

_AS_GOOD_AS_BEST = 0.75
"""Share of the best line's score from which another goes into the timeline."""
_LEAST_HELD = 0.4
"""Least share of the question's terms that a line holds."""
_LEAST_HELD_WITH_TITLE = 0.7
"""The same together with its document's title, which is shown with it."""
_LONGEST_LINE = 400
"""Characters of the longest line; longer sentences are usually formal parts of laws and orders."""
_HAPPENED = 0.2
"""Added to the score of a line that tells when or how much."""
_TITLE = 0.15
"""Added for a title that holds the question's terms, by their share."""
_SPOKEN = -0.1
"""Added for spoken words, which wander."""
_REFERS_BACK = -0.15
"""Added for an opening that refers to what was said before, or to the speaker."""
_SAME = 0.6
"""Share of the shorter line's words in the longer one from which the two say the same."""
_PARTS_OF_TIME = 10
"""Parts of the time that the lines span, each of which gives one line first."""
_NUMBERED = re.compile(r"\W*(?:\d{1,2}|[ivx]{1,4}|[a-zA-Z])[.)]\s")
_OPENS_IN_SPEECH = re.compile(
    r"\W*(?:(?:so|and|but|well|now|look|again|also|you\s+know|as\s+you|as\s+I|let\s+me)\b|I\b(?!\s+(?:signed|announced)))",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(r"\b(?:announc(?:ed|es|ing)|signed)\b", re.IGNORECASE)


def timeline(candidates: Sequence[tuple[Sentence, float]], matcher: Matcher) -> list[Sentence]:
    """The lines in the order of their documents' dates, undated ones last.

    One sentence a document and one document a day, ten at most, none that says the same as a better one. Of those
    nearly as good as the best each part of the time that they span gives one, and the best of the others follow.

    Args:
        candidates: Sentences that may be quoted, with how likely each answers.
        matcher: Of the question.

    Returns:
        Nothing where fewer than three lines have a date.
    """
    lines = _distinct(sorted(_best_of_documents(candidates, matcher), key=lambda line: -line[1]))
    chosen = _spread(lines)
    dated = sorted((line for line in chosen if _day(line) is not None), key=lambda line: _day(line) or date.max)
    if len(dated) < FEWEST_LINES:
        return []
    return [*dated, *(line for line in chosen if _day(line) is None)]


def _day(line: Sentence) -> date | None:
    return line.hit.document.date


def _best_of_documents(
    candidates: Sequence[tuple[Sentence, float]], matcher: Matcher
) -> Iterator[tuple[Sentence, float]]:
    best: dict[str, tuple[Sentence, float]] = {}
    for line, likely in candidates:
        text, document = line.text, line.hit.document
        if len(text) > _LONGEST_LINE or text.startswith("[") or matcher.coverage_of(text) < _LEAST_HELD:
            continue  # what opens with a bracket is a footnote, or an editor's
        if matcher.coverage_of(f"{document.title} {text}") < _LEAST_HELD_WITH_TITLE:
            continue
        number = _NUMBERED.match(text)
        score = likely + _TITLE * matcher.coverage_of(document.title) + _SPOKEN * (line.hit.passage.speaker is not None)
        score += _HAPPENED * _tells_when_or_how_much(text[number.end() if number else 0 :])
        score += _REFERS_BACK * (refers_back(text) or bool(_OPENS_IN_SPEECH.match(text)))
        if document.name not in best or score > best[document.name][1]:
            best[document.name] = line, score
    yield from best.values()


def _tells_when_or_how_much(text: str) -> bool:
    return bool(_ANNOUNCED.search(text) or find_amounts(text) or find_dates(text))


def _distinct(lines: Sequence[tuple[Sentence, float]]) -> list[Sentence]:
    """Those that are good enough, the best first, one a day, and none that repeats a better one."""
    kept: list[Sentence] = []
    days: set[date] = set()
    said: list[frozenset[str]] = []
    for line, score in lines:
        day, words = _day(line), frozenset(re.findall(r"\w+", line.text.lower()))
        same = any(len(words & other) >= _SAME * min(len(words), len(other)) for other in said)
        if score < _AS_GOOD_AS_BEST * lines[0][1] or same or day in days:
            continue
        kept.append(line)
        said.append(words)
        if day is not None:
            days.add(day)
    return kept


def _spread(lines: Sequence[Sentence]) -> list[Sentence]:
    """As many as a timeline has, the best of every part of the time before others of the same part."""
    days = [day.toordinal() for line in lines if (day := _day(line))]
    first, last = min(days, default=0), max(days, default=0)
    parts: set[int | None] = set()
    leading: list[Sentence] = []
    following: list[Sentence] = []
    for line in lines:
        day = _day(line)
        part = (day.toordinal() - first) * _PARTS_OF_TIME // (last - first + 1) if day else None
        (following if part in parts else leading).append(line)
        parts.add(part)
    return [*leading, *following][:MOST_LINES]
