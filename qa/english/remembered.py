"""What was found in a text, remembered: a question looks at the same sentences several times, from several sides."""

from collections.abc import Callable, Iterable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar

_MOST = 2_048
"""Texts that are remembered for each function; some megabytes."""
_LONGEST = 2_000
"""Characters of a text that is remembered."""
_Given = ParamSpec("_Given")
_Found = TypeVar("_Found")


def remembered(
    find: Callable[Concatenate[str, _Given], Iterable[_Found]],
) -> Callable[Concatenate[str, _Given], list[_Found]]:
    """A function that finds the same, and remembers what it has found in the texts that it was given last.

    Args:
        find: What it finds depends on what it is given alone, and cannot be changed.
    """
    known: Callable[..., tuple[_Found, ...]] = lru_cache(_MOST)(lambda *given, **named: tuple(find(*given, **named)))

    @wraps(find)
    def found(text: str, /, *given: _Given.args, **named: _Given.kwargs) -> list[_Found]:
        return list((find if len(text) > _LONGEST else known)(text, *given, **named))

    return found
