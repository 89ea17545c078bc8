"""A collection's own words for its kinds of documents and its speakers; pure.

Kinds are learned from the names of categories ('press-briefings') and from the openings of titles ('FACT SHEET: …',
'Readout of …'), speakers from the labels of transcripts. So nothing here knows any particular archive.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from qa.documents.document import TitleRow
from qa.documents.transcripts import QUESTION_LABEL
from qa.english.stems import singular

_FEWEST_TITLES = 3
"""Titles that must begin the same for their opening to be a kind."""
_SHARE_OF_TITLES = 0.0015
"""Share of all titles that must do so."""
_SHARE_OF_CATEGORY = 0.1
"""Least share of a kind's documents in a category that counts as holding the kind."""
_LONGEST_KIND = 4
"""Words of the longest kind."""
_TITLES_REMEMBERED = 50_000
"""Titles whose openings are remembered."""
_HELD_BY_HEAD = 0.5
"""Least share of a category's titles that hold the last word of its name for that word to be a kind."""
_FEWEST_LABELS = 2
"""Labels that must open with the same word for it to be a form of address."""
_SHARE_OF_ROLE = 0.02
"""Least share of a role's documents ('THE PRESIDENT') with a known name in the title for the name to be the role's."""
_SHARE_ALONE = 0.5
"""The same for a name that stands in no label."""
_OPENING_ENDS = re.compile(r":|\s(?:on|for|of|by|from|regarding|to\s+the)\s", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:an?|the)\s", re.IGNORECASE)
_NUMBERED = frozenset("one two three four five six seven eight nine ten".split())


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document.

    Attributes:
        categories: Those that hold documents of this kind.
        titles: How their titles begin, or go on after a colon, lower case; empty where only a category says it.
        documents: How many there are.
    """

    categories: frozenset[str]
    titles: tuple[str, ...]
    documents: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A collection's own words.

    Attributes:
        categories: Number of documents of each category.
        kinds: By the phrase that people use, lower case and singular ('fact sheet').
        speakers: Number of documents in which each label of a transcript speaks.
        names: The labels that a last name may stand for, by the name in lower case.
        first_date: Date of the oldest document; None when none is dated.
        last_date: Date of the newest document; None when none is dated.
        present: The day from which 'last month' counts: the newest date of a document that does not lie in the future,
            since one wrong date must not move it; None when none is dated.
        files: Names and titles of documents by the name of their file in lower case, without folders.
    """

    categories: Mapping[str, int] = field(default_factory=dict)
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    speakers: Mapping[str, int] = field(default_factory=dict)
    names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    first_date: date | None = None
    last_date: date | None = None
    present: date | None = None
    files: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


EMPTY = Vocabulary()
"""The vocabulary of an empty collection."""


def learn_vocabulary(
    titles: Sequence[TitleRow],
    turns: Sequence[tuple[str, int]],
    names: Iterable[tuple[str, str]] = (),
    today: date = date.max,
) -> Vocabulary:
    """Learn the words of a collection.

    Args:
        titles: Every document.
        turns: Each label with each document in which it speaks, once.
        names: Name and title of every document.
        today: Documents of later days are of the future.
    """
    speakers = Counter(label for label, _ in turns if label != QUESTION_LABEL)
    days = sorted(date.fromisoformat(day) for day in {day for *_, day in titles if day is not None})
    files: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for name, title in names:
        files[name.rpartition("/")[2].lower()][name] = title
    return Vocabulary(
        categories=_sizes(titles),
        kinds=_learn_kinds(titles, frozenset(label.lower() for label in speakers)),
        speakers=speakers,
        names=_learn_names(titles, turns),
        first_date=days[0] if days else None,
        last_date=days[-1] if days else None,
        present=max((day for day in days if day <= today), default=days[-1] if days else None),
        files=files,
    )


def _sizes(titles: Sequence[TitleRow]) -> Counter[str]:
    return Counter([category for _, _, category, _ in titles if category is not None])


def _singular_phrase(words: Iterable[str]) -> str:
    return " ".join(singular(word) for word in words)


# Kinds


def _learn_kinds(titles: Sequence[TitleRow], speakers: frozenset[str]) -> dict[str, Kind]:
    openings = _openings(titles, speakers)
    named = _named_by_categories(titles)
    sizes = _sizes(titles)
    fewest = max(_FEWEST_TITLES, _SHARE_OF_TITLES * len(titles))
    kinds: dict[str, Kind] = {}
    for phrase in sorted({*openings, *named}):
        # 'briefing' stands for press briefings and for any others as well.
        below = [found for other, found in openings.items() if f" {other}".endswith(f" {phrase}")]
        held: Counter[str] = sum((Counter(found.categories) for found in below), Counter())
        documents = sum(found.documents for found in below)
        frequent = {name for name, count in held.items() if count >= _SHARE_OF_CATEGORY * documents}
        forms = sorted({form for found in below for form in found.forms})
        named_so = named.get(phrase, frozenset())
        if documents < fewest and not named_so:
            continue
        kinds[phrase] = Kind(
            frozenset(frequent | named_so), tuple(forms), max(documents, sum(sizes[name] for name in named_so))
        )
    return kinds


@dataclass(slots=True)
class _Opening:
    """Titles that begin with one phrase."""

    documents: int = 0
    categories: Counter[str] = field(default_factory=Counter)
    forms: set[str] = field(default_factory=set)


def _openings(titles: Sequence[TitleRow], speakers: frozenset[str]) -> dict[str, _Opening]:
    """Openings that several titles share; a person ('President X announces …') is no kind."""
    counts: defaultdict[tuple[str, str | None], int] = defaultdict(int)
    for _, title, category, _ in titles:
        for opened in _opened(title):
            counts[opened, category] += 1
    found: defaultdict[str, _Opening] = defaultdict(_Opening)
    for (opened, category), count in counts.items():
        words = _without_article(opened)
        is_person = any(" ".join(words[:length]) in speakers for length in range(1, len(words) + 1))
        if 0 < len(words) <= _LONGEST_KIND and not is_person:
            opening = found[_singular_phrase(words)]
            opening.documents += count
            opening.forms.add(" ".join(words))
            if category is not None:
                opening.categories[category] += count
    return {phrase: opening for phrase, opening in found.items() if opening.documents >= _FEWEST_TITLES}


@lru_cache(_TITLES_REMEMBERED)
def title_openings(title: str) -> tuple[str, ...]:
    """What a title opens with, and goes on with after a colon, as `Kind.titles` has it ('fact sheet')."""
    return tuple(" ".join(_without_article(opened)) for opened in _opened(title))


def _opened(title: str) -> Iterator[str]:
    position = 0
    while match := _OPENING_ENDS.search(title, position):
        yield title[position : match.start()].lower()
        if match[0] != ":":
            break
        position = match.end()  # 'Press Release: Bill Signed: …' is of both kinds


def _without_article(opened: str) -> list[str]:
    return _ARTICLE.sub("", opened.strip()).split()


def _named_by_categories(titles: Sequence[TitleRow]) -> dict[str, frozenset[str]]:
    """Kinds in the names of categories, with the categories.

    Where all words of a name are plural, each is a kind ('speeches-remarks'). Otherwise the whole name is one
    ('fact-sheets'), and its last word too where most titles hold it ('briefing'). A single word in the singular
    ('research') is a topic rather than a kind.
    """
    by_category: defaultdict[str, list[str]] = defaultdict(list)
    for _, title, category, _ in titles:
        if category is not None:
            by_category[category].append(title)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name, its_titles in by_category.items():
        words = [word for word in re.split(r"[\W_]+", name.lower()) if word and word != "and"]
        if words and all(word != singular(word) for word in words):
            for word in words:
                found[singular(word)].add(name)
        elif len(words) > 1:
            head = singular(words[-1])
            found[_singular_phrase(words)].add(name)
            if sum(head in title.lower() for title in its_titles) >= _HELD_BY_HEAD * len(its_titles):
                found[head].add(name)
    return {phrase: frozenset(categories) for phrase, categories in found.items()}


# Speakers


def _learn_names(titles: Sequence[TitleRow], turns: Sequence[tuple[str, int]]) -> dict[str, frozenset[str]]:
    """Last names with the labels that they may stand for.

    A label is read as a person's where others open with the same word, as a form of address does, or where the words
    before the name are a role of their own ('PRESIDENT BAKER' beside 'THE PRESIDENT'); and one that is a role goes
    with each name that follows the role in titles of documents in which it speaks.
    """
    labels = {label for label, _ in turns}
    addresses = Counter(label.split()[0] for label in labels)
    names: defaultdict[str, set[str]] = defaultdict(set)
    for label in labels:
        first, *rest = label.split()
        if not rest or first == "THE":
            continue
        if addresses[first] < _FEWEST_LABELS and f"THE {label.rpartition(' ')[0]}" not in labels:
            continue
        name = _plain(rest[-1])
        if addresses[rest[-1]] < _FEWEST_LABELS and name not in _NUMBERED:
            names[name].add(label)
    for label, following in _names_after_roles(titles, turns).items():
        for name, share in following.items():
            if share >= (_SHARE_OF_ROLE if name in names else _SHARE_ALONE):
                names[name].add(label)
    return {name: frozenset(found) for name, found in names.items()}


def _names_after_roles(titles: Sequence[TitleRow], turns: Sequence[tuple[str, int]]) -> dict[str, dict[str, float]]:
    """For the label of each role, the words that follow the role in titles and their share of its documents."""
    title_of = {document: title for document, title, _, _ in titles}
    by_role: defaultdict[str, list[str]] = defaultdict(list)
    for label, document in turns:
        if label.startswith("THE "):
            by_role[label].append(title_of[document])
    found = {}
    for label, its_titles in by_role.items():
        role = label[4:]
        longer = {other[4:].removesuffix(role) for other in by_role if other.endswith(f" {role}") and other != label}
        unlike = "".join(f"(?<!{re.escape(words)})" for words in longer)  # 'Vice President …' is not 'President …'
        named = rf"\b{unlike}{re.escape(role)}((?: (?-i:[A-Z])[\w.’'-]+){{1,3}})"
        run = re.compile(named, re.IGNORECASE)
        counts: Counter[str] = Counter()
        for title in its_titles:
            counts.update({_plain(word) for words in run.findall(title) for word in words.split()})
        found[label] = {name: count / len(its_titles) for name, count in counts.items() if count >= _FEWEST_TITLES}
    return found


def _plain(name: str) -> str:
    return name.lower().replace("’", "'").removesuffix("'s").strip(".'")
