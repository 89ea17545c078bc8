"""Why there is no answer."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.places import Write
from support.toy import document

from qa import Collection, Filters
from qa.answering.abstention import Attempt, Cause, Reason, find_reasons
from qa.answering.answer import Answer
from qa.answering.citations import verify
from qa.answering.confidence import THRESHOLD
from qa.answering.draft import Draft, Quote
from qa.documents.passages import Passage
from qa.retrieval.retriever import Hit
from qa.retrieval.search import IndexState, Search
from qa.understanding.questions import understand

ANY = Filters()
SOURCE = document("We have 500 tests.", "a.md")
GOOD, BAD = Quote("a.md", 0, 18, "We have 500 tests."), Quote("a.md", 0, 18, "We have 900 tests.")
HIT = Hit(Passage(0, 18, SOURCE.text, "", None, None), SOURCE.info, 1.0, 1)


@pytest.mark.parametrize(
    ("attempt", "reasons"),
    [
        (Attempt(ANY, 0, 1.0, 0, None, 0), [(Cause.EMPTY, "The collection holds no documents.")]),
        (
            Attempt(ANY, 9, 1.0, 0, None, 0),
            [(Cause.NOTHING_FOUND, "No word of the question occurs in the collection.")],
        ),
        (
            Attempt(Filters(date(2021, 3, 1), date(2021, 3, 31), frozenset({"sea", "air"})), 9, 1.0, 0, None, 0),
            [
                (
                    Cause.NOTHING_WITHIN,
                    "Nothing was found among documents from 2021-03-01 to 2021-03-31 in the categories air, sea.",
                )
            ],
        ),
        (
            Attempt(Filters(date_to=date(2021, 3, 31)), 9, 0.439, 2, 0.2999, 0),
            [
                (Cause.LIMITED, "Only documents up to 2021-03-31 were searched."),
                (Cause.FILLING, "The search by meaning is 43 % ready."),
                (Cause.NOT_NEAR, "No passage comes near enough to the question."),
            ],
        ),
        (
            Attempt(Filters(date(2021, 3, 1), None, frozenset({"sea"})), 9, 1.0, 2, None, 1),
            [
                (Cause.LIMITED, "Only documents from 2021-03-01 in the category sea were searched."),
                (Cause.NOT_VERBATIM, "A quotation does not match its document word for word, so it is not shown."),
            ],
        ),
        (
            Attempt(ANY, 9, 1.0, 2, 0.1, 2),
            [
                (Cause.NOT_NEAR, "No passage comes near enough to the question."),
                (
                    Cause.NOT_VERBATIM,
                    "2 quotations do not match their documents word for word, so they are not shown.",
                ),
            ],
        ),
        (
            Attempt(ANY, 9, 1.0, 2, None, 0, missing=("Q-204", "Dover")),
            [(Cause.NOT_NAMED, "No passage that was found names Q-204 or Dover.")],
        ),
        (
            Attempt(ANY, 9, 1.0, 2, None, 0),
            [(Cause.NOT_NEAR, "Nothing that was found can be quoted as an answer.")],
        ),
    ],
)
def test_reasons_are_said_in_order(attempt: Attempt, reasons: list[tuple[Cause, str]]) -> None:
    assert find_reasons(attempt) == tuple(Reason(cause, sentence) for cause, sentence in reasons)


@given(
    st.builds(
        Attempt,
        st.sampled_from([ANY, Filters(categories=frozenset({"sea"}))]),
        st.integers(0, 3),
        st.floats(0, 1),
        st.integers(0, 3),
        st.none() | st.floats(0, THRESHOLD, exclude_max=True),
        st.integers(0, 2),
    )
)
def test_there_is_always_a_reason_and_none_is_said_twice(attempt: Attempt) -> None:
    causes = [reason.cause for reason in find_reasons(attempt)]
    assert causes
    assert len(causes) == len(set(causes))
    assert causes == sorted(causes, key=list(Cause).index)


def answered(confidence: float, *quotes: Quote) -> Answer:
    question = understand("How many?", "How many?", ANY)
    draft = Draft(quotes, confidence, abstains=confidence < THRESHOLD)
    return verify(draft, Search(question, (HIT,), IndexState(1, 1.0), {}), {"a.md": SOURCE})


def keys(answer: Answer) -> object:
    return answer.to_dict()["answer"]["reasons"]  # type: ignore[index]


def test_an_answer_has_no_reason() -> None:
    answer = answered(0.9, GOOD, BAD)
    assert answer.reasons == ()
    assert keys(answer) == []


def test_an_abstention_says_how_far_it_was() -> None:
    answer = answered(0.25, GOOD)
    assert [reason.sentence for reason in answer.reasons] == ["No passage comes near enough to the question."]
    assert keys(answer) == ["not_near"]


def test_quotations_that_are_not_verbatim_are_the_reason_when_none_is_left() -> None:
    assert keys(answered(0.9, BAD)) == ["not_verbatim"]


def test_a_collection_says_why_it_does_not_answer(collection: Collection, write: Write) -> None:
    assert keys(collection.ask("xyz?")) == ["empty"]
    collection.index([write("a.md", "---\ndate: 2021-03-09\ncategory: sea\n---\nThe tide was at 7 in the morning.\n")])
    limited = collection.ask("How many?", filters=Filters(date(2022, 1, 1)))
    assert keys(limited) == ["nothing_within"]
    assert limited.reasons[0].sentence == "Nothing was found among documents from 2022-01-01."
