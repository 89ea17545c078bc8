"""A collection becomes one file, while others read and write it."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from qa.care.manifest import FORMAT, MANIFEST, VECTORS, KeptFile, Manifest, belongs
from qa.errors import CollectionError, UsageError
from qa.indexing.indexer import Progress, silent
from qa.store.disk import writing
from qa.store.sqlite import SqliteDatabase

_CHUNK = 1 << 20
_LEVEL = 3
"""Of compression: a third faster than the usual 6, for a file that is a twentieth larger."""


def write_backup(folder: Path, file: Path, progress: Progress = silent, *, vectors: bool = True) -> None:
    """Write a backup of the collection in a folder; it is there completely or not at all.

    Each database is copied as it is at one moment, whoever writes it meanwhile. What is derived from the catalog is
    left out, but for the vectors, which take hours to encode.

    Args:
        folder: Of the collection.
        file: Of the backup; it is made, readable by nobody else, since it holds the conversations.
        progress: Called with each file.
        vectors: Whether the vectors are in it.

    Raises:
        UsageError: There is such a file already, or it would lie in the collection.
        CollectionError: The disk is full, or a database is damaged.
    """
    if file.exists():
        raise UsageError(f"{file} is there already; name a new file")
    if Path(os.path.realpath(file)).is_relative_to(os.path.realpath(folder)):
        raise UsageError(f"{file} would lie in the collection itself; name a file outside of {folder}")
    unfinished = file.with_name(f"{file.name}.part")
    try:
        with writing(file):
            with (
                open(unfinished, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as target,
                TemporaryDirectory(dir=file.absolute().parent) as copies,
            ):
                _write(target, folder, Path(copies), vectors, progress)
                target.flush()
                os.fsync(target.fileno())
            unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def _write(target: BinaryIO, folder: Path, copies: Path, vectors: bool, progress: Progress) -> None:
    databases = sorted(folder.glob("*.sqlite"))
    if not any(path.name == "catalog.sqlite" for path in databases):
        raise CollectionError(f"there is no collection in {folder}")
    # First: a file that is uploaded after that is in the backup, and is indexed when the collection is served again.
    for path in databases:
        with closing(SqliteDatabase(path)) as database:
            database.copy_to(copies / path.name)
    others = [path for path in _files(folder) if vectors or not path.relative_to(folder).as_posix().startswith(VECTORS)]
    kept: dict[str, KeptFile] = {}
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for done, path in enumerate([*(copies / one.name for one in databases), *others], start=1):
            name = path.relative_to(copies if path.parent == copies else folder).as_posix()
            written = _add(archive, path, name)
            if written is not None:
                kept[name] = written
            progress("files", done, len(databases) + len(others))
        manifest = Manifest(
            format=FORMAT,
            version=version("quotable-qa"),
            made=datetime.now().astimezone().isoformat(timespec="seconds"),
            collection=os.path.realpath(folder),
            files=kept,
        )
        archive.writestr(MANIFEST, manifest.model_dump_json(indent=1))


def _files(folder: Path) -> Iterator[Path]:
    """Files that belong to a backup, but for databases.

    Names are in order, so that records of vectors come before the rows that they stand for: rows that are added
    meanwhile are too many, which does no harm, and none is missing.
    """
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(parent, name)
            is_copied = path.parent == folder and path.suffix == ".sqlite"
            if belongs(path.relative_to(folder).as_posix()) and not is_copied and _is_regular(path):
                yield path


def _is_regular(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _add(archive: ZipFile, path: Path, name: str) -> KeptFile | None:
    """Add a file; None if it was deleted meanwhile."""
    try:
        source = path.open("rb")
    except FileNotFoundError:
        return None
    info = ZipInfo(name)
    info.compress_type = ZIP_STORED if name.startswith(VECTORS) else ZIP_DEFLATED
    digest, size = hashlib.sha256(), 0
    with source, archive.open(info, "w", force_zip64=True) as target:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
    return KeptFile(size=size, sha256=digest.hexdigest())
