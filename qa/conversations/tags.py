"""The tags of a conversation, by which a visitor sorts it; pure."""

from collections.abc import Sequence

from qa.errors import UsageError
from qa.messages import Message

LONGEST_TAG = 30
"""Most characters of a tag."""
MOST_TAGS = 10
"""Most tags of a conversation."""


def checked_tags(given: Sequence[str]) -> tuple[str, ...]:
    """Tags in one line each: empty ones are none, and of those that differ only in capitals the first stays.

    Raises:
        UsageError: A tag is too long, or there are too many.
    """
    tags: dict[str, str] = {}
    for tag in (" ".join(one.split()) for one in given):
        if len(tag) > LONGEST_TAG:
            has, most = str(len(tag)), str(LONGEST_TAG)
            raise UsageError(Message("a tag has {has} characters; {most} at most", has=has, most=most))
        if tag:
            tags.setdefault(tag.casefold(), tag)
    if len(tags) > MOST_TAGS:
        has, most = str(len(tags)), str(MOST_TAGS)
        raise UsageError(Message("the conversation would have {has} tags; {most} at most", has=has, most=most))
    return tuple(tags.values())
