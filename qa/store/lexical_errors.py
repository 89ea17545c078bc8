"""Errors of the engine of the lexical index, in this package's words."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from qa.errors import CollectionError, IndexFormatError
from qa.messages import Message

_PASSING = (
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EMFILE,
    errno.ENFILE,
    errno.ENOMEM,
    errno.EACCES,
    errno.EPERM,
    errno.EROFS,
)
"""What the system refuses for now although nothing is wrong with the index; the index is not deleted for that."""


@contextmanager
def translated() -> Iterator[None]:
    """Run calls of the engine; its panics, which are not an `Exception` in Python, are caught as well.

    Raises:
        IndexFormatError: The engine cannot read or write its files.
        CollectionError: The disk is full, or access is refused.
    """
    try:
        yield
    except (ValueError, OSError, RuntimeError) as error:
        # The engine's own errors are texts, which hold the system's: '(os error 28)', or 'Os { code: 28, …'.
        number = error.errno if isinstance(error, OSError) else None
        if number in _PASSING or any(
            f"os error {code})" in str(error) or f"code: {code}," in str(error) for code in _PASSING
        ):
            raise CollectionError(
                Message(
                    "the lexical index cannot be used now ({said}); nothing is lost: make room or give access, and try "
                    "again",
                    said=str(error),
                )
            ) from error
        raise IndexFormatError(
            Message("the lexical index cannot be read or written: {said}; index again", said=str(error))
        ) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise IndexFormatError(Message("the lexical index is damaged: {said}; index again", said=str(error))) from error
