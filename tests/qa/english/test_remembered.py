"""What is remembered of texts is what would be found again."""

from qa.english import remembered as module
from qa.english.remembered import remembered

CALLS: list[tuple[str, int]] = []


@remembered
def letters(text: str, times: int = 1) -> list[str]:
    """The letters of a text."""
    CALLS.append((text, times))
    return list(text) * times


def test_a_text_is_looked_at_once_for_each_way_to_look_at_it() -> None:
    CALLS.clear()
    assert letters("ab") == letters("ab") == ["a", "b"]
    assert letters("ab", 2) == letters("ab", 2) == ["a", "b", "a", "b"]
    assert CALLS == [("ab", 1), ("ab", 2)]


def test_who_changes_what_was_found_changes_it_for_nobody_else() -> None:
    letters("cd").clear()
    assert letters("cd") == ["c", "d"]


def test_a_long_text_is_not_kept_and_old_ones_are_forgotten() -> None:
    CALLS.clear()
    long = "x" * (module._LONGEST + 1)
    assert letters(long) == letters(long) == ["x"] * len(long)
    assert len(CALLS) == 2
    for number in range(module._MOST + 1):
        letters(f"n{number}")
    CALLS.clear()
    letters("n0")
    assert CALLS == [("n0", 1)]
