"""What a language model contributes to an answer; pure."""

from dataclasses import dataclass

from qa.messages import Message


@dataclass(frozen=True, slots=True)
class WrittenStatement:
    """A sentence that a language model wrote, and the citations that it rests on.

    Attributes:
        text: The sentence.
        markers: Of the citations.
        is_weak: Whether its support is not plain.
    """

    text: str
    markers: tuple[int, ...]
    is_weak: bool


@dataclass(frozen=True, slots=True)
class Written:
    """What a language model contributed to an answer.

    Attributes:
        statements: What may be shown; none where the quotations stand for themselves.
        withheld: How many statements are not shown.
        abstains: Whether the model said that the evidence does not answer.
        model: Its name.
        tokens: How many it read and wrote.
        seconds: How long it took; 0 for what was kept from before.
        problem: Why there is no more of it, one sentence; None when it came to its end.
    """

    statements: tuple[WrittenStatement, ...]
    withheld: int
    abstains: bool
    model: str
    tokens: int
    seconds: float
    problem: str | None

    def notes(self, *, quotes_instead: bool) -> tuple[str, ...]:
        """What is to be said of statements that are not shown, and of a model that did not come to its end.

        Args:
            quotes_instead: Whether quotations are shown where there is no statement.
        """
        notes = []
        if self.problem:
            notes.append(Message("The language model did not finish: {problem}.", problem=self.problem))
        if self.withheld:
            notes.append(
                Message(
                    "One statement of the language model was withheld: it did not pass the check against the "
                    "documents.",
                    "{number} statements of the language model were withheld: they did not pass the check against the "
                    "documents.",
                    self.withheld,
                )
            )
        if not self.statements and quotes_instead:
            notes.append(Message("These are the quotations that were found without it."))
        return tuple(notes)
