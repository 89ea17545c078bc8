"""Errors of the embeddings package.

EmbeddingsError
├── ModelError            the model is missing, altered or cannot be used
├── TextTooLongError      a text is longer than the encoder reads
├── VectorFormatError     vector rows or an index do not have the expected shape or checksum
└── EncoderMismatchError  vectors of one encoder are used with another
"""


class EmbeddingsError(Exception):
    """Root of every error that this package raises on purpose."""


class ModelError(EmbeddingsError):
    """The model is missing, altered or cannot be used."""


class TextTooLongError(EmbeddingsError):
    """A text is longer than the encoder reads; nothing is cut silently."""


class VectorFormatError(EmbeddingsError):
    """Vector rows or an index do not have the expected shape or checksum."""


class EncoderMismatchError(EmbeddingsError):
    """Vectors of one encoder are used with another."""
