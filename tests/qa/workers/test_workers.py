"""Processes that answer: the same as one process, whatever happens to them."""

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from support.places import Write
from support.worker_collections import opening, opening_for_minutes

from embeddings import EmbeddingsError
from qa import Collection, CollectionError, Conversation
from qa.answering.caution import CAUTIONS
from qa.retrieval.search import Search
from qa.understanding.follow_ups import standalone
from qa.workers import workers as module
from qa.workers.workers import Workers

QUESTIONS = ("How many apples were sold?", "Who sold pears?", "What was calm?", "How many documents mention apples?")


@pytest.fixture
def apples(collection: Collection, folder: Path, write: Write) -> Collection:
    write("apples.md", "# Apples\n\nThe farm of Ann Lee sold 500 apples. All was calm.\n")
    write("pears.md", "# Pears\n\nThe farm sold no pears in 2021. It was odd.\n")
    collection.index([folder])
    return collection


@pytest.fixture
def workers(apples: Collection, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Workers]:
    """Processes that answer for the collection: one, or as many as a test wants."""
    notes = tmp_path / "notes"
    notes.mkdir()
    some = Workers(apples.folder, getattr(request, "param", 1), opening(notes))
    apples.answer_by(some)
    yield some
    some.close()
    apples.answer_by(None)


two = pytest.mark.parametrize("workers", [2], indirect=True)


def told(collection: Collection, question: str) -> list[object]:
    found = [collection.search(question).to_dict(), collection.ask(question).to_dict()]
    return [{name: value for name, value in one.items() if name != "timings_ms"} for one in found]


def alone(collection: Collection, workers: Workers, question: str) -> list[object]:
    """What the collection's own process says."""
    collection.answer_by(None)
    found = told(collection, question)
    collection.answer_by(workers)
    return found


@two
def test_several_processes_answer_at_once_as_one_does_alone(apples: Collection, workers: Workers) -> None:
    expected = [alone(apples, workers, question) for question in QUESTIONS]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lambda question: told(apples, question), QUESTIONS * 5)) == expected * 5


def test_what_a_question_depends_on_goes_with_it(apples: Collection, workers: Workers) -> None:
    apples.choose(CAUTIONS["cautious"], reads=False)
    searches: list[Search] = []
    before = Conversation((apples.ask("How many apples were sold?").turn,))
    answer = apples.ask("And pears?", before, k=1, found=searches.append)
    assert answer.caution == CAUTIONS["cautious"]
    assert answer.search.question.interpreted == standalone("And pears?", before).interpreted != "And pears?"
    assert len(answer.search.hits) == 1
    assert [search.question for search in searches] == [answer.search.question]


@two
def test_a_document_that_was_added_is_found_by_every_process(
    apples: Collection, workers: Workers, folder: Path, write: Write
) -> None:
    assert [told(apples, "plums") for _ in range(4)]
    write("plums.md", "# Plums\n\nAll plums were blue.\n")
    apples.index([folder])
    found = [apples.retrieve("plums", 1)[0].document.name for _ in range(4)]
    assert found == ["plums.md"] * 4


def test_a_process_that_was_killed_is_replaced(apples: Collection, workers: Workers) -> None:
    expected = alone(apples, workers, "What was calm?")
    assert told(apples, "What was calm?") == expected
    [before] = workers.numbers
    os.kill(before, signal.SIGKILL)
    assert told(apples, "What was calm?") == expected
    assert workers.numbers != [before]


def test_what_a_process_was_asked_when_it_ended_is_asked_again(apples: Collection, workers: Workers) -> None:
    assert apples.search("an ending of apples").hits[0].document.name == "apples.md"


def test_a_question_that_ends_two_processes_is_refused(apples: Collection, workers: Workers) -> None:
    with pytest.raises(CollectionError, match="has ended, twice; ask again"):
        apples.search("endings")
    assert apples.search("apples").hits


def test_errors_come_as_they_are_raised(apples: Collection, workers: Workers) -> None:
    with pytest.raises(EmbeddingsError, match="^it failed$"):
        apples.search("failing")
    with pytest.raises(RuntimeError, match="nobody foresaw this"):
        apples.search("odd")
    assert apples.search("apples").hits


def test_whoever_leaves_in_the_middle_leaves_no_answer_to_the_next(apples: Collection, workers: Workers) -> None:
    def leave(_: Search) -> None:
        raise ConnectionResetError("gone")

    with pytest.raises(ConnectionResetError):
        apples.ask("How many apples were sold?", found=leave)
    assert told(apples, "What was calm?") == alone(apples, workers, "What was calm?")


def test_an_interrupt_ends_no_process(apples: Collection, workers: Workers) -> None:
    assert told(apples, "calm")
    [before] = workers.numbers
    os.kill(before, signal.SIGINT)
    os.kill(before, signal.SIGTERM)
    assert told(apples, "calm")
    assert workers.numbers == [before]


def test_an_answer_under_way_is_finished_and_nothing_is_answered_after_it(
    apples: Collection, workers: Workers, tmp_path: Path
) -> None:
    with ThreadPoolExecutor(1) as threads:
        slow = threads.submit(apples.search, "slow apples")
        while not (tmp_path / "notes/begun").exists():
            threading.Event().wait(0.01)
        assert apples.is_busy
        workers.close()
        assert slow.result(30).hits[0].document.name == "apples.md"
    assert not apples.is_busy
    assert workers.numbers == []
    for _ in range(2):
        with pytest.raises(CollectionError, match="have been ended"):
            apples.search("apples")


def test_a_process_that_is_still_loading_ends_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_TO_END", 600)
    loading = Workers(tmp_path, 2, opening_for_minutes)
    while len(loading.numbers) < 2:
        threading.Event().wait(0.01)
    started = loading.numbers
    loading.close()
    for number in started:
        with pytest.raises(ProcessLookupError):
            os.kill(number, 0)
