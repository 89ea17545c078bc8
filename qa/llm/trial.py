"""Tries whether a language model answers."""

from contextlib import closing
from dataclasses import dataclass
from time import perf_counter

from qa.errors import LlmError, LlmModelError
from qa.llm.model import LanguageModel
from qa.llm.request import Limits
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
        return Trial(str(error), is_problem=True)
    named = f"{settings.model} at {settings.base_url}"
    started = perf_counter()
    with closing(model.stream([{"role": "user", "content": "Reply with the word yes."}])) as pieces:
        first = next(pieces)  # the first word is enough
    if isinstance(first, str):
        return Trial(f"{named} answers; it took {perf_counter() - started:.1f} seconds", is_problem=False)
    said = str(first.error or f"{named} sent an empty answer")
    models = _listed(model) if isinstance(first.error, LlmModelError) else ""
    return Trial(f"{said}{models}", is_problem=True)


def _listed(model: LanguageModel) -> str:
    """'; its models: a, b', if the server lists them."""
    try:
        found = model.models()
    except LlmError:
        return ""
    more = ["…"] if len(found) > _MODELS_SHOWN else []
    return f"; its models: {', '.join(found[:_MODELS_SHOWN] + more)}" if found else "; it has no models"
