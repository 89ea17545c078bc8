"""Uploads: safe names, whole files, what is indexed and removed, how far it is."""

import os
import signal
import subprocess
import sys
import threading
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.hostile_files import zipped
from support.places import ROOT, Write
from support.toy import ToyEncoder

import qa.indexing.background
import qa.uploads.files
import qa.uploads.inbox
from qa import Collection, LockedError, QuotableError, UsageError
from qa.documents import find_files
from qa.errors import BusyError, FileTypeError, NoRoomError, TooLargeError, UnreadableFileError
from qa.uploads.files import uploads_folder
from qa.uploads.inbox import BEING_WRITTEN, NOT_ENCODED, Uploads
from qa.uploads.names import safe_name
from qa.uploads.pace import Pace
from qa.uploads.states import Receipt, Upload

APPLES = b"---\ntitle: Orchards\n---\nThe farm sold 500 apples. All was calm.\n"


@pytest.fixture
def uploads(collection: Collection) -> Uploads:
    return Uploads(collection)


@contextmanager
def indexing(uploads: Uploads) -> Iterator[None]:
    """The server's thread."""
    stop = threading.Event()
    thread = threading.Thread(target=uploads.index_in_background, args=(stop,))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < until, "it takes too long"
        time.sleep(0.02)


def states(uploads: Uploads) -> dict[str, str]:
    return {file.name: file.state for file in uploads.progress().files}


def kept(collection: Collection) -> list[str]:
    """Every file in the folder of uploads, hidden ones too."""
    folder = uploads_folder(collection.folder)
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


# Names

PIECES = st.sampled_from(
    [
        "..",
        ".",
        "/",
        "\\",
        "~",
        "C:",
        "con",
        "NUL",
        " ",
        "\0",
        "\n",
        "a",
        "é",
        "e\u0301",
        "\u202e",
        "\u200b",
        ".md",
        "%2e",
    ]
)
NAMES = st.one_of(st.text(), st.lists(PIECES, max_size=8).map("".join)).map(lambda name: name + ".md") | st.text()


@given(NAMES)
def test_whatever_is_given_a_safe_name_stays_inside_its_folder(name: str) -> None:
    try:
        safe = safe_name(name)
    except QuotableError:
        return
    folder = Path("/kept/uploads")
    path = Path(os.path.normpath(folder / safe))
    assert path.is_relative_to(folder)
    assert path.relative_to(folder).as_posix() == safe == safe_name(safe)
    assert all(0 < len(part.encode()) <= 240 and part[0] != "." for part in safe.split("/"))
    assert not {unicodedata.category(character) for character in safe} & {"Cc", "Cf", "Cs"}


@pytest.mark.parametrize(
    "name",
    ["a.md", "A.MD", "a b (1).markdown", "folder/sub/a.txt", "%2e%2e.md", "日本/首相.md", "What now?.md", "console.md"],
)
def test_a_plain_name_is_kept_as_it_is(name: str) -> None:
    assert safe_name(name) == name


def test_a_name_is_kept_in_the_composed_form() -> None:
    assert safe_name("cafe\u0301.md") == "caf\u00e9.md"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "a part of it is empty"),
        ("/etc/a.md", "a part of it is empty"),
        ("a//b.md", "a part of it is empty"),
        ("../a.md", "begins with a dot"),
        ("a/../../b.md", "begins with a dot"),
        (".hidden.md", "begins with a dot"),
        ("a./b.md", "ends with a dot"),
        (" a.md", "begins or ends with a space"),
        ("a\\b.md", "it holds a backslash"),
        ("C:/a.md", "it names a drive"),
        ("c:a.md", "it names a drive"),
        ("NUL.md", "NUL is a device on Windows"),
        ("com1.tar.md", "com1 is a device on Windows"),
        ("é" * 121 + ".md", "over 240 bytes"),
        ("a\nb.md", "characters that are not seen; rename"),
        ("a\u202edm.exe.md", "characters that are not seen; rename"),
        ("a\u200b.md", "characters that are not seen; rename"),
        ("a\ud800.md", "characters that are not seen; rename"),
        ("/".join(["a"] * 16) + "/a.md", "more than 15 folders; shorten it"),
        ("/".join(["a" * 200] * 5) + "/a.md", "over 1000 bytes, or"),
    ],
)
def test_an_unsafe_name_is_refused_with_what_to_change(name: str, reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        safe_name(name)


@pytest.mark.parametrize("name", ["a.css", "a", "md", "a.md.exe"])
def test_other_types_are_refused_with_those_that_are_read(name: str) -> None:
    with pytest.raises(FileTypeError, match=f"{name} is of a kind that is not read; those that are: Markdown, text, "):
        safe_name(name)


# Files


def test_a_file_that_is_put_is_there_whole_and_replaced_by_the_next(uploads: Uploads, collection: Collection) -> None:
    assert uploads.put("sub/a.md", b"Pears.\n") == Receipt("sub/a.md", replaced=False, change=1)
    assert uploads.put("sub/a.md", APPLES) == Receipt("sub/a.md", replaced=True, change=2)
    assert (uploads_folder(collection.folder) / "sub/a.md").read_bytes() == APPLES
    assert kept(collection) == ["sub/a.md"]


def test_what_is_no_text_replaces_nothing(uploads: Uploads, collection: Collection) -> None:
    uploads.put("a.md", APPLES)
    for data, reason in [(b"\xff", "not UTF-8 text"), (b"", "it holds no text"), (b"a\0b", "a null character")]:
        with pytest.raises(UnreadableFileError, match=f"a.md cannot be read: .*{reason}"):
            uploads.put("a.md", data)
    assert (uploads_folder(collection.folder) / "a.md").read_bytes() == APPLES
    assert kept(collection) == ["a.md"]


def test_a_file_over_the_limit_is_refused(
    uploads: Uploads, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(qa.uploads.files, "MOST_FILE_BYTES", 10)
    uploads.put("a.md", b"Ten bytes.")
    with pytest.raises(TooLargeError, match="b.md is over the limit of 1e-05 MB; divide it"):
        uploads.put("b.md", b"Ten bytes .")
    assert kept(collection) == ["a.md"]


def test_all_files_together_have_a_limit_that_counts_what_is_there_now(
    uploads: Uploads, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(qa.uploads.files, "MOST_BYTES", 20)
    uploads.put("a.md", b"Ten bytes.")
    again = Uploads(collection)  # counts what another server kept
    again.put("sub/b.md", b"Ten bytes.")
    with pytest.raises(NoRoomError, match=r"with c.md the uploads .* over 2e-08 GB; remove some, or index a folder"):
        again.put("c.md", b"x")
    again.put("a.md", b"Nine byte")
    again.put("c.md", b"x")
    collection.index([uploads_folder(collection.folder)])
    again.remove("sub/b.md")
    again.put("d.md", b"Ten bytes.")
    assert kept(collection) == ["a.md", "c.md", "d.md"]


def test_a_full_disk_is_a_sentence_and_leaves_nothing(
    uploads: Uploads, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NoRoomError, match=r"a.md cannot be kept: no space left on device; the server needs room"):
        uploads.put("a.md", APPLES)
    assert kept(collection) == []


def test_too_many_that_wait_are_asked_to_come_again(uploads: Uploads, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qa.uploads.inbox, "MOST_WAITING", 2)
    for name in ("a.md", "b.md"):
        uploads.put(name, APPLES)
    with pytest.raises(BusyError, match="2 files wait to be indexed; try again in a moment"):
        uploads.put("c.md", APPLES)


def test_a_name_cannot_be_that_of_a_file_and_of_a_folder(uploads: Uploads) -> None:
    uploads.put("a.md", APPLES)
    uploads.put("b.md/c.md", APPLES)
    for name in ("a.md/b.md", "a.md/b/c.md", "b.md"):
        with pytest.raises(UsageError, match=f"{name} is the name of a folder as well as of a document; rename one"):
            uploads.put(name, APPLES)


def test_nothing_is_written_through_a_link(uploads: Uploads, collection: Collection, folder: Path) -> None:
    uploads.put("a.md", APPLES)
    (uploads_folder(collection.folder) / "away").symlink_to(folder)
    with pytest.raises(UsageError, match="away/b.md would lie outside of the uploads, through a link"):
        uploads.put("away/b.md", APPLES)
    assert list(folder.iterdir()) == []


KILLED = """
import os, signal, sys
from pathlib import Path
import qa.uploads.files
moment, path = sys.argv[1], Path(sys.argv[2])
die = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
if moment == "written":
    os.fsync = die
elif moment == "synced":
    Path.replace = die
else:
    qa.uploads.files._sync = die
qa.uploads.files.UploadedFiles(path).put("a.md", b"New pears." * 1000)
"""


@pytest.mark.parametrize(
    ("moment", "there"), [("written", APPLES), ("synced", APPLES), ("renamed", b"New pears." * 1000)]
)
def test_a_killed_server_leaves_the_old_file_or_the_new_one(
    uploads: Uploads, collection: Collection, moment: str, there: bytes
) -> None:
    uploads.put("a.md", APPLES)
    folder = uploads_folder(collection.folder)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, moment, str(folder)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=60,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert (folder / "a.md").read_bytes() == there
    assert [found.path.name for found in find_files(folder)] == ["a.md"]  # a half is not seen
    for half in folder.glob(".arriving-*"):
        os.utime(half, (0, 0))
    with indexing(Uploads(collection)):
        wait_until(lambda: kept(collection) == ["a.md"])


# Indexing


def test_what_arrives_can_be_asked_about(uploads: Uploads, collection: Collection) -> None:
    with indexing(uploads):
        uploads.put("sub/a.md", APPLES)
        assert states(uploads) == {"sub/a.md": "waiting"}
        wait_until(lambda: states(uploads) == {"sub/a.md": "askable"})
    assert collection.retrieve("apples")[0].document.name == "sub/a.md"
    assert uploads.progress().files == (Upload("sub/a.md", "askable", None, None, "sub/a.md", 2),)
    assert uploads.progress().waiting == 0


def test_many_files_at_once_are_few_runs(
    uploads: Uploads, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs, index = [], collection.index
    monkeypatch.setattr(collection, "index", lambda *given, **more: runs.append(1) or index(*given, **more))
    with indexing(uploads):
        for number in range(60):
            uploads.put(f"{number}.md", f"Text {number}.".encode())
        wait_until(lambda: uploads.progress().waiting == 0)
    assert set(states(uploads).values()) == {"askable"}
    assert collection.catalog.counts()[0] == 60
    assert len(runs) <= 3


def test_what_a_stopped_server_left_is_indexed_by_the_next(uploads: Uploads, collection: Collection) -> None:
    uploads.put("a.md", APPLES)
    with indexing(Uploads(collection)):
        wait_until(lambda: collection.catalog.counts()[0] == 1)


def test_while_another_process_writes_files_wait(
    uploads: Uploads, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    index, tried = collection.index, threading.Event()

    def locked(*_: object, **__: object) -> None:
        tried.set()
        raise LockedError("/secret/place is being written to by process 1")

    monkeypatch.setattr(collection, "index", locked)
    with indexing(uploads):
        uploads.put("a.md", APPLES)
        assert tried.wait(20)
        wait_until(lambda: uploads.progress().problem == BEING_WRITTEN)
        assert states(uploads) == {"a.md": "waiting"}
        monkeypatch.setattr(collection, "index", index)
        wait_until(lambda: states(uploads) == {"a.md": "askable"})
    assert uploads.progress().problem is None


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(28, "No space left on device"), "the system refuses something ([Errno 28] No space left on device)"),
        (TypeError("a fault"), "an unforeseen error, TypeError: a fault"),
    ],
)
def test_an_error_is_told_and_indexing_is_tried_again(
    uploads: Uploads, collection: Collection, error: Exception, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = collection.index

    def fail(*_: object, **__: object) -> None:
        monkeypatch.setattr(collection, "index", index)
        raise error

    monkeypatch.setattr(collection, "index", fail)
    monkeypatch.setattr(qa.indexing.background, "_SHORTEST_PAUSE", 0.2)
    told = []
    with indexing(uploads):
        uploads.put("a.md", APPLES)
        wait_until(lambda: told.append(uploads.progress().problem) or states(uploads) == {"a.md": "askable"})
    assert said in {str(problem).split("; it is tried again")[0] for problem in told}


def test_progress_says_that_nothing_is_encoded_and_names_no_folder(
    uploads: Uploads, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert uploads.progress().problem is None
    monkeypatch.setattr(Collection, "encoding_problem", "/secret/place cannot be written")
    assert uploads.progress().problem == NOT_ENCODED


def test_a_file_that_cannot_be_indexed_says_why_and_is_not_kept(uploads: Uploads, collection: Collection) -> None:
    uploads.put("a.md", APPLES)
    uploads.put("b.md", APPLES)
    (uploads_folder(collection.folder) / "a.md").write_text("")  # what was read when it came is gone
    with indexing(uploads):
        wait_until(lambda: states(uploads) == {"a.md": "failed", "b.md": "askable"})
    [failed] = [file for file in uploads.progress().files if file.state == "failed"]
    assert failed.reason == "it holds no text"
    assert kept(collection) == ["b.md"]


def test_a_file_whose_metadata_cannot_be_read_is_askable_with_a_warning(
    uploads: Uploads, collection: Collection
) -> None:
    with indexing(uploads):
        uploads.put("a.md", b"---\ndate: soon\n---\nPlums.")
        wait_until(lambda: states(uploads) == {"a.md": "askable"})
    [upload] = uploads.progress().files
    assert upload.warning == "the date 'soon' cannot be read as a day; it is undated"
    assert collection.catalog.document("a.md") is not None


def test_a_document_of_a_name_that_is_taken_is_told_apart(
    uploads: Uploads, collection: Collection, folder: Path, write: Write
) -> None:
    write("a.md", "Elsewhere.")
    collection.index([folder])
    with indexing(uploads):
        uploads.put("a.md", APPLES)
        wait_until(lambda: states(uploads) == {"a.md": "askable"})
    assert uploads.progress().files[0].document == "uploads/a.md"
    assert uploads.remove("uploads/a.md") is True
    assert (kept(collection), uploads.progress().files) == ([], ())


# Removing


def test_a_removed_upload_leaves_neither_file_nor_folder_and_stays_away(
    uploads: Uploads, collection: Collection
) -> None:
    uploads.put("sub/sub/a.md", APPLES)
    uploads.put("sub/b.md", b"Pears.")
    collection.index([uploads_folder(collection.folder)])
    assert uploads.remove("sub/sub/a.md") is True
    assert [path.name for path in (uploads_folder(collection.folder) / "sub").iterdir()] == ["b.md"]
    collection.index([uploads_folder(collection.folder)])
    assert collection.catalog.path_of("sub/sub/a.md") is None


def test_a_removed_document_of_another_folder_keeps_its_file(
    uploads: Uploads, collection: Collection, folder: Path, write: Write
) -> None:
    path = write("a.md", "Elsewhere.")
    collection.index([folder])
    assert uploads.remove("a.md") is False
    assert path.exists()
    assert collection.retrieve("elsewhere") == []


def test_an_unknown_document_cannot_be_removed(uploads: Uploads) -> None:
    with pytest.raises(UsageError, match="no document is called '../a.md'; it may have been removed already"):
        uploads.remove("../a.md")


# Progress


def test_progress_tells_only_what_changed_after(uploads: Uploads, collection: Collection) -> None:
    for name in ("a.md", "b.md", "a.md"):
        uploads.put(name, APPLES)
    assert uploads.progress().change == 3
    assert [file.name for file in uploads.progress().files] == ["b.md", "a.md"]
    assert [file.name for file in uploads.progress(after=2).files] == ["a.md"]
    assert uploads.progress(after=3).files == ()
    assert uploads.progress(after=3).waiting == 2


def test_progress_remembers_the_newest(uploads: Uploads, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qa.uploads.inbox, "_REMEMBERED", 2)
    for name in ("a.md", "b.md", "c.md"):
        uploads.put(name, APPLES)
    assert list(states(uploads)) == ["b.md", "c.md"]


def test_progress_says_how_much_is_searched_by_meaning(collection: Collection, encoder: ToyEncoder) -> None:
    uploads = Uploads(collection, clock=lambda: 0.0)
    assert (uploads.progress().dense_ready, uploads.progress().seconds_left) == (1.0, 0.0)
    uploads.put("a.md", APPLES)
    folder = uploads_folder(collection.folder)
    collection.index([folder], background=True)
    assert (uploads.progress().dense_ready, uploads.progress().seconds_left) == (0.0, None)
    collection.index([folder])
    assert (uploads.progress().dense_ready, uploads.progress().seconds_left) == (1.0, 0.0)


def test_progress_says_how_long_encoding_takes(collection: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    uploads = Uploads(collection, clock=lambda: now[0])
    uploads.put("a.md", "\n\n".join(["word " * 30] * 5).encode())
    collection.index([uploads_folder(collection.folder)], background=True)
    assert collection.passages_to_encode is None  # nobody has looked
    assert uploads.progress().seconds_left is None
    told = []
    for second, left in enumerate([5, 4, 3, 2]):
        now[0] = float(second)
        monkeypatch.setattr(Collection, "passages_to_encode", property(lambda _, left=left: left))
        told.append(uploads.progress().seconds_left)
    assert told == [None, None, 3.0, 2.0]


def test_a_collection_knows_how_much_is_left_to_encode(collection: Collection, folder: Path, write: Write) -> None:
    write("a.md", "Apples.")
    collection.index([folder])
    assert collection.passages_to_encode == 0
    write("b.md", "Pears.")
    collection.index([folder], background=True)
    assert collection.passages_to_encode is None
    stop = threading.Event()
    thread = threading.Thread(target=collection.encode_in_background, args=(stop,))
    thread.start()
    wait_until(lambda: collection.passages_to_encode == 0)
    stop.set()
    thread.join()


def test_the_time_left_follows_the_rate_of_the_last_steps() -> None:
    now = [0.0]
    pace = Pace(lambda: now[0])

    def left(seconds: float, done: int) -> float | None:
        now[0] = seconds
        return pace.seconds_left(done, 1000)

    assert left(0, 0) is None
    assert left(10, 100) is None  # when that growth began was not seen
    assert left(20, 200) == 80.0  # 100 in 10 seconds, 800 are left
    assert left(25, 200) == 75.0
    assert left(200, 200) == 0.0
    assert left(210, 1000) == 0.0
    assert left(220, 0) is None


def test_the_time_left_is_unknown_again_after_documents_were_removed() -> None:
    now = iter(range(10))
    pace = Pace(lambda: float(next(now)))
    assert [pace.seconds_left(done, 10) for done in (1, 2, 3, 2, 3, 4)] == [None, None, 7.0, None, None, 6.0]


# Archives


def test_an_archive_is_askable_by_what_it_holds_and_names_what_it_cannot_read(
    collection: Collection, uploads: Uploads
) -> None:
    kept = uploads_folder(collection.folder) / "fruit.zip"
    with indexing(uploads):
        uploads.put("fruit.zip", zipped({"a.md": "Red apples.", "b.md": "Green pears.", "c.css": "", "d.epub": "x"}))
        wait_until(lambda: states(uploads) == {"fruit.zip": "askable"})
    [found] = uploads.progress().files
    assert found.document == "fruit.zip/a.md"
    assert found.warning == (
        "d.epub: it is broken or not complete; save or download it again; c.css: it is of a kind that is not read"
    )
    assert (uploads.remove("fruit.zip/a.md"), kept.exists()) == (False, True)
    assert (uploads.remove("fruit.zip/b.md"), kept.exists()) == (True, False)


def test_an_archive_without_a_document_is_refused(uploads: Uploads) -> None:
    with pytest.raises(UnreadableFileError, match="a.zip cannot be read: no file of a kind that is read is in it"):
        uploads.put("a.zip", zipped({"c.css": ""}))
    with pytest.raises(UnreadableFileError, match="a.zip cannot be read: it is broken or not complete"):
        uploads.put("a.zip", b"PK")
