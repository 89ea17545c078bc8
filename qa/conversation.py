"""A follow-up question to a standalone one; pure."""

import re
from dataclasses import dataclass

_FOLLOWS_UP = re.compile(
    r"^(?:and|but|so|also|then|what about|how about|what else|why not)\b"
    r"|\b(?:it|its|they|them|their|he|him|his|she|her|hers|this|that|these|those|there|one|ones|same)\b",
    re.IGNORECASE,
)
_LONGEST_FOLLOW_UP = 12


@dataclass(frozen=True, slots=True)
class Conversation:
    """Questions as typed since the topic was last named: first the one that named it, then its follow-ups."""

    questions: tuple[str, ...] = ()

    def then(self, question: str) -> "Conversation":
        """The conversation with one more turn."""
        if standalone(question, self) == question:
            return Conversation((question,))
        return Conversation((*self.questions, question))


def standalone(question: str, conversation: Conversation) -> str:
    """The question with what it needs of the turns before.

    A question is taken for a follow-up when it is short and opens with a connecting word or holds a
    pronoun; then the question that named the topic and the last follow-up go in front of it. Others
    stay as they are.
    """
    before = conversation.questions
    if not before or len(question.split()) > _LONGEST_FOLLOW_UP or not _FOLLOWS_UP.search(question):
        return question
    return " ".join([before[0], *before[1:][-1:], question])
