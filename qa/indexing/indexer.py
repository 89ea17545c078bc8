"""Brings files into the catalog, and the catalog into the derived indexes; it can be stopped at any moment."""

import os
from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path
from time import perf_counter

from qa.documents import (
    TEXT_VERSION,
    Failure,
    FoundFile,
    OtherFile,
    container_of,
    document_stamp,
    file_sha256,
    find_files,
    find_in,
    sidecar_sha256,
)
from qa.errors import UnreadableFileError, UsageError
from qa.indexing.encoding import Encoding
from qa.indexing.reading import ReadFile
from qa.indexing.workers import Workers
from qa.messages import Message, joined
from qa.store.catalog import Catalog
from qa.store.following import follow_lexical
from qa.store.store import Lexical

Progress = Callable[[str, int, int], None]
"""Called with the name of a stage, how much of it is done, and how much there is."""

_DOCUMENTS_A_COMMIT = 2000
"""Documents after which the lexical index follows, while other processes read on."""
_PASSAGES_A_STEP = 256
"""Passages whose vectors are written, synced and reported as done together."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A file that was read, and what could not be read of its metadata."""

    path: Path
    reason: str


@dataclass(slots=True)
class IndexReport:
    """What indexing did.

    Attributes:
        added: Names of new documents.
        updated: Names of documents whose file has changed.
        removed: Names of documents whose file is gone.
        unchanged: Number of documents whose file is the same.
        failed: Files that could not be read, and addresses that could not be fetched; what the collection already has
            of them is kept.
        not_read: Files of kinds that are not read.
        warnings: Files that were read, though not all of their metadata.
        encoded: Number of texts that were encoded.
        seconds: Wall time of each stage: pages (where addresses are named), documents, lexical, vectors (with the
            dense index).
    """

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0
    failed: list[Failure] = field(default_factory=list)
    not_read: list[Path] = field(default_factory=list)
    warnings: list[Notice] = field(default_factory=list)
    encoded: int = 0
    seconds: dict[str, float] = field(default_factory=dict)


def require(paths: Sequence[Path]) -> None:
    """Check that files and folders exist before anything is changed.

    Raises:
        UsageError: One of them does not exist.
    """
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path} does not exist; name a file or a folder")


def silent(stage: str, done: int, total: int) -> None:
    """Ignore progress."""


class Indexer:
    """Brings a collection up to date; the caller holds the writer's lock."""

    def __init__(self, catalog: Catalog, lexical: Lexical, workers: Workers, encoding: Encoding) -> None:
        """Take the parts of a collection, and what reads its files and encodes its passages."""
        self._catalog = catalog
        self._lexical = lexical
        self._workers = workers
        self._encoding = encoding

    def index(self, paths: Sequence[Path], rehash: bool, report: IndexReport, progress: Progress) -> None:
        """Read files and folders and bring the lexical index up to date, so that questions find them."""
        if not self._catalog.files():
            with self._catalog.transaction():
                self._catalog.set_property("text version", TEXT_VERSION)
        with _timed(report, "documents"):
            self._spell_out_folders()
            for path in paths:
                self._read(_spelled_out(path), rehash, report, progress)
        with _timed(report, "lexical"):
            follow_lexical(self._catalog, self._lexical)

    def encode(self, report: IndexReport, progress: Progress) -> None:
        """Bring vectors and the dense index up to date."""
        with _timed(report, "vectors"):
            total = left = self._encoding.plan()
            while True:
                encoded, left = self._encoding.step(_PASSAGES_A_STEP, self._workers)
                report.encoded += encoded
                if total:
                    progress("vectors", total - left, total)
                if not left:
                    return

    # Files to catalog

    def _read(self, path: Path, rehash: bool, report: IndexReport, progress: Progress) -> None:
        folder = path if path.is_dir() else path.parent
        root = next((known for known in self._catalog.folders() if folder.is_relative_to(known)), folder)
        entries = list(find_files(path) if path.is_dir() else find_in(path, path.parent))
        if entries == [OtherFile(path)]:  # its reader refuses it with a sentence
            entries = [FoundFile(path, path.name)]
        holds_several = path.is_dir() or any(entry.path != path for entry in entries)
        failed = [entry for entry in entries if isinstance(entry, Failure)]
        files = [entry for entry in entries if isinstance(entry, FoundFile)]
        report.failed += failed
        report.not_read += [entry.path for entry in entries if isinstance(entry, OtherFile)]
        if path.is_dir():
            self._claim(root)
        version = f"text version of {path}"
        made_with = {self._catalog.get_property(name) for name in ("text version", version)}
        is_older = path.is_dir() and TEXT_VERSION not in made_with
        changed = self._changed([file.path for file in files], root, rehash, is_older, report)
        done, uncommitted = len(files) - len(changed), 0
        progress("documents", done, len(files))
        for batch in self._workers.read(changed) if changed else ():
            with self._catalog.transaction():
                for found in batch:
                    self._take_in(found, report)
            done, uncommitted = done + len(batch), uncommitted + len(batch)
            progress("documents", done, len(files))
            if uncommitted >= _DOCUMENTS_A_COMMIT:
                follow_lexical(self._catalog, self._lexical)
                uncommitted = 0
        if holds_several:
            self._remove_missing(path, {str(file.path) for file in files}, failed, report)
        if is_older:
            with self._catalog.transaction():
                self._catalog.set_property(version, TEXT_VERSION)

    def _changed(
        self, paths: Sequence[Path], root: Path, rehash: bool, is_older: bool, report: IndexReport
    ) -> list[FoundFile]:
        """New files and files whose bytes have changed, with the names of their documents.

        Where the texts are those of an older version's readers, all files are read again; with `rehash` so are those
        whose text has changed in the catalog, which a disk can do.
        """
        known, taken = self._catalog.files(), set[str]()
        altered = self._catalog.altered() if rehash else set[str]()
        changed: list[FoundFile] = []
        stamps: dict[str, str] = {}
        for path in paths:
            file = known.get(str(path))
            try:
                if file is None:
                    changed.append(FoundFile(path, self._name(path, root, taken)))
                    taken.add(changed[-1].name)
                    continue
                if is_older or file.name in altered:
                    changed.append(FoundFile(path, file.name))
                    continue
                stamp = document_stamp(path)
                if stamp != file.stamp or not stamp or rehash:
                    if (file_sha256(path), sidecar_sha256(path)) != (file.sha256, file.sidecar):
                        changed.append(FoundFile(path, file.name))
                        continue
                    stamps[str(path)] = stamp
                report.unchanged += 1
            except UnreadableFileError as error:
                report.failed.append(Failure(path, error.sentence))
        with self._catalog.transaction():
            for name, stamp in stamps.items():
                self._catalog.set_stamp(name, stamp)
        return changed

    def _spell_out_folders(self) -> None:
        """Name folders by where they really lie, where an older version has kept a path through a link."""
        with self._catalog.transaction():
            for folder in self._catalog.folders():
                if (real := _spelled_out(folder)) != folder:
                    for path in self._catalog.files():
                        if Path(path).is_relative_to(folder):
                            self._catalog.move(path, str(real / Path(path).relative_to(folder)))
                    self._catalog.move_folder(folder, real)

    def _claim(self, root: Path) -> None:
        """Remember a folder; documents that were indexed from folders inside it are renamed relative to it."""
        with self._catalog.transaction():
            self._catalog.add_folder(root)
            prefix = os.path.join(root, "")
            inside = {
                path
                for path, file in self._catalog.files().items()
                if path.startswith(prefix) and file.name != path.removeprefix(prefix).replace(os.sep, "/")
            }
            for path in inside:  # first to names that cannot collide
                self._catalog.rename(path, path)
            for path in sorted(inside):
                self._catalog.rename(path, self._name(Path(path), root))

    def _take_in(self, found: ReadFile | Failure, report: IndexReport) -> None:
        if isinstance(found, Failure):
            report.failed.append(found)
            return
        is_new = self._catalog.put(found.path, found.document, found.passages, found.stamp)
        (report.added if is_new else report.updated).append(found.document.info.name)
        if problems := found.document.particulars.problems:
            undated = () if found.document.info.date else (Message("it is undated"),)
            report.warnings.append(Notice(found.path, joined((*problems, *undated))))

    def _name(self, path: Path, root: Path, taken: Container[str] = ()) -> str:
        """Name of the document of a file: with as many folders in front as no file elsewhere has in common with it.

        Where another folder has such a name within it, a number is added.
        """
        name = path.relative_to(root)
        above = root.parts[1:]
        longer = (Path(*above[place:], name) for place in range(len(above), -1, -1))
        numbered = (name.with_name(f"{name.stem} ({number}){name.suffix}") for number in count(2))

        def is_free(candidate: str) -> bool:
            holder = self._catalog.path_of(candidate)
            # The name of a file that is gone is free: the folder was moved.
            return candidate not in taken and (holder is None or holder == str(path) or not _is_there(Path(holder)))

        return next(filter(is_free, (one.as_posix() for one in chain(longer, numbered))))

    def _remove_missing(self, folder: Path, found: set[str], failed: Sequence[Failure], report: IndexReport) -> None:
        unseen = [failure.path for failure in failed]
        gone = {
            path: file.name
            for path, file in self._catalog.files().items()
            if path not in found
            and Path(path).is_relative_to(folder)
            and not any(Path(path).is_relative_to(hidden) for hidden in unseen)
        }
        with self._catalog.transaction():
            self._catalog.remove(gone)
        report.removed += gone.values()


def _is_there(path: Path) -> bool:
    return path.exists() or container_of(path) is not None


def _spelled_out(path: Path) -> Path:
    """Where a folder really lies, or the folder of a file, so that no other spelling makes its documents twice."""
    return Path(os.path.realpath(path)) if path.is_dir() else Path(os.path.realpath(path.parent)) / path.name


@contextmanager
def _timed(report: IndexReport, stage: str) -> Iterator[None]:
    started = perf_counter()
    yield
    report.seconds[stage] = perf_counter() - started
