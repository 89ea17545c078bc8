"""The claims that a language model makes on a question, from evidence, before the gate judges them."""

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass

from qa.errors import LlmAnswerError
from qa.gate.evidence import Claim, Evidence
from qa.llm.claim_reader import ClaimReader
from qa.llm.model import Ended, LanguageModel
from qa.llm.prompts import ANSWER_SCHEMA, answer_messages


@dataclass(frozen=True, slots=True)
class ModelAnswer:
    """A model's answer.

    Attributes:
        claims: In the model's order.
        not_in_sources: Whether it says that the evidence does not answer.
        ended: How the answer ended, and what it cost; with an error where the claims are the beginning of an answer
            that broke off.
    """

    claims: tuple[Claim, ...]
    not_in_sources: bool
    ended: Ended


def write(
    model: LanguageModel, question: str, evidence: Sequence[Evidence], is_stopped: Callable[[], bool] = lambda: False
) -> Generator[Claim | ModelAnswer, None, None]:
    """The claims as they are completed; the last item is the whole answer.

    If an answer breaks off, its complete claims are used. It is stopped once it has as many claims as it may have.

    Args:
        model: The model that writes.
        question: The standalone question.
        evidence: What may be cited.
        is_stopped: Whether the answer is no longer wanted; closing the iterator stops it too.

    Raises:
        LlmError: Nothing usable was written.
    """
    reader = ClaimReader()
    claims: list[Claim] = []
    messages = answer_messages(question, evidence)
    said_something = False
    with closing(model.stream(messages, ANSWER_SCHEMA, is_stopped=lambda: reader.is_full or is_stopped())) as pieces:
        for piece in pieces:
            if isinstance(piece, Ended):
                ended = piece
                found = [] if ended.error or ended.was_stopped else reader.finish()
            else:
                said_something = said_something or not piece.isspace()
                found = reader.feed(piece)
            claims += found
            yield from found
    if not claims and not reader.not_in_sources and (ended.error or not ended.was_stopped):
        what = "no statement with its sources" if said_something else "an empty answer"
        raise ended.error or LlmAnswerError(f"{model.settings.model} wrote {what}")
    yield ModelAnswer(tuple(claims), reader.not_in_sources, ended)
