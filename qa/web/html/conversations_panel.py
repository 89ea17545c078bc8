"""HTML of a visitor's conversations; pure."""

from collections.abc import Iterable, Sequence
from html import escape

from qa.conversations.history import LONGEST_TITLE, ConversationInfo

EXPORTS = {"html": "Print", "md": "Markdown", "json": "JSON"}
"""Endings of the addresses of a conversation's exports, and what they are called."""

_EMPTY = "Your questions and their answers are kept here, for this browser only, until you delete them."


SEARCH = (
    '<form class="seeking" role="search" aria-label="Conversations"><label class="unseen" for="conversations-words">'
    'Search your questions</label><input type="search" id="conversations-words" name="words" autocomplete="off" '
    'placeholder="Search your questions"></form>'
)
"""The field above the list."""


def conversations_html(conversations: Sequence[ConversationInfo], current: str | None, words: str = "") -> str:
    """The conversations, each to be opened, pinned, renamed, exported, deleted; the pinned ones have their own list.

    Args:
        conversations: In the order shown.
        current: Id of the one on the page; None for none.
        words: What they were searched for; empty where they are all there are.
    """
    if not conversations:
        return f'<p class="quiet">{"No conversation holds these words." if words.strip() else _EMPTY}</p>'
    pinned = [one for one in conversations if one.is_pinned]
    others = [one for one in conversations if not one.is_pinned]
    if not pinned:
        return _list_html(others, current)
    rest = f"<h3>Recent</h3>{_list_html(others, current)}" if others else ""
    return f"<h3>Pinned</h3>{_list_html(pinned, current)}{rest}"


def _list_html(conversations: Iterable[ConversationInfo], current: str | None) -> str:
    return f'<ul class="conversations">{"".join(_item_html(one, current) for one in conversations)}</ul>'


def _item_html(conversation: ConversationInfo, current: str | None) -> str:
    identity, title = escape(conversation.id), escape(conversation.title)
    count = f"{conversation.questions} question{'s'[: conversation.questions != 1]}"
    exports = "".join(
        f'<a class="plain" href="conversations/{identity}.{ending}" target="_blank" rel="noopener" '
        f'aria-label="{name}: {title}">{name}</a>'
        for ending, name in EXPORTS.items()
    )
    here = ' aria-current="page"' if conversation.id == current else ""
    pin, pinned = ("Unpin", "false") if conversation.is_pinned else ("Pin", "true")
    return (
        f'<li data-conversation="{identity}"><a class="open" href="?c={identity}"{here}>'
        f'<span dir="auto">{title}</span></a>'
        f'<p class="quiet">{count} · <time datetime="{conversation.changed_at.isoformat()}">'
        f"{conversation.changed_at:%Y-%m-%d}</time></p>"
        f'<details class="options"><summary aria-label="Options: {title}">⋯</summary><p class="actions">'
        f'<button type="button" class="plain" data-pin="{pinned}" aria-label="{pin}: {title}">{pin}</button>'
        f'<button type="button" class="plain" data-rename aria-label="Rename: {title}">Rename</button>'
        f'{exports}<button type="button" class="plain" data-delete aria-label="Delete: {title}">Delete</button></p>'
        f'</details><form class="renaming" hidden><label class="unseen" for="title-{identity}">Title</label>'
        f'<input id="title-{identity}" name="title" value="{title}" maxlength="{LONGEST_TITLE}" autocomplete="off" '
        'dir="auto">'
        '<button type="submit" class="strong">Save</button>'
        '<button type="button" class="plain" data-cancel>Cancel</button></form>'
        '<p class="deleting" hidden><span>Delete it for good?</span> '
        '<button type="button" class="alarm" data-delete-now>Delete</button>'
        '<button type="button" class="plain" data-cancel>Keep it</button></p></li>'
    )
