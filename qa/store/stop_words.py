"""The languages whose small words a text holds, by the stop words that the lexical engine brings along."""

from functools import cache

import tantivy

_LANGUAGES = (
    "danish dutch finnish french german hungarian italian norwegian portuguese russian spanish swedish".split()
)


def small_words(text: str) -> dict[str, int]:
    """How many words of a text are small ones, by language; English is left to `qa.english`, which knows more."""
    words = _analyzer(None).analyze(text)
    return {language: len(words) - len(_analyzer(language).analyze(text)) for language in _LANGUAGES}


@cache
def _analyzer(language: str | None) -> tantivy.TextAnalyzer:
    """Words in lower case, without the stop words of a language; None for with all of them."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
    return (builder.filter(tantivy.Filter.stopword(language)) if language else builder).build()
