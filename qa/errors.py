"""Errors of the qa package.

QuotableError
├── UsageError            an argument or a setting makes no sense
├── UnreadableFileError   a file cannot be read as a document
├── FetchError            a page of the web cannot be fetched
├── UploadError           a file is not taken in
│   ├── FileTypeError     it is of a type that is not read
│   ├── TooLargeError     it is over the limit
│   ├── NoRoomError       the disk, or the collection's share of it, is full
│   ├── BusyError         too many wait already; in a moment it can be tried again
│   └── CrowdedError      too much is being sent at once
├── CollectionError       a collection on disk cannot be used
│   ├── LockedError       another process is writing to it
│   └── UnavailableError  a server that keeps it does not answer; in a moment it can be tried again
├── ClusterError          the machines that read and encode do not do their work
├── PackageError          a package that an extra brings is not installed
├── BackupError           a file is no whole backup
├── IndexFormatError      a derived index is missing, damaged or of another version
└── LlmError              a language model gives no answer
    ├── LlmPackageError     the package that speaks to it is not installed
    ├── LlmConnectionError  its server cannot be reached, or hung up
    ├── LlmTimeoutError     it is too slow
    ├── LlmKeyError         its server refuses the key
    ├── LlmModelError       its server knows no such model, or no such address
    ├── LlmBusyError        its server asks to wait
    └── LlmAnswerError      what it sends cannot be read
"""

import errno

from qa.messages import Message

_KNOWN = {
    errno.EACCES: Message("permission denied"),
    errno.EPERM: Message("operation not permitted"),
    errno.ENOENT: Message("no such file or directory"),
    errno.ENOSPC: Message("no space left on device"),
    errno.EROFS: Message("read-only file system"),
    errno.ELOOP: Message("too many levels of symbolic links"),
    errno.ENAMETOOLONG: Message("file name too long"),
    errno.EIO: Message("input/output error"),
}
"""What systems say themselves, as Linux says it."""
_PICTURES = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"}
_PICTURES |= {0x7F: 0x2421, **dict.fromkeys(range(0x80, 0xA0), 0xFFFD)}


def visible(text: str) -> str:
    """A text whose control characters are shown as pictures: a terminal or a log would obey them.

    The name of a file can hold any of them but the zero. Line ends and tabs stay; the length stays the same.
    """
    return text.translate(_PICTURES)


def reason_of(error: OSError) -> str:
    """What the system says of an error, to stand within a sentence."""
    return _KNOWN.get(error.errno or 0) or (error.strerror or str(error)).lower()


class QuotableError(Exception):
    """Root of every error that this package raises on purpose; what it says can be printed anywhere."""

    def __str__(self) -> str:
        """The sentence."""
        return visible(super().__str__())

    @property
    def sentence(self) -> str:
        """The same, with its form if it is a `Message`, so that a page can tell it in another language."""
        return self.args[0] if self.args and isinstance(self.args[0], Message) else str(self)


class UsageError(QuotableError):
    """An argument or a setting makes no sense."""


class UnreadableFileError(QuotableError):
    """A file cannot be read as a document."""


class FetchError(QuotableError):
    """A page of the web cannot be fetched."""


class UploadError(QuotableError):
    """A file is not taken in."""


class FileTypeError(UploadError):
    """A file is of a type that is not read."""


class TooLargeError(UploadError):
    """A file is over the limit."""


class NoRoomError(UploadError):
    """The disk, or the collection's share of it, is full."""


class BusyError(UploadError):
    """Too many files wait to be indexed; in a moment it can be tried again."""


class CrowdedError(UploadError):
    """Too much is being sent to a server at once; in a moment it can be tried again."""


class CollectionError(QuotableError):
    """A collection on disk cannot be used."""


class LockedError(CollectionError):
    """Another process is writing to the collection."""


class ClusterError(QuotableError):
    """The machines that read and encode cannot be reached, or do not do their work."""


class UnavailableError(CollectionError):
    """A server that keeps a collection does not answer; nothing is lost, and in a moment it can be tried again."""


class PackageError(QuotableError, ImportError):
    """A package that an extra brings is not installed."""


class BackupError(QuotableError):
    """A file is no whole backup of a collection."""


class IndexFormatError(QuotableError):
    """A derived index is missing, damaged or of another version."""


class LlmError(QuotableError):
    """A language model gives no answer."""


class LlmPackageError(LlmError):
    """The package that speaks to a language model is not installed."""


class LlmConnectionError(LlmError):
    """The server of a language model cannot be reached, or hung up."""


class LlmTimeoutError(LlmError):
    """A language model is too slow."""


class LlmKeyError(LlmError):
    """The server of a language model refuses the key."""


class LlmModelError(LlmError):
    """The server knows no such model, or no such address."""


class LlmBusyError(LlmError):
    """The server of a language model asks to wait."""


class LlmAnswerError(LlmError):
    """What a language model sends cannot be read."""
