"""HTML of what a language model wrote from the citations; pure."""

from html import escape

from qa.answering.answer import Answer, Citation
from qa.answering.draft import Statement
from qa.answering.written import WrittenStatement
from qa.web.html.markers import peeking_marker_html
from qa.web.language import in_english, say, say_count, say_decimal


def written_html(number: int, answer: Answer) -> str:
    """The statements, each with the numbers of the quotations that it is based on, and the model that wrote them.

    Args:
        number: The number of the turn.
        answer: An answer with statements.
    """
    written = answer.written
    assert written is not None
    cited = {citation.marker: citation for citation in answer.citations}
    statements = "".join(_statement_html(number, statement, cited) for statement in written.statements)
    model = f'<b dir="auto">{escape(written.model)}</b>'
    if written.seconds:
        seconds = say_decimal(written.seconds)
        by = say_count(
            "Written by {model} in {seconds} s, {number} token; each statement was checked against the quotations that "
            "it cites.",
            "Written by {model} in {seconds} s, {number} tokens; each statement was checked against the quotations "
            "that it cites.",
            written.tokens,
            model=model,
            seconds=seconds,
        )
    else:
        by = say_count(
            "Written by {model}, reused from an earlier answer, {number} token; each statement was checked against the "
            "quotations that it cites.",
            "Written by {model}, reused from an earlier answer, {number} tokens; each statement was checked against "
            "the quotations that it cites.",
            written.tokens,
            model=model,
        )
    return f'<div class="written"{in_english()}>{statements}</div><p class="checked">{by}</p>'


def arriving_html(statement: Statement) -> str:
    """A statement while others are still being written; its citations get their numbers with the last."""
    count = len(statement.quotes)
    rests = say_count("based on {number} quotation", "based on {number} quotations", count)
    return (
        f'<p class="statement"><span dir="auto">{escape(statement.text)}</span> <span class="weak">{rests}</span></p>'
    )


def writing_html(model: str) -> str:
    """The section below an answer while the language model writes, or while that is offered."""
    named = f'<b dir="auto">{escape(model)}</b>'
    return (
        f'<section class="writing" aria-label="{say("Written answer")}"><p class="waiting" role="status">'
        f'{say("{model} is writing", model=named)}</p><div class="arriving"></div><button type="button" class="plain" '
        f"data-start>{say('Let {model} write an answer', model=named)}</button>"
        f'<button type="button" class="plain" data-stop>{say("Stop")}</button>'
        '<p class="problem" role="alert" hidden></p></section>'
    )


def _statement_html(number: int, statement: WrittenStatement, cited: dict[int, Citation]) -> str:
    markers = " ".join(peeking_marker_html(number, cited[marker]) for marker in statement.markers)
    reads = say("The quotations support this only in part, or in other words; read them.")
    weak = f' <span class="weak" title="{reads}">{say("partly supported")}</span>' if statement.is_weak else ""
    kind = " is-weak" if statement.is_weak else ""
    return f'<p class="statement{kind}"><span dir="auto">{escape(statement.text)}</span> {markers}{weak}</p>'
