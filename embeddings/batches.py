"""Batches of token ids, and the queues that they go through."""

import os
import threading
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from embeddings.bert import ov
from embeddings.encoders import Vectors

_REQUESTS = 2
"""Batches under way at once."""
_LENGTH_STEP = 16
"""Lengths of batches are multiples of it: the runtime keeps a program for each, 50 MB in all without it."""
_SHORT, _SHORT_STEP = 32, 8
"""Up to which length they are multiples of less: most questions are short, and each waits for its own."""
Tokens = list[list[int]]


class Queue:
    """Requests that run at once, for one caller at a time."""

    def __init__(self, compiled: ov.CompiledModel) -> None:
        """Make the requests."""
        self.requests = ov.AsyncInferQueue(compiled, _REQUESTS)
        self.running = threading.Lock()


def compiled_model(graph: ov.Model) -> ov.CompiledModel:
    """A graph, ready to run on the processor."""
    # The precision is that of what is not int8, for which some processors would take bfloat16 by themselves.
    options = {"PERFORMANCE_HINT": "THROUGHPUT", "INFERENCE_PRECISION_HINT": "f32"}
    if (threads := os.environ.get("OMP_NUM_THREADS", "")).isdecimal() and int(threads):
        # What schedulers set for a process that shares the machine with its like; torch obeys it by itself.
        options["INFERENCE_NUM_THREADS"] = threads
    return ov.Core().compile_model(graph, "CPU", options)


def grouped(texts: Sequence[int], lengths: Sequence[int], most: int) -> Iterator[list[int]]:
    """Texts in groups of so many tokens at most, filled up to the longest; a longer text is alone.

    Args:
        texts: Their numbers, the shortest first.
        lengths: Number of tokens of each.
        most: Tokens of a group.
    """
    group: list[int] = []
    for text, length in zip(texts, lengths, strict=True):
        if group and (len(group) + 1) * length > most:
            yield group
            group = []
        group.append(text)
    if group:
        yield group


def padded(tokens: Tokens) -> tuple[NDArray[np.int64], Vectors]:
    """Token ids filled up with zeros, (n_texts, length), and a mask with 1 where there is a token."""
    longest = max(map(len, tokens))
    step = _SHORT_STEP if longest <= _SHORT else _LENGTH_STEP
    shape = (len(tokens), -(-longest // step) * step)
    ids, mask = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.float32)
    for row, found in enumerate(tokens):
        ids[row, : len(found)] = found
        mask[row, : len(found)] = 1
    return ids, mask
