"""Lines that stand alone: bold ones may be headings, those of signs are no text."""

import pytest

from qa.documents.lone_lines import is_end_mark, reads_as_heading


@pytest.mark.parametrize("text", ["What it costs", "What it costs:", "Who pays?", "x" * 150])
def test_a_short_line_that_ends_as_no_sentence_does_is_a_heading(text: str) -> None:
    assert reads_as_heading(text)


@pytest.mark.parametrize("text", ["It costs ten.", "the boats,", "boats;", "so “he said”", "two\nlines", "x" * 151])
def test_a_sentence_is_none(text: str) -> None:
    assert not reads_as_heading(text)


@pytest.mark.parametrize(("line", "is_mark"), [("###", True), ("* * *", True), ("– 3 –", False), ("#1", False)])
def test_a_line_of_signs_only_is_an_end_mark(line: str, is_mark: bool) -> None:
    assert is_end_mark(line) is is_mark
