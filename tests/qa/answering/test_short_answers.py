"""The short answer inside a quote. Brackets mark it; without brackets none is to be marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.short_answers import fits, short_answer
from qa.understanding.answer_types import AnswerType

N, D, P, L, O = AnswerType.NUMBER, AnswerType.DATE, AnswerType.PERSON, AnswerType.PLACE, AnswerType.OTHER  # noqa: E741


def check(question: str, answer_type: AnswerType, marked: str) -> None:
    quote = marked.replace("[", "").replace("]", "")
    span = short_answer(question, answer_type, quote)
    shown = quote if span is None else f"{quote[: span[0]]}[{quote[slice(*span)]}]{quote[span[1] :]}"
    assert shown == marked


@pytest.mark.parametrize(
    ("question", "marked"),
    [
        ("How much did the bridge cost?", "In 2019, 40 workers built the bridge for [$1.9 billion] in 3 years."),
        ("How many workers built the bridge?", "In 2019, [40] workers built the bridge for $1.9 billion in 3 years."),
        ("How long did it take to build the bridge?", "In 2019, 40 workers built it for $1.9 billion in [3 years]."),
        ("How long is the bridge?", "In 2019, workers built it over [3 miles] of water."),
        ("How long is the bridge closed?", "Its 3 miles are closed for [2 weeks]."),
        ("What share of the workers joined?", "Of 40 workers, [75 percent] joined for $5."),
        ("How old was she when she won?", "She won 3 medals at age [34]."),
        ("How large is the park?", "The park has 12 lakes on [917,618 acres]."),
        ("How large was the gift?", "The 12 members gave [$2 million]."),
        ("How much of the waste is reused?", "It spent $5 million, and [14%] of the waste is reused."),
        ("By how much did sales fall?", "Sales fell by about [81%] in 2020."),
        ("How many free tests could a family order?", "Each family can order [four] tests."),
        ("exact number of steps in the plan", "The plan has [61] steps."),
    ],
)
def test_a_number_is_of_the_kind_that_is_asked_for(question: str, marked: str) -> None:
    check(question, N, marked)


@pytest.mark.parametrize(
    ("question", "marked"),
    [
        ("How many apples were sold?", "They sold [12] apples, and 15 pears were left."),
        ("How many pears were left?", "They sold 12 apples, and [15] pears were left."),
        ("How much does a person pay?", "It is [$1 million] for a person or $2 million for a firm."),
        ("How much does a firm pay?", "It is $1 million for a person or [$2 million] for a firm."),
    ],
)
def test_of_several_the_one_among_the_words_of_the_question_is_marked(question: str, marked: str) -> None:
    check(question, N, marked)


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("How much did it cost?", "It was dear."),
        ("How many came?", "Some came in 2021, on May 5."),
        ("How many came by 5?", "Of them, 5 were early."),
        ("How much did they pay?", "One gave $5, another gave $7."),
    ],
)
def test_no_number_is_marked_where_none_fits_or_two_fit_alike(question: str, quote: str) -> None:
    check(question, N, quote)


def test_what_holds_for_others_is_not_marked() -> None:
    check("How much do owners of a car pay?", N, "Each owner of a car pays [$5]. People without a car pay $7.")
    check("How much do owners of a car pay?", N, "People without a car pay $7.")
    check("How much do people without a car pay?", N, "People without a car pay [$7].")


def test_the_same_amount_twice_is_marked_the_first_time() -> None:
    check("How much is the fee?", N, "The fee is [$5], and for others too the fee is $5.")


@pytest.mark.parametrize(
    ("question", "marked"),
    [
        ("When was it signed?", "It was signed on [Monday, May 3, 2021]."),
        ("When did the pause end?", "Begun in 2020, the pause ended on [October 14, 2022]."),
        ("When was he mayor?", "He was mayor from [1993 to 2020]."),
        ("When did the bridge open?", "The bridge opened in [the summer of 1908]."),
        ("When was the well dug?", "The well was dug in [the 1950s]."),
        ("When was the well dug?", "Planned in the 1930s, the well was dug in [1938]."),
        ("On what day did it open?", "It opened on [27 June]."),
        ("Until when was the June 2025 pause extended?", "The pause of June 2025 was extended until [June 19, 2026]."),
        ("When did he sign the June 2021 act?", "He signed the June 2021 act."),
        ("When was it signed?", "It was signed with a pen."),
    ],
)
def test_a_date_is_one_that_the_question_does_not_hold(question: str, marked: str) -> None:
    check(question, D, marked)


@pytest.mark.parametrize(
    ("question", "marked"),
    [
        (
            "Who was named budget director?",
            "He named [Dr. Ann B. Lee] as budget director, and Bob Roe as her deputy.",
        ),
        ("Which governor came to Bern?", "To Bern came [Governor Roe] with Ann Lee."),
        ("Who leads the National Bank?", "The National Bank of Bern is led by its council."),
        ("Who is Ann Lee?", "Ann Lee won."),
        ("Who won?", "Yesterday they won."),
    ],
)
@pytest.mark.parametrize("answer_type", [P, O])
def test_a_person_is_a_name_that_the_question_does_not_hold(
    question: str, marked: str, answer_type: AnswerType
) -> None:
    check(question, answer_type, marked)


@pytest.mark.parametrize(
    ("question", "marked"),
    [
        ("Where is the post office?", "The post office is in [Bern], and opens in May."),
        ("Which country joined the pact?", "Last July [Norway] joined the pact."),
        ("Which town won?", "Sadly it rained."),
    ],
)
@pytest.mark.parametrize("answer_type", [L, O])
def test_a_place_is_a_name_that_the_question_does_not_hold(question: str, marked: str, answer_type: AnswerType) -> None:
    check(question, answer_type, marked)


@pytest.mark.parametrize(
    ("question", "marked"),
    [
        ("Which Swiss company won the prize?", "[Acme Tools, Inc.] of Bern won the prize."),
        ("Which agency runs the program?", "The program in Bern is run by the [Housing Office]."),
        ("Which department runs the program?", "The program is run by the Secretary of Housing."),
    ],
)
def test_an_organisation_is_neither_a_place_nor_an_office(question: str, marked: str) -> None:
    check(question, O, marked)


@pytest.mark.parametrize("answer_type", [AnswerType.LIST, O])
@pytest.mark.parametrize("question", ["Why did it fail?", "What did those who came say?", ""])
def test_nothing_is_marked_where_no_such_thing_is_asked_for(question: str, answer_type: AnswerType) -> None:
    check(question, answer_type, "On May 3, 2021, Bob Roe paid $5 in Bern.")


@given(st.text(max_size=60), st.sampled_from(AnswerType), st.text(max_size=60))
def test_what_is_marked_lies_within_the_quote(question: str, answer_type: AnswerType, quote: str) -> None:
    span = short_answer(question, answer_type, quote)
    assert span is None or 0 <= span[0] < span[1] <= len(quote)


@pytest.mark.parametrize(
    ("question", "answer_type", "text", "expected"),
    [
        ("How many acres burned?", AnswerType.NUMBER, "In all 500 acres burned.", 1),
        ("How many acres burned?", AnswerType.NUMBER, "Many acres burned.", 0),
        ("When did it burn?", AnswerType.DATE, "It burned on May 7, 2021.", 1),
        ("When did it burn?", AnswerType.DATE, "It burned long.", 0),
        ("Who put it out?", AnswerType.PERSON, "It was put out by Ann Lee.", 1),
        ("Who put it out?", AnswerType.PERSON, "It was put out by rain.", 0),
        ("Why did it burn?", AnswerType.REASON, "It burned because nobody saw it.", 0.5),
        ("Which trees burned?", AnswerType.LIST, "The oaks, elms, limes, and ashes burned.", 0.5),
        ("What burned?", AnswerType.OTHER, "The forest burned.", 0.5),
    ],
)
def test_a_text_fits_when_it_holds_what_is_asked_for(
    question: str, answer_type: AnswerType, text: str, expected: float
) -> None:
    assert fits(question, answer_type, text) == expected
