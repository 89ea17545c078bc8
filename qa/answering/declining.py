"""What is said to a message that no document could answer; pure."""

from enum import Enum

from qa.messages import Message


class Decline(Enum):
    """Why nothing was searched; the value is its name in JSON."""

    REMARK = "remark"
    OTHER_LANGUAGE = "other_language"

    @property
    def sentence(self) -> Message:
        """The same for people."""
        return _SENTENCES[self]


_SENTENCES = {
    Decline.REMARK: Message("Quotable answers questions with exact quotations from the documents of this collection."),
    Decline.OTHER_LANGUAGE: Message("Quotable reads English only: ask the question in English."),
}
