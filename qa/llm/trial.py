"""Tries whether a language model answers."""

from contextlib import closing
from dataclasses import dataclass
from time import perf_counter

from qa.errors import LlmError, LlmModelError
from qa.llm.model import LanguageModel
from qa.llm.request import Limits
from qa.messages import Message
from qa.settings import LlmSettings

_PATIENCE = Limits(connect_seconds=5, first_token_seconds=60, seconds=120)
_MODELS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of it.

    Attributes:
        said: One sentence; of a problem it says what to do.
        is_problem: Whether the model does not answer.
    """

    said: str
    is_problem: bool


def try_model(settings: LlmSettings) -> Trial:
    """Ask a language model for a word, and say how long it took or what is wrong."""
    try:
        model = LanguageModel(settings, _PATIENCE)
    except LlmError as error:
        return Trial(error.args[0], is_problem=True)
    named = Message("{model} at {url}", model=settings.model, url=settings.base_url)
    started = perf_counter()
    with closing(model.stream([{"role": "user", "content": "Reply with the word yes."}])) as pieces:
        first = next(pieces)  # the first word is enough
    if isinstance(first, str):
        seconds = f"{perf_counter() - started:.1f}"
        said = Message("{model} answers; it took {seconds} seconds", model=named, seconds=seconds)
        return Trial(said, is_problem=False)
    if first.error is None:
        return Trial(Message("{model} sent an empty answer", model=named), is_problem=True)
    said = first.error.args[0]
    return Trial(_with_models(said, model) if isinstance(first.error, LlmModelError) else said, is_problem=True)


def _with_models(said: str, model: LanguageModel) -> str:
    """What was said, with the names of the server's models if it lists them."""
    try:
        found = model.models()
    except LlmError:
        return said
    if not found:
        return Message("{said}; it has no models", said=said)
    more = ["…"] if len(found) > _MODELS_SHOWN else []
    return Message("{said}; its models: {models}", said=said, models=", ".join(found[:_MODELS_SHOWN] + more))
