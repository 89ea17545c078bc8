"""HTML of a question with its answer; pure. Whatever comes from outside is escaped here and in `sources`."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from qa.answering.abstention import Cause
from qa.answering.answer import Answer
from qa.answering.confidence import State
from qa.conversations.exchange import Exchange
from qa.conversations.feedback import Feedback
from qa.web.html.addresses import answer_address
from qa.web.html.excerpts import Excerpt
from qa.web.html.feedback_form import feedback_html
from qa.web.html.listing import listing_html
from qa.web.html.other_reading import other_reading_html
from qa.web.html.quotations import more_html, quotations_html, sources_html, timeline_html
from qa.web.html.statements import written_html
from qa.web.html.understood import understood_html
from qa.web.language import say, say_number, tell

PASSAGES_SHOWN = 8
"""Of the passages that were found, as many can be looked through below an answer."""
_PENCIL = (
    '<svg viewBox="0 0 24 24" width="15" height="15" aria-hidden="true"><path fill="none" stroke="currentColor" '
    'stroke-width="1.7" stroke-linejoin="round" d="m4 20 1-4L16 5l3 3L8 19l-4 1Zm10-13 3 3"/></svg>'
)


@dataclass(frozen=True, slots=True)
class Shown:
    """An answered question as it stands on the page.

    Attributes:
        number: Of the question in its conversation, from 1; it makes the ids on the page unique.
        exchange: The question and its answer.
        earlier: The questions before it, oldest first.
        excerpts: The text around each quotation that may be shown (`Answer.quoted`).
        passages: The text of the first of the passages that were found.
        changed: Markers of the citations whose source has changed.
        feedback: The visitor's feedback on the answer; None for none.
    """

    number: int
    exchange: Exchange
    earlier: tuple[str, ...]
    excerpts: tuple[Excerpt, ...]
    passages: tuple[Excerpt, ...]
    changed: frozenset[int]
    feedback: Feedback | None


def turn_html(shown: Shown, notes: Sequence[str] = ()) -> str:
    """A question with its answer, and below it where the answer is from.

    Args:
        shown: The question.
        notes: Sentences to show before the answer.
    """
    answer = shown.exchange.answer
    asked = answer.search.question
    body = listing_html(answer, answer.listing, shown.changed) if answer.listing is not None else _body_html(shown)
    other = other_reading_html(answer.other_reading, next(reversed(shown.earlier), None))
    said = f"{understood_html(shown.exchange)}{_notes_html(notes)}{other}{body}{_closing_html(shown)}"
    return _article_html(shown.number, asked.question, said, state=answer.state.value, searched=asked.interpreted)


def failed_html() -> str:
    """A question that could not be answered, with a button that asks again; the script fills in the reason."""
    said = (
        '<div class="problem" role="alert"><p class="reason"></p>'
        f'<button type="button" class="plain" data-ask-anew>{say("Ask again")}</button></div>'
    )
    return _article_html(0, "", said)


def waiting_html() -> str:
    """A question that waits for its answer; the script fills in its number and its text."""
    said = (
        f'<p class="waiting" role="status">{say("Reading the documents")}</p>'
        f'<button type="button" class="plain" data-stop-waiting>{say("Stop")}</button>'
    )
    return _article_html(0, "", said, busy=True)


def _article_html(
    number: int, question: str, said: str, *, state: str = "", searched: str = "", busy: bool = False
) -> str:
    edit = say("Edit the question")
    return (
        f'<article class="turn" id="turn-{number}" data-number="{number}" data-state="{state}" '
        f'data-searched="{escape(searched)}" aria-labelledby="question-{number}" aria-busy="{str(busy).lower()}">'
        f'<div class="asked"><h2 class="question" id="question-{number}" tabindex="-1" dir="auto">{escape(question)}'
        f'</h2><button type="button" class="edit" data-edit aria-label="{edit}" '
        f'title="{edit}">{_PENCIL}</button></div><div class="said">{said}</div></article>'
    )


def _notes_html(notes: Sequence[str]) -> str:
    return "".join(f'<p class="note">{escape(tell(note))}</p>' for note in notes)


# The answer


def _body_html(shown: Shown) -> str:
    """What is answered, or what may be, or that nothing was found; below it the other passages, folded away."""
    answer, number, changed = shown.exchange.answer, shown.number, shown.changed
    around = {one.marker: excerpt for one, excerpt in zip(answer.quoted, shown.excerpts, strict=True)}
    notes = _notes_html(answer.notes)
    label = f'<p class="state">{tell(answer.label)}</p>' if answer.label else ""
    if answer.state is State.NOTHING:
        body = f"{notes}{label}{_nothing_html(answer)}"
    elif answer.written and answer.written.statements:
        sources = sources_html(number, answer.citations, around, changed)
        body = f"{label}{written_html(number, answer)}{sources}{notes}"
    elif answer.is_timeline:
        body = f"{notes}{label}{timeline_html(number, answer.citations, around, changed)}"
    else:
        bold = answer.short if answer.is_sure else None  # of what may be no answer nothing stands out
        body = f"{notes}{label}{quotations_html(number, answer.leading, bold, around, changed)}"
    return body + more_html(number, answer, shown.passages, around, changed)


def _nothing_html(answer: Answer) -> str:
    # That nothing comes near enough is what the label says.
    others = [reason.sentence for reason in answer.reasons if reason.cause is not Cause.NOT_NEAR]
    reasons = "".join(f"<li>{escape(tell(sentence))}</li>" for sentence in others)
    why = f'<ul class="why" aria-label="{say("Why there is no answer")}">{reasons}</ul>' if reasons else ""
    offers = "".join(
        f'<button type="button" class="offer" data-ask="{escape(offer.question)}">'
        + say(
            "Documents about {name} ({count})",
            name=f'<span dir="auto">{escape(offer.name)}</span>',
            count=say_number(offer.documents),
        )
        + "</button>"
        for offer in answer.offers
    )
    offered = f'<p class="offers">{offers}</p>' if offers else ""
    return f'<p class="not-known">{escape(tell(answer.text))}</p>{why}{offered}'


# Below the answer


def _closing_html(shown: Shown) -> str:
    exchange = shown.exchange
    address = answer_address(exchange, shown.earlier)
    link = (
        f'<a class="plain" href="{escape(address)}" data-copy-link '
        f'title="{say("Snapshot {number} of the collection", number=exchange.generation)}">{say("Copy link")}</a>'
    )
    feedback = feedback_html(shown.number, exchange.answer, shown.feedback)
    below = f"{link}{_exact_html(exchange.answer)}{feedback}"
    return f'{_partly_html(exchange.answer)}<footer class="closing">{below}</footer>'


def _exact_html(answer: Answer) -> str:
    """What the quotations are, and how that is known; it says nothing of whether they answer."""
    if not answer.quoted:
        return ""
    return f'<a class="plain" href="exact-quotations" data-document>{say("Exact quotations")}</a>'


def _partly_html(answer: Answer) -> str:
    ready = 1.0 if answer.listing or answer.abstained else answer.search.state.dense_ready
    said = say("Searched while search by meaning was {share} ready.", share=percent(ready))
    return "" if ready == 1 else f'<p class="checked">{said}</p>'


def percent(share: float) -> str:
    """A share in percent, rounded down: only a complete one is 100 %."""
    return f"{int(share * 100)} %"
