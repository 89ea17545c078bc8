"""What the disk refuses, in a sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qa.errors import CollectionError, reason_of
from qa.messages import Message


@contextmanager
def writing(what: object) -> Iterator[None]:
    """Run what writes; a full disk or a folder without access becomes an error with what to do.

    Args:
        what: The file or folder that is written, as the sentence names it.

    Raises:
        CollectionError: The system refuses it.
    """
    try:
        yield
    except OSError as error:
        raise CollectionError(
            Message(
                "{file} cannot be written ({said}); nothing that was kept is lost: make room or give access, and try "
                "again",
                file=str(what),
                said=reason_of(error),
            )
        ) from error


def require_there(folder: Path) -> None:
    """Check that the folder of a collection is where it was opened: else a part of it would be made there anew.

    Raises:
        CollectionError: It was moved or deleted.
    """
    if not folder.is_dir():
        raise CollectionError(
            Message(
                "{folder} is gone: it was moved or deleted; open the collection where it lies now", folder=str(folder)
            )
        )
