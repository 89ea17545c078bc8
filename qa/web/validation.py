"""What is wrong with what a browser or a program sent, in one sentence of ours instead of the validator's."""

import re

from pydantic_core import ErrorDetails

SAID = "said"
"""Type of an error whose message already is the sentence."""
_SHOULD = re.compile(r"^\w+ should")
_SHOWN = 80
"""Characters of a name or a value that are repeated; they come from outside."""


def what_is_wrong(error: ErrorDetails, name: str) -> str:
    """The value, what was expected, and what to do.

    Args:
        error: The first error of a validation.
        name: Of what is wrong, as the sender knows it; empty for all that was sent.
    """
    kind, given, name = error["type"], error["input"], name[:_SHOWN]
    if kind == "json_invalid":
        return "what was sent is not JSON; send an object"
    if kind == SAID:
        return error["msg"]
    if kind == "missing":
        return f"{name or 'the JSON object'} is missing"
    if kind == "extra_forbidden":
        return f"{name} is not known here; leave it out"
    if kind.startswith("model"):
        expected = "send a JSON object"
    elif kind.startswith("date"):
        expected = "write a day as YYYY-MM-DD"
    else:
        expected = _SHOULD.sub("it should", error["msg"])
    return f"{name or 'what was sent'} is {str(given)[:_SHOWN]!r}; {expected}"
