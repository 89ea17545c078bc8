"""Examples are offered only if they are answered, and kept with the collection that answers them."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.places import Write

from qa import Collection
from qa.suggestions.suggestions import Suggestions

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


def test_examples_are_answered_first_of_all_with_their_own_sentence(asked: Collection) -> None:
    suggestions = Suggestions(asked)
    assert suggestions.examples() == ()
    made = suggestions.make()
    assert set(made) <= {ARCHES, OPENED, COSTS}
    assert made
    assert suggestions.examples() == made
    assert suggestions.are_made
    for question in made:
        answer = asked.ask(question)
        assert answer.is_sure
        assert answer.citations[0].quote.startswith("The Sandholm")


def test_questions_of_the_author_come_first_and_only_those_that_are_answered(asked: Collection) -> None:
    own = ("What does the Sandholm ferry cost?", "How many moons does Jupiter have?")
    suggestions = Suggestions(asked, own)
    assert suggestions.examples() == own  # until they were asked
    assert suggestions.make()[0] == own[0]
    assert own[1] not in suggestions.examples()


def test_they_are_kept_until_the_collection_changes(asked: Collection, write: Write, folder: Path) -> None:
    made = Suggestions(asked).make()
    again = Suggestions(asked)
    assert (again.examples(), again.are_made) == (made, True)
    write("pier.md", "# Pier\n\nThe pier is old.\n")
    asked.index([folder])
    assert (again.examples(), again.are_made) == ((), False)


def test_what_was_kept_by_another_version_is_made_anew(asked: Collection) -> None:
    asked.catalog.set_property("examples", '["x"]')
    assert Suggestions(asked).examples() == ()


def test_making_stops_when_it_is_told_to(asked: Collection) -> None:
    stop = threading.Event()
    stop.set()
    assert Suggestions(asked).make(stop) == ()
    assert asked.catalog.get_property("examples") is None
