"""Which of several readings of a question answers it: the more confident one that speaks of what was typed; pure."""

from collections.abc import Sequence
from dataclasses import replace

from qa.answering.answer import Answer, OtherReading
from qa.english.stems import stem
from qa.english.words import content_words

_HELD = 0.5
"""Share of a question's own words that the first quotation must hold where it is read as a follow-up."""


def choose(answers: Sequence[Answer]) -> Answer:
    """The answer of the likeliest reading; where nothing answers, that of the first.

    Of several ways to complete a follow-up, the first that is answered. Where one reading is the question as it was
    typed and the other a follow-up, the more confident one, and the other is offered with it.

    Args:
        answers: One a reading, in their order.
    """
    first, *others = answers
    if not others:
        return first
    if not _is_alone(first):
        return next((answer for answer in answers if not answer.abstained), first)
    best = max(answers, key=_likelihood)
    other = others[0] if best is first else first
    return replace(best, other_reading=OtherReading(other.search.question.interpreted, not _is_alone(other)))


def _likelihood(answer: Answer) -> float:
    if answer.abstained:
        return 0.0
    return answer.confidence if _is_alone(answer) or _holds_typed_words(answer) else 0.0


def _is_alone(answer: Answer) -> bool:
    return answer.search.question.asked_alone


def _holds_typed_words(answer: Answer) -> bool:
    typed = {stem(word) for word in content_words(answer.search.question.question)}
    best = answer.citations[0] if answer.citations else None
    held = {stem(word) for word in content_words(f"{best.title} {best.context or ''} {best.quote}")} if best else set()
    return len(typed & held) >= _HELD * len(typed)
