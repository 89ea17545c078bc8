"""HTML of what a language model wrote from the citations; pure."""

from html import escape

from qa.answering.answer import Answer, Citation
from qa.answering.draft import Statement
from qa.answering.written import WrittenStatement
from qa.web.html.markers import peeking_marker_html

_WEAK = "The quotations support this only in part, or in other words; read them."


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
    time = f" in {written.seconds:.1f} s" if written.seconds else ", reused from an earlier answer"
    return (
        f'<div class="written">{statements}</div><p class="checked">'
        f'Written by <b dir="auto">{escape(written.model)}</b>'
        f"{time}, {written.tokens:,} tokens; each statement was checked against the quotations that it cites.</p>"
    )


def arriving_html(statement: Statement) -> str:
    """A statement while others are still being written; its citations get their numbers with the last."""
    count = len(statement.quotes)
    rests = "based on 1 quotation" if count == 1 else f"based on {count} quotations"
    return (
        f'<p class="statement"><span dir="auto">{escape(statement.text)}</span> <span class="weak">{rests}</span></p>'
    )


def writing_html(model: str) -> str:
    """The section below an answer while the language model writes, or while that is offered."""
    return (
        '<section class="writing" aria-label="Written answer"><p class="waiting" role="status">'
        f'<b dir="auto">{escape(model)}</b> is writing</p><div class="arriving"></div>'
        f'<button type="button" class="plain" data-start>Let <b dir="auto">{escape(model)}</b> write an answer</button>'
        '<button type="button" class="plain" data-stop>Stop</button>'
        '<p class="problem" role="alert" hidden></p></section>'
    )


def _statement_html(number: int, statement: WrittenStatement, cited: dict[int, Citation]) -> str:
    markers = " ".join(peeking_marker_html(number, cited[marker]) for marker in statement.markers)
    weak = f' <span class="weak" title="{_WEAK}">partly supported</span>' if statement.is_weak else ""
    kind = " is-weak" if statement.is_weak else ""
    return f'<p class="statement{kind}"><span dir="auto">{escape(statement.text)}</span> {markers}{weak}</p>'
