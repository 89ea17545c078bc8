"""What a language model contributes to an answer; pure."""

from dataclasses import dataclass


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
        notes = [f"The language model did not finish: {self.problem}."] if self.problem else []
        if self.withheld == 1:
            was = "One statement of the language model was withheld"
            notes.append(f"{was}: it did not pass the check against the documents.")
        elif self.withheld:
            were = f"{self.withheld} statements of the language model were withheld"
            notes.append(f"{were}: they did not pass the check against the documents.")
        if not self.statements and quotes_instead:
            notes.append("These are the quotations that were found without it.")
        return tuple(notes)
