"""The parameters and the limits of a request to a language model; pure."""

from dataclasses import dataclass, replace
from typing import Any

Schema = dict[str, object]

_FORMATS = ("json_schema", "json_object", None)


@dataclass(frozen=True, slots=True)
class Limits:
    """How long an answer may take, and how long it may be.

    Attributes:
        connect_seconds: To reach the server.
        first_token_seconds: Until the first token, including the wait for a busy server.
        seconds: Until the last one.
        characters: How much of an answer is read.
    """

    connect_seconds: float = 10
    first_token_seconds: float = 90
    seconds: float = 240
    characters: int = 20_000


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of the prompt and of the answer, as the server counts them."""

    read: int
    written: int


@dataclass(frozen=True, slots=True)
class Form:
    """The parameters sent with the messages; fewer if the server rejects some.

    Attributes:
        format: How the schema is sent: 'json_schema', 'json_object' for any JSON, None for not at all.
        options: Names of the other parameters.
    """

    format: str | None = _FORMATS[0]
    options: frozenset[str] = frozenset({"temperature", "stream_options"})

    def parameters(self, schema: Schema | None) -> dict[str, Any]:
        """The parameters of a request whose answer should follow a schema."""
        values = {"temperature": 0, "stream_options": {"include_usage": True}}
        found: dict[str, Any] = {name: value for name, value in values.items() if name in self.options}
        if schema is not None and self.format == "json_schema":
            named = {"name": "answer", "schema": schema, "strict": True}
            found["response_format"] = {"type": "json_schema", "json_schema": named}
        elif schema is not None and self.format is not None:
            found["response_format"] = {"type": self.format}
        return found

    def simpler(self, said: str, *, formatted: bool) -> "Form | None":
        """Fewer parameters, after a server rejected these; None if there is nothing left to leave out.

        Args:
            said: The server's error; a parameter that it names is left out first.
            formatted: Whether a schema was sent.
        """
        if refused := [name for name in self.options if name in said]:
            return replace(self, options=self.options.difference(refused))
        if formatted and self.format is not None:
            return replace(self, format=_FORMATS[_FORMATS.index(self.format) + 1])
        return replace(self, options=frozenset()) if self.options else None
