"""HTML of a visitor's conversations; pure."""

from collections.abc import Iterable, Sequence
from html import escape

from qa.conversations.history import LONGEST_TITLE, ConversationInfo
from qa.conversations.tags import LONGEST_TAG, MOST_TAGS
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


def conversations_html(
    conversations: Sequence[ConversationInfo],
    current: str | None,
    words: str = "",
    *,
    tags: Sequence[str] = (),
    tag: str | None = None,
) -> str:
    """The conversations, each to be opened, pinned, tagged and so on; the pinned ones have their own list.

    Args:
        conversations: In the order shown.
        current: Id of the one on the page; None for none.
        words: What they were searched for; empty where they are all there are.
        tags: All that the visitor has given.
        tag: That of the conversations shown; None where any are.
    """
    chosen = _tags_html(tags, tag) if tags else ""
    if not conversations:
        empty = say("Your questions and their answers are kept here, for this browser only, until you delete them.")
        return f'{chosen}<p class="quiet">{say("No conversation holds these words.") if words.strip() else empty}</p>'
    pinned = [one for one in conversations if one.is_pinned]
    others = [one for one in conversations if not one.is_pinned]
    if not pinned:
        return chosen + _list_html(others, current)
    rest = f"<h3>{say('Recent')}</h3>{_list_html(others, current)}" if others else ""
    return f"{chosen}<h3>{say('Pinned')}</h3>{_list_html(pinned, current)}{rest}"


def _tags_html(tags: Iterable[str], chosen: str | None) -> str:
    """All tags as buttons, of which one may be pressed."""
    buttons = "".join(
        f'<button type="button" class="tag" data-tag="{escape(tag)}" dir="auto" '
        f'aria-pressed="{str(tag == chosen).lower()}">{escape(tag)}</button>'
        for tag in tags
    )
    return f'<div class="tags" role="group" aria-label="{say("Only those with the tag")}">{buttons}</div>'


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
    own = "".join(f'<span class="tag" dir="auto">{escape(tag)}</span>' for tag in conversation.tags)
    own = f'<p class="tags">{own}</p>' if own else ""
    return (
        f'<li data-conversation="{identity}"><a class="open" href="?c={identity}"{here}>'
        f'<span dir="auto">{title}</span></a>'
        f'<p class="quiet">{count} · <time datetime="{conversation.changed_at.isoformat()}">'
        f"{say_day(conversation.changed_at.date())}</time></p>{own}"
        f'<details class="options"><summary aria-label="{say("Options")}: {title}">⋯</summary><p class="actions">'
        f'<button type="button" class="plain" data-pin="{pinned}" aria-label="{pin}: {title}">{pin}</button>'
        f'<button type="button" class="plain" data-retag aria-label="{say("Tags")}: {title}">{say("Tags")}</button>'
        f'<button type="button" class="plain" data-rename aria-label="{rename}: {title}">{rename}</button>'
        f'{exports}<button type="button" class="plain" data-delete aria-label="{delete}: {title}">{delete}</button></p>'
        f'</details><form class="renaming" hidden><label class="unseen" for="title-{identity}">{say("Title")}</label>'
        f'<input id="title-{identity}" name="title" value="{title}" maxlength="{LONGEST_TITLE}" autocomplete="off" '
        'dir="auto">'
        f'<button type="submit" class="strong">{say("Save")}</button>'
        f'<button type="button" class="plain" data-cancel>{cancel}</button></form>'
        f"{_tagging_html(conversation)}"
        f'<p class="deleting" hidden><span>{say("Delete it for good?")}</span> '
        f'<button type="button" class="alarm" data-delete-now>{delete}</button>'
        f'<button type="button" class="plain" data-cancel>{say("Keep it")}</button></p></li>'
    )


def _tagging_html(conversation: ConversationInfo) -> str:
    """The form for the tags of a conversation; the script puts the tags in use beside the field, to choose from."""
    identity = f"tags-{escape(conversation.id)}"
    return (
        f'<form class="tagging" hidden><label for="{identity}">{say("Tags, with commas between them")}</label>'
        f'<input id="{identity}" name="tags" value="{escape(", ".join(conversation.tags))}" autocomplete="off" '
        f'maxlength="{MOST_TAGS * (LONGEST_TAG + 2)}" dir="auto">'
        f'<button type="submit" class="strong">{say("Save")}</button>'
        f'<button type="button" class="plain" data-cancel>{say("Cancel")}</button></form>'
    )
