"""Lines of fields at the head of a text: they say what the document is, and stay in it."""

from datetime import date

import pytest

from qa.documents.content import Metadata
from qa.documents.metadata.head_lines import read_head


@pytest.mark.parametrize(
    "source",
    [
        "Date: 9 March 2021\nTags: bus, winter\n\nText.",
        "# Council\n\nTags: bus, winter\nCreated: March 9, 2021 3:00 PM\nLink: https://x.example\n\nText.",
        "# Council\n\n**Date:** 9 March 2021  \n**Tags:** bus, winter  \n**Present:** all\n\nText.",
        "date:: [[2021-03-09]]\ntags:: [[bus]], #winter\n\n- Text.",
        "- Date: 2021-03-09\n- Tags: bus, winter\n\nText.",
    ],
)
def test_fields_that_open_a_text_are_read_and_stay(source: str) -> None:
    found, body = read_head(source)
    assert (found.date, found.categories, found.url, found.origin) == (
        date(2021, 3, 9),
        ("bus", "winter"),
        None,
        "text",
    )
    assert body == source


@pytest.mark.parametrize(
    "source",
    [
        "Text.\n\nDate: 9 March 2021\n",
        "Date: 9 March 2021\nand then a sentence\n\nText.",
        "Note: the weir is closed.\n\nText.",
        "# Council\n\nText.",
        "",
    ],
)
def test_other_lines_say_nothing(source: str) -> None:
    assert read_head(source) == (Metadata(), source)


def test_a_date_among_them_that_is_none_is_no_fault_of_the_file() -> None:
    assert read_head("Date: to be set\n\nText.")[0] == Metadata(origin="text")
