"""HTML of what a question may mean as well, as a follow-up or on its own, with the button that asks it so; pure."""

from html import escape

from qa.answering.answer import OtherReading


def other_reading_html(other: OtherReading | None, before: str | None) -> str:
    """'Follow-up to “…” · Ask on its own', or the other way round; nothing where the words leave no doubt.

    Args:
        other: The reading that does not answer.
        before: The question before; None where it is not known.
    """
    if other is None or before is None:
        return ""
    follow_up = f'Follow-up to <q dir="auto">{escape(before)}</q>'
    if other.is_follow_up:
        shown, kind, button = "Asked on its own", "follow-up", f"Ask as a follow-up to <q>{escape(before)}</q>"
    else:
        shown, kind, button = follow_up, "before", "Ask on its own"
    return (
        f'<p class="reading note"><span>{shown}</span> · <button type="button" class="plain" data-take-off="{kind}" '
        f'data-key="conversation">{button}</button></p>'
    )
