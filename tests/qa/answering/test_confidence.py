"""How sure an answer is."""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.confidence import READ, SURE, THRESHOLD, UNREAD, Signs, confidence, find_signs
from qa.answering.hit_sentences import Sentence
from qa.documents import DocumentInfo
from qa.documents.passages import Passage
from qa.filters import Filters
from qa.retrieval.matching import WORDS, Matcher, SentenceMatch, TermStatistics
from qa.retrieval.retriever import Hit
from qa.understanding.clues import Clue
from qa.understanding.questions import UnderstoodQuestion, understand

ANY = understand("zzz", "zzz", Filters())
MARCH = replace(
    ANY,
    period=(date(2021, 3, 1), date(2021, 3, 31)),
    clues=(Clue("from", "2021-03-01", "in March 2021", 0, 13), Clue("to", "2021-03-31", "in March 2021", 0, 13)),
)


class _Weighed(TermStatistics):
    """A question of one term says this much: a term weighs 1 more than its IDF, and that which stands nowhere 1."""

    def __init__(self, information: float) -> None:
        self._information = information

    def terms(self, text: str) -> list[str]:
        return [text]

    def idf(self, terms: Sequence[str]) -> list[float]:
        return [self._information - 1 if term else 0.0 for term in terms]


def signs(
    question: UnderstoodQuestion = ANY,
    *,
    similarity: float = 0.5,
    coverage: float = 0.0,
    information: float = 2.5,
    day: date | None = None,
    text: str = "A sentence.",
    context: str = "",
    margin: float | None = None,
) -> Signs:
    hit = Hit(Passage(0, len(text), text, context, None, None), DocumentInfo("a.md", "", day, (), None), 1.0, 1)
    match = SentenceMatch(0, len(text), similarity, 0.0, coverage)
    matcher = Matcher(_Weighed(information), "word", np.zeros((1, 6), dtype=np.float32))
    return find_signs(question, matcher, Sentence(hit, 0, len(text), None), match, margin)


def logistic(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))


def test_the_signs_are_weighed() -> None:
    unread = UNREAD.match * 0.5 + UNREAD.information * 2.5 - UNREAD.period + UNREAD.constant
    assert confidence(Signs(0.5, 2.5, -1, None)) == pytest.approx(logistic(unread))
    read = READ.match * 0.5 + READ.information * 2.5 + READ.period - READ.margin * 3 + READ.constant
    assert confidence(Signs(0.5, 2.5, 1, -3.0)) == pytest.approx(logistic(read))


def test_a_margin_of_nothing_is_not_a_missing_one() -> None:
    read = READ.match * 0.5 + READ.information * 2.5 + READ.constant
    assert confidence(Signs(0.5, 2.5, 0, 0.0)) == pytest.approx(logistic(read))


def test_the_signs_are_those_of_the_best_sentence_and_of_the_question() -> None:
    assert signs(similarity=0.7, information=4.0, margin=-3.0) == Signs(0.7, math.log(5), 0, -3.0)
    assert signs(similarity=0.5, coverage=1.0).match == 0.5 + WORDS


def test_a_question_that_says_more_counts_more_and_each_word_more_adds_less() -> None:
    one, two, three = (signs(information=each).information for each in (1.0, 2.0, 3.0))
    assert (one, three) == (math.log(2), math.log(4))
    assert two - one > three - two > 0


def test_a_document_of_the_period_agrees_and_so_does_a_passage_that_names_it() -> None:
    assert signs(MARCH, day=date(2021, 3, 31)).period == 1
    assert signs(MARCH, day=date(2021, 4, 1)).period == -1
    assert signs(MARCH, day=date(2021, 4, 1), text="It was in march, 2021.").period == 1
    assert signs(MARCH, day=date(2021, 4, 1), text="It was in March.", context="A title of 2021").period == 1
    assert signs(MARCH, text="It was in March.").period == -1
    assert signs(replace(MARCH, period=(None, date(2021, 3, 31))), day=date(1999, 1, 1)).period == 1


def test_where_no_period_is_named_dates_say_nothing() -> None:
    assert signs(day=date(2021, 3, 1)).period == signs(day=None).period == 0


@given(
    *[st.floats(-1, 1)] * 2, *[st.floats(2.5, 40)] * 2, *[st.sampled_from((-1, 0, 1))] * 2, *[st.floats(-25, 25)] * 2
)
def test_better_signs_are_never_less_sure(
    a: float, b: float, c: float, d: float, e: int, f: int, g: float, h: float
) -> None:
    worse = Signs(min(a, b), min(c, d), min(e, f), min(g, h))
    better = Signs(max(a, b), max(c, d), max(e, f), max(g, h))
    assert 0 < confidence(worse) <= confidence(better) <= 1
    assert 0 < confidence(replace(worse, margin=None)) <= confidence(replace(better, margin=None)) <= 1


def test_an_answer_that_is_sure_is_above_the_threshold() -> None:
    assert 0 < THRESHOLD < SURE < 1
