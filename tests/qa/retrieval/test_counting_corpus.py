"""Counts on March 2021 of the real archive, compared with a plain scan of the files."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.toy import ToyEncoder

from qa import Collection
from qa.documents import Document, FoundFile, find_files, read_document

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def documents(month: Path) -> list[Document]:
    return [read_document(one) for one in find_files(month) if isinstance(one, FoundFile)]


@pytest.fixture(scope="module")
def archive(month: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    encoder = ToyEncoder()
    encoder.max_tokens = 256
    collection = Collection.open(tmp_path_factory.mktemp("collection"), encoder=encoder)
    collection.index([month])
    yield collection
    collection.close()


def count(collection: Collection, question: str) -> int:
    answer = collection.ask(question)
    assert answer.listing is not None
    assert answer.listing.count >= len(answer.listing.documents) == min(answer.listing.count, 50)
    return answer.listing.count


@pytest.mark.parametrize(
    ("words", "pattern"),
    [
        ("Ireland", r"\bireland\b"),
        ("tariffs", r"\btariff(?:s|ed)?\b"),
        ("Department of Justice", r"\bdepartment\s+\w+\s+justice\b"),
        ("climate change", r"\bclimate\W+(?:change|changing|changed|changes)\b"),
        ("Mexico", r"\bmexico\b"),
        ("COVID-19", r"\bcovid\W+19\b"),
        ("Zanzibar", r"\bzanzibar\b"),
    ],
)
def test_as_many_documents_mention_a_phrase_as_a_scan_finds(
    archive: Collection, documents: list[Document], words: str, pattern: str
) -> None:
    held = re.compile(pattern, re.IGNORECASE)
    found = {one.info.name for one in documents if held.search(one.text) or held.search(one.info.title)}
    assert count(archive, f"How many documents mention {words}?") == len(found)


@pytest.mark.parametrize(
    ("question", "category", "opening"),
    [
        ("How many proclamations were published in March 2021?", None, r"(?:a )?proclamation (?:on|for|of)"),
        ("List all fact sheets of March 2021", None, r"fact sheet:"),
        ("How many press briefings are there?", "press-briefings", r"(?:background )?press briefing (?:by|on)"),
        ("How many press releases were published in March 2021?", "statements-releases", r"press release:"),
        ("How many speeches are there?", "speeches-remarks", "$"),
    ],
)
def test_as_many_are_of_a_kind_as_a_scan_of_categories_and_titles_finds(
    archive: Collection, documents: list[Document], question: str, category: str | None, opening: str
) -> None:
    opens = re.compile(opening, re.IGNORECASE)
    infos = [one.info for one in documents]
    found = [info for info in infos if (category and info.category == category) or opens.match(info.title)]
    assert count(archive, question) == len(found) > 0


@pytest.mark.parametrize(("words", "pattern"), [("Ireland", r"\bireland\b"), ("tariffs", r"\btariff(?:s|ed)?\b")])
def test_it_is_mentioned_as_often_as_a_scan_finds(
    archive: Collection, documents: list[Document], words: str, pattern: str
) -> None:
    found = sum(len(re.findall(pattern, one.text, re.IGNORECASE)) for one in documents)
    listing = archive.ask(f"How often is {words} mentioned?").listing
    assert listing is not None
    assert listing.mentions == found > 0


def test_the_newest_and_the_oldest_are_of_the_last_and_the_first_day(
    archive: Collection, documents: list[Document]
) -> None:
    days = sorted(
        one.info.date for one in documents if one.info.date and "vaccin" in f"{one.info.title} {one.text}".lower()
    )
    for question, day in (("the latest document on vaccines", days[-1]), ("the oldest document on vaccines", days[0])):
        listing = archive.ask(question).listing
        assert listing is not None
        assert {entry.date for entry in listing.documents} == {day.isoformat()}
