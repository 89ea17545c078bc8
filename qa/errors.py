"""Errors of the qa package.

QuotableError
├── UsageError            an argument or a setting makes no sense
├── UnreadableFileError   a file cannot be read as a document
├── CollectionError       a collection on disk cannot be used
│   └── LockedError       another process is writing to it
└── IndexFormatError      a derived index is missing, damaged or of another version
"""


class QuotableError(Exception):
    """Root of every error that this package raises on purpose."""


class UsageError(QuotableError):
    """An argument or a setting makes no sense."""


class UnreadableFileError(QuotableError):
    """A file cannot be read as a document."""


class CollectionError(QuotableError):
    """A collection on disk cannot be used."""


class LockedError(CollectionError):
    """Another process is writing to the collection."""


class IndexFormatError(QuotableError):
    """A derived index is missing, damaged or of another version."""
