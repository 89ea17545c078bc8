"""Names, identifiers and codes of a text, and whether another text mentions them."""

import pytest

from qa.english.dates import find_dates
from qa.english.mentions import Mentions
from qa.english.references import find_references


def found(text: str) -> list[tuple[str, str]]:
    """The kind and the words of each reference."""
    return [(type(one).__name__, text[one.start : one.end]) for one in find_references(text)]


@pytest.mark.parametrize(
    ("text", "references"),
    [
        ("What does error Q-204 mean?", [("Code", "Q-204")]),
        ("does bx-12 fit?", [("Code", "bx-12")]),
        ("the A4 sheet of the G7", [("Code", "A4"), ("Code", "G7")]),
        ("What about H.R. 88?", [("Identifier", "H.R. 88")]),
        ("What costs Plan Heron?", [("Name", "Plan Heron")]),
        ("how old is the B-7 Elm Road", [("Code", "B-7"), ("Name", "Elm Road")]),
        ("what changed in mid-2021 and in Q3 2022", []),
        ("a 10-year plan of 24-hour service", []),
    ],
)
def test_names_identifiers_and_codes_are_found_in_their_order(text: str, references: list[tuple[str, str]]) -> None:
    assert found(text) == references


def test_the_number_of_a_code_is_no_year() -> None:
    assert [date.words for date in find_dates("What was wrong in TK-2051 in 2020?")] == ["2020"]


@pytest.mark.parametrize(
    ("named", "text", "holds"),
    [
        ("the code Q-204", "Q204: the lid is open", True),
        ("the code Q-204", "Q-2041: the lid is open", False),
        ("the code Q-20", "Q-204: the lid is open", False),
        ("the bill H.R. 88", "HR 88 names a bridge", True),
        ("the bill H.R. 88", "H.R. 89 names a bridge", False),
        ("what Canada did", "Canadian mills", True),
        ("what Britain did", "British mills", True),
        ("what Marta said", "Martin said", False),
        ("the United Kingdom", "the UK sells wool", True),
        ("what the UK sells", "the United Kingdom sells wool", True),
        ("what Plan Heron costs", "Plan Finch costs 4 euros", False),
        ("what Mayor Ann Lee said", "Ann Lee said no", True),
        ("what Ann Lee said", "Mayor Lee said no", True),
        ("what Ann Lee said", "Tom Lee said no", False),
    ],
)
def test_a_text_mentions_a_name_in_its_own_words_or_in_others_that_stand_for_it(
    named: str, text: str, holds: bool
) -> None:
    assert Mentions(text).holds(find_references(named)[0]) is holds
