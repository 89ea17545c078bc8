"""Counting tokens."""

from collections.abc import Sequence
from typing import Any, cast

from embeddings.tokens import TokenCounter


class Letters:
    """A tokenizer to which every letter is a token."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode_batch_fast(self, texts: Sequence[str], add_special_tokens: bool) -> list[str]:
        """Its tokens are the letters themselves."""
        self.asked += texts
        return list(texts)


def test_words_are_counted_once_and_endless_ones_are_not_remembered() -> None:
    letters, endless = Letters(), "x" * 101
    count = TokenCounter(cast(Any, letters), by_words=True)
    for _ in range(2):
        assert count([f"one two\none {endless}", "two"]) == [110, 3]
    assert sorted(letters.asked) == ["one", "two", endless, endless]
