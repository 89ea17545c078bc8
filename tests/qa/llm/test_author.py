"""Answers that a language model writes: what is shown of them, and what takes their place."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from support.places import Write

pytest.importorskip("openai", reason="the extra llm is not installed")

from support.llm_server import Reply, ScriptedServer, answer, claims, refusal, serving

from embeddings import Vectors
from qa import Author, Collection, LlmSettings, UsageError
from qa.answering.answer import NOT_KNOWN
from qa.answering.citations import verify_written
from qa.answering.draft import Quote, Statement
from qa.answering.written import Written
from qa.gate.judge import Verifier
from qa.understanding.follow_ups import Conversation

TEXT = "Bread costs 5 dollars in the north. It was dear in 1999. The south bakes its own."
SENTENCES = ("Bread costs 5 dollars in the north.", "It was dear in 1999.", "The south bakes its own.")
QUESTION = "What does bread cost?"


@pytest.fixture(autouse=True)
def bread(collection: Collection, write: Write, folder: Path) -> None:
    write("bread.md", f"---\ntitle: Bread\ndate: 2021-03-01\n---\n{TEXT}\n")
    collection.index([folder])


class Convinced:
    """Finds that evidence supports each claim with one probability."""

    def __init__(self, supported: float) -> None:
        self.supported = supported

    def verify(self, claims: Sequence[str], evidence: Sequence[str]) -> Vectors:
        """The same row for each."""
        return np.array([[self.supported, 0, 1 - self.supported]] * len(claims), dtype=np.float32)


@contextmanager
def writing(
    collection: Collection, *replies: Reply, verifier: Verifier | None = None
) -> Iterator[tuple[Author, ScriptedServer]]:
    with serving(*replies) as server:
        yield Author(collection, LlmSettings(server.url, "m"), load_verifier=lambda: verifier), server


def said(*made: tuple[str, list[str]], not_in_sources: bool = False) -> Reply:
    return Reply(answer(claims(*made, not_in_sources=not_in_sources)))


def test_statements_stand_on_quotations_numbered_as_they_are_used(collection: Collection) -> None:
    seen: list[Statement] = []
    with writing(collection, said((SENTENCES[2], ["S3"]), (SENTENCES[0], ["S1", "S3"]))) as (author, _):
        written = author.ask(QUESTION, show=seen.append)
    assert [statement.text for statement in seen] == [SENTENCES[2], SENTENCES[0]]
    assert [(one.marker, one.quote) for one in written.citations] == [(1, SENTENCES[2]), (2, SENTENCES[0])]
    assert written.text == f"{SENTENCES[2]} [1]\n{SENTENCES[0]} [2][1]"
    assert written.notes == ()
    assert not written.abstained
    assert all(TEXT[one.start : one.end] == one.quote for one in written.citations)


def test_what_the_documents_do_not_bear_out_is_counted_and_not_shown(collection: Collection) -> None:
    false = "Bread costs 7 dollars in the north."
    made = said((false, ["S1"]), (SENTENCES[0], ["S1"]), (SENTENCES[0] + " Indeed.", ["S9"]))
    with writing(collection, made) as (author, _):
        written = author.ask(QUESTION)
    assert written.text == f"{SENTENCES[0]} [1]"
    assert written.notes == (
        "2 statements of the language model were withheld: they did not pass the check against the documents.",
    )


@pytest.mark.parametrize(
    ("verifier", "shown"),
    [(Convinced(0.9), [False]), (Convinced(0.5), [True]), (Convinced(0.1), []), (None, [])],
)
def test_the_verifier_decides_on_the_models_own_words(
    collection: Collection, verifier: Verifier | None, shown: list[bool]
) -> None:
    made = said(("In the north, 5 dollars are paid for bread.", ["S1"]))
    with writing(collection, made, verifier=verifier) as (author, _):
        written = author.ask(QUESTION).written
    assert written is not None
    assert [statement.is_weak for statement in written.statements] == shown
    assert written.withheld == 1 - len(shown)


def test_the_quotations_take_over_when_nothing_is_left(collection: Collection) -> None:
    plain = collection.ask(QUESTION)
    with writing(collection, said(("Bread costs 7 dollars.", ["S1"]))) as (author, _):
        written = author.ask(QUESTION)
    assert (written.text, written.citations, written.confidence) == (plain.text, plain.citations, plain.confidence)
    assert written.notes == (
        "One statement of the language model was withheld: it did not pass the check against the documents.",
        "These are the quotations that were found without it.",
    )


@pytest.mark.parametrize("made", [(), ((SENTENCES[0], ["S1"]),)])
def test_a_model_that_finds_no_answer_abstains(collection: Collection, made: tuple[tuple[str, list[str]], ...]) -> None:
    plain = collection.ask(QUESTION)
    assert not plain.abstained
    with writing(collection, said(*made, not_in_sources=True)) as (author, _):
        written = author.ask(QUESTION)
    assert (written.text, written.abstained, written.citations) == (NOT_KNOWN, True, ())
    assert written.withheld == plain.citations
    assert [reason.cause.value for reason in written.reasons] == ["model_abstains"]
    assert written.notes == ()


def test_the_quotations_take_over_when_the_server_does_not_answer(collection: Collection) -> None:
    with writing(collection, refusal(401)) as (author, server):
        written = author.ask(QUESTION)
    assert written.citations == collection.ask(QUESTION).citations
    assert written.notes == (
        f"The language model did not finish: {server.url} needs a key; set it in QUOTABLE_LLM_API_KEY.",
        "These are the quotations that were found without it.",
    )


def test_the_same_question_is_written_once_for_each_generation(
    collection: Collection, write: Write, folder: Path
) -> None:
    with writing(collection, said((SENTENCES[0], ["S1"]))) as (author, server):
        first, again = author.ask(QUESTION), author.ask(QUESTION)
        assert len(server.requests) == 1
        assert (again.text, again.citations) == (first.text, first.citations)
        assert first.written is not None
        assert again.written is not None
        assert (first.written.seconds > 0, again.written.seconds, again.written.tokens) == (True, 0, 0)
        write("other.md", "Something else.")
        collection.index([folder])
        author.ask(QUESTION)
        assert len(server.requests) == 2


def test_a_follow_up_is_put_into_words_by_the_model(collection: Collection) -> None:
    rewriting = Reply(answer('{"question": "What does bread cost in the south?"}'))
    with writing(collection, rewriting, said((SENTENCES[2], ["S3"]))) as (author, server):
        before = Conversation().then(collection.ask(QUESTION).turn)
        written = author.ask("And in the south?", before)
    assert written.search.question.interpreted == "What does bread cost in the south?"
    assert len(server.requests) == 2


def test_an_answer_that_is_not_wanted_any_more_ends(collection: Collection) -> None:
    slow = Reply([*answer(claims((SENTENCES[0], ["S1"])))[:-4], 30.0])
    seen: list[Statement] = []
    with writing(collection, slow) as (author, server):
        author.ask(QUESTION, show=seen.append, is_stopped=lambda: bool(server.requests))
        assert server.hung_up.wait(5)


def test_rewriting_a_follow_up_is_stopped_too(collection: Collection) -> None:
    with writing(collection, Reply([30.0])) as (author, server):
        before = Conversation().then(collection.ask(QUESTION).turn)
        author.ask("And in the south?", before, is_stopped=lambda: bool(server.requests))
        assert server.hung_up.wait(5)
        assert len(server.requests) == 1


def test_nothing_is_asked_where_nothing_was_found(tmp_path: Path, collection: Collection) -> None:
    empty = Collection.open(tmp_path / "empty", encoder=collection.encoder)
    with writing(empty, said()) as (author, server):
        assert author.ask(QUESTION).abstained
    assert server.requests == []
    empty.close()


def test_a_question_that_cannot_be_asked_is_refused_before_the_model_is(collection: Collection) -> None:
    with writing(collection, said()) as (author, server):
        with pytest.raises(UsageError, match="the question is empty"):
            author.ask(" ")
        assert server.requests == []


def test_a_statement_on_words_that_do_not_stand_there_is_withheld(collection: Collection) -> None:
    plain = collection.ask(QUESTION)
    document = collection.catalog.document("bread.md")
    assert document is not None
    right = Quote("bread.md", 0, 5, "Bread")
    made = tuple(Statement(quote.text, (right, quote), False) for quote in (right, Quote("bread.md", 0, 5, "Bears")))
    written = verify_written(made, Written((), 1, False, "m", 5, 1.0, None), plain, {"bread.md": document})
    assert written.text == "Bread [1][1]"
    assert written.written is not None
    assert written.written.withheld == 2


def test_the_json_of_an_answer_says_what_was_written(collection: Collection) -> None:
    with writing(collection, said((SENTENCES[0], ["S1"]))) as (author, _):
        found = author.ask(QUESTION).to_dict()["answer"]
    assert isinstance(found, dict)
    written = found["written"]
    assert (written["statements"], written["model"]) == (
        ({"text": SENTENCES[0], "markers": (1,), "is_weak": False},),
        "m",
    )
    plain = collection.ask(QUESTION).to_dict()["answer"]
    assert isinstance(plain, dict)
    assert plain["written"] is None


def test_a_question_about_the_collection_is_counted_and_nothing_is_written(collection: Collection) -> None:
    with writing(collection) as (author, server):
        answer = author.ask("How many documents mention bread?")
    assert answer.text.splitlines()[0] == "1 document mentions “bread”."
    assert (answer.written, server.requests) == (None, [])
