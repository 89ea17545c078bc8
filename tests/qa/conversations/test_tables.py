"""What an older version has kept in the catalog moves to a file of its own, and nothing of it is lost."""

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from support.exchanges import NOON, exchange
from support.toy import ToyEncoder

from qa import Collection, CollectionError
from qa.conversations.exchange import to_record
from qa.conversations.feedback import Feedback
from qa.conversations.history import ConversationInfo, History
from qa.store.catalog import Catalog
from qa.store.sqlite import SqliteDatabase

FIRST = exchange(question="How many loaves?")
SECOND = exchange(question="And rolls?", asked_at=NOON + timedelta(minutes=1))
THIRD = exchange(question="And cakes?", asked_at=NOON + timedelta(minutes=2))
GOOD = Feedback("helpful", None, "", None, NOON)
BAD = Feedback("not_helpful", "source", "The other bakery.", 1, NOON + timedelta(hours=1))

BEFORE = """
CREATE TABLE properties (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE folders (path TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE documents (id INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL, date TEXT, category TEXT, url TEXT, text TEXT NOT NULL, blocks TEXT NOT NULL,
    sha256 TEXT NOT NULL, stamp TEXT NOT NULL);
CREATE TABLE passages (id INTEGER PRIMARY KEY AUTOINCREMENT,
    document INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE, start INTEGER NOT NULL,
    "end" INTEGER NOT NULL, context TEXT NOT NULL, section TEXT, speaker TEXT, key BLOB NOT NULL);
CREATE INDEX passages_of_document ON passages (document);
CREATE TABLE removals (id INTEGER PRIMARY KEY AUTOINCREMENT, passage INTEGER NOT NULL);
INSERT INTO properties VALUES ('format', '2'), ('generation', '5');
CREATE TABLE conversations (key INTEGER PRIMARY KEY AUTOINCREMENT, visitor TEXT NOT NULL, id TEXT NOT NULL,
    title TEXT NOT NULL, changed_at TEXT NOT NULL, UNIQUE (visitor, id));
CREATE TABLE exchanges (id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation INTEGER NOT NULL REFERENCES conversations (key) ON DELETE CASCADE, record BLOB NOT NULL);
CREATE INDEX exchanges_of_conversation ON exchanges (conversation);
CREATE TABLE judgements (id INTEGER PRIMARY KEY AUTOINCREMENT,
    exchange INTEGER UNIQUE REFERENCES exchanges (id) ON DELETE SET NULL, record BLOB NOT NULL, verdict TEXT NOT NULL,
    reason TEXT, note TEXT NOT NULL, passage INTEGER, given_at TEXT NOT NULL);
"""


def keep_as_before(place: Path) -> None:
    """Ann's conversation of two exchanges, Bob's of one, and the feedback on an exchange that is gone."""
    with sqlite3.connect(place / "catalog.sqlite") as connection:
        keys = (7, "ann", "c", "Of bread", NOON.isoformat(timespec="microseconds"))
        connection.execute("INSERT INTO conversations VALUES (?, ?, ?, ?, ?)", keys)
        connection.execute("INSERT INTO conversations VALUES (9, 'bob', 'c', 'And cakes?', ?)", keys[4:])
        for row in ((3, 7, to_record(FIRST)), (8, 7, to_record(SECOND)), (5, 9, to_record(THIRD))):
            connection.execute("INSERT INTO exchanges VALUES (?, ?, ?)", row)
        for exchange_key, kept, given in ((8, SECOND, BAD), (None, THIRD, GOOD)):
            connection.execute(
                "INSERT INTO judgements (exchange, record, verdict, reason, note, passage, given_at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (exchange_key, to_record(kept), given.verdict, given.reason, given.note, given.passage,
                 given.given_at.isoformat(timespec="microseconds")),
            )  # fmt: skip
    connection.close()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """The folder of a collection of an older version, with conversations and feedback in its catalog."""
    place = tmp_path / "collection"
    place.mkdir()
    with sqlite3.connect(place / "catalog.sqlite") as connection:
        connection.executescript(BEFORE)
    connection.close()
    keep_as_before(place)
    return place


@pytest.fixture
def history(place: Path) -> Iterator[History]:
    """Of that collection."""
    history = History(SqliteDatabase(place / "conversations.sqlite"), SqliteDatabase(place / "catalog.sqlite"))
    yield history
    history.close()


def require_all(history: History) -> None:
    assert history.conversations("ann") == [ConversationInfo("c", "Of bread", 2, NOON, False)]
    assert history.exchanges("ann", "c") == [FIRST, SECOND]
    assert history.feedback_of("ann", "c") == {2: BAD}
    assert history.exchanges("bob", "c") == [THIRD]
    assert history.feedback_of("bob", "c") == {}
    assert history.feedback() == [(GOOD, THIRD), (BAD, SECOND)]


def tables(path: Path) -> set[str]:
    with sqlite3.connect(path) as connection:
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    connection.close()
    return names


def test_opening_a_collection_moves_what_an_older_version_has_kept(place: Path) -> None:
    for _ in range(2):
        collection = Collection.open(place, encoder=ToyEncoder())
        assert not {"conversations", "exchanges", "judgements"} & tables(place / "catalog.sqlite")
        require_all(collection.history)
        assert collection.catalog.generation == 5
        assert collection.problems() == []
        collection.close()


def test_conversations_go_on_where_they_were(history: History) -> None:
    assert history.add("ann", "c", THIRD) == 3
    history.give_feedback("ann", "c", 2, GOOD)
    assert history.feedback_of("ann", "c") == {2: GOOD}


class Killed(BaseException):
    """Stands for a process that ends here."""


@pytest.mark.parametrize("at", ["INSERT INTO judgements", "DROP TABLE IF EXISTS judgements", "DROP TABLE IF EXISTS c"])
def test_a_move_that_is_killed_loses_and_doubles_nothing(
    place: Path, history: History, at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = SqliteDatabase.change

    def killed(database: SqliteDatabase, statement: str, values: tuple[object, ...] = ()) -> int:
        if statement.startswith(at):
            raise Killed
        return change(database, statement, values)

    with monkeypatch.context() as patch:
        patch.setattr(SqliteDatabase, "change", killed)
        with pytest.raises(Killed):
            history.move_out_of_catalog()
    assert "conversations" in tables(place / "catalog.sqlite")
    require_all(history)
    assert "conversations" not in tables(place / "catalog.sqlite")


def test_what_an_older_version_keeps_afterwards_is_moved_too(place: Path, history: History) -> None:
    require_all(history)
    history.delete("bob", "c")
    history.add("ann", "c", exchange(question="And buns?"))
    history.close()
    with sqlite3.connect(place / "catalog.sqlite") as connection:
        connection.executescript(BEFORE[BEFORE.index("CREATE TABLE conversations") :])
    connection.close()
    keep_as_before(place)
    again = History(SqliteDatabase(place / "conversations.sqlite"), SqliteDatabase(place / "catalog.sqlite"))
    assert len(again.exchanges("ann", "c")) == 3
    assert again.exchanges("bob", "c") == [THIRD]
    assert again.feedback() == [(GOOD, THIRD), (BAD, SECOND)]
    again.close()


def test_a_catalog_that_cannot_be_written_stops_no_question_and_loses_no_conversation(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.store.sqlite._BUSY_SECONDS", 0.05)
    Catalog(
        SqliteDatabase(place / "catalog.sqlite")
    ).close()  # of the newest format, but for the conversations that it still holds
    other = sqlite3.connect(place / "catalog.sqlite", isolation_level=None)
    other.execute("PRAGMA journal_mode = WAL")
    other.execute("BEGIN IMMEDIATE")
    collection = Collection.open(place, encoder=ToyEncoder())
    assert collection.retrieve("bread") == []
    with pytest.raises(CollectionError, match="cannot be used now .*nothing of it is lost"):
        collection.history.conversations("ann")
    other.close()
    require_all(collection.history)
    collection.close()


def test_a_file_of_a_newer_version_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "x.sqlite") as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    history = History(SqliteDatabase(tmp_path / "x.sqlite"))
    with pytest.raises(CollectionError, match="has format 99, and this version of Quotable reads formats up to 3; upg"):
        history.conversations("ann")
    history.close()


def test_a_catalog_of_the_first_format_is_migrated(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "catalog.sqlite") as connection:
        first = BEFORE[: BEFORE.index("CREATE TABLE conversations")].replace(", stamp TEXT NOT NULL", "")
        connection.executescript(first.replace("'2'", "'1'"))
        connection.execute(
            "INSERT INTO documents (path, name, title, text, blocks, sha256) "
            "VALUES (?, 'a.md', 'A', 'Bread.', '[]', 'x')",
            (str(tmp_path / "a.md"),),
        )
    connection.close()
    collection = Collection.open(tmp_path, encoder=ToyEncoder())
    assert [(file.name, file.stamp) for file in collection.catalog.files().values()] == [("a.md", "")]
    collection.close()
    again = Collection.open(tmp_path, encoder=ToyEncoder())
    assert again.catalog.get_property("format") == "4"
    assert again.catalog.generation == 5
    again.close()


@pytest.mark.parametrize(("format", "later"), [(1, ["tags", "pinned"]), (2, ["tags"])])
def test_a_file_of_an_older_format_is_brought_up_to_date_and_nothing_in_it_is_lost(
    tmp_path: Path, format: int, later: list[str]
) -> None:
    history = History(SqliteDatabase(tmp_path / "x.sqlite"))
    history.add("ann", "c", FIRST)
    history.pin("ann", "c", pinned=True)
    history.close()
    with sqlite3.connect(tmp_path / "x.sqlite") as connection:
        for column in later:
            connection.execute(f"ALTER TABLE conversations DROP COLUMN {column}")
        connection.execute(f"PRAGMA user_version = {format}")
    connection.close()
    again = History(SqliteDatabase(tmp_path / "x.sqlite"))
    assert [(one.is_pinned, one.tags) for one in again.conversations("ann")] == [("pinned" not in later, ())]
    again.set_tags("ann", "c", ["bread"])
    assert again.exchanges("ann", "c") == [FIRST]
    again.close()
    with sqlite3.connect(tmp_path / "x.sqlite") as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (3,)
        assert connection.execute("SELECT tags FROM conversations").fetchall() == [("bread",)]
    connection.close()
