"""The title and the date that open a document are no text where its metadata says them."""

from datetime import date

import pytest

from qa.documents.content import Metadata
from qa.documents.document import TextBlock
from qa.documents.title_block import without_title_block

DAY = date(2021, 3, 5)
TITLE, AGAIN = TextBlock("heading", "The new quay", 1), TextBlock("paragraph", "The  new\u00a0quay")
SHOWN, WRITTEN, LABELLED = (
    TextBlock("paragraph", text) for text in ("2021-03-05", "March 5, 2021", "Date:\n2021-03-05")
)
OTHER = TextBlock("paragraph", "2020-01-31")
TEXT = TextBlock("paragraph", "It was finished on 2021-03-05.")


@pytest.mark.parametrize(
    ("blocks", "title", "day", "left", "below"),
    [
        ([TITLE, SHOWN, TEXT], "The new quay", DAY, [TEXT], None),
        ([TITLE, WRITTEN, AGAIN, TEXT, TITLE], "The new quay", DAY, [TEXT, TITLE], None),
        ([LABELLED, TEXT], None, DAY, [TEXT], None),
        ([TITLE, OTHER, TEXT], "The new quay", DAY, [OTHER, TEXT], None),
        ([TITLE, SHOWN, TEXT], "The new quay", None, [TEXT], DAY),
        ([SHOWN, TEXT], "The new quay", None, [SHOWN, TEXT], None),
        ([TITLE, TEXT], "Another title", DAY, [TITLE, TEXT], None),
        ([TITLE, TEXT], None, None, [TITLE, TEXT], None),
        ([TITLE, SHOWN], "The new quay", DAY, [TITLE, SHOWN], None),
        ([TITLE, SHOWN], "The new quay", None, [TITLE, SHOWN], DAY),
        ([], "The new quay", DAY, [], None),
    ],
)
def test_what_opens_a_document_and_only_shows_its_metadata_is_no_text(
    blocks: list[TextBlock], title: str | None, day: date | None, left: list[TextBlock], below: date | None
) -> None:
    found = without_title_block(blocks, Metadata(title=title, date=day))
    assert found.parts == left
    assert (found.metadata.title, found.metadata.date, found.metadata.below_title) == (title, day, below)
