"""The day that a value of metadata, a file's name or a heading gives."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.documents.metadata.days import day_in_name, day_in_title, day_of

NINTH = date(2021, 3, 9)


@pytest.mark.parametrize(
    "value",
    [
        "2021-03-09",
        "2021-3-9",
        "2021/03/09",
        "2021.3.9",
        "20210309",
        "20210309T101500",
        "20210309101500",
        "[[2021-03-09]]",
        "2021-03-09T23:30:00-05:00",  # the day where it was published
        "2021-03-09T23:30Z",
        "2021-03-09 23:30:00 +0000",
        "2021-03-09 23:30:00.123456+05:30",
        "2021-03-09, 11:30 pm",
        "March 9, 2021",
        "March 9th, 2021",
        "Mar. 9, 2021 3:00 PM",
        "9 March 2021",
        "9th of March 2021",
        "9-Mar-2021",
        "Tuesday, March 9, 2021",
        "Tue, 09 Mar 2021 10:00:00 +0100",
        "09 Mar 2021 10:00:00 GMT",
        "Tue Mar 09 2021 10:00:00 GMT+0100 (Central European Standard Time)",
        "9.3.2021",
        "2021年3月9日",
    ],
)
def test_every_usual_form_is_read(value: str) -> None:
    assert day_of(value) == NINTH


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1011-01-01", date(1011, 1, 1)),
        ("0044-03-15", date(44, 3, 15)),
        ("23/4/2021", date(2021, 4, 23)),
        ("4/23/2021", date(2021, 4, 23)),
        ("4/4/2021", date(2021, 4, 4)),
    ],
)
def test_old_days_and_days_with_one_reading_are_read(value: str, expected: date) -> None:
    assert day_of(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        "3/5/2021",  # in March or in May
        "2021-02-30",
        "2021-13-01",
        "2021-03-019T10:00:00",
        "2021-03-09T25:10",
        "-0044-03-15",
        "0000-00-00",
        "2021",
        "2021-03",
        "March 2021",
        "yesterday",
        "around 9 March 2021",
        "2021-03-09 to 2021-03-11",
        "12:30",
        "1614556800",
        "",
    ],
)
def test_what_is_no_day_or_may_be_two_is_unknown(value: str) -> None:
    assert day_of(value) is None


@pytest.mark.parametrize(
    "name",
    [
        "2021-03-09.md",
        "2021-03-09-council.md",
        "minutes/2021-03-09 council.md",
        "council-2021-03-09.md",
        "2021_03_09.md",
        "20210309.md",
        "20210309 council.md",
        "202103091530 council.md",
        "scan_20210309_1530.pdf",
        "March 9th, 2021.md",
        "council 9 March 2021.md",
        "council-9-march-2021.md",
        "posts/2021-03-09-council/index.md",
        "blog/2021/03/09/council.md",
        "blog/2021/3/09-council.md",
    ],
)
def test_a_name_gives_the_day_that_it_holds(name: str) -> None:
    assert day_in_name(name) == NINTH


@pytest.mark.parametrize(
    "name",
    [
        "notes.md",
        "2021-03-09 to 2021-03-11.md",
        "2021-02-30.md",
        "invoice-20213109.md",
        "order-12345678.md",
        "model a20210309b.md",
        "leave-2021.md",
        "2021-03.md",
        "v1.2.3.md",
        "2021-03-09-council/notes.md",  # the folder says it of `index` only
    ],
)
def test_a_name_without_a_day_or_with_several_gives_none(name: str) -> None:
    assert day_in_name(name) is None


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Council meeting 2021-03-09", NINTH),
        ("2021-03-09 Council", NINTH),
        ("Minutes (March 9, 2021)", NINTH),
        ("Minutes of 9 March 2021", NINTH),
        ("Since 9 March 2021 the pool is closed", None),
        ("9 March 2021 to 11 March 2021", None),
        ("Council meeting", None),
    ],
)
def test_a_title_gives_the_one_day_that_opens_or_closes_it(title: str, expected: date | None) -> None:
    assert day_in_title(title) == expected


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_day_is_the_same_in_every_form(day: date) -> None:
    forms = (day.isoformat(), f"{day:%Y%m%d}", f"{day:%B} {day.day}, {day.year}", f"{day:%a, %d %b %Y %H:%M:%S +0000}")
    assert {day_of(form) for form in forms} == {day}
    assert day_in_name(f"{day:%Y-%m-%d}-x.md") == day_in_name(f"{day:%Y%m%d} x.md") == day_in_title(f"x {day}") == day


@given(st.text(max_size=40))
def test_any_text_is_a_day_or_none(text: str) -> None:
    for read in (day_of, day_in_title, day_in_name):
        assert isinstance(read(text), date | None)
