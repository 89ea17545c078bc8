"""A file is checked by another process, which it may end."""

from pathlib import Path

import pytest

from qa.documents import FoundFile
from qa.errors import UnreadableFileError
from qa.indexing import checking
from qa.indexing.checking import require_readable


def test_a_file_is_readable_or_its_reason_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Apples.", encoding="utf-8")
    (tmp_path / "b.md").write_text("", encoding="utf-8")
    require_readable(FoundFile(tmp_path / "a.md", "a.md"))
    with pytest.raises(UnreadableFileError, match="^it holds no text$"):
        require_readable(FoundFile(tmp_path / "b.md", "b.md"))


def test_a_file_that_ends_its_reader_is_refused_and_the_next_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Apples.", encoding="utf-8")
    file = FoundFile(tmp_path / "a.md", "a.md")
    require_readable(file)
    [process] = checking._waiting
    process.kill()
    process._process.wait()
    with pytest.raises(UnreadableFileError, match="^the process that read it ended"):
        require_readable(file)
    require_readable(file)
    assert checking._waiting != [process]


def test_where_no_process_can_be_started_it_is_read_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "b.md").write_text("", encoding="utf-8")

    def fail() -> None:
        raise OSError

    monkeypatch.setattr(checking, "_waiting", [])
    monkeypatch.setattr(checking, "ReaderProcess", fail)
    with pytest.raises(UnreadableFileError, match="^it holds no text$"):
        require_readable(FoundFile(tmp_path / "b.md", "b.md"))
