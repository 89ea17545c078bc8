"""The reader of questions: it reads any text, always as the same, and takes no longer than the text is long.

An input is a conversation, a line a turn, of which the last is the question.
"""

import time
from datetime import date

from fuzz.choices import Choices
from qa.answering.pipeline import LONGEST_QUESTION, askable
from qa.errors import UsageError
from qa.filters import Filters
from qa.understanding.collection_questions import collection_question
from qa.understanding.demands import find_demands
from qa.understanding.follow_ups import Conversation, Turn, standalone
from qa.understanding.languages import is_foreign
from qa.understanding.questions import UnderstoodQuestion, understand
from qa.understanding.remarks import is_remark
from qa.understanding.vocabulary import learn_vocabulary

TOKENS: tuple[str, ...] = (
    *(
        "in March 2021",
        "since ",
        "between ",
        " and ",
        "the last three weeks",
        "yesterday",
        "2021-03-04",
        "03/04/21",
        "Q3 ",
    ),
    *(
        "how many ",
        "who ",
        "when ",
        "what did ",
        " say",
        "the latest ",
        "fact sheet",
        "documents",
        "list ",
        "over time",
    ),
    *(
        "$1.5 million",
        "twenty-one",
        "H.R. 49",
        "No. 12-4",
        "“a b”",
        '"',
        "'s ",
        "compare ",
        " vs ",
        "it ",
        "that year",
        "and ",
    ),
    *(
        "ferries.md",
        "Ms. Birch",
        "\n",
        "?",
        "00000000",
        "9999",
        "February 30",
        "ten thousand ",
        "th of ",
        "’",
        "ß",
        "İ",
        "ﬁ",
    ),
)
_TITLES = [
    (number, title, category, day)
    for number, (title, category, day) in enumerate(
        [("Fact Sheet: Ferries", "notices", "2020-01-02"), ("Readout of a Visit", "speeches", "2021-03-04")] * 5
        + [("Briefing by Ms. Birch", "briefings", None), ("Proclamation on İstanbul", "notices", "2022-12-31")] * 5,
    )
]
_VOCABULARY = learn_vocabulary(
    _TITLES,
    [("MS. BIRCH", 10), ("MS. BIRCH", 11), ("MS. BIRCH", 12), ("THE MAYOR", 1), ("Q", 1)],
    [("a/ferries.md", "Ferries"), ("b.md", "A (b) [c]")],
    date(2022, 6, 1),
)
_SAMPLE = 16
"""An input in so many is measured."""
_SLOW = 0.5
"""Seconds of a question of the greatest length from which on half of it is measured too."""
_GROWTH = 3.0
"""Twice the length may take at most so many times as long."""


def seeds() -> list[bytes]:
    """Inputs to begin with."""
    return [
        conversation.encode()
        for conversation in (
            "How many boats were repaired in March 2021?",
            "What did Ms. Birch say about the pier?\nAnd in 2022?\nwho signed it?",
            "the latest fact sheet on ferries since last June",
            "How many documents are from between 2020-01-02 and 2021-03-04?",
            "list all briefings in the notices category, newest first",
            "compare the $1.5 million of H.R. 49 with No. 12-4 “as it was”",
            "What does ferries.md say over time?\nthat year?\nthe week before",
            "Wie viele Boote gab es?",
            "thanks!",
            "It is twenty-one thousand, or is it 21,000?",
        )
    ]


def check(data: bytes) -> None:
    """Read a question.

    Raises:
        AssertionError: It is read in two ways, or names a place that is none, or takes too long.
    """
    *before, question = Choices(data).text(8 * LONGEST_QUESTION).split("\n")[-6:]
    try:
        question = askable(question)
    except UsageError:
        return
    conversation = Conversation()
    for turn in before:
        try:
            asked = askable(turn)
        except UsageError:
            continue
        read = standalone(asked, conversation)
        conversation = conversation.then(Turn(asked, read.interpreted, ("a/ferries.md",)))
    found = _read(question, conversation)
    assert _read(question, conversation) == found, "read in two ways"
    if len(data) % _SAMPLE == 0:
        _check_time(question)


def _read(question: str, conversation: Conversation) -> list[object]:
    follow_up = standalone(question, conversation)
    found: list[object] = [follow_up, is_remark(question), is_foreign(question)]
    for reading in (follow_up, *follow_up.others):
        understood = understand(question, reading.interpreted, Filters(), _VOCABULARY)
        _check(understood)
        found += [understood, collection_question(understood, _VOCABULARY), find_demands(understood)]
    return found


def _check(understood: UnderstoodQuestion) -> None:
    text = understood.interpreted
    assert text.strip(), "a question became none"
    for said in (text, understood.searched, understood.subject, understood.topic, *understood.exact):
        said.encode()
    for clue in understood.clues:
        if clue.name != "document":  # it stands behind the words
            assert 0 <= clue.start < clue.end <= len(text), "a clue of no words"
            assert clue.words == text[clue.start : clue.end] or clue.words in text, "a clue of other words"
    first, last = understood.period or (None, None)
    assert not (first and last) or first <= last, "a period that ends before it begins"


def _check_time(question: str) -> None:
    whole = (question * (LONGEST_QUESTION // len(question) + 1))[:LONGEST_QUESTION]
    if (seconds := _seconds(whole)) > _SLOW:
        half = min(_seconds(whole[: LONGEST_QUESTION // 2]) for _ in range(3))
        seconds = min(seconds, *(_seconds(whole) for _ in range(2)))
        assert seconds < _GROWTH * half, f"{seconds:.2f} s, and the half of it {half:.2f} s"


def _seconds(question: str) -> float:
    started = time.thread_time()
    _read(question, Conversation())
    return time.thread_time() - started
