"""HTML of what a question may mean as well, as a follow-up or on its own, with the button that asks it so; pure."""

from html import escape

from qa.answering.answer import OtherReading
from qa.web.language import say


def other_reading_html(other: OtherReading | None, before: str | None) -> str:
    """'Follow-up to “…” · Ask on its own', or the other way round; nothing where the words leave no doubt.

    Args:
        other: The reading that does not answer.
        before: The question before; None where it is not known.
    """
    if other is None or before is None:
        return ""
    question = f'<q dir="auto">{escape(before)}</q>'
    if other.is_follow_up:
        kind, shown = "follow-up", say("Asked on its own")
        button = say("Ask as a follow-up to {question}", question=question)
    else:
        kind, shown, button = "before", say("Follow-up to {question}", question=question), say("Ask on its own")
    return (
        f'<p class="reading note"><span>{shown}</span> · <button type="button" class="plain" data-take-off="{kind}" '
        f'data-key="conversation">{button}</button></p>'
    )
