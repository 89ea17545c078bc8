"""Lines of a page become running text, and hyphens at their ends what they were."""

import pytest

from qa.documents.line_joining import LineJoiner


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (("the new har-", "bour opens; the harbour is large"), "the new harbour opens; the harbour is large"),
        (("a well-", "known town, and a well-known one"), "a well-known town, and a well-known one"),
        (("a house in New-", "York"), "a house in New-York"),
        (("the year 2020-", "21"), "the year 2020-21"),
        (("she came —", "late"), "she came — late"),
        (("she came", "— late"), "she came — late"),
        (("she came—", "late"), "she came—late"),
        (("she came", "—late"), "she came—late"),
        (("one line", "and another"), "one line and another"),
        (("港に船が", "来た"), "港に船が来た"),
        (("", "alone"), "alone"),
    ],
)
def test_two_lines_are_joined_by_the_words_of_the_document(lines: tuple[str, str], joined: str) -> None:
    assert LineJoiner.of(lines).join(*lines) == joined


def test_a_document_that_divides_words_divided_an_unknown_one_too() -> None:
    dividing = LineJoiner.of(["the great har-", "bour of the town", "harbour and the great quay of it"])
    assert dividing.join("an inter-", "esting day") == "an interesting day"
    plain = LineJoiner.of(["a well-", "known town", "a well-known quay of the great town"])
    assert plain.join("an inter-", "esting day") == "an inter-esting day"
