"""The tags of a conversation."""

import pytest

from qa import UsageError
from qa.conversations.tags import checked_tags


@pytest.mark.parametrize(
    ("given", "tags"),
    [
        ([], ()),
        (["b", "a"], ("b", "a")),
        ([" to \n do ", "", "  "], ("to do",)),
        (["Tea", "bread", "TEA", "Stra\u00dfe", "STRASSE"], ("Tea", "bread", "Stra\u00dfe")),
        (["x" * 30], ("x" * 30,)),
        ([str(number) for number in range(10)] + ["9"], tuple("0123456789")),
    ],
)
def test_tags_are_folded_and_each_is_kept_once(given: list[str], tags: tuple[str, ...]) -> None:
    assert checked_tags(given) == tags


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (["a", "x" * 31], "a tag has 31 characters; 30 at most"),
        ([str(number) for number in range(11)], "the conversation would have 11 tags; 10 at most"),
    ],
)
def test_tags_are_short_and_few(given: list[str], error: str) -> None:
    with pytest.raises(UsageError, match=error):
        checked_tags(given)
