"""Lets a language model rewrite a follow-up so that it stands on its own.

A model may drop what was asked and add what was not. Its version is used only if it keeps every name, number and date
of the question, and adds none that is neither in the question nor in the turns before it.
"""

import re
from collections.abc import Callable, Iterable

from qa.english.dates import find_dates
from qa.english.names import find_names
from qa.errors import LlmError
from qa.llm.claim_reader import parse_object
from qa.llm.model import LanguageModel
from qa.llm.prompts import (
    FOLLOW_UP_SCHEMA,
    follow_up_messages,
)
from qa.llm.request import Limits
from qa.understanding.follow_ups import Conversation, FollowUp

QUICK = Limits(connect_seconds=5, first_token_seconds=20, seconds=30, characters=4000)
"""A question is rewritten before anything is searched, so there is less time for it than for an answer."""

_TURNS_SHOWN = 6
_LONGEST_ADDED = 200
"""Characters that a follow-up may grow by."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[^\W\d]\w*")
_OBJECT = re.compile(r"(?s)\{.*\}")


def rewritten(
    model: LanguageModel,
    question: str,
    conversation: Conversation,
    fallback: FollowUp,
    is_stopped: Callable[[], bool] = lambda: False,
) -> FollowUp:
    """The question as the model rewrites it; the fallback if that is not faithful.

    Args:
        model: The model that rewrites.
        question: As it was typed.
        conversation: The turns before; without any, the fallback is the answer.
        fallback: What the rules of `conversation.standalone` make of the question; its documents are kept.
        is_stopped: Whether it is no longer wanted; called often.
    """
    turns = conversation.topic[-_TURNS_SHOWN:]
    if not turns:
        return fallback
    earlier = [turn.interpreted for turn in turns]
    try:
        said = model.complete(
            follow_up_messages(question, earlier), FOLLOW_UP_SCHEMA, is_stopped=is_stopped, limits=QUICK
        )
    except LlmError:
        return fallback
    found = _objects(said).get("question")
    new = _folded(found) if isinstance(found, str) else ""
    known = [question, fallback.interpreted, *earlier]
    return FollowUp(new, fallback.documents) if is_faithful(new, question, known) else fallback


def is_faithful(new: str, question: str, known: Iterable[str]) -> bool:
    """Whether a rewritten question asks for the same, no less and no more; pure.

    Args:
        new: The rewritten question.
        question: The original; the rewritten one must hold its names, numbers and dates.
        known: Texts that any others may come from.
    """
    if not new or len(new) > len(question) + _LONGEST_ADDED:
        return False
    return _facts(question) <= _words(new) and _facts(new) <= frozenset[str]().union(*map(_words, known))


def _facts(text: str) -> frozenset[str]:
    """Numbers, words of names, and months of a text, each in one form."""
    named = [word for name in find_names(text) for word in _WORD.findall(name.words.lower())]
    months = [f"month {date.month}" for date in find_dates(text) if date.month]
    return frozenset([*_NUMBER.findall(text), *named, *months])


def _words(text: str) -> frozenset[str]:
    """The facts of a text, and all its words: a name may open a sentence, or be typed in small letters."""
    return _facts(text).union(_WORD.findall(text.lower()))


def _objects(said: str) -> dict[str, object]:
    found = _OBJECT.search(said)
    return (parse_object(found.group()) if found else None) or {}


def _folded(text: str) -> str:
    return " ".join(text.encode(errors="replace").decode().split())
