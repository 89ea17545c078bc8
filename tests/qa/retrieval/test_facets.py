"""How what matches is spread over months and categories."""

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.places import Write

from qa import Collection, Filters, UsageError
from qa.retrieval.facets import Matches, find_matches
from qa.store.columns import PassageColumns

JANUARY, FEBRUARY, MARCH = date(2021, 1, 1), date(2021, 2, 1), date(2021, 3, 1)
COLUMNS = PassageColumns.from_rows(
    [
        (1, "2021-01-31", "sea", 10),
        (2, "2021-01-31", "sea", 10),
        (3, "2021-03-01", "air", 11),
        (5, None, "sea", 12),
        (6, "2021-03-31", None, 13),
        (9, "2021-01-01", "air", 14),
    ],
    {},
)


class _Index:
    """A lexical index in which a passage holds so much, whatever the topic."""

    def __init__(self, held: dict[int, float]) -> None:
        self.held = held

    def terms(self, text: str) -> list[str]:
        return text.split()

    def most_held(self, text: str) -> float:
        return max(self.held.values(), default=0.0)

    def holding(self, text: str, least: float) -> list[int]:
        return sorted(identity for identity, share in self.held.items() if share >= least)


def matches(held: dict[int, float], filters: Filters = Filters(), topic: str = "tide") -> Matches:  # noqa: B008
    return find_matches(topic, filters, COLUMNS, _Index(held))


def test_without_a_topic_everything_is_counted_once_a_document() -> None:
    assert matches({}, topic=" ") == Matches(
        months=((JANUARY, 2), (FEBRUARY, 0), (MARCH, 2)),
        categories=(("air", 2), ("sea", 2)),
        documents=5,
        undated=1,
    )


def test_a_collection_of_two_months_is_spread_over_their_days_and_one_of_three_is_not() -> None:
    rows = [(1, "2020-12-31", None, 1), (2, "2021-01-01", None, 2), (3, "2021-01-01", None, 3)]
    found = find_matches("tide", Filters(), PassageColumns.from_rows(rows, {}), _Index({1: 1.0, 2: 1.0, 3: 1.0}))
    assert len(found.days) == 62
    assert [(day, count) for day, count in found.days if count] == [(date(2020, 12, 31), 1), (JANUARY, 2)]
    assert (found.days[0][0], found.days[-1][0]) == (date(2020, 12, 1), date(2021, 1, 31))
    assert matches({1: 1.0}).days == ()


def test_what_holds_nearly_as_much_as_the_best_matches() -> None:
    found = matches({1: 1.0, 2: 0.1, 3: 0.75, 5: 0.74, 6: 1.0})
    assert found == Matches(
        months=((JANUARY, 1), (FEBRUARY, 0), (MARCH, 2)), categories=(("air", 1), ("sea", 1)), documents=3, undated=0
    )


def test_nothing_matches_where_the_best_holds_too_little() -> None:
    found = matches({1: 0.39})
    assert (found.documents, found.categories) == (0, ())
    assert [count for _, count in found.months] == [0, 0, 0]
    assert matches({}).documents == 0


def test_a_filter_leaves_its_own_spread_as_it_is() -> None:
    first = matches({}, Filters(date_to=date(2021, 1, 31)), "")
    assert first.months == ((JANUARY, 2), (FEBRUARY, 0), (MARCH, 2))
    assert (first.categories, first.documents, first.undated) == ((("air", 1), ("sea", 1)), 2, 1)
    second = matches({}, Filters(categories=frozenset({"sea"})), "")
    assert second.months == ((JANUARY, 1), (FEBRUARY, 0), (MARCH, 0))
    assert (second.categories, second.documents, second.undated) == ((("air", 2), ("sea", 2)), 2, 1)


def test_what_the_columns_do_not_hold_is_not_counted() -> None:
    assert matches({1: 1.0, 4: 1.0, 99: 1.0}).documents == 1


def test_an_empty_collection_has_no_months() -> None:
    assert find_matches("", Filters(), PassageColumns.from_rows([], {}), _Index({})) == Matches((), (), 0, 0)
    assert find_matches("tide", Filters(), PassageColumns.from_rows([], {}), _Index({7: 1.0})) == Matches((), (), 0, 0)


def test_months_are_those_of_the_calendar_in_any_century() -> None:
    columns = PassageColumns.from_rows([(1, "1899-12-31", None, 1), (2, "1900-02-28", None, 2)], {})
    found = find_matches("", Filters(), columns, _Index({}))
    assert found.months == ((date(1899, 12, 1), 1), (date(1900, 1, 1), 0), (date(1900, 2, 1), 1))


DAYS = st.none() | st.dates(date(2020, 11, 1), date(2021, 6, 30))
NAMES = st.sampled_from([None, "air", "sea", "law"])


@given(
    st.lists(st.tuples(DAYS, NAMES, st.integers(1, 3)), max_size=12),
    st.sets(st.integers(0, 30)),
    st.booleans(),
    DAYS,
    st.sets(st.sampled_from(["air", "sea", "no"])),
)
def test_the_spreads_add_up(
    documents: Sequence[tuple[date | None, str | None, int]],
    held: set[int],
    has_topic: bool,
    first: date | None,
    names: set[str],
) -> None:
    passages = [(day, name, which) for which, (day, name, count) in enumerate(documents) for _ in range(count)]
    columns = PassageColumns.from_rows(
        [(identity, day and day.isoformat(), name, which) for identity, (day, name, which) in enumerate(passages)],
        {},
    )
    index = _Index(dict.fromkeys(held, 1.0))
    topic = "tide" if has_topic else ""

    def count(filters: Filters) -> Matches:
        return find_matches(topic, filters, columns, index)

    by_category = Filters(categories=frozenset(names))
    both = count(Filters(first, categories=frozenset(names)))
    # Months and undated ones are all that match within the categories, and a day filter keeps some of the months.
    assert both.months == count(by_category).months
    assert sum(n for _, n in both.months) + both.undated == count(by_category).documents
    assert both.categories == count(Filters(first)).categories
    assert both.documents <= min(count(by_category).documents, count(Filters(first)).documents)
    assert sum(n for _, n in both.categories) <= count(Filters(first)).documents
    if not has_topic:
        assert count(Filters()).documents == len(documents)
    for month, n in both.months:
        assert n == sum(
            day is not None
            and (day.year, day.month) == (month.year, month.month)
            and (not names or name in names)
            and (not has_topic or any(passages[i][2] == which for i in held if i < len(passages)))
            for which, (day, name, _) in enumerate(documents)
        )


@pytest.fixture
def tides(collection: Collection, write: Write) -> Collection:
    """Three documents of three months, two of them about tides."""
    write("a.md", "---\ndate: 2021-01-05\ncategory: sea\n---\nThe spring tide is high. Boats wait.\n")
    write("b.md", "---\ntitle: Tides\ndate: 2021-03-05\ncategory: air\n---\nA spring brings water.\n")
    path = write("c.md", "---\ndate: 2021-02-05\ncategory: sea\n---\nBoats wait for a tide.\n")
    collection.index([path.parent])
    return collection


def test_a_collection_says_how_the_documents_with_a_questions_words_are_spread(tides: Collection) -> None:
    assert tides.matches("What is a spring tide?") == Matches(
        months=((JANUARY, 1), (FEBRUARY, 0), (MARCH, 1)), categories=(("air", 1), ("sea", 1)), documents=2, undated=0
    )
    assert tides.matches("tide").documents == 3
    assert tides.matches("zebra").documents == 0


@pytest.mark.parametrize("question", [None, "", " \n"])
def test_without_a_question_it_is_the_collection(tides: Collection, question: str | None) -> None:
    assert tides.matches(question) == Matches(
        months=((JANUARY, 1), (FEBRUARY, 1), (MARCH, 1)), categories=(("sea", 2), ("air", 1)), documents=3, undated=0
    )


def test_what_a_question_demands_is_a_filter_that_can_be_taken_off(tides: Collection) -> None:
    demanding = "documents from March 2021 on a tide"
    assert tides.matches(demanding).documents == 1
    assert [n for _, n in tides.matches(demanding).months] == [1, 1, 1]
    assert tides.matches(demanding, without=["from", "to"]).documents == 3


def test_the_words_of_clues_need_not_stand_in_a_document(tides: Collection) -> None:
    assert tides.matches("How has the tide changed over time?").documents == 3
    assert tides.matches("the latest on the tide in 2021").documents == 3


def test_a_question_that_is_too_long_is_refused(tides: Collection) -> None:
    with pytest.raises(UsageError, match="the question has 2001 characters; 2000 at most are read"):
        tides.matches("a" * 2001)


def test_the_json_of_matches() -> None:
    assert Matches(((JANUARY, 2),), (("sea", 1),), 2, 0).to_dict() == {
        "documents": 2,
        "undated": 0,
        "months": [{"month": "2021-01", "documents": 2}],
        "categories": [{"category": "sea", "documents": 1}],
        "days": [],
    }
    of_a_day = Matches((), (), 0, 0, ((JANUARY, 2),)).to_dict()
    assert of_a_day["days"] == [{"day": "2021-01-01", "documents": 2}]


def test_a_document_counts_for_each_of_its_categories() -> None:
    rows = [(1, None, "bus\nwinter", 4), (2, None, "bus\nwinter", 4), (3, None, "winter", 6), (4, None, None, 9)]
    columns = PassageColumns.from_rows(rows, {})
    assert find_matches("", Filters(), columns, _Index({})).categories == (("winter", 2), ("bus", 1))
    found = find_matches("", Filters(categories=frozenset({"bus"})), columns, _Index({}))
    assert (found.documents, found.categories) == (1, (("winter", 2), ("bus", 1)))
