"""A backup holds what cannot be made again, as it is at one moment; what a backup says is checked."""

import hashlib
import json
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest
from support.places import ROOT, Write
from support.toy import ToyEncoder

from qa import Collection
from qa.care.backup import write_backup
from qa.care.manifest import MANIFEST
from qa.care.restore import restore_backup
from qa.conversations.exchange import Exchange
from qa.errors import BackupError, CollectionError, UsageError
from qa.filters import Filters
from qa.uploads.inbox import Uploads

QUESTION = "How many apples were sold by the farm?"
NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def kept(collection: Collection, folder: Path, write: Write) -> Collection:
    """Two documents, an upload, and a conversation about them."""
    write("apples.md", "The farm sold 500 apples at the market.")
    write("plums.md", "Nobody has counted the plums.")
    collection.index([folder])
    uploads = Uploads(collection)
    uploads.put("pears.md", b"The uploaded pears are sweet.")
    uploads._index()
    collection.index([collection.folder / "uploads"])
    collection.history.add("visitor", "one", Exchange(collection.ask(QUESTION), Filters(), frozenset(), 7, NOW))
    return collection


def restored(backup: Path, folder: Path) -> Collection:
    restore_backup(backup, folder)
    collection = Collection.open(folder, encoder=ToyEncoder())
    collection.follow()
    return collection


def test_a_restored_collection_gives_the_same_answers_and_has_the_uploads_and_the_conversations(
    kept: Collection, tmp_path: Path
) -> None:
    write_backup(kept.folder, tmp_path / "backup.zip")
    with closing(restored(tmp_path / "backup.zip", tmp_path / "again")) as again:
        assert again.problems() == []
        assert again.ask(QUESTION).citations == kept.ask(QUESTION).citations != ()
        assert again.status() | {"collection": ""} == kept.status() | {"collection": "", "title": "again"}
        assert again.history.exchanges("visitor", "one") == kept.history.exchanges("visitor", "one")
        assert (again.folder / "uploads/pears.md").read_bytes() == b"The uploaded pears are sweet."
        assert again.catalog.path_of("pears.md") == str(again.folder / "uploads/pears.md")
        report = again.index([again.folder / "uploads"])
        assert (report.unchanged, report.encoded, report.added, report.updated) == (1, 0, [], [])


def test_a_backup_without_vectors_is_encoded_again(kept: Collection, folder: Path, tmp_path: Path) -> None:
    write_backup(kept.folder, tmp_path / "small.zip", vectors=False)
    with closing(restored(tmp_path / "small.zip", tmp_path / "again")) as again:
        assert again.problems()[0] == "3 passages have no vector yet: index again to encode them"
        assert again.index([folder]).encoded == 3
        assert again.ask(QUESTION).citations == kept.ask(QUESTION).citations
        assert again.problems() == []


def test_a_backup_is_readable_by_its_owner_alone_and_replaces_no_file(kept: Collection, tmp_path: Path) -> None:
    write_backup(kept.folder, tmp_path / "backup.zip")
    assert stat.S_IMODE((tmp_path / "backup.zip").stat().st_mode) == 0o600
    before = (tmp_path / "backup.zip").read_bytes()
    with pytest.raises(UsageError, match=r"backup\.zip is there already; name a new file"):
        write_backup(kept.folder, tmp_path / "backup.zip")
    assert (tmp_path / "backup.zip").read_bytes() == before
    with pytest.raises(UsageError, match="would lie in the collection itself"):
        write_backup(kept.folder, kept.folder / "backup.zip")
    with pytest.raises(CollectionError, match=r"cannot be written \(no such file or directory\)"):
        write_backup(kept.folder, tmp_path / "nowhere" / "backup.zip")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.zip", "collection", "documents"]


WRITER = """
import sys
from pathlib import Path
from support.toy import ToyEncoder
from qa import Collection

collection = Collection.open(sys.argv[1], encoder=ToyEncoder())
folder, number = Path(sys.argv[2]), 0
while True:
    number += 1
    (folder / f"{number}.md").write_text(f"Apple {number} is in edition {number} of it.")
    collection.index([folder])
    collection.remove([f"{number}.md"]) if number % 3 == 0 else None
    print(number, flush=True)
"""


def test_a_backup_that_is_made_while_another_process_indexes_is_whole(
    kept: Collection, folder: Path, tmp_path: Path
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(kept.folder), str(folder)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])},
        stdout=subprocess.PIPE,
    ) as writer:
        assert writer.stdout is not None
        for number in range(6):
            written = int(writer.stdout.readline())
            write_backup(kept.folder, tmp_path / f"{number}.zip")
            assert writer.poll() is None
            with closing(restored(tmp_path / f"{number}.zip", tmp_path / f"again{number}")) as again:
                # What the writer was about to encode may be missing, as after `index --background`; nothing else is.
                assert [problem for problem in again.problems() if "no vector yet" not in problem] in (
                    [],
                    ["the dense index lacks 1 passages: index again"],
                )
                assert f"{written if written % 3 else written - 1}.md" in {one.name for one in listed(again)}
                assert len(again.history.exchanges("visitor", "one")) == 1
                assert again.ask(QUESTION).citations == kept.ask(QUESTION).citations
        writer.kill()


def listed(collection: Collection) -> list[object]:
    return [one.info for one in collection.catalog.listed()]


def test_a_catalog_of_an_older_format_is_migrated(kept: Collection, tmp_path: Path) -> None:
    with closing(sqlite3.connect(kept.folder / "catalog.sqlite")) as catalog:
        catalog.execute("ALTER TABLE passages DROP COLUMN columns")
        catalog.execute("UPDATE properties SET value = '3' WHERE name = 'format'")
        catalog.commit()
    write_backup(kept.folder, tmp_path / "backup.zip")
    with closing(restored(tmp_path / "backup.zip", tmp_path / "again")) as again:
        assert again.problems() == []
        assert again.ask(QUESTION).citations[0].document == "apples.md"


def test_a_folder_that_holds_something_is_not_restored_into(kept: Collection, folder: Path, tmp_path: Path) -> None:
    write_backup(kept.folder, tmp_path / "backup.zip")
    for place in (folder, kept.folder, tmp_path / "backup.zip"):
        with pytest.raises(UsageError, match="holds other files; name an empty or a new folder"):
            restore_backup(tmp_path / "backup.zip", place)
    (tmp_path / "empty").mkdir()
    restore_backup(tmp_path / "backup.zip", tmp_path / "empty")
    assert (tmp_path / "empty/catalog.sqlite").exists()


def rewritten(
    backup: Path,
    target: Path,
    change: Callable[[dict[str, object], dict[str, bytes]], None],
    *,
    pack: int = ZIP_DEFLATED,
) -> Path:
    """A backup whose list and files were changed by somebody who knows the format."""
    with ZipFile(backup) as source:
        files = {name: source.read(name) for name in source.namelist() if name != MANIFEST}
        manifest = json.loads(source.read(MANIFEST))
    change(manifest, files)
    with ZipFile(target, "w", pack) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
        archive.writestr(MANIFEST, json.dumps(manifest))
    return target


def added(name: str, data: bytes = b"x") -> Callable[[dict[str, object], dict[str, bytes]], None]:
    def change(manifest: dict[str, object], files: dict[str, bytes]) -> None:
        files[name] = data
        manifest["files"][name] = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}  # type: ignore[index]

    return change


@pytest.mark.parametrize(
    "name",
    ["../outside.md", "/tmp/outside.md", "uploads/../../outside.md", "C:/outside.md", "uploads\\outside.md", "a//b.md",
     "./a.md", "dense.faiss", "lexical/meta.json", "writer.lock", "catalog.sqlite-wal"],
)  # fmt: skip
def test_a_backup_that_names_what_no_backup_holds_is_refused(kept: Collection, tmp_path: Path, name: str) -> None:
    write_backup(kept.folder, tmp_path / "backup.zip")
    rewritten(tmp_path / "backup.zip", tmp_path / "hostile.zip", added(name))
    before = set(tmp_path.rglob("*"))
    with pytest.raises(BackupError, match=r"hostile\.zip is no whole backup: it names '.*', which no backup holds"):
        restore_backup(tmp_path / "hostile.zip", tmp_path / "again")
    assert set(tmp_path.rglob("*")) == before


def changed_byte(manifest: dict[str, object], files: dict[str, bytes]) -> None:
    files["catalog.sqlite"] = files["catalog.sqlite"][:-1] + b"?"


def without_catalog(manifest: dict[str, object], files: dict[str, bytes]) -> None:
    del files["catalog.sqlite"], manifest["files"]["catalog.sqlite"]  # type: ignore[attr-defined]


def larger(manifest: dict[str, object], files: dict[str, bytes]) -> None:
    files["uploads/pears.md"] += b"0" * 10_000_000


def newer(manifest: dict[str, object], files: dict[str, bytes]) -> None:
    manifest["format"] = 99


def missing(manifest: dict[str, object], files: dict[str, bytes]) -> None:
    del files["uploads/pears.md"]


def unlisted(manifest: dict[str, object], files: dict[str, bytes]) -> None:
    del manifest["files"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (changed_byte, "'catalog.sqlite' is not as it was when the backup was made"),
        (larger, "'uploads/pears.md' is not as it was when the backup was made"),
        (without_catalog, "it holds no catalog"),
        (newer, "it has format 99, and this version reads format 1; upgrade Quotable"),
        (missing, "there is no item named 'uploads/pears.md' in the archive"),
        (unlisted, "its list of files cannot be read"),
    ],
)
def test_a_backup_that_is_not_as_it_was_made_is_refused(
    kept: Collection, tmp_path: Path, change: Callable[[dict[str, object], dict[str, bytes]], None], reason: str
) -> None:
    write_backup(kept.folder, tmp_path / "backup.zip")
    rewritten(tmp_path / "backup.zip", tmp_path / "changed.zip", change)
    (tmp_path / "again").mkdir()
    with pytest.raises(BackupError, match=reason):
        restore_backup(tmp_path / "changed.zip", tmp_path / "again")
    assert list((tmp_path / "again").iterdir()) == []


def test_what_is_no_backup_or_a_part_of_one_is_refused(kept: Collection, tmp_path: Path) -> None:
    write_backup(kept.folder, tmp_path / "backup.zip")
    data = (tmp_path / "backup.zip").read_bytes()
    for name, content in {"half": data[: len(data) // 2], "none": b"", "text": b"not a backup " * 99}.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(BackupError, match=f"{name} is no whole backup: file is not a zip file; take another one"):
            restore_backup(tmp_path / name, tmp_path / "again")
    with ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("catalog.sqlite", b"")
    with pytest.raises(BackupError, match="it was not made by `quotable backup`"):
        restore_backup(tmp_path / "other.zip", tmp_path / "again")
    with pytest.raises(UsageError, match="typo does not exist; name a backup"):
        restore_backup(tmp_path / "typo", tmp_path / "again")
    rewritten(tmp_path / "backup.zip", tmp_path / "packed.zip", lambda *_: None, pack=ZIP_LZMA)
    with pytest.raises(BackupError, match="is packed in another way"):
        restore_backup(tmp_path / "packed.zip", tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_the_catalog_of_a_backup_shows_no_file_of_this_machine_and_runs_nothing(
    kept: Collection, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("The password is apples.")
    hostile = (tmp_path / "secret", kept.folder / "uploads/../../secret", kept.folder / "conversations.sqlite")
    for number, path in enumerate(hostile):
        with closing(sqlite3.connect(kept.folder / "catalog.sqlite")) as catalog:
            catalog.execute("UPDATE documents SET path = ? WHERE name = 'plums.md'", (str(path),))
            catalog.commit()
        write_backup(kept.folder, tmp_path / f"{number}.zip")
        with closing(restored(tmp_path / f"{number}.zip", tmp_path / f"again{number}")) as again:
            assert again.catalog.path_of("apples.md") == str(tmp_path / "documents/apples.md")  # it is that file
            held = Path(again.catalog.path_of("plums.md") or "")
            assert held.parent == again.folder / "elsewhere"
            assert not held.exists()
            assert again.problems() == []
    with closing(sqlite3.connect(kept.folder / "catalog.sqlite")) as catalog:
        catalog.execute("CREATE TRIGGER t AFTER DELETE ON documents BEGIN DELETE FROM passages; END")
        catalog.commit()
    write_backup(kept.folder, tmp_path / "trigger.zip")
    with pytest.raises(BackupError, match=r"catalog\.sqlite in the backup holds more than tables"):
        restore_backup(tmp_path / "trigger.zip", tmp_path / "third")
