"""Files into the catalog, and the catalog into the derived indexes; every step can be stopped at any moment."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from embeddings import DenseIndex, Encoder, VectorFormatError, VectorRows
from qa.catalog import Catalog
from qa.documents import Failure, FoundFile, file_sha256, find_files, read_document
from qa.errors import UnreadableFileError, UsageError
from qa.lexical import LexicalIndex
from qa.passages import split

Progress = Callable[[str, int, int], None]
"""Called with the name of a stage, how much of it is done, and how much there is."""

_FILES_A_TRANSACTION = 100
_SORTED_TOGETHER = 4096
"""Passages ordered by length before they are encoded, so that a batch holds texts of like length."""
_ENCODED_TOGETHER = 256
"""Passages whose vectors are written, synced and reported as done together."""


@dataclass(slots=True)
class IndexReport:
    """What indexing did.

    Attributes:
        added: Names of new documents.
        updated: Names of documents whose file has changed.
        removed: Names of documents whose file is gone.
        unchanged: Number of documents whose file is the same.
        failed: Files that could not be read; what the collection held of them is kept.
        encoded: Number of texts that were encoded.
        seconds: Wall time of each stage: documents, lexical, vectors, dense.
    """

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0
    failed: list[Failure] = field(default_factory=list)
    encoded: int = 0
    seconds: dict[str, float] = field(default_factory=dict)


def require(paths: Sequence[Path]) -> None:
    """Check that files and folders exist, before anything is done.

    Raises:
        UsageError: One does not.
    """
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path} does not exist; name a file or a folder")


def silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


class Indexer:
    """Brings a collection up to date; the caller holds the writer's lock.

    The encoder and the vector rows come as functions, called when they are first needed: most runs
    find nothing to encode and never load a model.
    """

    def __init__(
        self,
        catalog: Catalog,
        lexical: LexicalIndex,
        encoder: Callable[[], Encoder],
        rows: Callable[[], VectorRows],
        dense_path: Path,
    ) -> None:
        """Take the parts of a collection."""
        self._catalog = catalog
        self._lexical = lexical
        self._encoder = encoder
        self._rows = rows
        self._dense_path = dense_path

    def index(self, paths: Sequence[Path], progress: Progress) -> IndexReport:
        """Read files and folders, and bring every index up to date."""
        report = IndexReport()
        with _timed(report, "documents"):
            for path in paths:
                self._read(Path(os.path.abspath(path)), report, progress)
        self.follow(report, progress)
        return report

    def follow(self, report: IndexReport, progress: Progress) -> None:
        """Bring the derived indexes up to date with the catalog."""
        with _timed(report, "lexical"):
            self.follow_lexical()
        with _timed(report, "vectors"):
            report.encoded = self._encode_missing(progress)
        with _timed(report, "dense"):
            self._follow_dense()

    # Files to catalog

    def _read(self, path: Path, report: IndexReport, progress: Progress) -> None:
        folder = path if path.is_dir() else path.parent
        root = next((known for known in self._catalog.folders() if folder.is_relative_to(known)), folder)
        entries = list(find_files(path)) if path.is_dir() else [FoundFile(path, path.name)]
        failed = [entry for entry in entries if isinstance(entry, Failure)]
        files = [entry for entry in entries if isinstance(entry, FoundFile)]
        report.failed += failed
        if path.is_dir():
            self._claim(root)
        known = self._catalog.files()
        for start in range(0, len(files), _FILES_A_TRANSACTION):
            some = files[start : start + _FILES_A_TRANSACTION]
            with self._catalog.transaction():
                for file in some:
                    self._take_in(file.path, root, known.get(str(file.path)), report)
            progress("documents", start + len(some), len(files))
        if path.is_dir():
            self._remove_missing(path, {str(file.path) for file in files}, failed, report)

    def _claim(self, root: Path) -> None:
        """Remember a folder; what was indexed from folders inside it gets names relative to it."""
        with self._catalog.transaction():
            self._catalog.add_folder(root)
            inside = {
                path
                for path, (name, _) in self._catalog.files().items()
                if Path(path).is_relative_to(root) and name != Path(path).relative_to(root).as_posix()
            }
            for path in inside:  # out of each other's way
                self._catalog.rename(path, path)
            for path in sorted(inside):
                self._catalog.rename(path, self._name(Path(path), root))

    def _take_in(self, path: Path, root: Path, known: tuple[str, str] | None, report: IndexReport) -> None:
        try:
            name = known[0] if known is not None else self._name(path, root)
            if known is not None and known[1] == file_sha256(path):
                report.unchanged += 1
                return
            document = read_document(FoundFile(path, name))
        except UnreadableFileError as error:
            report.failed.append(Failure(path, str(error)))
            return
        encoder = self._encoder()
        self._catalog.put(path, document, split(document, encoder.count_tokens, encoder.max_tokens))
        (report.added if known is None else report.updated).append(name)

    def _name(self, path: Path, root: Path) -> str:
        """Name of the document of a file; one that a file elsewhere has already is told apart by its folder."""
        name = path.relative_to(root).as_posix()
        for candidate in (name, f"{root.name}/{name}"):
            holder = self._catalog.path_of(candidate)
            # A file that is gone gives its name away: the folder was moved.
            if holder is None or holder == str(path) or not Path(holder).exists():
                return candidate
        raise UnreadableFileError(f"the collection has another document of the name {name}; rename the file")

    def _remove_missing(self, folder: Path, found: set[str], failed: Sequence[Failure], report: IndexReport) -> None:
        unseen = [failure.path for failure in failed]
        gone = {
            path: name
            for path, (name, _) in self._catalog.files().items()
            if path not in found
            and Path(path).is_relative_to(folder)
            and not any(Path(path).is_relative_to(hidden) for hidden in unseen)
        }
        with self._catalog.transaction():
            self._catalog.remove(gone)
        report.removed += gone.values()

    # Catalog to indexes

    def follow_lexical(self) -> None:
        """Bring the lexical index up to date with the catalog."""
        watermark, reached = self._catalog.watermark, self._lexical.watermark
        if watermark == reached:
            if len(self._lexical) == self._catalog.counts()[1]:
                return
            self._lexical.clear()  # it is not the index that the watermark speaks of
            reached = self._lexical.watermark
        added = self._catalog.passages_after(reached.passage)
        self._lexical.follow(added, self._catalog.removals_after(reached.removal), watermark)

    def _encode_missing(self, progress: Progress) -> int:
        ids, keys = self._catalog.keys()
        if not ids:
            return 0
        rows = self._rows()
        missing = {key: identity for identity, key in zip(ids, keys, strict=True) if key not in rows}
        keys, ids = list(missing), list(missing.values())
        for start in range(0, len(ids), _SORTED_TOGETHER):
            stored = self._catalog.passages(ids[start : start + _SORTED_TOGETHER])
            texts = {key: stored[missing[key]].passage.encoded_lines for key in keys[start : start + _SORTED_TOGETHER]}
            by_length = sorted(texts, key=lambda key: len(texts[key]))
            for offset in range(0, len(by_length), _ENCODED_TOGETHER):
                some = by_length[offset : offset + _ENCODED_TOGETHER]
                vectors, lines = self._encoder().encode_lines([texts[key] for key in some])
                rows.append(some, vectors, [found[1:] for found in lines])  # the first line is the context
                progress("vectors", start + offset + len(some), len(ids))
        return len(ids)

    def _follow_dense(self) -> None:
        if not self._catalog.counts()[1]:
            self._dense_path.unlink(missing_ok=True)
            return
        rows = self._rows()
        ids, positions = _encoded(self._catalog, rows)
        try:
            index = DenseIndex.load(self._dense_path, rows.dimension)
        except VectorFormatError:
            index = DenseIndex(rows.dimension)
        new = ~np.isin(ids, index.ids)
        if not new.any() and len(index) == len(ids):
            return
        if new.any() and (not len(index) or ids[new][0] < index.ids[-1]):
            index = build_dense(self._catalog, rows)  # or an older passage got its vector late, and ids must increase
        else:
            index.remove(np.setdiff1d(index.ids, ids))
            index.add(ids[new], rows.read(positions[new]))
        index.save(self._dense_path)


def build_dense(catalog: Catalog, rows: VectorRows) -> DenseIndex:
    """A dense index of all passages that have a vector; seconds for a hundred thousand."""
    ids, positions = _encoded(catalog, rows)
    return DenseIndex.build(ids, lambda some: rows.read(positions[some]), rows.dimension)


def _encoded(catalog: Catalog, rows: VectorRows) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Ids of the passages that have a vector, increasing, and the row of each."""
    ids, keys = catalog.keys()
    positions = rows.find(keys)
    return np.asarray(ids, dtype=np.int64)[positions >= 0], positions[positions >= 0]


@contextmanager
def _timed(report: IndexReport, stage: str) -> Iterator[None]:
    started = perf_counter()
    yield
    report.seconds[stage] = perf_counter() - started
