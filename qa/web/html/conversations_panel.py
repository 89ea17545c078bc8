"""HTML of a visitor's conversations; pure."""

from collections.abc import Sequence
from html import escape

from qa.conversations.history import LONGEST_TITLE, ConversationInfo

EXPORTS = {"html": "Print", "md": "Markdown", "json": "JSON"}
"""Endings of the addresses of a conversation's exports, and what they are called."""

_EMPTY = "Your questions and their answers are kept here, for this browser only, until you delete them."


def conversations_html(conversations: Sequence[ConversationInfo], current: str | None) -> str:
    """The conversations, each to be opened, renamed, exported, deleted.

    Args:
        conversations: In the order shown.
        current: Id of the one on the page; None for none.
    """
    if not conversations:
        return f'<p class="quiet">{_EMPTY}</p>'
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
    return (
        f'<li data-conversation="{identity}"><a class="open" href="?c={identity}"{here}>'
        f'<span dir="auto">{title}</span></a>'
        f'<p class="quiet">{count} · <time datetime="{conversation.changed_at.isoformat()}">'
        f"{conversation.changed_at:%Y-%m-%d}</time></p>"
        f'<p class="actions">{exports}'
        f'<button type="button" class="plain" data-rename aria-label="Rename: {title}">Rename</button>'
        f'<button type="button" class="plain" data-delete aria-label="Delete: {title}">Delete</button></p>'
        f'<form class="renaming" hidden><label class="unseen" for="title-{identity}">Title</label>'
        f'<input id="title-{identity}" name="title" value="{title}" maxlength="{LONGEST_TITLE}" autocomplete="off" '
        'dir="auto">'
        '<button type="submit" class="strong">Save</button>'
        '<button type="button" class="plain" data-cancel>Cancel</button></form>'
        '<p class="deleting" hidden><span>Delete it for good?</span> '
        '<button type="button" class="alarm" data-delete-now>Delete</button>'
        '<button type="button" class="plain" data-cancel>Keep it</button></p></li>'
    )
