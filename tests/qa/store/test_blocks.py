"""Blocks in the catalog."""

from qa.documents import Block, Place
from qa.documents.document import Link
from qa.store.blocks import blocks_from_json, blocks_json

PLACED = Block("row", 4, 9, place=Place("row", "7"))
SPOKEN = Block("turn", 0, 3, speaker="MS. LEE")


def test_blocks_come_back_as_they_were() -> None:
    printed = Block("paragraph", 11, 12, place=Place("page", "12", "ii"))
    assert blocks_from_json(blocks_json([SPOKEN, PLACED, printed])) == (SPOKEN, PLACED, printed)


def test_a_block_without_a_place_is_written_as_before_places() -> None:
    assert blocks_json([SPOKEN]) == '[["turn",0,3,0,"MS. LEE"]]'


def test_a_place_is_labelled_as_people_cite_it() -> None:
    labels = [
        Place("page", "12"),
        Place("page", "12", "ii"),
        Place("row", "7"),
        Place("chapter", "The Ferry"),
        Place("time", "0:12:04"),
    ]
    assert [place.label for place in labels] == ["p. 12", "p. ii", "row 7", "The Ferry", "0:12:04"]


def test_links_are_kept_with_and_without_a_place() -> None:
    links = (Link("the mill", "https://mill.example/a?b=c"), Link("it", "mill.md", skipped=2))
    blocks = (
        Block("paragraph", 0, 9, links=links),
        Block("paragraph", 11, 20, place=Place("page", "3"), links=links[:1]),
        Block("paragraph", 22, 30),
    )
    assert blocks_from_json(blocks_json(blocks)) == blocks
