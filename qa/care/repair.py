"""Mends a collection: what can be read of damaged files is kept, and the rest is made again from the documents."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from qa.collection import Collection
from qa.conversations.history import History
from qa.conversations.tables import VERSIONS
from qa.documents.passages import split
from qa.errors import QuotableError
from qa.indexing.indexer import Progress, silent
from qa.store.disk import writing
from qa.store.embedded import is_lost
from qa.store.lexical import LexicalIndex
from qa.store.salvage import is_sound, salvage
from qa.store.schema import prepare_catalog
from qa.store.sqlite import SqliteDatabase
from qa.store.versions import bring_up_to_date
from qa.store.writer_lock import writer_lock

_LONGEST = 1000
"""So many times the length that is left of a database it may have had; a damaged header may say anything."""


def repair(folder: Path, open_collection: Callable[[], Collection], progress: Progress = silent) -> Iterator[str]:
    """Mend the collection in a folder, and tell each step in a sentence.

    A damaged database is set aside, and the rows that can be read are kept: conversations, and what is known of
    documents. Documents whose text has changed or is lost are read again from their files, lost and changed vectors are
    encoded again, and the indexes are built again. Nothing is deleted that cannot be made again.

    Args:
        folder: Of the collection.
        open_collection: Opens it, once its databases are sound.
        progress: Called as each stage of indexing proceeds.

    Raises:
        LockedError: Another process is writing.
        CollectionError: The disk is full, or the folder cannot be written.
    """
    with writer_lock(folder):
        for name in ("catalog.sqlite", "conversations.sqlite"):
            path = folder / name
            if not _is_sound(path):
                yield f"{name} is damaged: it is kept as {_mend(path).name}, and what can be read of it is taken over"
                if name == "catalog.sqlite":
                    LexicalIndex.delete(folder / "lexical")  # both hold passages that are lost
                    (folder / "dense.faiss").unlink(missing_ok=True)
                    yield "the name of a folder may be lost: index the folders again"
        if altered := _discard_exchanges(folder / "conversations.sqlite"):
            yield f"{altered} answers in conversations.sqlite are not as they were kept, and are left out"
    with closing(open_collection()) as collection:
        if lost := _discard_vectors(collection):
            yield f"{lost} vectors are damaged, and are encoded again"
        report = collection.index(_places(collection), progress, rehash=True)
        read = len(report.added) + len(report.updated)
        yield f"{read} documents were read again, {len(report.removed)} are gone, {report.encoded} texts were encoded"
        yield from (f"{failure.path}: {failure.reason}" for failure in report.failed)
        if divided := _divide_again(collection):
            collection.index([], progress)
            yield f"{divided} documents, whose files are gone, were divided into passages again"


def _is_sound(path: Path) -> bool:
    """Whether a database can be read from its first byte to its last; one that is not there is."""
    if path.name == "catalog.sqlite" and is_lost(path):
        return False
    if not path.exists():
        return True
    with closing(SqliteDatabase(path)) as database:
        return is_sound(database)


def _mend(path: Path) -> Path:
    """Set a damaged database aside and make a new one of its rows; the name of the damaged one."""
    number = 1
    while (aside := path.with_suffix(f".damaged-{number}")).exists():
        number += 1
    new = path.with_suffix(".mended")
    with writing(path):
        for ending in ("", "-wal", "-shm"):
            new.with_name(new.name + ending).unlink(missing_ok=True)
        path.touch()  # of one that is gone, what it was about to take in may be there
        _lengthen(path)
    with closing(SqliteDatabase(path)) as damaged, closing(SqliteDatabase(new)) as whole:
        if path.name == "catalog.sqlite":
            prepare_catalog(whole)
        else:
            bring_up_to_date(whole, VERSIONS)
        with whole.transaction():
            salvage(damaged, whole)
    with writing(path):
        for ending in ("-wal", "-shm"):
            if (beside := path.with_name(path.name + ending)).exists():
                beside.rename(aside.with_name(aside.name + ending))
        path.rename(aside)
        new.rename(path)
    return aside


def _lengthen(path: Path) -> None:
    """Give a database that was cut the length that it had: else SQLite reads nothing of it.

    Its header holds the size of a page and their number (https://www.sqlite.org/fileformat.html, section 1.3).
    """
    with path.open("r+b") as file:
        header = file.read(100)
        size, pages = (int.from_bytes(header[start:end], "big") for start, end in ((16, 18), (28, 32)))
        length = file.seek(0, os.SEEK_END)
        if header.startswith(b"SQLite format 3") and length < size * pages <= _LONGEST * length:
            file.truncate(size * pages)


def _discard_exchanges(path: Path) -> int:
    """Forget answers that were altered; how many there were."""
    if not path.exists():
        return 0
    with closing(History(SqliteDatabase(path))) as history:
        return history.discard_altered()


def _discard_vectors(collection: Collection) -> int:
    """Forget vectors that are damaged, and with them the dense index; how many there were."""
    layout = collection.folder / "vectors" / "layout.json"
    try:
        json.loads(layout.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        layout.unlink(missing_ok=True)  # the catalog says which encoder they are of; each has a checksum
    return collection.discard_damaged_vectors()


def _places(collection: Collection) -> list[Path]:
    """The folders that were indexed, and files outside of them, as far as they are there."""
    folders = [folder for folder in collection.catalog.folders() if folder.is_dir()]
    own = [collection.folder / name for name in ("uploads", "pages")]
    folders += [folder for folder in own if folder.is_dir() and folder.resolve() not in folders]
    files = [Path(path) for path in collection.catalog.files()]
    return folders + [
        path for path in files if path.is_file() and not any(path.is_relative_to(folder) for folder in folders)
    ]


def _divide_again(collection: Collection) -> int:
    """Divide documents whose passages are lost, and whose files are gone, by the text that was kept; how many."""
    counts = {one.info.name: one.passages for one in collection.catalog.listed()}
    lost = [name for name in sorted(collection.catalog.altered()) if not counts[name]]
    encoder = collection.encoder if lost else None
    for name in lost:
        document, path = collection.catalog.document(name), collection.catalog.path_of(name)
        if document is None or path is None or encoder is None:
            raise QuotableError(f"{name} was removed by another process meanwhile; repair again")
        with writer_lock(collection.folder), collection.catalog.transaction():
            passages = split(document, encoder.count_tokens, encoder.max_tokens)
            collection.catalog.put(Path(path), document, passages)
    return len(lost)
