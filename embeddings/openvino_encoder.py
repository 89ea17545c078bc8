"""The packaged model through OpenVINO, without torch: ready in a second, and faster on a CPU.

A text's vector is the mean of its token vectors, as in sentence-transformers. In float32 the vectors are those of
torch (cosine 0.9999999); in int8 they are near them, and come faster on processors made for it.
"""

from collections.abc import Callable, Sequence
from itertools import chain

import numpy as np
from tokenizers import Tokenizer

from embeddings.batches import Queue, Tokens, compiled_model, padded
from embeddings.bert import build, load_int8_inputs, ov
from embeddings.encoders import PACKAGED_MODEL, Vectors, check_packaged_weights, line_vectors, require_short
from embeddings.processor import cpu_flags, multiplies_int8
from embeddings.tokens import TokenCounter

_MAX_TOKENS = 256
_BATCH = 8
"""Texts that go through the model together; larger batches were slower."""
_FEW = 16
"""Texts up to which a call counts as part of a question."""
_NO_VECTORS = np.empty((0, 0), dtype=np.float32)


class OpenVinoEncoder:
    """The packaged all-MiniLM-L6-v2; safe to share between threads."""

    def __init__(self, *, int8: bool = False) -> None:
        """Build and compile the model.

        Args:
            int8: Whether it multiplies in int8. A processor without instructions for that multiplies the same rounded
                numbers in float32, which gives nearly the same vectors (cosine 0.9995).

        Raises:
            ModelError: The packaged weights are missing or altered.
        """
        folder, digest = check_packaged_weights()
        self._tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._special_tokens = self._tokenizer.num_special_tokens_to_add(is_pair=False)
        self._first_token, self._last_token = self._tokenizer.encode("").ids
        self.count_tokens = TokenCounter(self._tokenizer, by_words=True)
        inputs = load_int8_inputs() if int8 else None
        graph, self._dimension = build(folder, inputs, in_float=not multiplies_int8(cpu_flags()))
        compiled = compiled_model(graph)
        # A question does not wait until the passages of another thread are done.
        self._many, self._few = Queue(compiled), Queue(compiled)
        self._fingerprint = f"{PACKAGED_MODEL}-{digest[:12]}-{_MAX_TOKENS}-openvino{'-int8' if int8 else ''}"

    @property
    def fingerprint(self) -> str:
        """Model name, start of the weights' hash, tokens read, runtime and precision."""
        return self._fingerprint

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    @property
    def max_tokens(self) -> int:
        """Tokens of a text that the model reads, special tokens not counted."""
        return _MAX_TOKENS - self._special_tokens

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode texts that are searched.

        Returns:
            (n_texts, dimension) float32, unit rows, in the order given; (0, dimension) for no texts.

        Raises:
            TextTooLongError: A text has more than `max_tokens` tokens.
        """
        tokens = self._tokens(texts)
        require_short(texts, [len(ids) - self._special_tokens for ids in tokens], self.max_tokens)
        return self._encode(tokens)

    def encode_lines(self, texts: Sequence[str]) -> tuple[Vectors, list[Vectors]]:
        """Encode texts and their lines in one pass; a line's vector is the mean of its token vectors.

        Returns:
            The vectors of `encode_passages`, and for each text (n_lines, dimension) float32, unit rows; the row
            of a line without a token is zero.

        Raises:
            TextTooLongError: A text has more than `max_tokens` tokens.
        """
        lines = [text.split("\n") for text in texts]
        flat = self._tokenizer.encode_batch_fast([line for some in lines for line in some], add_special_tokens=False)
        found = iter(flat)
        parts = [[next(found).ids for _ in some] for some in lines]
        # Words never go over a line's end, so the tokens of a text are those of its lines.
        tokens = [[self._first_token, *chain.from_iterable(some), self._last_token] for some in parts]
        require_short(texts, [len(ids) - self._special_tokens for ids in tokens], self.max_tokens)
        vectors: list[Vectors] = [_NO_VECTORS] * len(texts)

        def take(text: int, states: Vectors) -> None:
            vectors[text] = line_vectors(states[1:-1], [len(ids) for ids in parts[text]])

        return self._encode(tokens, take), vectors

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode questions; one that is too long is read up to `max_tokens` tokens.

        Returns:
            (n_texts, dimension) float32, unit rows, in the order given; (0, dimension) for no texts.
        """
        tokens = self._tokens(texts)
        # The last one marks the end, and stays when others go.
        return self._encode([ids if len(ids) <= _MAX_TOKENS else [*ids[: _MAX_TOKENS - 1], ids[-1]] for ids in tokens])

    def _tokens(self, texts: Sequence[str]) -> Tokens:
        return [found.ids for found in self._tokenizer.encode_batch_fast(list(texts))] if texts else []

    def _encode(self, tokens: Tokens, look: Callable[[int, Vectors], None] | None = None) -> Vectors:
        """Vectors of tokenized texts, encoded in batches of like length.

        Args:
            tokens: Token ids of each text, special tokens included.
            look: Called with the number of each text and its token vectors, (n_tokens, dimension).
        """
        vectors = np.empty((len(tokens), self._dimension), dtype=np.float32)
        order = sorted(range(len(tokens)), key=lambda text: len(tokens[text]))

        def take(request: ov.InferRequest, batch: tuple[list[int], Vectors]) -> None:
            texts, mask = batch
            states = request.get_output_tensor(0).data
            sums = np.matmul(mask[:, None, :], states)[:, 0]
            vectors[texts] = sums / np.linalg.norm(sums, axis=1, keepdims=True)
            if look is not None:
                for row, text in enumerate(texts):
                    look(text, states[row, : len(tokens[text])])

        queue = self._few if len(tokens) <= _FEW else self._many
        with queue.running:  # the callback belongs to the queue
            queue.requests.set_callback(take)
            for start in range(0, len(order), _BATCH):
                texts = order[start : start + _BATCH]
                ids, mask = padded([tokens[text] for text in texts])
                queue.requests.start_async({0: ids, 1: mask}, (texts, mask))
            queue.requests.wait_all()
        return vectors
