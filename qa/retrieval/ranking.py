"""The order of the passages that were found, by how they match and by what the question says of them; pure."""

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from qa.retrieval.matching import Matcher, PassageMatch
from qa.store.passage_rows import StoredPassage
from qa.store.passage_vectors import PassageVector
from qa.understanding.clues import Order
from qa.understanding.questions import UnderstoodQuestion

# Weights beside that of the best sentence, which is 1; chosen on dev sets (ablation: `tests/benchmarks/ranking.py`).
_MEANING = 0.5
"""Weight of the passage's own similarity."""
_DOCUMENT = 0.4
"""Weight of the question's terms that its document holds."""
_CONTEXT = 0.2
"""Weight of the question's terms that its title, date, section and speaker hold."""
_PERIOD = 0.25
"""Weight of being near the period that the question names."""
_CATEGORY = 0.1
"""Weight of being of a category that it names."""
_KIND = 0.1
"""Weight of a title that begins as titles of the kind of document that it names do."""
_SPEAKER = 0.15
"""Weight of being said by whose words it asks for."""
_NAMED = 0.3
"""Weight of being a document whose file it names."""
_IDENTIFIER = 0.3
"""Weight of holding an identifier, a sum or a quotation of it."""
_ORDER = 0.2
"""Weight of being the newest, or the oldest, where it asks for that."""
_CITED = 0.05
"""Weight of being of a document that the conversation has cited."""
_DAYS_OFF = 60
"""Days outside the period after which being near it counts for 1/e: documents tell of what was, or of what will be."""


def rank(
    matcher: Matcher,
    candidates: Sequence[tuple[StoredPassage, PassageVector]],
    question: UnderstoodQuestion,
    cited: Sequence[str] = (),
) -> list[tuple[StoredPassage, float]]:
    """Candidates with their scores, best first; equal scores in the order of their ids.

    Args:
        matcher: Of the question.
        candidates: Passages with their vectors.
        question: What it says of documents is evidence beside how passages match it.
        cited: Names of the documents that a follow-up is probably about.
    """
    passages = [stored for stored, _ in candidates]
    matches = matcher.match([(stored.passage, vector) for stored, vector in candidates])
    matching = match_scores(matcher, matches, [stored.document.name for stored in passages])
    scored = [
        (stored, match + clues + _CITED * (stored.document.name in cited))
        for stored, match, clues in zip(passages, matching, clue_scores(question, passages), strict=True)
    ]
    return sorted(scored, key=lambda pair: (-pair[1], pair[0].id))


def match_scores(matcher: Matcher, matches: Sequence[PassageMatch], documents: Sequence[str]) -> list[float]:
    """How well each passage matches, the higher the better.

    The sum of the score of its best sentence, its own similarity, the share of the question's terms that its document
    holds in all of its passages here, and the share that its context holds.

    Args:
        matcher: What matched them.
        matches: One a passage.
        documents: The name of the document of each.
    """
    held: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    for match, document in zip(matches, documents, strict=True):
        held[document] |= match.held
    coverage = {document: matcher.coverage(terms) for document, terms in held.items()}
    return [
        match.best + _MEANING * match.similarity + _DOCUMENT * coverage[document] + _CONTEXT * match.context_coverage
        for match, document in zip(matches, documents, strict=True)
    ]


def clue_scores(question: UnderstoodQuestion, passages: Sequence[StoredPassage]) -> list[float]:
    """How well each passage agrees with what the question says of the documents; 0 where it says nothing.

    A passage may stand outside the period, or be of another kind, and answer all the same: this is evidence, and
    what the words demand is a filter.
    """
    last = question.newest or date.max  # one that is dated later is not the latest
    days = sorted({one.document.date for one in passages if one.document.date and one.document.date <= last})
    exact = [_letters(identifier) for identifier in question.exact]
    return [_agreement(question, one, exact) + _ORDER * _recency(question.order, one, days) for one in passages]


def _agreement(question: UnderstoodQuestion, found: StoredPassage, exact: Sequence[str]) -> float:
    document, passage = found.document, found.passage
    score = _PERIOD * _nearness(document.date, question.period)
    score += _CATEGORY * (not question.categories.isdisjoint(document.categories))
    score += _NAMED * (document.name in question.documents)
    title = document.title.lower()
    score += _KIND * any(kind in title for kind in question.title_kinds)
    asked = question.asks_words_of
    score += _SPEAKER * (passage.speaker in asked or any(f"{label}:" in passage.text for label in asked))
    if exact:
        letters = _letters(f"{document.title} {passage.text}")
        score += _IDENTIFIER * any(identifier in letters for identifier in exact)
    return score


def _nearness(day: date | None, period: tuple[date | None, date | None] | None) -> float:
    if day is None or period is None:
        return 0.0
    first, last = period
    before = (first - day).days if first else 0
    behind = (day - last).days if last else 0
    return math.exp(-max(0, before, behind) / _DAYS_OFF)


def _recency(order: Order | None, found: StoredPassage, days: Sequence[date]) -> float:
    """Where a document's date stands among those found, from 0 to 1, in the order that is asked for."""
    if order is None or found.document.date not in days or len(days) < 2:
        return 0.0
    place = days.index(found.document.date) / (len(days) - 1)
    return place if order is Order.LATEST else 1 - place


def _letters(text: str) -> str:
    """Letters and digits only: 'H.R. 49' is 'HR 49'."""
    return re.sub(r"[\W_]+", "", text).lower()
