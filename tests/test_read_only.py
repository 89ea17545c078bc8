"""A collection on a read-only file system is read by every command that reads, and changed by none."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from support.places import ROOT, Write
from support.toy import ToyEncoder

from qa import Collection

COMMANDS = """
import json, sys
from datetime import UTC, datetime
from pathlib import Path
import qa.collection
from support.toy import ToyEncoder

qa.collection.default_encoder = lambda *_: ToyEncoder()
from qa.cli.main import main

def run(*arguments):
    print("==", "repair" if "--repair" in arguments else arguments[0])
    try:
        main([*arguments, "--collection", sys.argv[1]])
    except SystemExit as ended:
        print("status", ended.code, flush=True)

QUESTION = "How many apples were sold by the farm?"
run("ask", QUESTION)
run("retrieve", QUESTION)
run("status")
run("check")
run("show", "apples.md")
run("evaluate", sys.argv[2])
run("feedback", "export", sys.argv[2] + ".out")
run("backup", sys.argv[2] + ".zip")
run("index", sys.argv[3])
run("remove", "apples.md")
run("describe", "--title", "Other")
run("check", "--repair")

from qa import Collection
from qa.web.chat.actions import Chat
from qa.store.listing import Listings
from qa.suggestions.suggestions import Suggestions
collection = Collection.open(sys.argv[1])
chat = Chat(collection, Listings(collection.catalog), Suggestions(collection, ()), lambda: None, editable=False)
first = chat.ask("visitor", {"question": QUESTION, "within": {}, "without": []})
print("==", "chat")
print("kept until the server stops" in first["html"])
second = chat.ask("visitor", {"question": "And how many pears?", "within": {}, "without": [],
                              "conversation": first["conversation"]})
print("kept until the server stops" in second["html"], second["number"])
"""


@pytest.fixture
def place(tmp_path: Path, folder: Path, write: Write) -> Path:
    """The folder of a collection of one document, and of no conversation."""
    write("apples.md", "The farm sold 500 apples at the market.")
    with closing(Collection.open(tmp_path / "collection", encoder=ToyEncoder())) as collection:
        collection.index([folder])
    (tmp_path / "questions.jsonl").write_text('{"question": "How many apples were sold?", "docs": ["apples.md"]}\n')
    return tmp_path / "collection"


def read_only(place: Path, code: str, *arguments: object) -> dict[str, str]:
    """What each command prints where the folder is mounted read-only; the test is skipped where nobody may mount."""
    mount = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && echo mounted && shift && exec "$@"'
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", mount, "sh", place, sys.executable, "-c", code, place, *arguments],
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")]),
            "QUOTABLE_READER": "off",
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if not done.stdout.startswith("mounted"):
        pytest.skip(f"no folder can be mounted read-only here: {done.stderr.strip()}")
    assert done.returncode == 0, done.stderr
    steps = [part.split("\n", 1) for part in done.stdout.split("== ")[1:]]
    return {name: printed.strip() for name, printed in steps} | {"error": done.stderr}


def files(place: Path) -> dict[str, tuple[int, int]]:
    return {str(path): (path.stat().st_mtime_ns, path.stat().st_size) for path in place.rglob("*")}


def test_a_collection_on_a_read_only_file_system_is_read_and_not_changed(
    place: Path, folder: Path, tmp_path: Path
) -> None:
    before = files(place)
    printed = read_only(place, COMMANDS, tmp_path / "questions.jsonl", folder)
    assert "The farm sold 500 apples at the market." in printed["ask"]
    reading = ("ask", "retrieve", "status", "check", "show", "evaluate", "feedback", "backup")
    assert {name: printed[name].splitlines()[-1] for name in reading} == dict.fromkeys(reading, "status 0")
    for name in ("index", "remove", "describe", "repair"):
        assert printed[name] == "status 1"
    assert printed["error"].count("cannot be written (read-only file system); nothing that was kept is lost") == 3
    assert "attempt to write a readonly database" in printed["error"]
    assert printed["chat"].split() == ["True", "False", "2"]
    assert files(place) == before


OLDER = """
import sys
from support.toy import ToyEncoder
from qa import Collection

collection = Collection.open(sys.argv[1], encoder=ToyEncoder())
print("== answer")
print(*[one.quote for one in collection.ask("How many apples were sold by the farm?").citations])
"""


def test_an_older_catalog_and_one_that_a_crash_left_are_read_from_a_read_only_file_system(place: Path) -> None:
    catalog = sqlite3.connect(place / "catalog.sqlite")
    catalog.execute("PRAGMA journal_mode = WAL")
    catalog.execute("ALTER TABLE passages DROP COLUMN columns")
    catalog.execute("UPDATE properties SET value = '3' WHERE name = 'format'")
    catalog.commit()
    log = (place / "catalog.sqlite-wal").read_bytes()
    main = (place / "catalog.sqlite").read_bytes()
    catalog.close()
    assert read_only(place, OLDER)["answer"] == "The farm sold 500 apples at the market."
    (place / "catalog.sqlite").write_bytes(main)
    (place / "catalog.sqlite-wal").write_bytes(log)
    assert len(log) > 0
    assert read_only(place, OLDER)["answer"] == "The farm sold 500 apples at the market."
    assert (place / "catalog.sqlite-wal").read_bytes() == log


def test_a_reader_without_access_sees_what_a_writer_changes(
    place: Path, folder: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch, closing(Collection.open(place, encoder=ToyEncoder())) as writer:
        writer.close()
        patch.setattr("qa.store.sqlite.is_writable", lambda path: False)
        reader = Collection.open(place, encoder=ToyEncoder())
        assert reader.catalog.counts()[0] == 1
        patch.undo()
        write("pears.md", "The pears are sweet.")
        writer.index([folder])
        assert reader.catalog.counts()[0] == 2
        writer.close()
        assert reader.catalog.counts()[0] == 2
        reader.close()
