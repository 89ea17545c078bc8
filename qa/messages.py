"""English sentences that can be told in another language; pure."""

from collections.abc import Mapping
from datetime import date


class Message(str):
    """A sentence that keeps its form and what fills it, so that a page can tell it in another language.

    It is its English text wherever text is expected: in JSON, on the command line, in an exception. The form is the id
    of its translation, so it has to stand in the code as it is, with names in braces for what fills it.

    Attributes:
        form: The sentence with names in braces; where something is counted, that for one.
        forms: The same for any other number; None where nothing is counted.
        number: How many; None where nothing is counted.
        values: What fills it: text, other messages, numbers, days; what stands in a tuple is joined by spaces.
    """

    form: str
    forms: str | None
    number: int | None
    values: Mapping[str, object]

    def __new__(cls, form: str, forms: str | None = None, number: int | None = None, /, **values: object) -> "Message":
        """Fill a form; a number that decides between two of them fills `{number}`."""
        chosen = form if forms is None or number == 1 else forms
        if number is not None:
            values = {"number": number, **values}
        shown = {name: _shown(value) for name, value in values.items()}
        self = super().__new__(cls, chosen.format(**shown) if values else chosen)
        self.form, self.forms, self.number, self.values = form, forms, number, values
        return self

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (self.form, self.forms, self.number, dict(self.values))


def either(words: tuple[str, ...]) -> str:
    """Words of which any is meant: 'a or b or c'."""
    *before, last = words
    return Message("{words} or {last}", words=either(tuple(before)), last=last) if before else last


def _again(form: str, forms: str | None, number: int | None, values: Mapping[str, object]) -> Message:
    return Message(form, forms, number, **{name: value for name, value in values.items() if name != "number"})


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(map(_shown, value))
    if isinstance(value, int):
        return f"{value:,}"
    return value.isoformat() if isinstance(value, date) else str(value)
