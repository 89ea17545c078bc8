"""HTML of a visitor's conversations; pure."""

from collections.abc import Iterable, Sequence
from html import escape

from qa.conversations.history import LONGEST_TITLE, ConversationInfo
from qa.web.language import say, say_count, say_day


def search_html() -> str:
    """The field above the list."""
    search = say("Search your questions")
    return (
        f'<form class="seeking" role="search" aria-label="{say("Conversations")}">'
        f'<label class="unseen" for="conversations-words">{search}</label>'
        '<input type="search" id="conversations-words" name="words" autocomplete="off" '
        f'placeholder="{search}"></form>'
    )


def conversations_html(conversations: Sequence[ConversationInfo], current: str | None, words: str = "") -> str:
    """The conversations, each to be opened, pinned, renamed, exported, deleted; the pinned ones have their own list.

    Args:
        conversations: In the order shown.
        current: Id of the one on the page; None for none.
        words: What they were searched for; empty where they are all there are.
    """
    if not conversations:
        empty = say("Your questions and their answers are kept here, for this browser only, until you delete them.")
        return f'<p class="quiet">{say("No conversation holds these words.") if words.strip() else empty}</p>'
    pinned = [one for one in conversations if one.is_pinned]
    others = [one for one in conversations if not one.is_pinned]
    if not pinned:
        return _list_html(others, current)
    rest = f"<h3>{say('Recent')}</h3>{_list_html(others, current)}" if others else ""
    return f"<h3>{say('Pinned')}</h3>{_list_html(pinned, current)}{rest}"


def _list_html(conversations: Iterable[ConversationInfo], current: str | None) -> str:
    return f'<ul class="conversations">{"".join(_item_html(one, current) for one in conversations)}</ul>'


def _item_html(conversation: ConversationInfo, current: str | None) -> str:
    identity, title = escape(conversation.id), escape(conversation.title)
    count = say_count("{number} question", "{number} questions", conversation.questions)
    exports = "".join(
        f'<a class="plain" href="conversations/{identity}.{ending}" target="_blank" rel="noopener" '
        f'aria-label="{name}: {title}">{name}</a>'
        for ending, name in (("html", say("Print")), ("md", "Markdown"), ("json", "JSON"))
    )
    here = ' aria-current="page"' if conversation.id == current else ""
    pin, pinned = (say("Unpin"), "false") if conversation.is_pinned else (say("Pin"), "true")
    rename, delete, cancel = say("Rename"), say("Delete"), say("Cancel")
    return (
        f'<li data-conversation="{identity}"><a class="open" href="?c={identity}"{here}>'
        f'<span dir="auto">{title}</span></a>'
        f'<p class="quiet">{count} · <time datetime="{conversation.changed_at.isoformat()}">'
        f"{say_day(conversation.changed_at.date())}</time></p>"
        f'<details class="options"><summary aria-label="{say("Options")}: {title}">⋯</summary><p class="actions">'
        f'<button type="button" class="plain" data-pin="{pinned}" aria-label="{pin}: {title}">{pin}</button>'
        f'<button type="button" class="plain" data-rename aria-label="{rename}: {title}">{rename}</button>'
        f'{exports}<button type="button" class="plain" data-delete aria-label="{delete}: {title}">{delete}</button></p>'
        f'</details><form class="renaming" hidden><label class="unseen" for="title-{identity}">{say("Title")}</label>'
        f'<input id="title-{identity}" name="title" value="{title}" maxlength="{LONGEST_TITLE}" autocomplete="off" '
        'dir="auto">'
        f'<button type="submit" class="strong">{say("Save")}</button>'
        f'<button type="button" class="plain" data-cancel>{cancel}</button></form>'
        f'<p class="deleting" hidden><span>{say("Delete it for good?")}</span> '
        f'<button type="button" class="alarm" data-delete-now>{delete}</button>'
        f'<button type="button" class="plain" data-cancel>{say("Keep it")}</button></p></li>'
    )
