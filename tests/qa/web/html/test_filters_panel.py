"""The panel of filters: how what matches is spread, and what is set."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.rendered import HOSTILE, HOSTILE_ESCAPED, Page

from qa.filters import Filters
from qa.retrieval.facets import Matches
from qa.web.html.filters_panel import filters_html


def months(first: date, *counts: int) -> tuple[tuple[date, int], ...]:
    """Counts of the months from the first."""
    start = first.year * 12 + first.month - 1
    return tuple((date((start + n) // 12, (start + n) % 12 + 1, 1), many) for n, many in enumerate(counts))


SPREAD = Matches(months(date(2020, 12, 1), 2, 1200, 3), (("notes", 1203), ("letters", 2)), 1207, 2)


def years(matches: Matches) -> list[tuple[str, str]]:
    """The labels below the bars: the month below which each stands, from 1, and what it says."""
    return re.findall(r'<span style="grid-column:(\d+)">(\d+)</span>', filters_html(matches, Filters(), ""))


def test_the_bars_of_the_months_are_shares_of_the_longest() -> None:
    assert (
        '<div class="histogram" role="img" aria-label="Documents by month from December 2020 to February 2021; '
        'the most, 1,200, in January 2021" style="--bars:3">'
        '<i data-from="2020-12-01" data-to="2020-12-31" style="--share:0.002" title="December 2020: 2"></i>'
        '<i data-from="2021-01-01" data-to="2021-01-31" style="--share:1.000" title="January 2021: 1,200"></i>'
        '<i data-from="2021-02-01" data-to="2021-02-28" style="--share:0.003" title="February 2021: 3"></i></div>'
        '<div class="axis" aria-hidden="true" style="--bars:3"><span style="grid-column:2">2021</span></div>'
    ) in filters_html(SPREAD, Filters(), "")


def test_one_month_is_spread_over_its_days() -> None:
    days = tuple((date(2021, 2, day), int(day == 9) * 4) for day in range(1, 29))
    html = filters_html(Matches(months(date(2021, 2, 1), 4), (), 4, 0, days), Filters(), "")
    assert html.count("<i data-from=") == 28
    assert (
        '<i data-from="2021-02-09" data-to="2021-02-09" style="--share:1.000" title="09 February 2021: 4"></i>' in html
    )
    assert (
        'aria-label="Documents by day from 01 February 2021 to 28 February 2021; the most, 4, on 09 February 2021"'
    ) in html
    assert re.findall(r'<span style="grid-column:(\d+)">([^<]+)</span>', html) == [
        ("1", "Feb 1"),
        ("8", "8"),
        ("15", "15"),
        ("22", "22"),
    ]


@pytest.mark.parametrize(
    ("first", "count", "bars", "unit", "last"),
    [
        (date(2004, 5, 1), 200, 200, "month", "December 2020"),
        (date(2004, 5, 1), 201, 18, "years", "2021"),
        (date(1821, 1, 1), 12 * 200, 200, "years", "2020"),
        (date(1820, 12, 1), 12 * 200 + 1, 21, "years", "2020"),
        (date(44, 3, 1), 12 * 1978, 199, "years", "2020–2022"),
        (date(1, 1, 1), 12 * 2022, 21, "years", "2000–2022"),
    ],
)
def test_a_long_time_is_spread_over_fewer_bars(first: date, count: int, bars: int, unit: str, last: str) -> None:
    counts = [1, *[0] * (count - 2), 3]
    html = filters_html(Matches(months(first, *counts), (), 4, 0), Filters(), "")
    assert html.count("<i data-from=") == bars
    assert re.search(rf'"Documents by {unit} from [^"]* to {last}; the most, 3, in {last}"', html)
    assert f'title="{last}: 3"' in html
    assert 1 <= len(re.findall(r'<span style="grid-column:', html)) <= 10


def test_bars_of_years_lie_side_by_side_and_end_with_the_documents() -> None:
    html = filters_html(Matches(months(date(1995, 6, 1), *[1] * 12 * 200), (), 2400, 0), Filters(), "")
    spans = [tuple(map(date.fromisoformat, span)) for span in re.findall(r'data-from="(.*?)" data-to="(.*?)"', html)]
    assert (spans[0][0], spans[-1][1]) == (date(1995, 6, 1), date(2195, 5, 31))
    assert [after[0] - before[1] for before, after in pairwise(spans)] == [timedelta(1)] * (len(spans) - 1)
    assert sum(int(many) for many in re.findall(r'title="[^"]*: (\d+)"', html)) == 2400


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=60))
def test_every_month_has_a_bar_and_no_bar_is_longer_than_the_longest(counts: list[int]) -> None:
    html = filters_html(Matches(months(date(2020, 5, 1), *counts), (), 0, 0), Filters(), "")
    shares = [float(share) for share in re.findall(r"--share:([\d.]+)", html)]
    assert shares == [round(float(f"{many / (max(counts) or 1):.3f}"), 3) for many in counts]
    assert max(shares) == (1.0 if any(counts) else 0.0)


@pytest.mark.parametrize(
    ("first", "count", "labels"),
    [
        (date(2021, 1, 1), 14, [("1", "2021"), ("13", "2022")]),
        (date(2020, 11, 1), 4, [("3", "2021")]),  # there is no room for 2020 beside it
        (date(2020, 10, 1), 5, [("1", "2020"), ("4", "2021")]),
        (date(2020, 5, 1), 3, [("1", "2020")]),
        (date(2001, 1, 1), 12 * 9, [(str(1 + 12 * n), str(2001 + n)) for n in range(9)]),
        (date(2001, 1, 1), 12 * 10, [(str(1 + 24 * n), str(2001 + 2 * n)) for n in range(5)]),
    ],
)
def test_years_are_labelled_at_their_january_and_not_too_densely(
    first: date, count: int, labels: list[tuple[str, str]]
) -> None:
    assert years(Matches(months(first, *[1] * count), (), count, 0)) == labels


@pytest.mark.parametrize(
    ("documents", "question", "text", "button"),
    [
        (1207, "", "1,207 documents in the collection", "Search within these"),
        (1, "", "1 document in the collection", "Search within these"),
        (0, "How many?", "0 documents matching “How many?”", "Ask again within these"),
    ],
)
def test_it_says_how_many_documents_match_and_what_the_button_does(
    documents: int, question: str, text: str, button: str
) -> None:
    page = Page(filters_html(Matches((), (), documents, 0), Filters(), question))
    assert page.text == f"{text}No document has a date.{button}Clear"
    assert [attributes["type"] for attributes in page.all("button")] == ["submit", "button"]


def test_the_days_that_are_set_stand_in_their_fields() -> None:
    def values(within: Filters) -> list[tuple[str | None, str | None]]:
        fields = Page(filters_html(SPREAD, within, "")).all("input")
        return [(field["name"], field["value"]) for field in fields if field["type"] == "date"]

    assert values(Filters()) == [("from", ""), ("to", "")]
    assert values(Filters(date(2021, 1, 2), date(2021, 2, 3))) == [("from", "2021-01-02"), ("to", "2021-02-03")]


def test_documents_without_a_date_are_counted_apart() -> None:
    assert '<p class="quiet">2 without a date</p></fieldset>' in filters_html(SPREAD, Filters(), "")
    dated = Matches(SPREAD.months, (), 1205, 0)
    assert "without a date" not in filters_html(dated, Filters(), "")


def test_the_categories_that_are_set_are_checked_also_where_nothing_matches_in_them() -> None:
    html = filters_html(SPREAD, Filters(categories=frozenset({"letters", "poems"})), "")
    assert (
        '<fieldset><legend>Categories</legend><div class="categories">'
        '<label class="category"><input type="checkbox" name="category" value="notes"><span dir="auto">notes</span>'
        '<span class="count">1,203</span></label>'
        '<label class="category"><input type="checkbox" name="category" value="letters" checked>'
        '<span dir="auto">letters</span><span class="count">2</span></label>'
        '<label class="category"><input type="checkbox" name="category" value="poems" checked>'
        '<span dir="auto">poems</span><span class="count">0</span></label></div></fieldset>'
    ) in html
    assert Page(html).misnested == []


def test_without_categories_there_is_nothing_to_choose() -> None:
    assert Page(filters_html(Matches(SPREAD.months, (), 1, 0), Filters(), "")).said("legend") == ["Dates"]


def test_a_category_and_a_question_are_text() -> None:
    html = filters_html(Matches((), ((HOSTILE, 1),), 1, 0), Filters(categories=frozenset({f"{HOSTILE}!"})), HOSTILE)
    page = Page(html)
    assert page.having("value") == [HOSTILE, f"{HOSTILE}!"]
    assert page.said("span") == [HOSTILE, HOSTILE, "1", f"{HOSTILE}!", "0"]
    assert html.count(HOSTILE_ESCAPED) == html.count("evil.example") == 5
