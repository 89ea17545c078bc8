"""Finding and reading files."""

import codecs
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.places import Write

from qa.documents import Failure, FoundFile, OtherFile, document_stamp, file_sha256, find_files, read_document
from qa.documents.files import file_stamp, find_sidecar
from qa.errors import UnreadableFileError


def names(folder: Path) -> list[str]:
    return [found.name for found in find_files(folder) if isinstance(found, FoundFile)]


def failures(folder: Path) -> list[tuple[str, str]]:
    return [(found.path.name, found.reason) for found in find_files(folder) if isinstance(found, Failure)]


FILES = ["a.md", "B.MD", "b/a.md", "b/c/d.markdown", "z.txt", "ä.md", "with space.md"]


@pytest.mark.parametrize("step", [1, -1])
def test_files_are_found_in_the_order_of_names_whatever_the_order_on_disk(
    folder: Path, write: Write, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in FILES[::step]:
        write(name, "x")
    scan = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: list(scan(path))[::step])
    assert names(folder) == ["B.MD", "a.md", "b/a.md", "b/c/d.markdown", "with space.md", "z.txt", "ä.md"]


def test_hidden_files_are_passed_over(folder: Path, write: Write) -> None:
    for name in [".hidden.md", ".git/a.md", "sub/.x/y.md"]:
        write(name, "x")
    assert list(find_files(folder)) == []


def test_files_of_kinds_that_are_not_read_are_found_as_such(folder: Path, write: Write) -> None:
    for name in ["a.css", "md", "b.md.bak", "sub/c.js", "d.md"]:
        write(name, "x")
    os.mkfifo(folder / "pipe")
    others = [found.path.relative_to(folder).as_posix() for found in find_files(folder) if isinstance(found, OtherFile)]
    assert others == ["a.css", "b.md.bak", "md", "pipe", "sub/c.js"]
    assert names(folder) == ["d.md"]


def test_a_file_is_known_by_its_beginning_where_its_name_says_nothing(folder: Path, write: Write) -> None:
    write("index.php?page=2", "<!DOCTYPE html>\n<p>x</p>")
    write("captions", "WEBVTT\n\n00:01.000 --> 00:02.000\nx")
    assert names(folder) == ["captions", "index.php?page=2"]


def test_what_belongs_to_a_document_is_no_file_of_its_own(folder: Path, write: Write) -> None:
    for name in ["a.md", "a.yaml", "b.txt", "b.txt.yaml", "c.html", "c_files/advert.html", "b_files/d.md", "e.yaml"]:
        write(name, "x")
    found = [one.path.relative_to(folder).as_posix() for one in find_files(folder)]
    assert found == ["a.md", "b.txt", "b_files/d.md", "c.html", "e.yaml"]


def test_a_name_as_long_as_a_disk_allows_has_no_room_for_a_sidecar(folder: Path, write: Write) -> None:
    path = write(f"{'a' * 250}.md", "Text.")
    assert find_sidecar(path) is None
    assert document_stamp(path) == file_stamp(path)


def test_links_that_leave_the_folder_are_reported_and_not_followed(folder: Path, write: Write, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "x.md").write_text("x")
    (folder / "folder").symlink_to(tmp_path / "elsewhere")
    (folder / "file.md").symlink_to(tmp_path / "elsewhere" / "x.md")
    (folder / "zeros.md").symlink_to("/dev/zero")
    write("sub/a.md", "x")
    (folder / "sub" / "up.md").symlink_to("../../elsewhere/x.md")
    assert names(folder) == ["sub/a.md"]
    assert failures(folder) == [
        ("file.md", f"a link that leaves the folder; index {tmp_path}/elsewhere/x.md itself"),
        ("folder", f"a link that leaves the folder; index {tmp_path}/elsewhere itself"),
        ("up.md", f"a link that leaves the folder; index {tmp_path}/elsewhere/x.md itself"),
        ("zeros.md", "a link that leaves the folder; index /dev/zero itself"),
    ]


def test_a_link_loop_is_reported_once(folder: Path, write: Write) -> None:
    write("a/b/x.md", "x")
    (folder / "a" / "b" / "loop").symlink_to(folder / "a")
    assert names(folder) == ["a/b/x.md"]
    assert failures(folder) == [("loop", "a link loop: the folder contains itself")]


def test_broken_links_are_reported(folder: Path) -> None:
    (folder / "gone.md").symlink_to(folder / "nowhere")
    (folder / "itself").symlink_to(folder / "itself")
    assert failures(folder) == [
        ("gone.md", "no such file or directory"),
        ("itself", "too many levels of symbolic links"),
    ]


def test_a_folder_that_cannot_be_listed_is_reported(
    folder: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.md", "x")
    write("closed/b.md", "x")
    scan = os.scandir

    def refuse(path: Path) -> object:
        if path == folder / "closed":
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert names(folder) == ["a.md"]
    assert failures(folder) == [("closed", "permission denied")]


def test_a_folder_named_like_a_file_is_a_folder(folder: Path, write: Write) -> None:
    write("x.md/y.md", "x")
    assert names(folder) == ["x.md/y.md"]


def test_a_pipe_named_like_a_file_never_blocks(
    folder: Path, within: Callable[[float], AbstractContextManager[None]]
) -> None:
    os.mkfifo(folder / "x.md")
    with within(2):
        (found,) = find_files(folder)
        assert isinstance(found, FoundFile)
        for read in (lambda: read_document(found), lambda: file_sha256(found.path)):
            with pytest.raises(UnreadableFileError, match="^not a regular file$"):
                read()


def test_a_name_that_is_not_unicode_is_reported(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.md")).write_text("x")
    assert names(folder) == []
    ((_, reason),) = failures(folder)
    assert "name" in reason


def refused(path: Path) -> str:
    with pytest.raises(UnreadableFileError) as caught:  # noqa: PT011 - the caller matches the message
        read_document(FoundFile(path, path.name))
    return str(caught.value)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("caf\u00e9 l\u2019".encode() + b"\xff", "not UTF-8 text (byte 10 is 0xff); save it as UTF-8"),
        (b"odd \x81 byte", "not Windows-1252 text (byte 4 is 0x81); save it as UTF-8"),
        ("\u043f\u043e\u0440\u0442".encode("cp1251"), "not UTF-8 text (byte 0 is 0xef); save it as UTF-8"),
        (codecs.BOM_UTF16_LE + b"a", "not UTF-16-LE text (byte 2 is 0x61); save it as UTF-8"),
        (b"a\0b", "it holds a null character, so it is not a text file"),
        (b"", "it holds no text"),
        (b" \n\xc2\xa0\n", "it holds no text"),
        (b"---\ntitle: x\n---\n", "it holds no text"),
        (b"<!-- only a comment -->", "it holds no text"),
    ],
)
def test_a_file_that_is_no_document_is_refused_with_the_reason(folder: Path, data: bytes, reason: str) -> None:
    (folder / "x.md").write_bytes(data)
    assert refused(folder / "x.md").startswith(reason)


def test_a_file_over_50_mb_is_refused_without_reading_it(folder: Path) -> None:
    with (folder / "x.md").open("wb") as file:
        file.truncate(50_000_001)  # sparse: it takes no space
    assert refused(folder / "x.md") == "50 MB, over the limit of 50 MB; divide it"


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: None])
def test_what_is_no_file_is_refused(folder: Path, make: Callable[[Path], None]) -> None:
    make(folder / "x.md")
    assert refused(folder / "x.md") in ("not a regular file", "no such file or directory")


@pytest.mark.parametrize("data", ["# T\r\n\r\none  \r\ntwo\r\n", "\ufeff# T\n\none  \ntwo\n", "# T\r\rone  \rtwo"])
def test_line_ends_and_a_byte_order_mark_change_no_text(folder: Path, data: str) -> None:
    path = folder / "x.md"
    path.write_bytes(data.encode())
    found = read_document(FoundFile(path, "x.md"))
    assert found.text == "T\n\none\ntwo"
    assert found.sha256 == file_sha256(path) == sha256(data.encode()).hexdigest()


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("x.md", "---\ntitle: Front\n---\n# Heading\n\ntext", "Front"),
        ("x.md", "---\ntitle: ''\n---\ntext\n\n# Heading", "Heading"),
        ("x.md", "## Second level\n\ntext", "x"),
        ("2021_report_on-x.md", "text", "2021 report on-x"),
        ("_.md", "text", "_.md"),
    ],
)
def test_the_title_is_the_front_matters_or_the_first_heading_or_the_files_name(
    write: Write, name: str, text: str, title: str
) -> None:
    assert read_document(FoundFile(write(name, text), name)).info.title == title


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.md"
    path.write_bytes(data)
    try:
        found = read_document(FoundFile(path, "any.md"))
    except UnreadableFileError:
        return
    assert found.text.rstrip() == found.text != ""
