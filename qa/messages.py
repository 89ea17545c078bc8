"""English sentences that can be told in another language; pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic_core import CoreSchema


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

    def to_record(self) -> Mapping[str, object]:
        """What JSON can hold of it, for `from_record`."""
        values = {name: _recorded(value) for name, value in self.values.items()}
        return {"form": self.form, "forms": self.forms, "number": self.number, "values": values}

    @classmethod
    def from_record(cls, record: object) -> "Message":
        """The message of a record; a text, which is what older versions kept, is one that nothing fills.

        Raises:
            ValueError: It is no record of a message.
        """
        match record:
            case str():
                return cls(record)
            case {
                "form": str(form),
                "forms": str() | None as forms,
                "number": int() | None as number,
                "values": dict(values),
            }:
                return _again(form, forms, number, {name: _restored(value) for name, value in values.items()})
        raise ValueError("it is no record of a message")

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: object) -> "CoreSchema":
        """In a record that pydantic reads and writes, it keeps its form too."""
        from pydantic_core import core_schema  # only where records are kept

        return core_schema.no_info_plain_validator_function(
            lambda given: given if isinstance(given, cls) else cls.from_record(given),
            serialization=core_schema.plain_serializer_function_ser_schema(cls.to_record, when_used="json"),
        )


def any_of(words: Sequence[str]) -> str:
    """Words of which any is meant: 'a, b or c'; they may be messages themselves."""
    *before, last = words
    return Message("{words} or {last}", words=enumerated(before), last=last) if before else last


def all_of(words: Sequence[str]) -> str:
    """Words of which all are meant: 'a, b and c'; they may be messages themselves."""
    *before, last = words
    return Message("{words} and {last}", words=enumerated(before), last=last) if before else last


def joined(sentences: Sequence[str]) -> str:
    """Sentences that follow one another: 'a; b; c'; empty for none."""
    if not sentences:
        return ""
    *before, last = sentences
    return Message("{sentences}; {last}", sentences=joined(before), last=last) if before else last


def enumerated(words: Sequence[str]) -> str:
    """Words with commas between them; at least one."""
    *before, last = words
    return Message("{words}, {last}", words=enumerated(before), last=last) if before else last


def _again(form: str, forms: str | None, number: int | None, values: Mapping[str, object]) -> Message:
    return Message(form, forms, number, **{name: value for name, value in values.items() if name != "number"})


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(map(_shown, value))
    if isinstance(value, int):
        return f"{value:,}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _recorded(value: object) -> object:
    if isinstance(value, Message):
        return value.to_record()
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return [_recorded(each) for each in value] if isinstance(value, tuple) else value


def _restored(value: object) -> object:
    match value:
        case {"day": str(day)}:
            return date.fromisoformat(day)
        case {"form": _}:
            return Message.from_record(value)
        case list():
            return tuple(map(_restored, value))
    return value
