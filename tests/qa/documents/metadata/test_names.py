"""The title of a document without one is made of its file's name."""

import pytest

from qa.documents.metadata.names import title_in_name


@pytest.mark.parametrize(
    ("stem", "title"),
    [
        ("2021-03-05-boat-trip", "Boat Trip"),
        ("20210305_Boat_trip", "Boat trip"),
        ("March 5, 2021 - Minutes", "Minutes"),
        ("boat-trip-of-2021-03-05", "Boat Trip Of 2021 03 05"),
        ("A well-known harbour", "A well-known harbour"),
        ("2021-03-05", "2021-03-05"),
        ("2021-03-05-2", "2021-03-05-2"),
        ("_", ""),
        ("2021_report_on-x", "2021 report on-x"),
        ("boat_trip", "boat trip"),
        ("x", "x"),
    ],
)
def test_words_of_a_name_are_a_title_without_the_day_before_them(stem: str, title: str) -> None:
    assert title_in_name(stem) == title
