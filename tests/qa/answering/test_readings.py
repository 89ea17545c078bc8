"""Which of several readings of a question answers."""

from support.toy import document

from qa.answering.answer import Answer, OtherReading
from qa.answering.citations import declined, verify
from qa.answering.declining import Decline
from qa.answering.draft import Draft, Quote
from qa.answering.readings import choose
from qa.filters import Filters
from qa.retrieval.search import IndexState, Search
from qa.understanding.questions import understand

TEXT = document("The regatta was won by Ida Holm. The ferry costs 4 euros.")
REGATTA, FERRY = "The regatta was won by Ida Holm.", "The ferry costs 4 euros."
TYPED, FOLLOW_UP = "who won?", "who won? (price of the ferry)"


def answer(interpreted: str, confidence: float, quote: str | None, typed: str = TYPED) -> Answer:
    search = Search(understand(typed, interpreted, Filters()), (), IndexState(1, 1.0), {})
    start = TEXT.text.index(quote) if quote else 0
    quotes = (Quote("a.md", start, start + len(quote), quote),) if quote else ()
    return verify(Draft(quotes, confidence, abstains=quote is None), search, {"a.md": TEXT})


def test_the_only_reading_answers_and_offers_nothing() -> None:
    alone = answer(TYPED, 0.4, REGATTA)
    assert choose([alone]) is alone


def test_the_more_confident_reading_answers_and_offers_the_other() -> None:
    chosen = choose([answer(TYPED, 0.4, REGATTA), answer(FOLLOW_UP, 0.6, REGATTA)])
    assert (chosen.search.question.interpreted, chosen.other_reading) == (FOLLOW_UP, OtherReading(TYPED, False))
    chosen = choose([answer(TYPED, 0.6, REGATTA), answer(FOLLOW_UP, 0.4, REGATTA)])
    assert (chosen.search.question.interpreted, chosen.other_reading) == (TYPED, OtherReading(FOLLOW_UP, True))


def test_a_follow_up_that_speaks_of_the_old_topic_only_does_not_answer() -> None:
    chosen = choose([answer(TYPED, 0.4, REGATTA), answer(FOLLOW_UP, 0.9, FERRY)])
    assert chosen.search.question.interpreted == TYPED
    assert choose([answer(TYPED, 0.1, None), answer(FOLLOW_UP, 0.9, FERRY)]).abstained


def test_of_several_completions_the_first_that_is_answered_answers() -> None:
    first, second = answer("who won in Dover?", 0.1, None), answer("who won in Oslo?", 0.4, REGATTA)
    chosen = choose([first, second, answer("who won in Rome?", 0.9, REGATTA)])
    assert (chosen.search.question.interpreted, chosen.other_reading) == ("who won in Oslo?", None)
    assert choose([first, first]) is first


def test_what_is_declined_has_one_sentence_and_no_quotation() -> None:
    said = declined(answer("hello", 0.0, None, typed="hello").search, Decline.REMARK)
    assert (said.text, said.abstained, said.citations) == (Decline.REMARK.sentence, True, ())
    summed_up = "summarise everything"
    assert declined(answer(summed_up, 0.0, None, typed=summed_up).search, Decline.REMARK).notes == ()
    assert said.to_dict()["answer"] == {
        "state": "nothing",
        "text": "Quotable answers questions with exact quotations from the documents of this collection.",
        "short": None,
        "abstained": True,
        "confidence": 0.0,
        "timeline": False,
        "reasons": ["remark"],
        "written": None,
        "listing": None,
        "offers": [],
        "missing": [],
        "other_reading": None,
    }
