"""Files read and split by processes of their own."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from support.hostile import HostileEncoder
from support.places import ROOT, Write
from support.toy import ToyEncoder

from qa import Collection
from qa.documents import Failure, FoundFile, file_sha256
from qa.documents.files import file_stamp
from qa.errors import UnreadableFileError
from qa.indexing import reading
from qa.indexing.reader_process import ReadingRules
from qa.indexing.reading import ReadFile, read_files


@pytest.fixture
def files(folder: Path, write: Write) -> list[FoundFile]:
    """Two hundred and fifty files, of which the last is empty."""
    for number in range(249):
        write(f"{number:03}.md", f"# Title {number}\n\nText of {number}.")
    write("249.md", "")
    return [FoundFile(path, path.name) for path in sorted(folder.iterdir())]


def names(results: Iterable[list[ReadFile | Failure]]) -> list[str]:
    """Names of what was read, of failures the reasons."""
    return [one.document.info.name if isinstance(one, ReadFile) else one.reason for group in results for one in group]


EMPTY = "it holds no text"


def test_many_files_are_read_by_several_processes_in_the_order_given(
    files: list[FoundFile], encoder: ToyEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_A_PROCESS_EACH", 50)
    monkeypatch.setattr(reading, "_TOGETHER", 20)
    groups = list(read_files(files, encoder))
    assert [len(group) for group in groups] == [20] * 12 + [10]
    assert names(groups) == [f"{number:03}.md" for number in range(249)] + [EMPTY]
    first = groups[0][0]
    assert isinstance(first, ReadFile)
    assert (first.document.info.title, first.path) == ("Title 0", files[0].path)
    assert [passage.text for passage in first.passages] == ["Title 0\n\nText of 0."]


@pytest.mark.parametrize("executable", ["/bin/false", "/nowhere/python"])
def test_where_no_process_can_be_started_files_are_read_here(
    files: list[FoundFile], encoder: ToyEncoder, monkeypatch: pytest.MonkeyPatch, executable: str
) -> None:
    monkeypatch.setattr(reading, "_idle", [])
    monkeypatch.setattr("sys.executable", executable)
    assert len(names(read_files(files, encoder))) == 250


def test_tokens_that_only_this_process_can_count_are_counted_here(files: list[FoundFile]) -> None:
    class Local(ToyEncoder):
        """It cannot be sent to another process."""

    assert len(names(read_files(files, Local()))) == 250


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("endless", "reading it takes too long; divide it, or look at what it holds"),
        ("boundless", "reading it needs too much memory; divide it, or look at what it holds"),
        ("deadly", "the process that read it ended (status -11); look at what it holds"),
    ],
)
def test_a_document_that_breaks_its_reader_is_a_failure_and_the_others_are_read(
    write: Write, monkeypatch: pytest.MonkeyPatch, word: str, reason: str
) -> None:
    limited = partial(ReadingRules, seconds=0.5, memory_bytes=500_000_000)
    monkeypatch.setattr(reading, "ReadingRules", limited)
    paths = [write(f"{number}.md", word if number == 3 else "Text.") for number in range(6)]
    found = read_files([FoundFile(path, path.name) for path in paths], HostileEncoder())
    assert names(found) == ["0.md", "1.md", "2.md", reason, "4.md", "5.md"]


def test_a_process_that_was_killed_is_replaced(files: list[FoundFile], encoder: ToyEncoder) -> None:
    list(read_files(files[:1], encoder))
    (idle,) = reading._idle
    idle.kill()
    assert names(read_files(files[:2], encoder)) == ["000.md", "001.md"]
    assert idle not in reading._idle


def test_one_process_waits_for_the_next_files(files: list[FoundFile], encoder: ToyEncoder) -> None:
    list(read_files(files[:1], encoder))
    before = list(reading._idle)
    list(read_files(files[1:2], encoder))
    assert reading._idle == before
    assert len(before) == 1


def test_no_module_is_taken_from_the_current_folder(
    folder: Path, write: Write, encoder: ToyEncoder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Documents may lie beside files of any name, those of modules too."""
    for name in ("qa", "pickle", "sitecustomize", "support", "numpy", "yaml"):
        write(f"{name}.py", f"open({str(tmp_path / 'executed')!r}, 'w').write({name!r})")
    monkeypatch.setattr(reading, "_idle", [])
    monkeypatch.chdir(folder)
    monkeypatch.setattr("sys.path", ["", *sys.path])
    path = write("a.md", "Text.")
    assert names(read_files([FoundFile(path, "a.md")], encoder)) == ["a.md"]
    assert not (tmp_path / "executed").exists()
    reading._idle.pop().close()


def test_processes_and_threads_end_when_nobody_takes_what_they_read(
    files: list[FoundFile], encoder: ToyEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_A_PROCESS_EACH", 10)
    monkeypatch.setattr(reading, "_TOGETHER", 1)
    monkeypatch.setattr(reading, "_READ_AHEAD", 1)
    before = threading.active_count()
    found = read_files(files, encoder)
    next(found)
    assert threading.active_count() > before
    found.close()  # type: ignore[attr-defined]
    assert threading.active_count() == before
    assert len(reading._idle) <= 1


def test_processes_end_when_the_one_that_started_them_is_killed(files: list[FoundFile], tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from support.toy import ToyEncoder\n"
        "from qa.indexing import reading\n"
        "from qa.documents import FoundFile; reading._A_PROCESS_EACH, reading._TOGETHER = 10, 1\n"
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
        "reading._A_PROCESS_EACH = 10\n"
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
    monkeypatch.setattr("qa.indexing.indexer.document_stamp", lambda path: "the same")
    monkeypatch.setattr("qa.indexing.reading.document_stamp", lambda path: "the same")
    write("a.md", "Apples.")
    collection.index([folder])
    write("a.md", "Pearls!")
    assert collection.index([folder]).unchanged == 1
    assert collection.index([folder], rehash=True).updated == ["a.md"]


def test_texts_of_an_older_version_of_the_readers_are_read_again_once(
    collection: Collection, folder: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.md", "Apples.")
    monkeypatch.setattr("qa.indexing.indexer.TEXT_VERSION", "1")
    collection.index([folder])
    monkeypatch.undo()
    assert collection.index([folder]).updated == ["a.md"]
    assert collection.index([folder]).unchanged == 1


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
