"""A collection on servers: what one machine does, several do; and whatever is killed, nothing is missing or doubled."""

import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.exchanges import exchange
from support.milvus import MilvusServer
from support.places import ROOT, Write
from support.postgres import PostgresServer
from support.toy import ToyEncoder

from qa import Collection, CollectionError, Filters, LockedError, retrieve
from qa.access.accounts import Kind
from qa.cli.main import main
from qa.cli.opening import open_accounts

Open = Callable[[str], Collection]
DOCUMENTS = 130  # a transaction holds 100
CHILD = """
import os, signal, sys
from support.toy import ToyEncoder
from qa import Collection

moment, address, documents = sys.argv[1:]

def progress(stage, done, total):
    if f"{stage} {done}" == moment:
        os.kill(os.getpid(), signal.SIGKILL)

Collection.open(address, encoder=ToyEncoder()).index([documents], progress)
"""


@pytest.fixture
def open_collection() -> Iterator[Open]:
    """Opens the collection at an address, as another server does."""
    opened: list[Collection] = []

    def open_one(address: str) -> Collection:
        opened.append(Collection.open(address, encoder=ToyEncoder()))
        return opened[-1]

    yield open_one
    for collection in opened:
        collection.close()


@pytest.fixture(params=["own indexes", "milvus"])
def vectors(request: pytest.FixtureRequest) -> str:
    """What names a server of vectors in an address; nothing for indexes of each machine's own."""
    if request.param == "own indexes":
        return ""
    server: MilvusServer = request.getfixturevalue("milvus_server")
    return f"&vectors={server.address}"


@pytest.fixture
def address(postgres_server: PostgresServer, vectors: str, tmp_path: Path) -> str:
    """Of an empty collection."""
    return postgres_server.new_address(tmp_path / "own") + vectors


def elsewhere(address: str) -> str:
    """The same collection, as another machine opens it."""
    return address.replace("/own", "/of another machine")


@pytest.fixture
def many(folder: Path, write: Write) -> Path:
    """A folder of documents with three passages each."""
    for number in range(DOCUMENTS):
        write(f"{number:03}.md", f"# Number {number}\n\nThe number is {number}.\n\n" + "word " * 39)
    return folder


def require_whole(collection: Collection) -> None:
    """Nothing is missing, and nothing is there twice."""
    assert collection.problems() == []
    assert collection.catalog.counts() == (DOCUMENTS, 3 * DOCUMENTS)
    assert sorted(name for name, _ in collection.catalog.names()) == [f"{n:03}.md" for n in range(DOCUMENTS)]
    assert collection.state.dense_ready == 1
    assert collection.retrieve("number 42", k=1)[0].document.name == "042.md"


def test_answers_are_those_of_a_collection_in_a_folder(
    address: str, open_collection: Open, collection: Collection, write: Write
) -> None:
    folder = write("a.md", "---\ndate: 2021-03-01\ncategory: blog\n---\n# Bread\n\nThe bakery sells bread.").parent
    write("b.md", "# Rolls\n\nThe bakery sells 300 rolls.")
    write("c.txt", "MS. SMITH: Cakes are sold in the bakery.")
    cluster = open_collection(address)
    for one in (cluster, collection):
        one.index([folder])
        one.describe("The bakery", "What it sells.")
    for question in ("bakery", "How many rolls are sold?", "What did Smith say?", "bread"):
        for filters in (None, Filters(categories=frozenset({"blog"})), Filters(documents=frozenset({"b.md"}))):
            assert cluster.retrieve(question, filters=filters) == collection.retrieve(question, filters=filters)
            found, expected = (one.ask(question, filters=filters).to_dict() for one in (cluster, collection))
            assert {**found, "timings_ms": {}} == {**expected, "timings_ms": {}}
    assert cluster.problems() == []
    assert {**cluster.status(), "collection": ""} == {**collection.status(), "collection": ""}
    for one in (cluster, collection):
        one.remove(["a.md"])
    assert cluster.retrieve("bread") == collection.retrieve("bread")
    assert cluster.catalog.counts() == (2, 2)


def test_a_server_follows_what_another_has_changed(
    address: str, vectors: str, open_collection: Open, write: Write
) -> None:
    folder = write("a.md", "# Bread\n\nThe bakery sells bread.").parent
    one, other = open_collection(address), open_collection(elsewhere(address))
    assert other.retrieve("bread") == []
    one.index([folder])
    assert [hit.document.name for hit in other.retrieve("bread")] == ["a.md"]
    assert other.state.passages == one.state.passages == 1
    assert other.state.dense_ready == (1 if vectors else 0)  # on machines of their own each encodes for itself
    write("b.md", "# Rolls\n\nThe bakery sells rolls.")
    other.index([folder])
    assert [hit.document.name for hit in one.retrieve("rolls", k=1)] == ["b.md"]
    one.remove(["a.md"])
    assert [hit.document.name for hit in other.retrieve("bread")] == ["b.md"]
    one.history.add("ann", "c", exchange())
    assert other.history.exchanges("ann", "c") == [exchange()]


def test_a_second_writer_is_refused_with_the_name_of_the_first(
    address: str, open_collection: Open, write: Write
) -> None:
    folder = write("a.md", "Bread.").parent
    one, other = open_collection(address), open_collection(elsewhere(address))
    one.index([folder])
    with one._store.lock():
        with pytest.raises(LockedError, match=f"is being written to by process {os.getpid()} on "):
            other.remove(["a.md"], patience=0)
        assert other.history.add("ann", "c", exchange()) == 1
    other.remove(["a.md"])


@pytest.mark.parametrize("moment", ["documents 100", f"documents {DOCUMENTS}", "vectors 256"])
def test_a_writer_that_is_killed_loses_and_doubles_nothing(
    address: str, open_collection: Open, many: Path, moment: str
) -> None:
    environment = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    killed = subprocess.run([sys.executable, "-c", CHILD, moment, address, many], env=environment, check=False)
    assert killed.returncode == -signal.SIGKILL
    collection = open_collection(address)
    collection.index([many])
    require_whole(collection)


@pytest.mark.parametrize("moment", ["documents", "vectors"])
def test_a_database_that_is_killed_loses_and_doubles_nothing(
    own_postgres_server: PostgresServer,
    vectors: str,
    open_collection: Open,
    many: Path,
    tmp_path: Path,
    moment: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("qa.store.cluster.connections._PATIENCE", 1.0)
    collection = open_collection(own_postgres_server.new_address(tmp_path / "own") + vectors)
    collection.index([many / "000.md"])
    other = open_collection(own_postgres_server.new_address(tmp_path / "other") + vectors)
    killed = []

    def kill(stage: str, done: int, total: int) -> None:
        if stage == moment and 0 < done < total and not killed:
            own_postgres_server.kill()
            killed.append(moment)

    silent = "the database at 127.0.0.1:.* does not answer .*; nothing of it is lost: see that it runs, and try again"
    with pytest.raises(CollectionError, match=silent):
        collection.index([many], kill)
    assert killed == [moment]
    for call in (lambda: collection.ask("number 1"), other.status, lambda: other.history.conversations("ann")):
        with pytest.raises(CollectionError, match=silent):
            call()
    own_postgres_server.start()
    assert other.history.conversations("ann") == []
    assert collection.retrieve("number 0", k=1)[0].document.name == "000.md"
    collection.index([many])
    require_whole(collection)


def test_the_commands_take_an_address_and_never_show_its_password(
    address: str,
    tmp_path: Path,
    write: Write,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = write("a.md", "The bakery sells bread.").parent
    address = address.replace("postgres@", "postgres:secret@")
    monkeypatch.setattr("qa.collection.default_encoder", lambda *_: ToyEncoder())
    monkeypatch.setenv("QUOTABLE_READER", "off")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("QUOTABLE_COLLECTION", address)
    monkeypatch.setattr("sys.stdin", io.StringIO("twelve eggs\n"))
    kept = "is kept by PostgreSQL, whose own programs pg_dump and pg_restore do this"
    said = {
        "index": (0, "1 added"),
        "retrieve": (0, "The bakery sells bread."),
        "status": (0, "postgresql://127.0.0.1"),
        "describe": (0, "Bakery"),
        "check": (0, "ok"),
        "users": (0, ""),
        "backup": (2, kept),
        "restore": (2, kept),
    }
    words = {
        "index": [str(folder)],
        "retrieve": ["bread"],
        "describe": ["--title", "Bakery"],
        "users": ["add", "ann"],
        "backup": [str(tmp_path / "x.zip")],
        "restore": [str(tmp_path / "x.zip")],
    }
    for command, (status, expected) in said.items():
        with pytest.raises(SystemExit) as ended:
            main([command, *words.get(command, [])])
        printed = "".join(capsys.readouterr())
        assert int(ended.value.code or 0) == status, printed
        assert expected in " ".join(printed.split())
        assert "secret" not in printed
    accounts = open_accounts()
    assert [one.principal.name for one in accounts.all(Kind.USER)] == ["ann"]
    accounts.close()
    assert not (tmp_path / "data" / "quotable" / "access.sqlite").exists()


def test_one_call_takes_an_address_too(address: str, open_collection: Open, write: Write) -> None:
    open_collection(address).index([write("a.md", "The bakery sells bread.")])
    with pytest.raises(CollectionError, match="was made with the encoder toy, and this one is .*another collection"):
        retrieve("bread", collection=address)


@pytest.mark.parametrize("package", ["psycopg", "psycopg_pool"])
def test_without_its_packages_an_address_is_refused_with_what_to_install(package: str) -> None:
    code = (
        f"import sys; sys.modules[{package!r}] = None; from qa import Collection; Collection.open('postgresql://db/a')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    said = f"qa.errors.PackageError: postgresql://db/a is on a server, and the package {package} is not installed"
    assert done.stderr.splitlines()[-1] == f"{said}: pip install 'quotable-qa[cluster]'"
