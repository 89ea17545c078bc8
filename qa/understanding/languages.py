"""Whether a question is written in another language than English."""

from functools import cache
from typing import TYPE_CHECKING

from qa.english.words import FUNCTION_WORDS, lower_words

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_FEWEST_WORDS = 3
"""Fewer words may be a name, or be spelt alike in several languages."""
_SURE = 0.6
"""Probability of another language from which on a question is taken to be written in it."""
_SMALL_IN_ENGLISH = 1 / 3
"""Share of small English words from which on a question is English; few other languages spell so many alike."""


def is_foreign(question: str) -> bool:
    """Whether a question is written in another language than English.

    A question of one or two words never is, and neither is one with as many small words as English questions have:
    only others are looked at by the statistics of letters, which take names for words.
    """
    words = lower_words(question)
    if len(words) < _FEWEST_WORDS and all(word.isascii() for word in words):
        return False
    if sum(word in FUNCTION_WORDS for word in words) >= _SMALL_IN_ENGLISH * len(words) > 0:
        return False
    language, probability = _identifier().classify(question)
    return bool(language != "en" and probability >= _SURE)


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # its model is unpacked for half a second

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
