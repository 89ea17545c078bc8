"""Whether a question is about the collection itself, and which of its documents it asks for; pure.

'How many fact sheets mention Ireland?', 'the latest press briefing' are answered by counting, 'how many people …' is
not: only words for documents count. What is not understood to the last word is left to the ordinary way.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

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
from qa.understanding.topic_phrases import Phrase, topic_phrases
from qa.understanding.vocabulary import Vocabulary, singular

COLLECTION = "collection"
"""Name of the clue that a question is about the collection; without it the documents' text answers."""

_ANY_DOCUMENT = re.compile(r"\bdocuments?\b", re.IGNORECASE)
_LONGEST_QUESTION = 200
"""Characters; a longer one says more than the patterns know."""
_NUMBERS = {word: n for n, word in enumerate("two three four five six seven eight nine ten".split(), start=2)}
_SHOWN_OF_SEVERAL = 10
"""Documents that 'the latest briefings' are."""
_RELEASE = "release"
_PRESS = re.compile(r"\b(?:press|news)\s+$", re.IGNORECASE)
"""What may stand before it and says no more."""


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """Which documents are of a kind: those of a category that is called so, and those whose title opens so.

    Attributes:
        noun: The kind as it was typed, in the singular ('fact sheet').
        categories: The categories.
        titles: The openings, lower case.
    """

    noun: str
    categories: frozenset[str]
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CollectionQuestion:
    """What is asked of the documents of a collection.

    Attributes:
        asked: What of them.
        kinds: Any of these; empty for documents of every kind.
        phrases: Words that a document must hold, each phrase of them; empty for no topic.
        in_title: Whether they must stand in the title.
        speakers: Labels in transcripts of whom must say them; empty where anybody may.
        filters: On date and category, set beside the question and said in it.
        when: The words that say the period; empty for none.
        number: How many of the newest or oldest are asked for; None where all are.
    """

    asked: Asked
    kinds: tuple[DocumentKind, ...]
    phrases: tuple[Phrase, ...]
    in_title: bool
    speakers: frozenset[str]
    filters: Filters
    when: str
    number: int | None


def collection_question(question: UnderstoodQuestion, vocabulary: Vocabulary) -> CollectionQuestion | None:
    """Read a question about the collection itself.

    Args:
        question: As it is understood; clues that were taken off it do not act.
        vocabulary: The collection's own words.

    Returns:
        None where it is none, or asks for what cannot be counted exactly.
    """
    marked = _Marked(question, vocabulary)
    for asked, match in marked.matches():
        if (read := _read(asked, match, marked)) is not None:
            return read
    return None


class _Marked:
    """A question with one mark for each of its words for documents and for each of its periods."""

    def __init__(self, question: UnderstoodQuestion, vocabulary: Vocabulary) -> None:
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
        if len(text) > _LONGEST_QUESTION or any(FIRST_DOCUMENTS <= ord(character) <= LAST_MARK for character in text):
            return ""  # nobody types the marks
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


def _read(asked: Asked, match: re.Match[str], marked: _Marked) -> CollectionQuestion | None:
    groups = match.groupdict()
    topic = groups.get("topic") or groups.get("in_title")
    phrases = topic_phrases(marked.words(topic)) if topic else ()
    documents = groups.get("documents") or ""
    kinds = [] if marked.is_any_document(documents) else marked.kinds_in(documents)
    read = [_kind(marked.noun(kind), kind.value, marked.vocabulary) for kind in kinds]
    said = marked.periods_in(match.string.replace(topic, "", 1) if topic else match.string)
    filters = _both(marked.question.filters, said[0][1]) if said else marked.question.filters
    who = groups.get("who")
    speakers = marked.speakers(who) if who else frozenset()
    if phrases is None or None in read or len(said) > 1 or filters is None or (who and not speakers):
        return None
    if asked is Asked.MENTIONS and len(phrases) != 1:
        return None
    return CollectionQuestion(
        asked,
        tuple(kind for kind in read if kind is not None),
        phrases,
        bool(groups.get("titled") or groups.get("in_title")),
        speakers,
        filters,
        said[0][0] if said else "",
        _number(groups, documents, marked) if asked in (Asked.NEWEST, Asked.OLDEST) else None,
    )


def _number(groups: Mapping[str, str | None], documents: str, marked: _Marked) -> int:
    if said := groups.get("before") or groups.get("number"):
        return _NUMBERS.get(said.lower()) or int(said)
    word = marked.words(documents).split()[-1].lower()
    return _SHOWN_OF_SEVERAL if singular(word) != word else 1


def _first_names(label: str) -> tuple[str, ...]:
    """What stands between a form of address and the last name."""
    return tuple(label.split()[1:-1])


def _span(kind: Clue, text: str) -> tuple[int, int]:
    """Where the words for a kind stand: a press release is a release."""
    press = _PRESS.search(text, 0, kind.start) if kind.value == _RELEASE else None
    return press.start() if press else kind.start, kind.end


def _kind(noun: str, phrase: str, vocabulary: Vocabulary) -> DocumentKind | None:
    """Which documents are of a kind; None where nothing says it of a document."""
    names = [phrase, _RELEASE] if phrase == f"press {_RELEASE}" else [phrase]
    kinds = {name: vocabulary.kinds[name] for name in names if name in vocabulary.kinds}
    categories = {each for name, kind in kinds.items() for each in kind.categories if _is_called(each, name)}
    titles = tuple(dict.fromkeys(title for kind in kinds.values() for title in kind.titles))
    return DocumentKind(noun, frozenset(categories), titles) if categories or titles else None


def _is_called(category: str, phrase: str) -> bool:
    """Whether the name of a category says a kind: 'press-briefings' says 'briefing'."""
    return set(phrase.split()) <= {singular(word) for word in re.split(r"[\W_]+", category.lower())}


def _is_participle(phrase: str) -> bool:
    """Whether a kind says what was done: of 'bills signed' a document may tell of several."""
    return phrase.endswith(("ed", " sent"))


def _both(set_beside: Filters, said: Filters) -> Filters | None:
    """Within both; None where no day is."""
    days: Sequence[date | None] = (set_beside.date_from, said.date_from)
    first = max((day for day in days if day), default=None)
    last = min((day for day in (set_beside.date_to, said.date_to) if day), default=None)
    return None if first and last and first > last else replace(set_beside, date_from=first, date_to=last)
