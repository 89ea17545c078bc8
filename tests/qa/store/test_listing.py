"""The list of documents: its order, what is found in it, that it is current."""

from datetime import date
from pathlib import Path

import pytest
from support.places import Write

from qa import Collection, Filters
from qa.documents import DocumentInfo
from qa.store.catalog import ListedDocument
from qa.store.listing import Listing, Listings

EVERYTHING = Filters()


def listed(name: str, title: str, day: str | None = None, category: str | None = None) -> ListedDocument:
    return ListedDocument(
        DocumentInfo(name, title, date.fromisoformat(day) if day else None, (category,) if category else (), None),
        f"/d/{name}",
        1,
    )


LISTING = Listing(
    [
        listed("2023/cafe.md", "Le Café de São Paulo", "2023-05-01", "remarks"),
        listed("sales.md", "100 % of_sales*", "2022-01-01", "blog"),
        listed("straße.md", "ΟΔΟΣ", "2021-12-31", "blog"),
        listed("undated.md", "Undated"),
    ]
)


def found(words: str, filters: Filters = EVERYTHING) -> list[str]:
    return [document.info.name for document in LISTING.find(words, filters, 10).documents]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("", ["2023/cafe.md", "sales.md", "straße.md", "undated.md"]),
        ("CAFE sao", ["2023/cafe.md"]),
        ("paulo 2023/", ["2023/cafe.md"]),
        ("cafe sales", []),
        ("%", ["sales.md"]),
        ("f_s", ["sales.md"]),
        ("*", ["sales.md"]),
        ("STRASSE", ["straße.md"]),
        ("οδος", ["straße.md"]),
        (".MD", ["2023/cafe.md", "sales.md", "straße.md", "undated.md"]),
    ],
)
def test_words_are_found_in_titles_and_file_names_whatever_their_case_and_accents(words: str, names: list[str]) -> None:
    assert found(words) == names


def test_filters_let_through_what_they_let_through_in_a_search() -> None:
    assert found("", Filters(date_from=date(2022, 1, 1))) == ["2023/cafe.md", "sales.md"]
    assert found("", Filters(date_to=date(2022, 1, 1))) == ["sales.md", "straße.md"]
    assert found("", Filters(categories=frozenset({"blog"}))) == ["sales.md", "straße.md"]
    assert found("sales", Filters(categories=frozenset({"remarks"}))) == []


def test_a_page_is_part_of_all_that_was_found() -> None:
    page = LISTING.find(".md", EVERYTHING, limit=2, offset=1)
    assert (page.total, [document.info.name for document in page.documents]) == (4, ["sales.md", "straße.md"])
    assert LISTING.find(".md", EVERYTHING, limit=2, offset=4).documents == ()


def test_the_list_is_that_of_the_catalog_newest_first(collection: Collection, folder: Path, write: Write) -> None:
    write("b.md", "---\ndate: 2021-01-01\n---\nText.")
    write("a.md", "---\ndate: 2021-01-01\n---\nText.")
    write("c.md", "---\ndate: 2022-01-01\n---\n" + "\n\n".join(["word " * 30] * 3))
    write("d.md", "Text.")
    listings = Listings(collection.catalog)
    assert listings.newest().find("", EVERYTHING, 10).total == 0
    collection.index([folder])
    documents = listings.newest().find("", EVERYTHING, 10).documents
    assert [document.info.name for document in documents] == ["c.md", "a.md", "b.md", "d.md"]
    assert [document.passages for document in documents] == [3, 1, 1, 1]
    assert documents[0].path == str(folder / "c.md")
    assert listings.newest() is listings.newest()
    collection.remove(["c.md"])
    assert listings.newest().find("", EVERYTHING, 10).total == 3
