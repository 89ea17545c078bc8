"""Strings, vectors and integer ids: encoders, vector rows on disk, dense search; the reader of two texts."""

from embeddings.default import default_encoder
from embeddings.encoders import Encoder, SentenceTransformerEncoder, Vectors
from embeddings.errors import (
    EmbeddingsError,
    EncoderMismatchError,
    ModelError,
    TextTooLongError,
    VectorFormatError,
)
from embeddings.index import DenseIndex
from embeddings.vectors import VectorRows

__all__ = [
    "DenseIndex",
    "EmbeddingsError",
    "Encoder",
    "EncoderMismatchError",
    "ModelError",
    "SentenceTransformerEncoder",
    "TextTooLongError",
    "VectorFormatError",
    "VectorRows",
    "Vectors",
    "default_encoder",
]
