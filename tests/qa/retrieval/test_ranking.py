"""The order of what was found."""

from dataclasses import replace
from datetime import date

import pytest

from qa.documents import DocumentInfo
from qa.documents.passages import Passage
from qa.filters import Filters
from qa.retrieval.matching import PassageMatch
from qa.retrieval.ranking import clue_scores, match_scores
from qa.store.passage_rows import StoredPassage
from qa.understanding.clues import Order
from qa.understanding.questions import UnderstoodQuestion, understand

NOTHING_SAID = understand("zzz", "zzz", Filters())
MAY = (date(2021, 5, 1), date(2021, 5, 31))


class _Shares:
    """Each term is a quarter of the question."""

    def coverage(self, held: frozenset[str]) -> float:
        return len(held) / 4


def match(similarity: float, best: float, held: str, context: float = 0) -> PassageMatch:
    return PassageMatch(similarity, frozenset(held), context, best)


def stored(
    text: str = "", day: str | None = None, category: str | None = None, title: str = "", speaker: str | None = None
) -> StoredPassage:
    published = date.fromisoformat(day) if day else None
    passage = Passage(0, len(text), text, "", None, speaker)
    return StoredPassage(1, passage, DocumentInfo("a.md", title, published, (category,) if category else (), None))


def scores(question: UnderstoodQuestion, *passages: StoredPassage) -> list[float]:
    return clue_scores(question, passages)


def test_a_document_is_credited_with_the_terms_of_all_its_passages() -> None:
    matches = [match(0.5, 0.5, "ab", context=0.25), match(0.25, 0, "bc"), match(0, 0, "d")]
    assert match_scores(_Shares(), matches, ["one", "one", "two"]) == pytest.approx(
        [0.5 + 0.25 + 0.4 * 0.75 + 0.2 * 0.25, 0 + 0.125 + 0.4 * 0.75, 0.4 * 0.25]
    )


def test_without_passages_there_are_no_scores() -> None:
    assert match_scores(_Shares(), [], []) == []


def test_where_nothing_is_said_of_documents_none_is_preferred() -> None:
    assert scores(NOTHING_SAID, stored("x", "2021-05-01", "blog", "A title", "MS. AN")) == [0]


def test_the_nearer_to_the_period_the_better() -> None:
    question = replace(NOTHING_SAID, period=MAY)
    inside, near, far, unknown = scores(
        question, stored(day="2021-05-31"), stored(day="2021-06-30"), stored(day="2020-05-01"), stored()
    )
    assert inside == 0.25
    assert near == pytest.approx(0.25 * 2.718281828**-0.5)
    assert far == pytest.approx(0.25 * 2.718281828 ** (-365 / 60))
    assert unknown == 0
    assert scores(replace(NOTHING_SAID, period=(None, MAY[1])), stored(day="1999-01-01")) == [0.25]


def test_kinds_are_known_by_category_and_by_title() -> None:
    question = replace(NOTHING_SAID, categories=frozenset({"blog"}), title_kinds=("fact sheet",))
    found = scores(
        question,
        stored(category="blog"),
        stored(title="FACT SHEET: Trade"),
        stored(category="blog", title="A Fact Sheet"),
    )
    assert found == pytest.approx([0.1, 0.1, 0.2])


def test_who_was_asked_about_speaks() -> None:
    question = replace(NOTHING_SAID, asks_words_of=frozenset({"MS. AN"}))
    passages = (
        stored(speaker="MS. AN"),
        stored("MR. BE: No.\nMS. AN: Yes.", speaker="MR. BE"),
        stored("MS. AN said so"),
    )
    assert scores(question, *passages) == [0.15, 0.15, 0]


def test_an_identifier_is_found_however_it_is_written() -> None:
    question = replace(NOTHING_SAID, exact=("H.R. 49",))
    assert scores(question, stored("H. R. 49 is law."), stored("HR 48"), stored(title="On HR49")) == [0.3, 0, 0.3]


def test_the_order_that_is_asked_for_prefers_the_newest_or_the_oldest_found() -> None:
    passages = [stored(day="2021-01-01"), stored(day="2022-01-01"), stored(day="2023-01-01"), stored()]
    assert scores(replace(NOTHING_SAID, order=Order.LATEST), *passages) == pytest.approx([0, 0.1, 0.2, 0])
    assert scores(replace(NOTHING_SAID, order=Order.EARLIEST), *passages) == pytest.approx([0.2, 0.1, 0, 0])
    assert scores(replace(NOTHING_SAID, order=Order.LATEST), passages[0]) == [0]
    until = replace(NOTHING_SAID, order=Order.LATEST, newest=date(2022, 6, 1))
    assert scores(until, *passages) == pytest.approx([0, 0.2, 0, 0])  # one of the future is not the latest
