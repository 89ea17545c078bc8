"""A backup becomes a collection again; what stands in the file is checked before it is believed."""

import hashlib
import os
import shutil
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NoReturn
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from pydantic import ValidationError

from qa.care.manifest import FORMAT, MANIFEST, KeptFile, Manifest, belongs
from qa.documents import file_sha256
from qa.errors import BackupError, UnreadableFileError, UsageError
from qa.indexing.indexer import Progress, silent
from qa.store.catalog import Catalog
from qa.store.disk import writing
from qa.store.embedded import CATALOG, catalog_file
from qa.store.schema import holds_programs
from qa.store.sqlite import SqliteDatabase

_CHUNK = 1 << 20
_LARGEST_MANIFEST = 200_000_000
_UNFINISHED = ".restoring"


def restore_backup(file: Path, folder: Path, progress: Progress = silent) -> None:
    """Make the files of a collection from a backup, in an empty or a new folder; all of them or none.

    The indexes are not among them (`Collection.follow`). A document whose file lies outside of the collection keeps
    its path only if that file is there and has the bytes that were indexed: else a backup of somebody else could have
    a file of this machine shown. Indexing its folder again finds it by its name.

    Args:
        file: The backup.
        folder: Of the new collection.
        progress: Called with each file.

    Raises:
        UsageError: The folder holds something.
        BackupError: The file is no backup, is damaged, or names what no backup holds.
        CollectionError: The disk is full, or the collection was made by a newer version.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} holds other files; name an empty or a new folder for the collection")
    was_there = folder.exists()
    try:
        with writing(folder):
            unfinished = folder / _UNFINISHED
            unfinished.mkdir(parents=True)
            manifest = _unpack(file, unfinished, progress)
        _settle(unfinished, manifest, Path(os.path.realpath(folder)))
        with writing(folder):
            # Last the catalog: without it a folder counts as no collection.
            for path in sorted(unfinished.iterdir(), key=lambda path: path.name == CATALOG):
                path.rename(folder / path.name)
            unfinished.rmdir()
    except BaseException:
        shutil.rmtree(folder / _UNFINISHED if was_there else folder, ignore_errors=True)
        raise


def _unpack(file: Path, place: Path, progress: Progress) -> Manifest:
    with _read(file), file.open("rb") as source, ZipFile(source) as archive:
        manifest = _manifest(archive, file)
        for done, (name, kept) in enumerate(manifest.files.items(), start=1):
            if not belongs(name):
                _refuse(file, f"it names {name!r}, which no backup holds")
            if archive.getinfo(name).compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                _refuse(file, f"{name!r} is packed in another way")
            target = place / name
            target.parent.mkdir(parents=True, exist_ok=True)
            _unpack_one(archive, name, kept, target, file)
            progress("files", done, len(manifest.files))
    if CATALOG not in manifest.files:
        _refuse(file, "it holds no catalog")
    return manifest


def _manifest(archive: ZipFile, file: Path) -> Manifest:
    if MANIFEST not in archive.namelist():
        _refuse(file, "it was not made by `quotable backup`")
    if archive.getinfo(MANIFEST).file_size > _LARGEST_MANIFEST:
        _refuse(file, "its list of files is too long")
    manifest = Manifest.model_validate_json(archive.read(MANIFEST))
    if manifest.format > FORMAT:
        _refuse(file, f"it has format {manifest.format}, and this version reads format {FORMAT}; upgrade Quotable")
    return manifest


def _unpack_one(archive: ZipFile, name: str, kept: KeptFile, target: Path, file: Path) -> None:
    """Write one file; no more of it is unpacked than it should have."""
    digest, left = hashlib.sha256(), kept.size
    with archive.open(name) as source, target.open("xb") as copy:
        while chunk := source.read(min(_CHUNK, left + 1)):
            left -= len(chunk)
            if left < 0:
                break
            digest.update(chunk)
            copy.write(chunk)
    if left or digest.hexdigest() != kept.sha256:
        _refuse(file, f"{name!r} is not as it was when the backup was made")


@contextmanager
def _read(file: Path) -> Iterator[None]:
    """Run what reads a backup; whatever is wrong with the file becomes a sentence."""
    try:
        yield
    except (BadZipFile, zlib.error, EOFError, KeyError, ValidationError, RuntimeError) as error:
        reason = "its list of files cannot be read" if isinstance(error, ValidationError) else str(error).lower()
        raise BackupError(f"{file} is no whole backup: {reason}; take another one") from error
    except FileExistsError as error:
        raise BackupError(f"{file} is no whole backup: two of its files have one name; take another one") from error
    except FileNotFoundError as error:
        if error.filename == str(file):
            raise UsageError(f"{file} does not exist; name a backup") from error
        raise


def _refuse(file: Path, reason: str) -> NoReturn:
    raise BackupError(f"{file} is no whole backup: {reason}; take another one")


def _settle(place: Path, manifest: Manifest, folder: Path) -> None:
    """Migrate the databases, and name the collection's own files by where they will lie."""
    for database_path in place.glob("*.sqlite"):
        with closing(SqliteDatabase(database_path)) as database:
            if holds_programs(database):
                raise BackupError(f"{database_path.name} in the backup holds more than tables; take another one")
    with closing(Catalog(catalog_file(place / CATALOG))) as catalog, catalog.transaction():
        catalog.move_files(manifest.collection, str(folder))
        own = [folder / name for name in ("uploads", "pages")]
        for path, known in catalog.files().items():
            is_own = path == os.path.normpath(path) and any(Path(path).is_relative_to(one) for one in own)
            if not is_own and not _is_file(path, known.sha256):
                catalog.move(path, str(folder / "elsewhere" / hashlib.sha256(path.encode()).hexdigest()))


def _is_file(path: str, sha256: str) -> bool:
    try:
        return file_sha256(Path(path)) == sha256
    except (UnreadableFileError, ValueError):
        return False
