"""Questions after an answer are sought one at a time, and never while somebody asks."""

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from support.places import Write

from qa import Collection
from qa.answering.answer import Answer
from qa.filters import Filters
from qa.suggestions.follow_ups import FollowUps, Offered

BRIDGE = "# Bridge\n\nThe Sandholm bridge has 14 arches. The Sandholm bridge was opened in May 1931.\n"
FERRY = "# Ferry\n\nThe Sandholm ferry costs $4 a day. It runs at night.\n"
ARCHES = "How many arches does the Sandholm bridge have?"
OPENED = "When was the Sandholm bridge opened?"
COSTS = "How much does the Sandholm ferry cost a day?"

pytestmark = pytest.mark.model


@pytest.fixture
def asked(tmp_path: Path, write: Write, folder: Path) -> Iterator[Collection]:
    """A collection of two documents, asked with the real model."""
    write("bridge.md", BRIDGE)
    write("ferry.md", FERRY)
    collection = Collection.open(tmp_path / "asked", precision="float32")
    collection.index([folder])
    yield collection
    collection.close()


def all_steps(follow_ups: FollowUps, answer: Answer, *asked: str, filters: Filters | None = None) -> tuple[str, ...]:
    """What is found in the end."""
    for _ in range(20):
        offered = follow_ups.step(answer, asked, filters or Filters())
        if offered.is_complete:
            return offered.questions
    pytest.fail("the steps come to no end")


def test_after_an_answer_other_sentences_of_its_document_are_asked(asked: Collection) -> None:
    found = all_steps(FollowUps(asked), asked.ask(ARCHES), ARCHES)
    assert ARCHES not in found
    assert OPENED in found


def test_what_was_asked_before_is_not_suggested_again(asked: Collection) -> None:
    assert OPENED not in all_steps(FollowUps(asked), asked.ask(ARCHES), ARCHES, OPENED.upper())


def test_a_step_asks_one_question_at_most(asked: Collection) -> None:
    follow_ups, answer = FollowUps(asked), asked.ask(ARCHES)
    for _ in range(20):
        with patch.object(asked, "ask", wraps=asked.ask) as ask:
            offered = follow_ups.step(answer, [ARCHES])
        assert ask.call_count <= 1
        if offered.is_complete:
            break
    assert offered.questions
    with patch.object(asked, "ask", wraps=asked.ask) as ask:
        assert follow_ups.step(answer, [ARCHES]) == offered
    assert ask.call_count == 0  # the verdicts are remembered


def test_the_first_step_asks_nothing(asked: Collection) -> None:
    answer = asked.ask(ARCHES)
    with patch.object(asked, "ask", wraps=asked.ask) as ask:
        assert FollowUps(asked).step(answer, [ARCHES]) == Offered((), is_complete=False)
    assert ask.call_count == 0


def test_nothing_is_tried_while_somebody_asks(asked: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    follow_ups, answer = FollowUps(asked), asked.ask(ARCHES)
    with monkeypatch.context() as busy, patch.object(asked, "ask", wraps=asked.ask) as ask:
        busy.setattr(Collection, "is_busy", True)
        assert follow_ups.step(answer, [ARCHES]) == Offered((), is_complete=False)
        assert ask.call_count == 0
    assert all_steps(follow_ups, answer, ARCHES)


def test_they_are_answered_within_the_filters_of_the_answer(asked: Collection) -> None:
    within = Filters(documents=frozenset(["ferry.md"]))
    assert OPENED not in all_steps(FollowUps(asked), asked.ask(ARCHES), ARCHES, filters=within)


def test_an_answer_of_a_collection_that_has_changed_is_followed_up_anew(
    asked: Collection, write: Write, folder: Path
) -> None:
    follow_ups, answer = FollowUps(asked), asked.ask(ARCHES)
    assert OPENED in all_steps(follow_ups, answer, ARCHES)
    write("bridge.md", BRIDGE.replace("was opened", "was closed"))
    asked.index([folder])
    assert OPENED not in all_steps(follow_ups, answer, ARCHES)


def test_what_many_documents_name_is_not_asked_about_and_two_questions_have_two_answers(
    asked: Collection, write: Write, folder: Path
) -> None:
    write("bridge.md", f"{BRIDGE}\nThe bridge belongs to the Harbour Trust Fund, which lives on ferry tolls.\n")
    trust = "What is said about the Harbour Trust Fund?"
    asked.index([folder])
    found = all_steps(FollowUps(asked), asked.ask(ARCHES), ARCHES)
    assert trust in found
    assert "What is said about ferry tolls?" not in found  # the same sentence answers it
    for number in range(6):
        write(f"{number}.md", f"# Year {number}\n\nThe council met the Harbour Trust Fund in its year {number}.\n")
    asked.index([folder])
    assert trust not in all_steps(FollowUps(asked), asked.ask(ARCHES), ARCHES)
