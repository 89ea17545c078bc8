"""How far a derived index has followed the catalog and which files it had then, noted in a file beside them.

The note is written after the commit that it stands for. If a file that it names is missing or has changed, the index is
damaged, which the engine itself would not always notice.
"""

import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from qa.errors import IndexFormatError

FORMAT = 1
_REWRITTEN = ("meta.json", ".", "watermark.")
"""Prefixes of files that change or that the engine creates again; every other file is written once."""
_BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Watermark:
    """How far a derived index has followed the catalog."""

    passage: int = 0
    removal: int = 0


@dataclass(frozen=True, slots=True)
class _Record:
    """What the file holds: the watermark, and size and CRC-32 of every file of the index."""

    watermark: Watermark = Watermark()
    files: Mapping[str, tuple[int, int]] = field(default_factory=dict)


class WatermarkFile:
    """The watermark of the index in a folder."""

    def __init__(self, folder: Path) -> None:
        """Name the folder."""
        self.path = folder / "watermark.json"
        self._folder = folder

    def read(self) -> Watermark:
        """How far the index has followed the catalog; without a note, not at all.

        Raises:
            IndexFormatError: The file cannot be read, or is of another format.
        """
        return self._record().watermark

    def write(self, watermark: Watermark) -> None:
        """Note a watermark, with the files that the index has now."""
        noted = self._record().files
        files: dict[str, tuple[int, int]] = {}
        for file in self._index_files():
            # What was noted stays, or damage since then would be noted as if it belonged there.
            files[file.name] = noted.get(file.name) or (file.stat().st_size, _checksum(file))
        temporary = self.path.with_suffix(".tmp")
        temporary.write_text(json.dumps({"format": FORMAT, **asdict(watermark), "files": files}), encoding="utf-8")
        temporary.replace(self.path)

    def delete(self) -> None:
        """Delete the note; the index then counts as one that has followed nothing."""
        self.path.unlink(missing_ok=True)

    def lost_files(self) -> list[str]:
        """Names of the noted files that are missing or have another size; no file is read.

        Raises:
            IndexFormatError: As for `read`.
        """
        return [name for name, (size, _) in self._record().files.items() if _size(self._folder / name) != size]

    def damaged_files(self) -> list[str]:
        """Names of the noted files that are missing or hold other bytes; every byte is read.

        Raises:
            IndexFormatError: As for `read`.
        """
        noted = self._record().files
        return [
            name
            for name, (size, checksum) in noted.items()
            if _size(self._folder / name) != size or _checksum(self._folder / name) != checksum
        ]

    def _index_files(self) -> Iterator[Path]:
        for path in sorted(self._folder.iterdir()):
            if path.is_file() and not path.name.startswith(_REWRITTEN):
                yield path

    def _record(self) -> _Record:
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
            version, watermark = found["format"], Watermark(int(found["passage"]), int(found["removal"]))
            files = {name: (int(size), int(checksum)) for name, (size, checksum) in found.get("files", {}).items()}
        except FileNotFoundError:
            return _Record()
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise IndexFormatError(f"{self.path} cannot be read: {error}") from error
        if version != FORMAT:
            raise IndexFormatError(f"{self.path} has format {version}, this version reads {FORMAT}")
        return _Record(watermark, files)


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


def _checksum(path: Path) -> int:
    checksum = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            checksum = zlib.crc32(block, checksum)
    return checksum
