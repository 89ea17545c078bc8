"""Follow-up questions: what they mean after the turns before them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.english.words import content_words
from qa.understanding.follow_ups import Conversation, FollowUp, Turn, as_follow_up, standalone

LIBRARY = "How many books did the Ashford library lend in March 2015?"


def after(*questions: str) -> Conversation:
    """A conversation of questions; the answer to each cites the document of its number."""
    conversation = Conversation()
    for number, question in enumerate(questions, start=1):
        asked = standalone(question, conversation).interpreted
        conversation = conversation.then(Turn(question, asked, (f"{number}.md",)))
    return conversation


def interpreted(*questions: str) -> str:
    """The standalone form of the last of some questions."""
    return standalone(questions[-1], after(*questions[:-1])).interpreted


CONVERSATIONS = {
    "times": [
        (LIBRARY, LIBRARY),
        ("And in 2016?", "How many books did the Ashford library lend in 2016?"),
        ("what about June?", "How many books did the Ashford library lend in June 2016?"),
        ("then in may?", "How many books did the Ashford library lend in May 2017?"),
        ("and in September that year?", "How many books did the Ashford library lend in September 2017?"),
        ("the year before", "How many books did the Ashford library lend in 2016?"),
        ("what about the year after 2018?", "How many books did the Ashford library lend in 2019?"),
        (
            "how many of those were novels?",
            "how many of those were novels? (books the Ashford library lend in 2019)",
        ),
        (
            "who was the librarian the following year?",
            "who was the librarian in 2020? (books the Ashford library lend)",
        ),
    ],
    "seasons and days": [
        ("How many books did the library lend in spring 2021?",) * 2,
        ("And in fall 2021?", "How many books did the library lend in fall 2021?"),
        ("and in winter?", "How many books did the library lend in winter 2021?"),
        ("And on 2021-03-02?", "How many books did the library lend on 2021-03-02?"),
        ("what about 5 April?", "How many books did the library lend on 5 April 2021?"),
        ("What about Q3?", "How many books did the library lend in Q3 2021?"),
        ("and the fourth quarter?", "How many books did the library lend in the fourth quarter of 2021?"),
        ("in the 1990s?", "How many books did the library lend in the 1990s?"),
        ("and last year?", "How many books did the library lend last year?"),
        ("And in 2019?", "How many books did the library lend in 2019?"),
        ("And between May and July 2022?", "How many books did the library lend between May and July 2022?"),
        ("and in August", "How many books did the library lend in August 2022?"),
        ("and the week of May 3, 2021?", "How many books did the library lend in the week of May 3, 2021?"),
        ("and since June 2020?", "How many books did the library lend since June 2020?"),
        ("what about July?", "How many books did the library lend since July 2020?"),
        ("on Tuesday?", "How many books did the library lend on Tuesday?"),
        ("and this year?", "How many books did the library lend this year?"),
        ("and on 2 May 2021?", "How many books did the library lend on 2 May 2021?"),
        ("the day after?", "How many books did the library lend on May 3, 2021?"),
        ("and the following week?", "How many books did the library lend in the week of May 10, 2021?"),
        ("and the week before?", "How many books did the library lend in the week of May 3, 2021?"),
        ("and the month before?", "How many books did the library lend in April 2021?"),
        ("who paid for them that month?", "who paid for them in April 2021? (books the library lend)"),
    ],
    "lists of years": [
        ("What was the toll in 2019, 2020 and 2021?",) * 2,
        ("and in 2022?", "What was the toll in 2022?"),
        ("and in May or June?", "What was the toll in May 2022 or June 2022?"),
        ("who set it in 2019?", "who set it in 2019? (toll)"),
    ],
    "times in front": [
        ("In 2019, how many wells ran dry?",) * 2,
        ("and in 2020?", "In 2020, how many wells ran dry?"),
    ],
    "parts of years": [
        ("What did the mayor promise in the first half of 2021?",) * 2,
        ("And in the second half?", "What did the mayor promise in the second half of 2021?"),
        ("and at the end of 2023?", "What did the mayor promise at the end of 2023?"),
        ("and mid-2020?", "What did the mayor promise in mid-2020?"),
        ("March?", "What did the mayor promise in March 2020?"),
        ("and between April 1 and April 5?", "What did the mayor promise between April 1 and April 5, 2020?"),
        ("and from 2022 on?", "What did the mayor promise from 2022 on?"),
    ],
    "names": [
        ("When was the Harbor Tunnel opened?", "When was the Harbor Tunnel opened?"),
        ("What about the Lincoln Tunnel?", "When was the Lincoln Tunnel opened?"),
        ("how long is it?", "how long is it? (Lincoln Tunnel opened)"),
        ("did it have any accidents in 1998?", "did it have any accidents in 1998? (Lincoln Tunnel opened)"),
        ("which company built it", "which company built it (Lincoln Tunnel opened)"),
        ("And the Harbor Tunnel?", "which company built it (Harbor Tunnel opened)"),
        ("How many stamps did Portugal print for the 1998 Expo?",) * 2,
        ("and Spain?", "How many stamps did Spain print for the 1998 Expo?"),
    ],
    "places": [
        ("Who was appointed director of the Prado in 2017?",) * 2,
        ("And of the Louvre?", "Who was appointed director of the Louvre in 2017?"),
        (
            "was she the first woman in the job?",
            "was she the first woman in the job? (appointed director of the Louvre in 2017)",
        ),
        ("who was her predecessor?", "who was her predecessor? (appointed director of the Louvre in 2017)"),
        (
            "when had they both studied?",
            "when had they both studied? (appointed director of the Louvre in 2017)",
        ),
    ],
    "small letters": [
        ("how many seats did the green party win in bavaria in 2018?",) * 2,
        ("and in hesse?", "how many seats did the green party win in hesse in 2018?"),
        ("and the liberals?", "and the liberals? (seats the green party win in hesse in 2018)"),
        ("why did they lose so many?", "why did they lose so many? (seats the green party win in hesse in 2018)"),
        ("what is the minimum wage in denmark?",) * 2,
    ],
    "ones": [
        ("How many trees fell in the August 2011 storm?",) * 2,
        ("and the December one?", "How many trees fell in the December 2011 storm?"),
        ("and the one after Easter?", "and the one after Easter? (trees fell in the storm)"),
        ("how much did the first one cost?", "how much did the first one cost? (trees fell in the August 2011 storm)"),
    ],
    "ordinals": [
        ("How long did the council first close the ferry?",) * 2,
        ("and the second time?", "How long did the council close the ferry the second time?"),
        ("what about the one from May?", "How long did the council close the ferry in May?"),
        ("why?", "why? (council close the ferry in May)"),
    ],
    "ranges": [
        ("How many ferries sank between 1990 and 1995?",) * 2,
        ("and in 2003?", "How many ferries sank in 2003?"),
        ("How many ferries were built from May until July 1995?",) * 2,
        ("and in June 2004?", "How many ferries were built in June 2004?"),
    ],
    "numbers": [
        ("What is section 5 of the Fisheries Act about?",) * 2,
        ("and section 7?", "What is section 7 of the Fisheries Act about?"),
        ("what about the Forestry Act", "What is section 7 of the Forestry Act about?"),
    ],
    "clauses": [
        ("How much does the Blue Line extension cost?",) * 2,
        ("who pays for it?", "who pays for it? (Blue Line extension cost)"),
        ("And for the Red Line?", "who pays for it? (Red Line extension cost)"),
        ("and if the city refuses?", "and if the city refuses? (Red Line extension cost)"),
        ("when will its first trains run?", "when will its first trains run? (Red Line extension cost)"),
        ("How long does it take to get from Ashford to Dover?",) * 2,
    ],
    "people": [
        ("What did Minister Okafor say about rice subsidies on May 3, 2020?",) * 2,
        ("and on June 10?", "What did Minister Okafor say about rice subsidies on June 10, 2020?"),
        ("And Minister Bello?", "What did Minister Bello say about rice subsidies on June 10, 2020?"),
        (
            "thanks, and how many farmers are affected?",
            "thanks, and how many farmers are affected? (Minister Bello say about rice subsidies on June 10, 2020)",
        ),
        (
            "Did Parliament reject it?",
            "Did Parliament reject it? (Minister Bello say about rice subsidies on June 10, 2020)",
        ),
    ],
    "phrases": [
        ("Which vaccines does the clinic offer for children under five?",) * 2,
        ("and for adults?", "Which vaccines does the clinic offer for adults?"),
        (
            "Is the measles one safe during pregnancy?",
            "Is the measles one safe during pregnancy? (vaccines the clinic offer for adults)",
        ),
        ("what does that mean?", "what does that mean? (vaccines the clinic offer for adults)"),
        ("Is it true that the flu vaccine was recalled in Portugal?",) * 2,
    ],
}


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_each_turn_of_a_conversation_is_understood_from_those_before(name: str) -> None:
    typed = [question for question, _ in CONVERSATIONS[name]]
    understood = [interpreted(*typed[:number]) for number in range(1, len(typed) + 1)]
    assert understood == [meant for _, meant in CONVERSATIONS[name]]


@pytest.mark.parametrize(
    "question",
    [
        "How many free masks could each household in Dover order?",
        "how many free masks could each household order?",
        "Who leads NASA?",
        "who leads nasa?",
        "What is the Blue Line?",
        "How many people used the Key Bridge before it closed?",
        "What did Norway say about Sweden and its army?",
        "how many ferries a day left the old harbour before it burned?",
        "Is it true that the minister closed the border with Norway?",
        "how old was amara obi when she became a judge?",
        "law 11047 - which product does it cover?",
        "what did the harbour master say at her briefing about ferries?",
        "how much grain does a farmer keep each season when he mills his own flour, per the millers guild?",
        "How long does it take to ship a crate to Oslo?",
    ],
)
def test_a_question_that_names_its_own_topic_stays_as_it_is(question: str) -> None:
    assert standalone(question, after(LIBRARY)) == FollowUp(question)


def test_a_word_of_the_topic_alone_makes_no_follow_up() -> None:
    assert interpreted("How long is the wall around Dover?", "How many guards watch the wall each day?") == (
        "How many guards watch the wall each day?"
    )


def test_a_year_that_is_not_known_is_not_guessed() -> None:
    assert interpreted("Who won the regatta?", "and the year after?") == ("and the year after? (won the regatta)")


def test_the_names_of_the_last_two_turns_are_both() -> None:
    assert interpreted("When did Chile join the Accord?", "And Peru?", "when had they both applied?") == (
        "when had they both applied? (Peru join the Accord, Chile)"
    )


def test_a_new_topic_ends_the_old_one() -> None:
    assert interpreted(LIBRARY, "Who leads NASA?", "when was she born?") == "when was she born? (leads NASA)"


def test_a_turn_leaves_the_conversation_before_it_as_it_was() -> None:
    first = after("Who leads NASA?")
    assert first.then(Turn("why?", "why? (leads NASA)")).turns == (*first.turns, Turn("why?", "why? (leads NASA)"))
    assert first == Conversation((Turn("Who leads NASA?", "Who leads NASA?", ("1.md",)),))


def test_of_a_long_topic_forty_words_are_kept() -> None:
    long = "How many books " + "and more books " * 100
    assert len(interpreted(long, "why?").split()) == 41


# Documents


@pytest.mark.parametrize(
    ("questions", "documents"),
    [
        ((LIBRARY,), ()),
        ((LIBRARY, "who paid for them?"), ("1.md",)),
        ((LIBRARY, "who paid for them?", "was it expensive?"), ("2.md", "1.md")),
        ((LIBRARY, "how many of those were novels that year?"), ("1.md",)),
        ((LIBRARY, "and in 2016?", "who paid for them?"), ("2.md",)),
        ((LIBRARY, "and in Dover?", "who was lent to by both?"), ("2.md", "1.md")),
        ((LIBRARY, "Who leads NASA?", "is she an engineer?"), ("2.md",)),
    ],
)
def test_a_follow_up_is_about_the_documents_cited_on_its_topic(
    questions: tuple[str, ...], documents: tuple[str, ...]
) -> None:
    assert standalone(questions[-1], after(*questions[:-1])).documents == documents


@pytest.mark.parametrize(
    "question",
    ["And in 2016?", "who paid for them in 2014?", "which did it buy the year after?", "and the one after Easter?"],
)
def test_what_is_asked_of_another_time_or_thing_stands_in_other_documents(question: str) -> None:
    assert standalone(question, after(LIBRARY)).documents == ()


def test_the_first_one_is_that_of_the_turn_that_named_the_topic() -> None:
    conversation = after(LIBRARY, "who paid for them?", "and for the films?")
    assert standalone("does the first one cover magazines?", conversation).documents == ("1.md",)


# Laws

QUESTIONS = st.text(max_size=80) | st.lists(
    st.sampled_from(
        "and what about the one first second December may in for 2016 that year after it who signed how many Norway"
        " NATO section 7 Oslo's (trade) both ? . , there is did council's".split()
    ),
    max_size=12,
).map(" ".join)


@given(QUESTIONS)
def test_a_first_question_is_never_changed(question: str) -> None:
    assert standalone(question, Conversation()) == FollowUp(question)


@given(st.lists(QUESTIONS, min_size=1, max_size=5))
def test_the_same_conversation_means_the_same_again(questions: list[str]) -> None:
    assert interpreted(*questions) == interpreted(*questions)


@given(st.lists(QUESTIONS, min_size=1, max_size=5))
def test_the_words_of_a_follow_up_stay(questions: list[str]) -> None:
    meant = set(content_words(interpreted(*questions)))
    assert set(content_words(questions[-1])) <= meant


# Doubtful ones


@pytest.mark.parametrize(
    "question",
    ["firefighter pay", "When is the deadline?", "who won?", "what changed in 2025?", "does the school have its own?"],
)
def test_a_question_that_may_stand_on_its_own_is_read_both_ways(question: str) -> None:
    read = standalone(question, after(LIBRARY))
    assert read.interpreted == question
    assert [one.interpreted.startswith(f"{question} (books the Ashford library lend") for one in read.others] == [True]
    assert as_follow_up(question, after(LIBRARY)) == read.others[0]


def test_a_new_name_is_tried_in_each_place_the_likeliest_first() -> None:
    read = standalone("And Clara Voss?", after("What did Ann Lee say to Tom Reed?"))
    assert [read.interpreted, *(one.interpreted for one in read.others)] == [
        "What did Ann Lee say to Clara Voss?",
        "What did Clara Voss say to Tom Reed?",
    ]


@pytest.mark.parametrize(
    ("before", "question", "meant"),
    [
        ("What is bill H.R. 88 about?", "and H.R. 91?", "What is bill H.R. 91 about?"),
        ("What does Q-204 mean on the Finch?", "And Q-206?", "What does Q-206 mean on the Finch?"),
        ("How long is the Spain–France border?", "And with Portugal?", "How long is the Spain–Portugal border?"),
    ],
)
def test_what_replaces_replaces(before: str, question: str, meant: str) -> None:
    assert interpreted(before, question) == meant


def test_thanks_do_not_become_the_topic() -> None:
    assert interpreted("When was the Harbor Tunnel opened?", "ok thanks", "how long is it?") == (
        "how long is it? (Harbor Tunnel opened)"
    )
