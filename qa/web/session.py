"""A visitor's conversation, as the page shows it and as the next question needs it; pure."""

from dataclasses import dataclass, field, replace

from qa.citations import Answer
from qa.conversation import Conversation
from qa.web.excerpts import Excerpt


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that is being answered.

    Attributes:
        question: As it was typed.
        without: Keys of the clues in it that were taken off.
    """

    question: str
    without: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer with what stands around its sources.

    Attributes:
        answer: What the collection answers.
        excerpts: One a citation, in the order of their markers; of an abstention one a nearest passage.
        without: Keys of the clues in the question that were taken off.
    """

    answer: Answer
    excerpts: tuple[Excerpt, ...]
    without: frozenset[str] = frozenset()

    @property
    def question(self) -> str:
        """As it was typed."""
        return self.answer.search.question.question


@dataclass(frozen=True, slots=True)
class Failed:
    """A question that could not be answered.

    Attributes:
        question: As it was typed.
        reason: One sentence.
    """

    question: str
    reason: str


Turn = Asked | Answered | Failed


@dataclass(frozen=True, slots=True)
class Session:
    """The turns that a visitor sees, the newest last, and what they refer to.

    Attributes:
        turns: Oldest first.
        conversation: What a follow-up refers to.
        before: What the newest turn refers to.
    """

    turns: tuple[Turn, ...] = ()
    conversation: Conversation = field(default_factory=Conversation)
    before: Conversation = field(default_factory=Conversation)

    @property
    def pending(self) -> Asked | None:
        """The question that waits for its answer, None when none does."""
        last = self.turns[-1] if self.turns else None
        return last if isinstance(last, Asked) else None

    def ask(self, question: str) -> "Session":
        """With one more question that waits for its answer."""
        return replace(self, turns=(*self.turns, Asked(question)))

    def ask_without(self, number: int) -> "Session":
        """With the newest question asked again in its place, without the clues of the words with this number.

        Nothing changes where the newest turn is no answer or no words have this number (`UnderstoodQuestion.said`).
        """
        last = self.turns[-1] if self.turns else None
        if not isinstance(last, Answered):
            return self
        said = last.answer.search.question.said
        if not 0 <= number < len(said):
            return self
        without = last.without | {clue.key for clue in said[number]}
        return Session((*self.turns[:-1], Asked(last.question, without)), self.before, self.before)

    def settle(self, turn: Answered | Failed) -> "Session":
        """With the question that waited settled; a failed one is nothing that a follow-up may refer to."""
        conversation = self.conversation
        if isinstance(turn, Answered):
            conversation = conversation.then(turn.answer.turn)
        return Session((*self.turns[:-1], turn), conversation, self.conversation)
