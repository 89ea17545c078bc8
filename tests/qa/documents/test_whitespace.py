"""White space is folded the same way in texts of any length."""

import pytest

import qa.documents.whitespace
from qa.documents.whitespace import fold


@pytest.mark.parametrize("large", [1, 1_000_000])
def test_one_space_stands_for_every_run_and_nothing_invisible_is_left(
    monkeypatch: pytest.MonkeyPatch, large: int
) -> None:
    monkeypatch.setattr(qa.documents.whitespace, "_LARGE", large)
    assert fold("\n a\u00a0 \tb\x1c\x85c\u3000") == "a b c"
    assert fold("a \u200b b\u00adc\x07 \u200b") == "a bc"
    assert fold("\u200b \u200e") == ""
    assert fold("") == ""
