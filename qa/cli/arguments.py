"""What was typed, as the collection takes it: questions, days, filters."""

import sys
from collections.abc import Iterator, Sequence
from datetime import date

from rich.console import Console

from qa.collection import Collection
from qa.errors import UsageError
from qa.filters import Filters


def read_filters(
    collection: Collection,
    date_from: str | None,
    date_to: str | None,
    categories: Sequence[str] | None,
    documents: Sequence[str] | None,
) -> Filters:
    """The filters that were named.

    Raises:
        UsageError: A day is not one, no document has a category, or there is no document of a name.
    """
    known = collection.catalog.categories()
    for name in categories or ():
        if name not in known:
            raise UsageError(f"no document has the category {name!r}; there are: {', '.join(known) or 'none'}")
    for name in documents or ():
        if collection.catalog.path_of(name) is None:
            raise UsageError(f"no document is called {name!r}; `quotable status --documents` lists them")
    days = _day("--from", date_from), _day("--to", date_to)
    return Filters(*days, frozenset(categories or ()), frozenset(documents or ()))


def _day(option: str, value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise UsageError(f"{option} is {value!r}; write a day as YYYY-MM-DD") from None


def read_questions(argument: str) -> Iterator[str]:
    """The question that was given; for '-' each line of standard input that holds one."""
    if argument != "-":
        yield argument
        return
    yield from (line for line in (line.strip() for line in sys.stdin) if line)


def read_lines(console: Console) -> Iterator[str]:
    """Lines of standard input, with a prompt where a person types."""
    while True:
        try:
            line = console.input("[bold]> [/bold]") if sys.stdin.isatty() else next(sys.stdin)
        except (EOFError, StopIteration, KeyboardInterrupt):
            return
        yield line.strip()
