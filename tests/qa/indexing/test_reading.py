"""Files read and split, in this process and in others."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from support.places import ROOT, Write
from support.toy import ToyEncoder

from qa import Collection
from qa.documents import Failure, FoundFile, file_sha256, file_stamp
from qa.errors import UnreadableFileError
from qa.indexing import reading
from qa.indexing.reading import ReadFile, read_files


@pytest.fixture
def files(folder: Path, write: Write) -> list[FoundFile]:
    """Two hundred and fifty files, of which the last is empty."""
    for number in range(249):
        write(f"{number:03}.md", f"# Title {number}\n\nText of {number}.")
    write("249.md", "")
    return [FoundFile(path, path.name) for path in sorted(folder.iterdir())]


def unstamped(groups: Iterable[list[ReadFile | Failure]]) -> list[list[ReadFile | Failure]]:
    """Without the stamps, which are not relied on while a file is new, so that they change with time."""
    return [[replace(one, stamp="") if isinstance(one, ReadFile) else one for one in group] for group in groups]


def test_many_files_are_read_in_other_processes_with_the_same_result(
    files: list[FoundFile], encoder: ToyEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_by_one = unstamped(read_files(files, encoder))
    monkeypatch.setattr(reading, "_MANY", 10)
    together = unstamped(read_files(files, encoder))
    assert [len(group) for group in together] == [100, 100, 50]
    assert together == one_by_one
    last = together[-1][-1]
    assert isinstance(last, Failure)
    assert "it is empty" in last.reason
    first = together[0][0]
    assert isinstance(first, ReadFile)
    assert (first.document.info.title, first.path) == ("Title 0", files[0].path)


def test_a_process_that_dies_is_stood_in_for(
    files: list[FoundFile], encoder: ToyEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_by_one = unstamped(read_files(files, encoder))
    monkeypatch.setattr(reading, "_MANY", 10)
    monkeypatch.setattr("sys.executable", "/bin/false")
    assert unstamped(read_files(files, encoder)) == one_by_one


def test_processes_end_when_nobody_takes_what_they_read(
    files: list[FoundFile], encoder: ToyEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_MANY", 10)
    monkeypatch.setattr(reading, "_TOGETHER", 1)
    monkeypatch.setattr(reading, "_READ_AHEAD", 1)
    before = threading.active_count()
    found = read_files(files, encoder)
    next(found)
    assert threading.active_count() > before
    found.close()  # type: ignore[attr-defined]
    assert threading.active_count() == before


def test_processes_end_when_the_one_that_started_them_is_killed(files: list[FoundFile], tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from support.toy import ToyEncoder\n"
        "from qa.indexing import reading\n"
        "from qa.documents import FoundFile; reading._MANY, reading._TOGETHER = 10, 1\n"
        "files = [FoundFile(path, path.name) for path in Path(sys.argv[1]).iterdir()]\n"
        "found = reading.read_files(files, ToyEncoder())\n"
        "next(found); print('begun', flush=True); time.sleep(60)"
    )
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    marker = str(tmp_path / "marker")
    process = subprocess.Popen(
        [sys.executable, "-c", code, files[0].path.parent],
        env={**os.environ, "PYTHONPATH": path, "QUOTABLE_TEST": marker},
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"begun\n"
    process.kill()
    process.wait()
    process.stdout.close()
    until = time.monotonic() + 10
    while any(marker.encode() in environment for environment in environments()):
        assert time.monotonic() < until
        time.sleep(0.05)


def environments() -> Iterator[bytes]:
    """Of every process that may be looked at."""
    for path in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            yield path.read_bytes()


def test_a_script_needs_no_guard_to_read_in_other_processes(files: list[FoundFile], tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import sys\n"
        "from support.toy import ToyEncoder\n"
        "from qa import Collection\nfrom qa.indexing import reading\n"
        "reading._MANY = 10\n"
        "print(len(Collection.open(sys.argv[1], encoder=ToyEncoder()).index([sys.argv[2]]).added))\n"
    )
    arguments = [sys.executable, "-W", "error", script, tmp_path / "collection", files[0].path.parent]
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    done = subprocess.run(
        arguments, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.stdout, done.stderr, done.returncode) == ("249\n", "", 0)


def settle(path: Path, seconds: float = 10) -> None:
    """Give a file the times of one that was written so many seconds ago."""
    then = time.time() - seconds
    os.utime(path, (then, then))


def test_a_file_has_a_stamp_when_its_times_can_be_relied_on(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write("a.md", "text")
    assert file_stamp(path) == ""  # it may be written again within the same tick of the clock
    now = time.time_ns()
    monkeypatch.setattr("qa.documents.files.time.time_ns", lambda: now + 3_000_000_000)
    stamp = file_stamp(path)
    assert stamp.split()[0] == "4"
    assert file_stamp(path) == stamp
    settle(path)
    assert file_stamp(path) != stamp
    path.unlink()
    with pytest.raises(UnreadableFileError, match="no such file"):
        file_stamp(path)


def test_a_file_of_the_same_size_and_times_is_read_again_only_when_asked_for(
    collection: Collection, folder: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.indexing.indexer.file_stamp", lambda path: "the same")
    monkeypatch.setattr("qa.indexing.reading.file_stamp", lambda path: "the same")
    write("a.md", "Apples.")
    collection.index([folder])
    write("a.md", "Pearls!")
    assert collection.index([folder]).unchanged == 1
    assert collection.index([folder], rehash=True).updated == ["a.md"]


def test_what_was_written_a_moment_ago_is_hashed_until_its_stamp_is_kept(
    collection: Collection, folder: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("a.md", "Apples.")
    hashed: list[Path] = []

    def count(path: Path) -> str:
        hashed.append(path)
        return file_sha256(path)

    monkeypatch.setattr("qa.indexing.indexer.file_sha256", count)
    collection.index([folder])
    assert [file.stamp for file in collection.catalog.files().values()] == [""]
    now = time.time_ns()
    monkeypatch.setattr("qa.documents.files.time.time_ns", lambda: now + 3_000_000_000)
    assert collection.index([folder]).unchanged == 1
    assert collection.index([folder]).unchanged == 1
    assert hashed == [path]
    path.chmod(0o600)  # another time, the same bytes
    assert collection.index([folder]).unchanged == 1
    assert hashed == [path, path]
