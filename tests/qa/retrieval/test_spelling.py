"""Misspelt words of a question."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from support.toy import document

from qa.documents.passages import split
from qa.retrieval.spelling import respelt
from qa.store.lexical import LexicalIndex
from qa.store.passage_rows import StoredPassage
from qa.store.watermark import Watermark

HARBOUR = document("# The wharf\n\nThe keeper lends lanterns. A lantern is lent free of charge. The Lantern shines.\n")
PASSAGES = {
    number: StoredPassage(number, passage, HARBOUR.info)
    for number, passage in enumerate(split(HARBOUR, lambda texts: [1] * len(texts), 100), 1)
}


class _Source:
    def passages(self, ids: Sequence[int]) -> Mapping[int, StoredPassage]:
        return {one: PASSAGES[one] for one in ids if one in PASSAGES}


def tokens(texts: Sequence[str]) -> list[int]:
    """Words that the encoder knows are one token."""
    return [1 if text in ("charger", "keepers") else 2 for text in texts]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("who lends a lantrn?", "who lends a lantern?"),
        ("who lends latnerns?", "who lends lantern?"),
        ("who lends a lanttern?", "who lends a lantern?"),
        ("is the whafr free?", "is the wharf free?"),  # the word stands in the title only
        ("who lends a lantern?", "who lends a lantern?"),
        ("who lends a Lantrn?", "who lends a Lantrn?"),  # another name
        ("who lends a lanttrnn?", "who lends a lanttrnn?"),  # two letters
        ("who lends a wantern?", "who lends a wantern?"),
        ("what of the charger?", "what of the charger?"),  # a word of its own
        ("see lantrn.md and lantrn-2", "see lantrn.md and lantrn-2"),
    ],
)
def test_a_word_that_nobody_knows_is_read_as_the_collection_spells_it(typed: str, read: str, tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path / "lexical")
    index.fill(PASSAGES.values(), Watermark(1, 0))
    assert respelt(typed, index, _Source(), tokens) == read
