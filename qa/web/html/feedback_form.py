"""HTML of the buttons and the form for feedback on an answer; pure."""

from html import escape

from qa.answering.answer import Answer
from qa.conversations.feedback import LONGEST_NOTE, Feedback, reasons_for
from qa.web.language import say, tell

_THUMB = (
    '<svg viewBox="0 0 24 24" width="16" height="16" aria-hidden="true"><path fill="none" stroke="currentColor" '
    'stroke-width="1.7" stroke-linejoin="round" d="M7 11v9H4v-9h3Zm0 0 4-8a2 2 0 0 1 2 2v4h5.2a2 2 0 0 1 2 2.4l-1.4 '
    '7a2 2 0 0 1-2 1.6H7"/></svg>'
)


def feedback_html(number: int, answer: Answer, given: Feedback | None) -> str:
    """Two thumbs with the feedback that was given, and the form that the second one opens."""
    verdict = given.verdict if given else None
    thumbs = "".join(
        f'<button type="button" class="thumb thumb-{key}" data-verdict="{key}" aria-label="{label}" '
        f'aria-pressed="{str(verdict == key).lower()}">{_THUMB}</button>'
        for key, label in (("helpful", say("Helpful")), ("not_helpful", say("Not helpful")))
    )
    thanks = say("Noted, thank you.") if given else ""
    return (
        f'<div class="feedback" role="group" aria-label="{say("Feedback on this answer")}">{thumbs}'
        f'<span class="thanks" role="status">{thanks}</span></div>{_form_html(number, answer, given)}'
    )


def _form_html(number: int, answer: Answer, given: Feedback | None) -> str:
    chosen = given.reason if given else None
    reasons = "".join(
        f'<label><input type="radio" name="reason-{number}" value="{escape(key)}"'
        f"{' checked' if key == chosen else ''}><span>{escape(tell(wording))}</span></label>"
        for key, wording in reasons_for(answer).items()
    )
    return (
        f'<form class="feedback-form" hidden aria-label="{say("What is wrong with this answer")}"><fieldset>'
        f"<legend>{say('What is wrong?')}</legend>{reasons}</fieldset>{_passages_html(number, answer)}"
        f'<label for="note-{number}">{say("Anything else")}</label>'
        # No textarea: the question is the first one of the page.
        f'<input id="note-{number}" name="note" maxlength="{LONGEST_NOTE}" autocomplete="off">'
        f'<p class="buttons"><button type="submit" class="strong">{say("Send")}</button>'
        f'<button type="button" class="plain" data-close-form>{say("Cancel")}</button></p></form>'
    )


def _passages_html(number: int, answer: Answer) -> str:
    """The hits to choose from: naming the one that answers turns feedback into a question to measure with."""
    if not answer.search.hits:
        return ""
    options = "".join(
        f'<option value="{hit.rank}" dir="auto">{escape(_named(hit.document.title, hit.passage.text))}</option>'
        for hit in answer.search.hits
    )
    return (
        f'<label for="passage-{number}">{say("Which passage answers it?")}</label>'
        f'<select id="passage-{number}" name="passage">'
        f'<option value="">{say("I do not know")}</option>{options}</select>'
    )


def _named(title: str, text: str) -> str:
    words = " ".join(text.split())
    return f"{title[:60]}: {words[:90]} …"
