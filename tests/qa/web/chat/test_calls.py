"""What the page's script sends, as it must be."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa import UsageError
from qa.filters import Filters
from qa.web.chat.calls import Ask, AskAgain, Call, GiveFeedback, Listed, Named, Rename, Spread, Within, read_call

CONVERSATION = "0123456789abcdef" * 2
NO_SUCH_CONVERSATION = "There is no such conversation. Open one under “Conversations”."


def test_what_is_left_out_of_a_question_is_nothing() -> None:
    call = read_call(Ask, {"question": "a"})
    assert (call.question, call.conversation, call.without, call.generation) == ("a", None, [], None)
    assert call.within.filters() == Filters()
    assert read_call(Spread, {}).question == ""
    assert read_call(Spread, {}).within.filters() == Filters()
    assert read_call(Listed, {}).conversation is None
    again = read_call(AskAgain, {"conversation": CONVERSATION, "within": {}})
    assert (again.without, again.alone) == ([], False)
    feedback = read_call(GiveFeedback, {"conversation": CONVERSATION, "number": 1, "verdict": "helpful"})
    assert (feedback.reason, feedback.note, feedback.passage) == (None, "", None)


def test_filters_are_named_as_in_addresses() -> None:
    within = read_call(Within, {"from": "2021-03-01", "to": "2021-03-31", "categories": ["a", "b", "a"]})
    assert within.filters() == Filters(date(2021, 3, 1), date(2021, 3, 31), frozenset({"a", "b"}))
    assert read_call(Within, {"from": None, "to": None}).filters() == Filters()


def test_a_range_that_is_empty_is_an_error() -> None:
    within = read_call(Within, {"from": "2021-03-02", "to": "2021-03-01"})
    with pytest.raises(UsageError, match="the range of dates is empty: from 2021-03-02 to 2021-03-01"):
        within.filters()


@pytest.mark.parametrize(
    ("kind", "data", "sentence"),
    [
        (Ask, {}, "question is missing"),
        (Ask, {"question": ["a"]}, "question is \"['a']\"; it should be a valid string"),
        (Ask, {"question": "a", "without": "b"}, "without is 'b'; it should be a valid list"),
        (Ask, {"question": "a", "without": ["b", 5]}, "without.1 is '5'; it should be a valid string"),
        (
            Ask,
            {"question": "a", "generation": "x"},
            "generation is 'x'; it should be a valid integer, unable to parse string as an integer",
        ),
        (Ask, {"question": "a", "within": {"from": "May"}}, "within.from is 'May'; write a day as YYYY-MM-DD"),
        (Ask, {"question": "a", "within": {"from": ""}}, "within.from is ''; write a day as YYYY-MM-DD"),
        (
            Ask,
            {"question": "a", "within": {"to": "2021-02-30"}},
            "within.to is '2021-02-30'; write a day as YYYY-MM-DD",
        ),
        (Ask, {"question": "a", "within": {"to": []}}, "within.to is '[]'; write a day as YYYY-MM-DD"),
        (AskAgain, {"conversation": CONVERSATION}, "within is missing"),
        (GiveFeedback, {"conversation": CONVERSATION, "verdict": "helpful"}, "number is missing"),
        (Rename, {"conversation": CONVERSATION}, "title is missing"),
        (Call, {"a": "b"}, "a is not known here; leave it out"),
        (Rename, {"conversation": "b" * 100}, NO_SUCH_CONVERSATION),
        (Call, {"a" * 100: "b"}, f"{'a' * 80} is not known here; leave it out"),
        (Call, None, "what was sent is 'None'; send a JSON object"),
        (Call, [1], "what was sent is '[1]'; send a JSON object"),
    ],
)
def test_the_first_thing_that_is_wrong_is_told_in_one_sentence(kind: type[Call], data: object, sentence: str) -> None:
    with pytest.raises(UsageError, match=f"^{re.escape(sentence)}$"):
        read_call(kind, data)


@pytest.mark.parametrize(
    "identity", ["", "x", CONVERSATION[1:], f"{CONVERSATION}0", CONVERSATION.upper(), f"{CONVERSATION}\n", "../a", 5]
)
def test_the_id_of_a_conversation_is_what_the_server_makes(identity: object) -> None:
    with pytest.raises(UsageError, match="^There is no such conversation|^conversation is .*; it should be a valid"):
        read_call(Named, {"conversation": identity})
    assert read_call(Named, {"conversation": CONVERSATION}).conversation == CONVERSATION


def test_half_a_character_becomes_a_question_mark_and_all_else_stays() -> None:
    text = "a\ud800é\u202e😀\x00"
    call = read_call(Ask, {"question": text, "without": [text], "within": {"categories": [text]}})
    whole = "a?é\u202e😀\x00"
    assert (call.question, call.without, call.within.categories) == (whole, [whole], [whole])
    assert read_call(Rename, {"conversation": CONVERSATION, "title": text}).title == whole
    feedback = {"conversation": CONVERSATION, "number": 1, "verdict": "helpful", "note": text, "reason": text}
    assert (read_call(GiveFeedback, feedback).note, read_call(GiveFeedback, feedback).reason) == (whole, whole)
    assert read_call(Spread, {"question": text}).question == whole


@given(st.text())
def test_texts_stay_as_they_were_typed(text: str) -> None:
    assert read_call(Ask, {"question": text}).question == text
