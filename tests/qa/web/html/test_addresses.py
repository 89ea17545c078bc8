"""Addresses of a question and its answer; those of documents are tested with their page."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

from hypothesis import given
from hypothesis import strategies as st
from support.exchanges import exchange
from support.rendered import HOSTILE

from qa.filters import Filters
from qa.web.html.addresses import answer_address

DAYS = st.none() | st.dates()


def test_the_address_of_an_answer_asks_the_same_within_the_same() -> None:
    within = Filters(date(2021, 3, 1), date(2021, 3, 31), frozenset({"notes", "a/b: c"}))
    asked = exchange(question="How many?", filters=within, without=frozenset({"to:2021-01-01", "from"}))
    assert answer_address(asked, ()) == (
        "?q=How%20many%3F&from=2021-03-01&to=2021-03-31&category=a/b:%20c&category=notes"
        "&without=from&without=to:2021-01-01&generation=7"
    )


def test_the_questions_before_are_named_for_a_follow_up_only() -> None:
    before = ("First?", "Second?")
    follow_up = exchange(question="What is it?", interpreted="What is it? (bread)")
    assert answer_address(follow_up, before) == "?after=First%3F&after=Second%3F&q=What%20is%20it%3F&generation=7"
    assert answer_address(exchange(question="How many?"), before) == "?q=How%20many%3F&generation=7"


TEXTS = st.text(min_size=1) | st.just(HOSTILE)


@given(TEXTS, st.lists(TEXTS), st.frozensets(TEXTS), st.frozensets(TEXTS), DAYS, DAYS)
def test_an_address_gives_back_what_was_asked(
    question: str,
    before: list[str],
    categories: frozenset[str],
    without: frozenset[str],
    first: date | None,
    last: date | None,
) -> None:
    if first and last and first > last:
        first, last = last, first
    asked = exchange(
        question=question,
        interpreted=f"{question} (bread)",
        filters=Filters(first, last, categories),
        without=without,
    )
    address = answer_address(asked, before)
    assert address.isascii()
    assert urlsplit(address)[:3] == ("", "", "")
    expected = {
        "after": before,
        "q": [question],
        "from": [first.isoformat()] if first else [],
        "to": [last.isoformat()] if last else [],
        "category": sorted(categories),
        "without": sorted(without),
        "generation": ["7"],
    }
    given_back = parse_qs(urlsplit(address).query, keep_blank_values=True, strict_parsing=True)
    assert given_back == {key: values for key, values in expected.items() if values}
