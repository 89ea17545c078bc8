"""What it means that a library cannot read what others wrote."""

from collections.abc import Iterator
from contextlib import contextmanager

from qa.errors import UnreadableFileError
from qa.messages import Message

BROKEN = Message("it is broken or not complete; save or download it again")


@contextmanager
def broken_is_unreadable() -> Iterator[None]:
    """Turn whatever goes wrong while a file is read into a sentence.

    A dozen libraries read files. Each takes for granted that a part is there and holds what it should, and raises what
    it likes where that is not so: no list of exceptions was ever complete. A file that breaks one of them must not end
    a run over all of them. What a reader can do without, it looks after itself.

    Raises:
        UnreadableFileError: For every exception, but want of memory.
    """
    try:
        yield
    except (UnreadableFileError, MemoryError):
        raise
    except RecursionError as error:
        raise UnreadableFileError(Message("its parts lie too deep in one another")) from error
    except Exception as error:
        raise UnreadableFileError(BROKEN) from error
