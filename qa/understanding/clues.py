"""What the words of a question say of the documents that are meant, beside its subject; pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from qa.english.periods import Period, find_periods
from qa.understanding.chronology import find_chronology
from qa.understanding.kinds import FoundKind, find_kinds, plain_word
from qa.understanding.vocabulary import Vocabulary


class Order(Enum):
    """Which of the documents about something is asked for."""

    LATEST = "latest"
    EARLIEST = "earliest"


@dataclass(frozen=True, slots=True)
class Clue:
    """One thing that words of a question say.

    Attributes:
        name: 'from', 'to', 'category', 'kind', 'speaker', 'identifier', 'order' or 'timeline'.
        value: A date as YYYY-MM-DD, a category, a kind as the vocabulary has it, a label, an identifier, an order,
            'over time'.
        words: The words that say it.
        start: Where they start in the standalone question.
        end: Where they end; half-open.
        hard: Whether the words demand it, so that no other document is searched.
    """

    name: str
    value: str
    words: str
    start: int
    end: int
    hard: bool = False

    @property
    def key(self) -> str:
        """What a user names to have the clue left out: `name:value`."""
        return f"{self.name}:{self.value}"


_PUBLISHED = r"(?:published|issued|posted|released|dated|made\s+public|put\s+out)"
_SAYS_PUBLISHED = re.compile(
    rf"\s+(?:(?:that|which)\s+)?(?:(?:was|were|are|is)\s+)?(?:{_PUBLISHED}|(?P<signed>signed))\s*$", re.IGNORECASE
)
_FROM = re.compile(r"(?:from|dated|since)\b", re.IGNORECASE)
_LASTS = re.compile(
    r"(?:since|from|between|after|following|starting|beginning|before|prior|until|till|up|through|throughout|by|in|on"
    r"|during|over|within)\b",
    re.IGNORECASE,
)
# 'The harbour documents' may be what is told of: without another word before them they are the collection's.
_ANY_DOCUMENT = re.compile(
    r"(?:^|[.,;:?!]\s*|\b(?:in|from|of|among|all|any|the|which|what|only|search)\s+)(?:documents?|transcripts?)$",
    re.IGNORECASE,
)
_DEMANDS_KIND = re.compile(
    r"(?:\bonly\s+(?:in|from|among|within|search)|\bsearch\s+(?:only(?:\s+in)?|in|through|among)|\bjust\s+(?:in|from))"
    r"\s+(?:the\s+)?$",
    re.IGNORECASE,
)

_NUMBER = r"(?:no\.?|number|nr\.?|#)\s*"
_IDENTIFIER = re.compile(
    r"(?<![\w.’'])(?:h\.?\s?r\.?|[hs]\.\s?(?:j\.|con\.)?\s?res\.?|[hs]\s?(?:j|con)\s?res|s\.)\s?\d{1,5}\b"
    rf"|\b(?:(?-i:[A-Z])[a-z]+\s)?[a-z]+\s{_NUMBER}[\da-z]*\d[\w\-/.]*\w"
    r"|\b(?:executive\sorder|e\.?o\.?|proclamation|presidential\sdetermination|determination|directive|memorandum"
    r"|public\slaw|p\.l\.|regulation|resolution|order|docket|section|title)\s\d[\d\-]+\b"
    r"|[$€£]\s?\d[\d,]*(?:\.\d+)?(?:\s?(?:thousand|million|billion|trillion|[mbk])\b)?"
    r"|\b\d{3}-\d{3}-\d{4}\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“([^“”]{2,80})”|(?<!\w)\"([^\"]{2,80})\"(?!\w)")

_OF_IT = r"(?:\b(?:the|his|her|its|their|our)|\b\w+[’']s)\s+"
_LATEST = re.compile(
    rf"\b(?:the\s+)?(?:latest|newest|most\s+recent(?:ly)?)\b|{_OF_IT}(?P<word>last)\s+(?!week|month|year|quarter|half"
    r"|day|night|time|minute|name|resort|one\b|few|two|three|four|five|six|seven|eight|nine|ten|decade|century|several"
    r"|couple|spring|summer|fall|autumn|winter)(?=[a-z])",
    re.IGNORECASE,
)
_EARLIEST = re.compile(
    rf"\b(?:the\s+)?(?:oldest|earliest|very\s+first)\b|{_OF_IT}(?P<word>first)\s+(?!lad(?:y|ies)|famil|gentlem"
    r"|responder|amendment|quarter|half|nation|world|anniversary|time|place|step|round|aid|term|year|century|class|grade"
    r"|hundred|few|two|three)(?=[a-z])",
    re.IGNORECASE,
)

_FIRST_NAME = re.compile(
    r"\b(?!(?:Who|Whom|Whose|What|Which|When|Where|Why|How|Did|Does|Do|Is|Are|Was|Were|Has|Have|Had|Can|Could|Will"
    r"|Would|Should|And|But|By|For|From|In|On|Of|Per|The|If|As|At)\s)[A-Z][\w’'.-]*\s+(?:[A-Z][\w’'.-]*\s+)?$"
)
_FEWEST_DOCUMENTS = 3


def find_clues(text: str, vocabulary: Vocabulary, asked_of: tuple[int, int] | None) -> list[Clue]:
    """Everything that the words say, in their order.

    Args:
        text: The standalone question.
        vocabulary: The collection's own words.
        asked_of: Where the question names the one whose words it asks for; None where it does not.
    """
    periods = find_periods(text, vocabulary.last_date)
    identifiers = list(_identifier_clues(text))
    # The number in 'Executive Order 14028' says more than the kind: what tells of it may be of any.
    kinds = [
        kind
        for kind in find_kinds(text, vocabulary)
        if not any(clue.start <= kind.start and kind.end <= clue.end for clue in identifiers)
    ]
    taken = [(period.start, period.end) for period in periods] + [(kind.start, kind.end) for kind in kinds]
    over_time = find_chronology(text, periods)
    clues = [
        clue for period in periods for clue in _period_clues(text, period, _demands(text, period, kinds, over_time))
    ]
    clues += [clue for found in kinds for clue in _kind_clues(text, found)]
    clues += identifiers
    clues += _order_clues(text, periods)
    if over_time:
        clues.append(Clue("timeline", "over time", text[slice(*over_time)], *over_time))
    clues += _speaker_clues(text, vocabulary, asked_of, taken)
    return sorted(clues, key=lambda clue: (clue.start, clue.end))


# Periods


def _period_clues(text: str, period: Period, hard: bool) -> Iterator[Clue]:
    for name, day in (("from", period.first), ("to", period.last)):
        if day is not None:
            yield Clue(name, day.isoformat(), period.words, period.start, period.end, hard)


def _demands(text: str, period: Period, kinds: Sequence[FoundKind], over_time: tuple[int, int] | None) -> bool:
    """Whether the words say when documents were published: 'fact sheets from May 2023', 'bills signed in June 2021'.

    So does the period of what went on over time ('each year since 2021'), but for one that names a thing ('a timeline
    of the storm of 2021').

    A noun and a period alone ('messages in May 2023') may tell of what happened then, and so may one thing that was
    signed ('the law signed in May 2023').
    """
    if over_time and _LASTS.match(period.words):
        return True
    before = text[: period.start].rstrip()
    published = _SAYS_PUBLISHED.search(before)
    from_then = _FROM.match(period.words)
    for found in kinds:
        if found.end == len(before):
            return found.is_plural if before.lower().endswith("signed") else bool(from_then)
        if published and found.end == published.start():
            return found.is_plural or not published["signed"]
    if published and not published["signed"]:
        return bool(_ANY_DOCUMENT.search(before, 0, published.start()))
    return bool(from_then and _ANY_DOCUMENT.search(before))


# Kinds of documents


def _kind_clues(text: str, found: FoundKind) -> Iterator[Clue]:
    words = text[found.start : found.end]
    hard = bool(_DEMANDS_KIND.search(text, 0, found.start))
    yield Clue("kind", found.phrase, words, found.start, found.end)
    for category in sorted(found.kind.categories):
        yield Clue("category", category, words, found.start, found.end, hard)


# Identifiers and order


def _identifier_clues(text: str) -> Iterator[Clue]:
    for match in _IDENTIFIER.finditer(text):
        yield Clue("identifier", match[0], match[0], *match.span())
    for match in _QUOTED.finditer(text):
        yield Clue("identifier", match[1] or match[2], match[0], *match.span())


def _order_clues(text: str, periods: Sequence[Period]) -> Iterator[Clue]:
    for order, pattern in ((Order.LATEST, _LATEST), (Order.EARLIEST, _EARLIEST)):
        for match in pattern.finditer(text):
            start, end = match.span("word" if match["word"] else 0)
            if not any(period.start < end and start < period.end for period in periods):
                yield Clue("order", order.value, text[start:end], start, end)


# Speakers


def _speaker_clues(
    text: str, vocabulary: Vocabulary, asked_of: tuple[int, int] | None, taken: Sequence[tuple[int, int]]
) -> Iterator[Clue]:
    """Names and roles of speakers.

    A name in lower case counts only where it is asked what somebody said, and one without a first name only if its
    owner speaks in several documents, since any word may be a name.
    """
    named: set[str] = set()
    for match in re.finditer(r"\w[\w’'.-]*", text):
        word = plain_word(match[0])
        start, end = match.start(), match.start() + len(word)
        labels = vocabulary.names.get(word.lower().replace("’", "'"), frozenset())
        if not labels or any(first <= start < last for first, last in taken):
            continue
        asked = asked_of is not None and asked_of[0] <= start < asked_of[1]
        before = _FIRST_NAME.search(text[:start])
        begin = before.start() if before else start
        is_known = sum(vocabulary.speakers[label] for label in labels) >= _FEWEST_DOCUMENTS
        if asked or (word[0].isupper() and (before or (start > 0 and is_known))):
            meant = _with_first_name(labels, text[begin:start], vocabulary)
            named |= meant
            yield from (Clue("speaker", label, text[begin:end], begin, end) for label in sorted(meant))
    if asked_of is not None:
        words = text[slice(*asked_of)]
        if words.upper() in vocabulary.speakers.keys() - named:
            yield Clue("speaker", words.upper(), words, *asked_of)


def _with_first_name(labels: frozenset[str], before: str, vocabulary: Vocabulary) -> frozenset[str]:
    """Of the labels with a last name those that give the first name too, if any does.

    A word that labels open with is a form of address: 'Vice President Adler' may be 'THE VICE PRESIDENT' as well.
    """
    first = before.upper().split()[-1:]
    if not first or any(label.startswith(f"{first[0]} ") for label in vocabulary.speakers):
        return labels
    return frozenset(label for label in labels if first[0] in label.split()[1:-1]) or labels
