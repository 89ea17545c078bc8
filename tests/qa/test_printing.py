"""What the command line shows to people, as a terminal gets it."""

import io

from rich.console import Console
from toy import document

from qa import printing
from qa.answerers.draft import Draft, Quote
from qa.citations import IndexState, Search, verify
from qa.filters import Filters
from qa.questions import understand


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
