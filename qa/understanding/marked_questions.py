"""A question with marks for its words for documents and for its periods, as the patterns look at it; pure."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from qa.english.stems import singular
from qa.filters import Filters
from qa.understanding.clues import Clue, find_clues
from qa.understanding.collection_patterns import (
    COUNT,
    FIRST_DOCUMENTS,
    FIRST_PERIOD,
    LAST_MARK,
    LIST,
    LISTED_ALONE,
    MENTIONS,
    ORDERED,
    WHICH,
    Asked,
)
from qa.understanding.questions import UnderstoodQuestion
from qa.understanding.vocabulary import Vocabulary

RELEASE = "release"
"""The kind that a press release is of."""

_ANY_DOCUMENT = re.compile(r"\bdocuments?\b", re.IGNORECASE)
_LONGEST_QUESTION = 200
"""Characters; a longer one says more than the patterns know."""
_PRESS = re.compile(r"\b(?:press|news)\s+$", re.IGNORECASE)


class MarkedQuestion:
    """A question with one mark for each of its words for documents and for each of its periods."""

    def __init__(self, question: UnderstoodQuestion, vocabulary: Vocabulary) -> None:
        """Find the words for which marks stand.

        Args:
            question: As it is understood; clues that were taken off it do not act.
            vocabulary: The collection's own words.
        """
        self.question, self.vocabulary = question, vocabulary
        self._kept = {(clue.key, clue.start) for clue in question.clues}
        text = question.interpreted
        found = find_clues(text, vocabulary, None)
        self.kinds = [clue for clue in found if clue.name == "kind" and not _is_participle(clue.value)]
        self._plain = [match.span() for match in _ANY_DOCUMENT.finditer(text)]
        self._spans = {(kind.key, kind.start): _span(kind, text) for kind in self.kinds}
        documents = sorted({*self._spans.values(), *self._plain})
        periods = sorted({(clue.start, clue.end) for clue in found if clue.name in ("from", "to")})
        self._periods = {span: [c for c in found if (c.start, c.end) == span] for span in periods}
        self._marks = {chr(FIRST_DOCUMENTS + n): span for n, span in enumerate(documents)}
        self._marks |= {chr(FIRST_PERIOD + n): span for n, span in enumerate(periods)}
        self.text = self._mark(text)

    def _mark(self, text: str) -> str:
        """The text with the marks; empty where it is none of these questions."""
        spans = sorted(self._marks.values())
        overlap = any(second[0] < first[1] for first, second in pairwise(spans))
        is_typed = any(FIRST_DOCUMENTS <= ord(character) <= LAST_MARK for character in text)
        if len(text) > _LONGEST_QUESTION or overlap or is_typed:
            return ""
        for mark, (start, end) in sorted(self._marks.items(), key=lambda one: -one[1][0]):
            text = f"{text[:start]}{mark}{text[end:]}"
        return " ".join(text.split())

    def matches(self) -> Iterator[tuple[Asked, re.Match[str]]]:
        """What the question may be, the likeliest first."""
        groups = ((Asked.MENTIONS, MENTIONS), (Asked.NEWEST, ORDERED), (Asked.COUNT, COUNT))
        for asked, patterns in (*groups, (Asked.LIST, (*WHICH, *LIST, *LISTED_ALONE))):
            for pattern in patterns:
                match = pattern.fullmatch(self.text)
                if match and (asked is not Asked.LIST or self._is_list(match)):
                    yield (Asked.OLDEST if asked is Asked.NEWEST and match["oldest"] else asked), match

    def _is_list(self, match: re.Match[str]) -> bool:
        """Whether documents are asked for, and not what one of them says."""
        spans = [self._marks[mark] for mark in self.marks_in(match["documents"])]
        words = [self.question.interpreted[start:end].split()[-1].lower() for start, end in spans]
        topic = match["topic"] or match["in_title"]
        if match.re in LISTED_ALONE:  # of a kind and a topic may be what the words of a title are
            tells = self.text[match.end("documents") :].strip(" ?.!")
            return bool(tells) and (not topic or all(span in self._plain for span in spans))
        if match.re in WHICH and topic:
            return True
        return any(singular(word) != word for word in words)

    def marks_in(self, text: str) -> list[str]:
        """The marks that stand in a part of the text."""
        return [character for character in text if character in self._marks]

    def words(self, text: str) -> str:
        """A part of the text with the words again for which marks stand."""
        spans = {ord(mark): self.question.interpreted[slice(*span)] for mark, span in self._marks.items()}
        return text.translate(spans)

    def kinds_in(self, documents: str) -> list[Clue]:
        """The kinds that some words for documents name, without those that were taken off."""
        spans = [self._marks[mark] for mark in self.marks_in(documents)]
        return [k for k in self.kinds if self._spans[k.key, k.start] in spans and (k.key, k.start) in self._kept]

    def noun(self, kind: Clue) -> str:
        """A kind as it was typed, in the singular."""
        words = self.question.interpreted[slice(*self._spans[kind.key, kind.start])]
        return " ".join(singular(word) for word in words.lower().split())

    def speakers(self, who: str) -> frozenset[str]:
        """The labels of one speaker; none where the words may stand for several, or for a role as well.

        'The President' is a label; 'Adler' may be 'MS. ADLER', and who was 'THE MAYOR' on a day is not known.
        """
        text = self.question.interpreted
        start = text.find(who)
        end = start + len(who)
        clues = find_clues(text, self.vocabulary, (start, end)) if start >= 0 else []
        labels = {clue.value for clue in clues if clue.name == "speaker" and (clue.start, clue.end) == (start, end)}
        if who.upper() in labels:
            return frozenset({who.upper()})
        is_one = not any(label.startswith("THE ") for label in labels) and len(set(map(_first_names, labels))) == 1
        return frozenset(labels) if is_one else frozenset()

    def is_any_document(self, documents: str) -> bool:
        """Whether the words stand for documents of every kind."""
        kinds = self.kinds_in(documents)
        return len(kinds) < len(self.marks_in(documents))

    def periods_in(self, text: str) -> list[tuple[str, Filters]]:
        """Words and limits of the periods in a part of the text, without those that were taken off."""
        found = []
        for mark in self.marks_in(text):
            clues = self._periods.get(self._marks[mark], [])
            limits = {c.name: date.fromisoformat(c.value) for c in clues if (c.key, c.start) in self._kept}
            if limits:
                found.append((clues[0].words, Filters(limits.get("from"), limits.get("to"))))
        return found


def _span(kind: Clue, text: str) -> tuple[int, int]:
    """Where the words for a kind stand: a press release is a release."""
    press = _PRESS.search(text, 0, kind.start) if kind.value == RELEASE else None
    return press.start() if press else kind.start, kind.end


def _first_names(label: str) -> tuple[str, ...]:
    """What stands between a form of address and the last name."""
    return tuple(label.split()[1:-1])


def _is_participle(phrase: str) -> bool:
    """Whether a kind says what was done: of 'bills signed' a document may tell of several."""
    return phrase.endswith(("ed", " sent"))
