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
    """Standalone questions of the turns so far, the newest last."""

    questions: tuple[str, ...] = ()

    def then(self, interpreted: str) -> "Conversation":
        """The conversation with one more turn."""
        return Conversation((*self.questions, interpreted))


def standalone(question: str, conversation: Conversation) -> str:
    """The question with what it needs of the turn before.

    A question is taken for a follow-up when it is short and opens with a connecting word or holds a
    pronoun; then the standalone question of the turn before goes in front of it. Others stay as they are.
    """
    words = question.split()
    if not conversation.questions or len(words) > _LONGEST_FOLLOW_UP or not _FOLLOWS_UP.search(question):
        return question
    return f"{conversation.questions[-1]} {question}"
