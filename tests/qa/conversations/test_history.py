"""The history: conversations of visitors, and what they judged."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from support.exchanges import NOON, exchange
from support.postgres import OpenDatabase
from support.toy import ToyEncoder

from qa import Collection, CollectionError, UsageError
from qa.care.repair import repair
from qa.conversations.feedback import Feedback
from qa.conversations.history import ConversationInfo, History
from qa.store.database import Database
from qa.store.sqlite import SqliteDatabase
from qa.store.writer_lock import writer_lock

FIRST = exchange(question="How many loaves?")
SECOND = exchange(question="And rolls?", asked_at=NOON + timedelta(minutes=1))
THIRD = exchange(question="And cakes?", asked_at=NOON + timedelta(minutes=2))
GOOD = Feedback("helpful", None, "", None, NOON)
BAD = Feedback("not_helpful", "source", "The other bakery.", 1, NOON + timedelta(hours=1))


@pytest.fixture
def database(open_database: OpenDatabase) -> Database:
    """In a file, and again on a server."""
    return open_database("conversations")


@pytest.fixture
def history(database: Database) -> History:
    return History(database)


def test_a_conversation_comes_back_as_it_was_shown(history: History, open_database: OpenDatabase) -> None:
    assert [history.add("ann", "c", one) for one in (FIRST, SECOND)] == [1, 2]
    assert History(open_database("conversations")).exchanges("ann", "c") == [FIRST, SECOND]


def test_the_list_has_the_conversation_first_in_which_something_was_asked_last(history: History) -> None:
    history.add("ann", "a", FIRST)
    history.add("ann", "b", SECOND)
    history.add("ann", "c", FIRST)
    history.add("ann", "a", THIRD)
    assert history.conversations("ann") == [
        ConversationInfo("a", "How many loaves?", 2, THIRD.asked_at, False),
        ConversationInfo("b", "And rolls?", 1, SECOND.asked_at, False),
        ConversationInfo("c", "How many loaves?", 1, FIRST.asked_at, False),
    ]


def test_of_two_that_were_asked_at_once_the_later_made_is_first(history: History) -> None:
    for name in ("b", "a", "c"):
        history.add("ann", name, FIRST)
    assert [info.id for info in history.conversations("ann")] == ["c", "a", "b"]


@pytest.mark.parametrize(
    ("question", "title"),
    [
        (" How\nmany \t loaves? ", "How many loaves?"),
        ("x" * 80, "x" * 80),
        ("x" * 81, "x" * 79 + "…"),
        ("How many " + "x" * 80, "How many…"),
        ("loaf " * 15 + "twelv twelve", " ".join(["loaf"] * 15) + "…"),
        ("y" * 79 + " more", "y" * 79 + "…"),
    ],
)
def test_the_title_is_the_first_question_cut_at_a_word(history: History, question: str, title: str) -> None:
    history.add("ann", "c", exchange(question=question))
    history.add("ann", "c", SECOND)
    assert [info.title for info in history.conversations("ann")] == [title]


def test_what_was_never_asked_is_empty(history: History) -> None:
    assert history.conversations("ann") == []
    assert history.exchanges("ann", "c") == []
    assert history.feedback_of("ann", "c") == {}
    assert history.feedback() == []
    history.delete("ann", "c")


def test_no_visitor_sees_or_changes_what_is_anothers(history: History) -> None:
    history.add("ann", "c", FIRST)
    history.give_feedback("ann", "c", 1, GOOD)
    assert history.conversations("bob") == []
    assert history.exchanges("bob", "c") == []
    assert history.feedback_of("bob", "c") == {}
    with pytest.raises(UsageError, match="there is no such conversation any more; open one of the list"):
        history.rename("bob", "c", "Mine")
    with pytest.raises(UsageError, match="there is no answer 1 in this conversation, which has 0"):
        history.give_feedback("bob", "c", 1, BAD)
    with pytest.raises(UsageError, match="there is no question to ask again; ask one first"):
        history.replace_last("bob", "c", SECOND)
    history.delete("bob", "c")
    history.add("bob", "c", SECOND)
    assert history.conversations("ann") == [ConversationInfo("c", "How many loaves?", 1, NOON, False)]
    assert history.exchanges("ann", "c") == [FIRST]
    assert history.feedback_of("ann", "c") == {1: GOOD}


def test_a_conversation_can_be_called_otherwise(history: History) -> None:
    history.add("ann", "c", FIRST)
    history.rename("ann", "c", "  Of   bread\n")
    history.add("ann", "c", SECOND)
    assert [info.title for info in history.conversations("ann")] == ["Of bread"]


@pytest.mark.parametrize(
    ("title", "error"),
    [
        (" \n", "the title is empty; give the conversation a name"),
        ("x" * 81, "the title has 81 characters; 80 at most"),
    ],
)
def test_a_title_is_one_line_that_fits(history: History, title: str, error: str) -> None:
    history.add("ann", "c", FIRST)
    with pytest.raises(UsageError, match=error):
        history.rename("ann", "c", title)


def test_a_question_asked_again_takes_the_place_of_the_last(history: History) -> None:
    history.add("ann", "c", FIRST)
    history.add("ann", "c", SECOND)
    assert history.replace_last("ann", "c", THIRD) == 2
    assert history.exchanges("ann", "c") == [FIRST, THIRD]
    assert history.replace_last("ann", "c", SECOND, number=2) == 2
    assert history.exchanges("ann", "c") == [FIRST, SECOND]


def test_asking_again_loses_nothing_that_another_window_asked_meanwhile(history: History) -> None:
    history.add("ann", "c", FIRST)
    history.add("ann", "c", SECOND)
    assert history.replace_last("ann", "c", THIRD, number=1) == 3
    assert history.exchanges("ann", "c") == [FIRST, SECOND, THIRD]


def test_judging_again_replaces_what_was_judged(history: History) -> None:
    history.add("ann", "c", FIRST)
    history.add("ann", "c", SECOND)
    history.give_feedback("ann", "c", 2, GOOD)
    history.give_feedback("ann", "c", 2, BAD)
    assert history.feedback_of("ann", "c") == {2: BAD}
    assert history.feedback() == [(BAD, SECOND)]


def test_what_was_judged_outlives_its_exchange_and_is_no_judgement_of_the_next(history: History) -> None:
    history.add("ann", "c", FIRST)
    history.give_feedback("ann", "c", 1, BAD)
    history.replace_last("ann", "c", SECOND)
    history.give_feedback("ann", "c", 1, GOOD)
    assert history.feedback_of("ann", "c") == {1: GOOD}
    history.delete("ann", "c")
    history.add("ann", "c", THIRD)
    assert history.exchanges("ann", "c") == [THIRD]
    assert history.feedback_of("ann", "c") == {}
    assert history.feedback() == [(GOOD, SECOND), (BAD, FIRST)]


def test_feedback_must_fit_the_answer(history: History) -> None:
    history.add("ann", "c", FIRST)
    with pytest.raises(UsageError, match="the passage is 2; the answer came with 1, counted from 1"):
        history.give_feedback("ann", "c", 1, replace(BAD, passage=2))
    for number in (0, 2):
        with pytest.raises(UsageError, match=f"there is no answer {number} in this conversation, which has 1"):
            history.give_feedback("ann", "c", number, GOOD)
    assert history.feedback() == []


def test_what_another_version_kept_is_left_out_and_has_no_number(history: History, database: Database) -> None:
    for one in (FIRST, SECOND, THIRD):
        history.add("ann", "c", one)
    history.give_feedback("ann", "c", 1, GOOD)
    history.give_feedback("ann", "c", 3, BAD)
    database.change("UPDATE exchanges SET record = ? WHERE id = 1", (b'{"shape": 9}',))
    database.change("UPDATE judgements SET record = ? WHERE id = 1", (b'{"shape": 9}',))
    assert history.exchanges("ann", "c") == [SECOND, THIRD]
    assert history.feedback_of("ann", "c") == {2: BAD}
    assert history.feedback() == [(BAD, THIRD)]
    history.give_feedback("ann", "c", 1, GOOD)
    assert history.feedback() == [(GOOD, SECOND), (BAD, THIRD)]
    assert history.add("ann", "c", FIRST) == 3


def test_a_reason_that_this_version_does_not_know_is_left_out(history: History, database: Database) -> None:
    history.add("ann", "c", FIRST)
    history.give_feedback("ann", "c", 1, BAD)
    database.change("UPDATE judgements SET reason = 'too long'")
    assert history.feedback_of("ann", "c") == {}
    assert history.feedback() == []


def test_a_change_is_made_whole_or_not_at_all(history: History, database: Database) -> None:
    history.add("ann", "c", FIRST)
    history.give_feedback("ann", "c", 1, GOOD)
    stop = "BEGIN SELECT raise(ABORT, 'stopped'); END"
    if not isinstance(database, SqliteDatabase):
        stop = "BEGIN RAISE EXCEPTION 'stopped'; END"
        database.change(f"CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS $${stop}$$")
        stop = "FOR EACH ROW EXECUTE FUNCTION stop()"
    for table in ("exchanges", "judgements"):
        database.change(f"CREATE TRIGGER no_{table} BEFORE INSERT ON {table} {stop}")
    calls: list[Callable[[], object]] = [
        lambda: history.add("ann", "d", FIRST),
        lambda: history.replace_last("ann", "c", SECOND),
        lambda: history.give_feedback("ann", "c", 1, BAD),
    ]
    for call in calls:
        with pytest.raises(CollectionError, match="stopped"):
            call()
    assert history.conversations("ann") == [ConversationInfo("c", "How many loaves?", 1, NOON, False)]
    assert history.exchanges("ann", "c") == [FIRST]
    assert history.feedback_of("ann", "c") == {1: GOOD}


def test_windows_that_write_at_once_lose_nothing(open_database: OpenDatabase) -> None:
    opened = [History(open_database("conversations")) for _ in range(4)]
    begin = threading.Barrier(4)

    def ask(history: History) -> list[int]:
        begin.wait()
        return [history.add("ann", "c", FIRST) for _ in range(10)]

    with ThreadPoolExecutor(4) as pool:
        numbers = [number for some in pool.map(ask, opened) for number in some]
    assert sorted(numbers) == list(range(1, 41))
    assert len(opened[0].exchanges("ann", "c")) == 40
    for history in opened:
        history.close()


def test_half_a_character_is_refused_in_every_text(history: History) -> None:
    history.add("ann", "c", FIRST)
    calls: list[Callable[[], object]] = [
        lambda: history.exchanges("ann", "\ud800"),
        lambda: history.rename("ann", "c", "\ud800"),
        lambda: history.add("\ud800", "c", FIRST),
        lambda: history.give_feedback("ann", "c", 1, replace(GOOD, note="\ud800")),
    ]
    for call in calls:
        with pytest.raises(UsageError, match="holds half a character; type it again"):
            call()
    assert history.exchanges("ann", "c") == [FIRST]


def test_opening_a_collection_makes_no_file_of_conversations_and_keeping_one_does(tmp_path: Path) -> None:
    collection = Collection.open(tmp_path / "c", encoder=ToyEncoder())
    assert not (tmp_path / "c" / "conversations.sqlite").exists()
    collection.history.add("ann", "c", FIRST)
    assert (tmp_path / "c" / "conversations.sqlite").exists()
    assert collection.problems() == []
    collection.close()
    collection = Collection.open(tmp_path / "c", encoder=ToyEncoder())
    assert collection.history.exchanges("ann", "c") == [FIRST]
    collection.close()


def test_conversations_outlive_the_catalog(tmp_path: Path) -> None:
    collection = Collection.open(tmp_path / "c", encoder=ToyEncoder())
    collection.history.add("ann", "c", FIRST)
    collection.close()
    for path in (tmp_path / "c").glob("catalog.*"):
        path.unlink()
    list(repair(tmp_path / "c", lambda: Collection.open(tmp_path / "c", encoder=ToyEncoder())))
    collection = Collection.open(tmp_path / "c", encoder=ToyEncoder())
    assert collection.history.exchanges("ann", "c") == [FIRST]
    collection.close()


def test_a_conversation_is_kept_while_another_process_indexes(collection: Collection) -> None:
    with writer_lock(collection.folder):
        assert collection.history.add("ann", "c", FIRST) == 1
    assert collection.catalog.generation == 0


def test_a_pinned_conversation_stays_at_the_top_until_it_is_no_longer_pinned(history: History) -> None:
    history.add("ann", "old", FIRST)
    history.add("ann", "new", THIRD)
    history.pin("ann", "old", pinned=True)
    history.pin("bob", "new", pinned=True)  # not his
    assert [(one.id, one.is_pinned) for one in history.conversations("ann")] == [("old", True), ("new", False)]
    history.pin("ann", "old", pinned=False)
    assert [one.id for one in history.conversations("ann")] == ["new", "old"]


def test_conversations_are_found_by_every_word_of_their_title_or_of_a_question(history: History) -> None:
    history.add("ann", "a", FIRST)
    history.add("ann", "a", SECOND)
    history.add("ann", "b", THIRD)
    history.rename("ann", "b", "Of Straße and tea")
    found = {
        words: [one.id for one in history.conversations("ann", words)] for words in ("rolls MANY", "STRASSE", "x", " ")
    }
    assert found == {"rolls MANY": ["a"], "STRASSE": ["b"], "x": [], " ": ["b", "a"]}


def test_conversations_have_tags_by_which_they_are_found(history: History) -> None:
    for name, asked in (("a", FIRST), ("b", SECOND), ("c", THIRD)):
        history.add("ann", name, asked)
    history.set_tags("ann", "a", ["Bread", "to do"])
    history.set_tags("ann", "b", ["bread"])
    assert [(one.id, one.tags) for one in history.conversations("ann")] == [
        ("c", ()),
        ("b", ("bread",)),
        ("a", ("Bread", "to do")),
    ]
    assert history.tags("ann") == ["bread", "to do"]  # written as in the newest conversation
    assert [one.id for one in history.conversations("ann", tag="BREAD")] == ["b", "a"]
    assert [one.id for one in history.conversations("ann", "rolls", tag="bread")] == ["b"]
    assert [one.id for one in history.conversations("ann", "do")] == ["a"]
    assert history.conversations("ann", tag="brea") == []
    history.set_tags("ann", "a", [])
    assert history.tags("ann") == ["bread"]


def test_nobody_tags_what_is_anothers(history: History) -> None:
    history.add("ann", "a", FIRST)
    with pytest.raises(UsageError, match="there is no such conversation any more; open one of the list"):
        history.set_tags("bob", "a", ["mine"])
    assert (history.tags("ann"), history.tags("bob")) == ([], [])


def test_tags_stay_when_the_conversation_goes_on(history: History) -> None:
    history.add("ann", "a", FIRST)
    history.set_tags("ann", "a", ["bread"])
    history.add("ann", "a", SECOND)
    history.replace_last("ann", "a", THIRD)
    assert [one.tags for one in history.conversations("ann")] == [("bread",)]
