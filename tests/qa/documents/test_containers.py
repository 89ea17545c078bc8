"""Files that hold documents: archives, mailboxes and tables of texts are read as folders of their name."""

import io
import json
import tarfile
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from qa import Collection
from qa.documents import Failure, FoundFile, OtherFile, find_files, read_document
from qa.documents.containers import unpack
from qa.errors import UnreadableFileError

MAILBOX = """From ann@x.example Mon Mar  4 10:00:00 2024
From: Ann <ann@x.example>
Date: Mon, 4 Mar 2024 10:00:00 +0000
Subject: The bridge

It opens in May.
>From June on it is free.

From bob@x.example Tue Mar  5 11:00:00 2024
From: Bob <bob@x.example>
Date: Tue, 5 Mar 2024 11:00:00 +0000
Subject: Re: The bridge

Thank you.

On Mon, 4 Mar 2024 Ann wrote:
> It opens in May.
"""
LONG = (
    "The line to the harbour was laid by hand in one winter, and nobody who saw it thought that it would last so long."
)


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def archived(members: Mapping[str, bytes], mode: str) -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode=f"w:{mode}") as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return data.getvalue()


def documents(folder: Path) -> dict[str, str]:
    return {one.name: read_document(one).text for one in find_files(folder) if isinstance(one, FoundFile)}


def test_members_of_an_archive_are_documents_with_a_path_in_it(folder: Path) -> None:
    inner = zipped({"deep.md": "Deep down."})
    (folder / "a.zip").write_bytes(zipped({"one.md": "First.", "sub/two.txt": "Second.", "inner.zip": inner}))
    assert documents(folder) == {
        "a.zip/one.md": "First.",
        "a.zip/sub/two.txt": "Second.",
        "a.zip/inner.zip/deep.md": "Deep down.",
    }


@pytest.mark.parametrize(("suffix", "mode"), [(".tar", ""), (".tar.gz", "gz"), (".tgz", "gz"), (".tar.xz", "xz")])
def test_tar_archives_are_read_however_they_are_compressed(folder: Path, suffix: str, mode: str) -> None:
    (folder / f"a{suffix}").write_bytes(archived({"one.md": b"First.", "sub/two.md": b"Second."}, mode))
    assert documents(folder) == {f"a{suffix}/one.md": "First.", f"a{suffix}/sub/two.md": "Second."}


def test_what_an_archive_holds_beside_documents_is_named(folder: Path) -> None:
    members = {"a.md": "x", "b.css": "x", ".hidden.md": "x", "__MACOSX/a.md": "x", "../up.md": "x", "/abs.md": "x"}
    (folder / "a.zip").write_bytes(zipped(members))
    found = list(find_files(folder))
    others = [one.path.relative_to(folder).as_posix() for one in found if isinstance(one, OtherFile)]
    failures = {one.path.relative_to(folder).as_posix(): one.reason for one in found if isinstance(one, Failure)}
    assert [one.name for one in found if isinstance(one, FoundFile)] == ["a.zip/a.md"]
    assert others == ["a.zip/b.css"]
    assert failures == {
        "a.zip/up.md": "its path in the archive, '../up.md', leads out of it",
        "a.zip/abs.md": "its path in the archive, '/abs.md', leads out of it",
    }


def test_links_in_an_archive_are_not_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("Secret.")
    with tarfile.open(folder / "a.tar", "w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE):
            link = tarfile.TarInfo(f"link{kind.decode()}.md")
            link.type, link.linkname = kind, str(tmp_path / "secret.md")
            archive.addfile(link)
    assert documents(folder) == {}


@pytest.mark.parametrize("name", ["list.mbox", "Inbox"])
def test_each_message_of_a_mailbox_is_a_document_with_its_own_date(folder: Path, name: str) -> None:
    (folder / name).write_text(MAILBOX)
    found = [read_document(one) for one in find_files(folder) if isinstance(one, FoundFile)]
    assert [(one.info.name, one.info.title, one.info.date) for one in found] == [
        (f"{name}/message 1.eml", "The bridge", date(2024, 3, 4)),
        (f"{name}/message 2.eml", "Re: The bridge", date(2024, 3, 5)),
    ]
    assert found[0].text.endswith("It opens in May.\nFrom June on it is free.")
    assert found[1].text.endswith("Subject: Re: The bridge\n\nThank you.")


def test_each_row_of_a_table_of_texts_is_a_document(folder: Path) -> None:
    rows = f'Subject,Created,Tags,Link,Body\nCable,2024-03-04,news,https://x.example/1,"{LONG}"\n'
    (folder / "t.csv").write_text(f'{rows}Rope,5 March 2024,news,,"{LONG.upper()}\n\nMore."\n')
    found = [read_document(one) for one in find_files(folder) if isinstance(one, FoundFile)]
    assert [(one.info.name, one.info.title, one.info.date, one.info.url) for one in found] == [
        ("t.csv/row 2.jsonl", "Cable", date(2024, 3, 4), "https://x.example/1"),
        ("t.csv/row 3.jsonl", "Rope", date(2024, 3, 5), None),
    ]
    assert found[1].text == f"Subject: Rope\nCreated: 5 March 2024\nTags: news\n\n{LONG.upper()}\n\nMore."
    assert found[1].info.categories == ("news",)


def test_what_the_columns_of_a_table_are_can_be_said_beside_it(folder: Path, collection: Collection) -> None:
    (folder / "t.csv").write_text("Betreff,Gesendet,Inhalt\nKabel,4.3.2024,Es liegt.\nSeil,2024-03-05,Es hält.\n")
    assert list(documents(folder)) == ["t.csv"]
    (folder / "t.csv.yaml").write_text("columns:\n  title: Betreff\n  date: Gesendet\n  text: Inhalt\n")
    found = [read_document(one) for one in find_files(folder) if isinstance(one, FoundFile)]
    assert [(one.info.title, one.info.date) for one in found][1] == ("Seil", date(2024, 3, 5))
    assert found[0].text == "title: Kabel\ndate: 4.3.2024\n\nEs liegt."
    assert collection.index([folder]).added == ["t.csv/row 2.jsonl", "t.csv/row 3.jsonl"]
    (folder / "t.csv.yaml").write_text("columns:\n  title: Inhalt\n  text: Betreff\n")
    assert collection.index([folder]).updated == ["t.csv/row 2.jsonl", "t.csv/row 3.jsonl"]


def test_lines_of_json_are_rows_as_well(folder: Path) -> None:
    lines = [{"title": "Cable", "text": LONG, "n": 1}, {"title": "Rope", "text": LONG, "more": ["a", "b"]}]
    (folder / "t.jsonl").write_text("\n".join(map(json.dumps, lines)))
    assert documents(folder) == {
        "t.jsonl/row 1.jsonl": f"title: Cable\nn: 1\n\n{LONG}",
        "t.jsonl/row 2.jsonl": f"title: Rope\nmore: a, b\n\n{LONG}",
    }


def test_a_table_of_values_is_one_document(folder: Path) -> None:
    (folder / "t.csv").write_text("Ship;Seats\nAlma;310\n\nBerta;\n")
    (folder / "n.tsv").write_text("Alma\t310\nBerta\t90\n")
    assert documents(folder) == {"t.csv": "Ship | Seats\nAlma | 310\nBerta", "n.tsv": "Alma | 310\nBerta | 90"}
    (table,) = [
        read_document(one) for one in find_files(folder) if one.path.name == "t.csv" and isinstance(one, FoundFile)
    ]
    assert [(block.level, block.place and block.place.label) for block in table.blocks] == [
        (1, None),
        (0, "row 2"),
        (0, "row 4"),
    ]


def test_an_index_follows_what_an_archive_holds(folder: Path, collection: Collection) -> None:
    path = folder / "a.zip"
    path.write_bytes(zipped({"one.md": "First.", "two.md": "Second.", "x.css": ""}))
    for named in (folder, path):
        report = collection.index([named])
        assert (report.added, report.not_read) == (
            ["a.zip/one.md", "a.zip/two.md"] if named == folder else [],
            [path / "x.css"],
        )
    path.write_bytes(zipped({"two.md": "Second, changed.", "three.md": "Third."}))
    report = collection.index([path])
    assert (report.added, report.updated, report.removed) == (["a.zip/three.md"], ["a.zip/two.md"], ["a.zip/one.md"])
    path.write_bytes(b"PK\x03\x04broken")
    report = collection.index([folder])
    assert [failure.path for failure in report.failed] == [path]
    assert report.removed == []
    path.unlink()
    assert collection.index([folder]).removed == ["a.zip/two.md", "a.zip/three.md"]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.zip", b"PK\x03\x04" + bytes(50), "it is broken or not complete; save or download it again"),
        ("a.zip", b"no archive", "it is broken or not complete; save or download it again"),
        ("a.zip", zipped({"a.md": bytes(250_000_000)}), "over the limit of 200 MB in 20,000 files; divide it"),
        ("a.zip", zipped({f"{n}.md": "" for n in range(20_001)}), "20,000"),
        ("a.tar.gz", archived({"a.md": bytes(250_000_000)}, "gz"), "over the limit of 200 MB"),
        ("a.tar.gz", archived({"a.md": b"x" * 9999}, "gz")[:60], "it is broken or not complete"),
        ("a.tar.xz", archived({"a.md": bytes(250_000_000)}, "xz"), "over the limit of 200 MB"),
        ("a.tar", b"no archive", "it is broken or not complete"),
        ("a.mbox", b"no mail", "no message is in it"),
        ("a.jsonl", b'{"a": 1}\n{"a": ', "line 2 is not JSON: Expecting value"),
        ("a.jsonl", b"[" * 100_000, "line 1 is not JSON: maximum recursion depth exceeded"),
        ("a.jsonl", b"\n".join(b'{"%d": 1}' % n for n in range(1001)), "its lines have 1,001 different names, over"),
    ],
    ids=range(12),
)
def test_a_broken_or_hostile_container_is_refused_with_its_reason(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason):
        unpack(data, name)


def test_archives_in_one_another_end() -> None:
    data = zipped({"a.md": "x"})
    for _ in range(6):
        data = zipped({"inner.zip": data})
    found = unpack(data, "outer.zip")
    assert found is not None
    assert list(found.failures.values()) == ["it lies in more than 3 archives in one another"]
