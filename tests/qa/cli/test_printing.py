"""What the command line shows to people, as a terminal gets it."""

import io
from pathlib import Path

import pytest
from rich.console import Console
from support.toy import document

from qa.answering.answer import NOT_KNOWN, NOTHING, POSSIBLE
from qa.answering.citations import verify
from qa.answering.confidence import LIKELY, SURE
from qa.answering.draft import Draft, Quote
from qa.cli import printing
from qa.documents.files import Failure
from qa.filters import Filters
from qa.indexing.indexer import IndexReport
from qa.retrieval.search import IndexState, Search
from qa.understanding.questions import understand


def test_the_short_answer_is_bold_and_what_stands_before_the_quotation_is_dim() -> None:
    source = document("Ann [b]spoke[/b].\n\nShe won 5 seats.\n", "c.md")
    quote = Quote("c.md", 19, 35, "She won 5 seats.", context="Ann [b]spoke[/b].", answer=(27, 28))
    question = understand("How many?", "How many?", Filters())
    answer = verify(
        Draft((quote,), 0.9, abstains=False), Search(question, (), IndexState(1, 1.0), {}), {"c.md": source}
    )
    file = io.StringIO()
    console = Console(file=file, force_terminal=True, color_system="standard", highlight=False, soft_wrap=True)
    printing.answer(console, answer)
    assert file.getvalue().splitlines()[0] == ("\x1b[2mAnn [b]spoke[/b]. \x1b[0m“She won \x1b[1m5\x1b[0m seats.” [1]")


def test_an_answer_that_is_not_sure_says_so_before_its_quotations() -> None:
    source = document("She won 5 seats.\n", "c.md")
    question = understand("How many?", "How many?", Filters())
    draft = Draft((Quote("c.md", 0, 16, "She won 5 seats."),), SURE - 0.01, abstains=False)
    answer = verify(draft, Search(question, (), IndexState(1, 1.0), {}), {"c.md": source})
    file = io.StringIO()
    printing.answer(Console(file=file, soft_wrap=True), answer)
    assert file.getvalue().splitlines()[:2] == [POSSIBLE, "“She won 5 seats.” [1]"]


def test_a_timeline_is_one_line_a_date() -> None:
    dated = document("---\ndate: 2021-03-09\n---\nShe won 5 seats.\n", "c.md")
    other = document("She won 9 seats.\n", "d.md")
    question = understand("seats over time", "seats over time", Filters())
    quotes = (Quote("c.md", 0, 16, "She won 5 seats."), Quote("d.md", 0, 16, "She won 9 seats."))
    draft = Draft(quotes, 0.9, abstains=False, is_timeline=True)
    answer = verify(draft, Search(question, (), IndexState(2, 1.0), {}), {"c.md": dated, "d.md": other})
    file = io.StringIO()
    printing.answer(Console(file=file, soft_wrap=True), answer)
    assert file.getvalue().splitlines()[:3] == [
        "understood: over time (timeline:over time)",
        "2021-03-09  “She won 5 seats.” [1]",
        "undated     “She won 9 seats.” [2]",
    ]


def test_an_abstention_says_why() -> None:
    source = document("She won 5 seats.\n", "c.md")
    question = understand("How many?", "How many?", Filters())
    draft = Draft((Quote("c.md", 0, 16, "She won 5 seats."),), 0.1, abstains=True)
    answer = verify(draft, Search(question, (), IndexState(1, 0.5), {}), {"c.md": source})
    file = io.StringIO()
    printing.answer(Console(file=file, soft_wrap=True), answer)
    assert file.getvalue().splitlines()[:4] == [
        NOTHING,
        NOT_KNOWN,
        "No word of the question occurs in the collection.",
        "The search by meaning is 50 % ready.",
    ]


def test_an_abstention_with_a_likely_quotation_shows_it_as_a_possible_match() -> None:
    source = document("She won 5 seats.\n", "c.md")
    question = understand("How many?", "How many?", Filters())
    draft = Draft((Quote("c.md", 0, 16, "She won 5 seats."),), LIKELY, abstains=True)
    answer = verify(draft, Search(question, (), IndexState(1, 1.0), {}), {"c.md": source})
    file = io.StringIO()
    printing.answer(Console(file=file, soft_wrap=True), answer)
    assert file.getvalue().splitlines() == [POSSIBLE, "“She won 5 seats.” [1]", "", "[1] c · c.md"]


def test_progress_into_a_file_is_a_line_soon_and_then_every_ten_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(printing, "monotonic", lambda: now[0])
    file = io.StringIO()
    told = []
    with printing.progress(Console(file=file)) as show:
        for now[0], stage, done in (
            (0.5, "documents", 0),
            (1.0, "documents", 10),
            (10.5, "documents", 2000),
            (11.0, "documents", 2100),
            (11.5, "vectors", 0),
            (12.0, "vectors", 5),
            (21.0, "documents", 3000),
        ):
            show(stage, done, 14396)
            told.append(file.getvalue().splitlines()[-1:])
    assert file.getvalue().splitlines() == [
        "documents: 10 of 14,396",
        "documents: 2,100 of 14,396",
        "vectors: 0 of 14,396",
        "documents: 3,000 of 14,396",
    ]
    assert told[1:3] == [["documents: 10 of 14,396"]] * 2  # each line is in the file when it is told


def test_files_that_failed_are_named_with_the_reason() -> None:
    file = io.StringIO()
    report = IndexReport(failed=[Failure(Path("bad.md"), "its front matter cannot be read")])
    printing.failures(Console(file=file, width=200), report)
    assert file.getvalue() == "not indexed: bad.md: its front matter cannot be read\n"


def test_where_words_of_a_quotation_lead_stands_below_its_source() -> None:
    source = document("The rules are on <a href='https://mill.example/a\x1bb'>the notice</a>.\n", "c.md")
    question = understand("Where?", "Where?", Filters())
    draft = Draft((Quote("c.md", 0, len(source.text), source.text),), 1.0, abstains=False)
    answer = verify(draft, Search(question, (), IndexState(1, 1.0), {}), {"c.md": source})
    file = io.StringIO()
    printing.answer(Console(file=file, soft_wrap=True), answer)
    assert file.getvalue().splitlines()[-1] == "    the notice: https://mill.example/ab"
