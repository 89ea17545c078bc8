"""What is wrong with what a browser or a program sent, in one sentence of ours instead of the validator's."""

import re
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import ErrorDetails

from qa.messages import Message

Text = Annotated[str, AfterValidator(lambda text: text.encode(errors="replace").decode())]
"""Text as it was typed; half a character, which JSON can express and a reply cannot hold, becomes a question mark."""
SAID = "said"
"""Type of an error whose message already is the sentence."""
_SHOULD = re.compile(r"^\w+ should")
_SHOWN = 80
"""Characters of a name or a value that are repeated; they come from outside."""


def what_is_wrong(error: ErrorDetails, name: str) -> Message:
    """The value, what was expected, and what to do.

    Args:
        error: The first error of a validation.
        name: Of what is wrong, as the sender knows it; empty for all that was sent.
    """
    kind, given, name = error["type"], error["input"], name[:_SHOWN]
    if kind == "json_invalid":
        return Message("what was sent is not JSON; send an object")
    if kind == SAID:
        return Message(error["msg"])
    if kind == "missing":
        return Message("{name} is missing", name=name or Message("the JSON object"))
    if kind == "extra_forbidden":
        return Message("{name} is not known here; leave it out", name=name)
    if kind.startswith("model"):
        expected: str = Message("send a JSON object")
    elif kind.startswith("date"):
        expected = Message("write a day as YYYY-MM-DD")
    else:
        expected = _SHOULD.sub("it should", error["msg"])
    return Message(
        "{name} is {given}; {expected}",
        name=name or Message("what was sent"),
        given=repr(str(given)[:_SHOWN]),
        expected=expected,
    )
