"""HTML of what a language model wrote on the citations; pure."""

from html import escape

from qa.citations import Answer, Citation, WrittenStatement
from qa.web.markers import marker_html

_WEAK = "The quotations support this in part, or in other words: read them."


def written_html(number: int, answer: Answer) -> str:
    """The statements, each with the numbers of the quotations that it rests on, and by whom they were written.

    Args:
        number: Of the turn.
        answer: With statements.
    """
    written = answer.written
    assert written is not None
    cited = {citation.marker: citation for citation in answer.citations}
    statements = "".join(_statement_html(number, statement, cited) for statement in written.statements)
    time = f" in {written.seconds:.1f} s" if written.seconds else ", kept from before"
    return (
        f'<div class="written">{statements}</div><p class="checked">'
        f'Written by <b dir="auto">{escape(written.model)}</b>'
        f"{time}, {written.tokens:,} tokens; each statement was checked against the quotations that it names.</p>"
    )


def _statement_html(number: int, statement: WrittenStatement, cited: dict[int, Citation]) -> str:
    markers = " ".join(marker_html(number, cited[marker]) for marker in statement.markers)
    weak = f' <span class="weak" title="{_WEAK}">partly supported</span>' if statement.is_weak else ""
    kind = " is-weak" if statement.is_weak else ""
    return f'<p class="statement{kind}"><span dir="auto">{escape(statement.text)}</span> {markers}{weak}</p>'


def withheld_notes(answer: Answer) -> list[str]:
    """What is to be said of statements that are not shown, and of a model that did not come to its end."""
    written = answer.written
    if written is None:
        return []
    notes = [f"The language model did not finish: {written.problem}"] if written.problem else []
    if written.withheld == 1:
        notes.append("One statement of the language model was withheld: the documents do not bear it out.")
    elif written.withheld:
        withheld = f"{written.withheld} statements of the language model were withheld"
        notes.append(f"{withheld}: the documents do not bear them out.")
    if not written.statements and not answer.abstained:
        notes.append("These are the quotations that were found without it.")
    return notes
