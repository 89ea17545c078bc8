"""The lines of a timeline: of each document the sentence that tells best what happened, in the order of time; pure."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from qa.answering.hit_sentences import Sentence
from qa.answering.quoting import refers_back
from qa.retrieval.matching import Matcher

MOST_LINES, FEWEST_LINES = 10, 3
"""Lines of a timeline; fewer with a date are none."""

_AS_GOOD_AS_BEST = 0.75
"""Share of the best line's score from which another goes into the timeline."""
_LEAST_HELD, _LEAST_HELD_WITH_TITLE = 0.4, 0.7
"""Share of the question's terms that a line holds itself, and with its document's title, which is shown with it."""
_LONGEST_LINE = 400
"""Characters; longer sentences are mostly the forms of laws and orders."""
_HAPPENED, _TITLE, _SPOKEN, _HANGS = 0.2, 0.15, -0.1, -0.15
"""Added for telling when or how much, for what the title holds of the question, for spoken words, which wander, and
for an opening that hangs on what was said before, or is about the speaker."""
_SAME = 0.6
"""Share of the words of the shorter of two lines from which they say the same."""
_PARTS_OF_TIME = 10
_NUMBERED = re.compile(r"\W*(?:\d{1,2}|[ivx]{1,4}|[a-zA-Z])[.)]\s")
_OPENS_IN_SPEECH = re.compile(
    r"\W*(?:(?:so|and|but|well|now|look|again|also|you\s+know|as\s+you|as\s+I|let\s+me)\b|I\b(?!\s+(?:signed|announced)))",
    re.IGNORECASE,
)
_TELLS_WHEN_OR_HOW_MUCH = re.compile(
    r"\d|\b(?:today|tonight|yesterday|this\s+(?:week|month|year|morning|afternoon|evening)"
    r"|last\s+(?:week|month|year|night)|announc(?:ed|es|ing)|signed)\b",
    re.IGNORECASE,
)


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
        score += _HAPPENED * bool(_TELLS_WHEN_OR_HOW_MUCH.search(text, number.end() if number else 0))
        score += _HANGS * (refers_back(text) or bool(_OPENS_IN_SPEECH.match(text)))
        if document.name not in best or score > best[document.name][1]:
            best[document.name] = line, score
    yield from best.values()


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
