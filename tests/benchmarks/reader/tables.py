"""Training examples as arrays of token ids, in one compressed file.

A *group* is a question with the passages that it is put to; each passage may hold answers. A *pair* is a claim with
its evidence and a label. Texts are kept once, as tokens of the packaged model.
"""

import lzma
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

QUESTION_TOKENS, CONTEXT_TOKENS, TEXT_TOKENS = 64, 48, 248
"""What is kept of each text."""
GOLD, OWN, FOUND = 0, 1, 2
"""Roles of a group's passages: it answers, it was written for the question but lacks the answer, it was retrieved."""
LABELS = ("supported", "refuted", "unsupported")
_PIECE = 900
"""Characters of a piece of a long text; about what a passage holds."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Member:
    """A passage of a group.

    Attributes:
        passage: Its number.
        role: One of `GOLD`, `OWN`, `FOUND`.
        answers: Half-open character spans of its text; an annotator's choice each.
    """

    passage: int
    role: int
    answers: tuple[Span, ...] = ()


class Tables:
    """Collects examples and writes them."""

    def __init__(self) -> None:
        self.passages: dict[tuple[str, str], int] = {}
        self._groups: list[tuple[str, str, Sequence[Member]]] = []
        self._pairs: list[tuple[str, str, int, str]] = []

    def passage(self, context: str, text: str) -> int:
        """Number of a passage with this title line and text."""
        return self.passages.setdefault((context, text), len(self.passages))

    def group(self, question: str, source: str, members: Sequence[Member]) -> None:
        """Add a question."""
        self._groups.append((question, source, members))

    def pair(self, claim: str, evidence: str, label: str, source: str) -> None:
        """Add a claim."""
        self._pairs.append((claim, evidence, LABELS.index(label), source))

    def save(self, path: Path) -> None:
        """Write all, with answers as half-open spans of tokens; an answer that was cut off is left out."""
        tokenizer = packaged_tokenizer()
        bank = _Bank(tokenizer)
        contexts, texts = zip(*self.passages, strict=True) if self.passages else ((), ())
        places = bank.add(texts, TEXT_TOKENS)
        arrays = {
            "contexts": bank.add(contexts, CONTEXT_TOKENS),
            "texts": places,
            "questions": bank.add([question for question, _, _ in self._groups], QUESTION_TOKENS),
            "claims": bank.add([claim for claim, _, _, _ in self._pairs], QUESTION_TOKENS),
            "evidence": bank.add([evidence for _, evidence, _, _ in self._pairs], TEXT_TOKENS),
            "labels": np.array([label for _, _, label, _ in self._pairs], dtype=np.int8),
        }
        names = sorted({source for _, source, _ in self._groups} | {source for _, _, _, source in self._pairs})
        arrays["sources"] = np.array(names)
        arrays["group_sources"] = np.array([names.index(source) for _, source, _ in self._groups], dtype=np.int16)
        arrays["pair_sources"] = np.array([names.index(source) for _, _, _, source in self._pairs], dtype=np.int16)
        answered = {member.passage for _, _, members in self._groups for member in members if member.answers}
        offsets = _offsets(tokenizer, {number: texts[number] for number in answered})
        rows, golds = [], []
        for number, (_, _, members) in enumerate(self._groups):
            for member in members:
                spans = [_tokens_of(span, offsets[member.passage]) for span in member.answers]
                kept = [span for span in spans if span is not None and span[1] <= TEXT_TOKENS]
                if member.role == GOLD and not kept:
                    continue
                rows.append((number, member.passage, member.role, len(golds), len(golds) + len(kept)))
                golds += kept
        arrays["members"] = np.array(rows, dtype=np.int32).reshape(-1, 5)
        arrays["golds"] = np.array(golds, dtype=np.int16).reshape(-1, 2)
        arrays["bank"] = bank.tokens()
        write_arrays(path, arrays)


class _Bank:
    """Tokens of all texts, one after the other; equal texts once."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._parts: list[NDArray[np.uint16]] = []
        self._length = 0
        self._place_of: dict[tuple[str, int], tuple[int, int]] = {}

    def add(self, texts: Sequence[str], limit: int) -> NDArray[np.int32]:
        """Start and number of tokens of each text, (n_texts, 2)."""
        new = list(dict.fromkeys(text for text in texts if (text, limit) not in self._place_of))
        for start in range(0, len(new), 4096):
            some = new[start : start + 4096]
            for text, found in zip(
                some, self._tokenizer.encode_batch_fast(some, add_special_tokens=False), strict=True
            ):
                tokens = np.array(found.ids[:limit], dtype=np.uint16)
                self._place_of[text, limit] = (self._length, len(tokens))
                self._parts.append(tokens)
                self._length += len(tokens)
        places = [self._place_of[text, limit] for text in texts]
        return np.array(places, dtype=np.int32).reshape(-1, 2)

    def tokens(self) -> NDArray[np.uint16]:
        """All of them."""
        return np.concatenate(self._parts) if self._parts else np.empty(0, dtype=np.uint16)


def packaged_tokenizer(path: Path | None = None) -> Tokenizer:
    """The packaged model's tokenizer, or that of a file, which neither cuts nor pads."""
    if path is None:
        from embeddings.encoders import packaged_model_folder  # is not at hand where only training runs

        path = packaged_model_folder() / "tokenizer.json"
    tokenizer: Tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def write_arrays(path: Path, arrays: dict[str, NDArray[np.generic]]) -> None:
    """Write arrays into a compressed file; 16-bit values as two planes of bytes, which compress better."""
    plain = BytesIO()
    np.savez(plain, **{name: _planes(array) for name, array in arrays.items()})  # type: ignore[arg-type]
    path.write_bytes(lzma.compress(plain.getvalue(), preset=6))


def read_arrays(path: Path) -> dict[str, NDArray[np.generic]]:
    """What `write_arrays` wrote."""
    with np.load(BytesIO(lzma.decompress(path.read_bytes()))) as found:
        return {name: _joined(found[name]) for name in found.files}


def pieces(text: str, answers: Sequence[Span]) -> list[tuple[int, int]]:
    """Spans of a text as long as passages, divided after sentences where no answer is cut."""
    found, start = [], 0
    while len(text) - start > _PIECE * 1.2:
        ends = [
            start + place + 1
            for place in range(_PIECE // 2, _PIECE)
            if text[start + place] in ".!?\n" and text[start + place + 1 : start + place + 2].isspace()
        ]
        ends = [end for end in ends if not any(first < end < last for first, last in answers)]
        if not ends:
            place = text.rfind(" ", start, start + _PIECE)
            cut = [last for first, last in answers if first < place < last]
            ends = [max(cut, default=place if place > start else start + _PIECE)]
        found.append((start, ends[-1]))
        start = ends[-1]
    return [*found, (start, len(text))]


def _offsets(tokenizer: Tokenizer, texts: dict[int, str]) -> dict[int, list[Span]]:
    found = tokenizer.encode_batch(list(texts.values()), add_special_tokens=False)
    return {number: one.offsets for number, one in zip(texts, found, strict=True)}


def _tokens_of(span: Span, offsets: Sequence[Span]) -> Span | None:
    """Half-open span of the tokens that a span of characters touches."""
    touched = [place for place, (start, end) in enumerate(offsets) if start < span[1] and end > span[0]]
    return (touched[0], touched[-1] + 1) if touched else None


def _planes(array: NDArray[np.generic]) -> NDArray[np.generic]:
    if array.dtype != np.uint16:
        return array
    return np.stack([array.view(np.uint8)[::2], array.view(np.uint8)[1::2]])


def _joined(array: NDArray[np.generic]) -> NDArray[np.generic]:
    if array.dtype != np.uint8 or array.ndim != 2 or len(array) != 2:
        return array
    return np.ascontiguousarray(array.T).view(np.uint16)[:, 0]
