"""What a server writes of each request: one JSON object a line, without the words of questions unless asked for."""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TextIO

REQUEST: ContextVar[str | None] = ContextVar("request", default=None)
"""Id of the request that is answered; None where none is."""
requests = logging.getLogger("quotable.requests")
questions = logging.getLogger("quotable.questions")
_FIELDS = "fields"


class JsonLines(logging.Formatter):
    """A record as one line of JSON: when, what, the request that it belongs to, and its fields."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; characters beyond ASCII and line breaks are escaped, so that no text can forge a line."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
            "request": REQUEST.get(),
            **getattr(record, _FIELDS, {}),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


def write_logs(stream: TextIO, *, with_questions: bool) -> None:
    """Write what the server does, and the libraries' warnings, to a stream.

    Args:
        stream: Where it is written.
        with_questions: Whether the words of questions are written too.
    """
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    requests.setLevel(logging.INFO)
    questions.setLevel(logging.INFO if with_questions else logging.CRITICAL)


def log_request(**fields: object) -> None:
    """Write that a request was answered; nothing where nobody wants to know."""
    requests.info("request", extra={_FIELDS: fields})


def log_question(question: str, **fields: object) -> None:
    """Write the words of a question, where that was asked for."""
    questions.info("question", extra={_FIELDS: {"question": question, **fields}})
