"""Counting tokens; a counter can be sent to another process without its model."""

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_MOST_WORDS = 500_000
"""Words whose number of tokens is remembered; about 50 MB."""
_LONGEST_WORD = 100
"""Characters of a word up to which it is remembered."""


class TokenCounter:
    """Counts tokens of texts by a model's own tokenizer, special tokens left out; safe to share between threads."""

    def __init__(self, tokenizer: "Tokenizer", *, by_words: bool) -> None:
        """Take a tokenizer that neither cuts nor pads.

        Args:
            tokenizer: Counts.
            by_words: Whether a token never goes over a space or a line's end, and neither is one, as in BERT. Else
                a word counts with what stands before it, where that takes the most tokens: then too the count of a
                text is the sum of its words', so that what is put together of parts is never longer than they are.
        """
        self._tokenizer = tokenizer
        self._before = ("",) if by_words else ("", " ", "\n")
        self._tokens_of: dict[str, int] = {}

    def __call__(self, texts: Sequence[str]) -> list[int]:
        """Number of tokens of each text, or a few more; the counts of words are remembered."""
        words = [text.replace("\n", " ").split(" ") for text in texts]
        if len(self._tokens_of) > _MOST_WORDS:
            self._tokens_of = {}
        tokens_of = self._tokens_of  # another thread may begin a new one meanwhile
        new = list(set(chain.from_iterable(words)).difference(tokens_of))
        each = [self._count([f"{before}{word}" for word in new]) for before in self._before]
        counts = dict(zip(new, map(max, *each) if len(each) > 1 else each[0], strict=True))
        long = {word: count for word, count in counts.items() if len(word) > _LONGEST_WORD}
        if long:
            tokens_of.update((word, count) for word, count in counts.items() if word not in long)
            return [sum(long[word] if word in long else tokens_of[word] for word in some) for some in words]
        tokens_of.update(counts)
        return [sum(map(tokens_of.__getitem__, some)) for some in words]

    def __getstate__(self) -> dict[str, object]:
        """All but what is remembered."""
        return {**self.__dict__, "_tokens_of": {}}

    def _count(self, texts: list[str]) -> list[int]:
        if not texts:
            return []
        return [len(found) for found in self._tokenizer.encode_batch_fast(texts, add_special_tokens=False)]
