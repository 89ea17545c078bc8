"""Words that say something about a topic, and those that only hold a sentence together; pure."""

import re
from collections.abc import Collection, Iterator

from qa.english.periods import find_time_phrases
from qa.english.remembered import remembered
from qa.english.spans import blank
from qa.english.stems import singular

ARTICLES = frozenset(("a", "an", "the"))
QUESTION_WORDS = frozenset("how what what's what’s when where which who who's who’s whom whose why".split())
AUXILIARIES = frozenset(
    "am are be been being can could did do does done had has have is may might must shall should was were will"
    " would".split()
)
PRONOUNS = frozenset("he her hers him i it me she that them there these they this those us we you".split())
POSSESSIVES = frozenset("his its my our their your".split())
REQUESTS = frozenset(
    "according compare describe explain find give list name please show summarise summarize tell".split()
)
"""Words with which somebody asks for something."""
LINKING_WORDS = frozenset(
    "about and another any as at between both but by during each every for from here if in into no not of on onto or"
    " other per same since so some such than then to until with".split()
)
"""Prepositions, conjunctions and determiners that say nothing by themselves."""
GRAMMAR_WORDS = QUESTION_WORDS | AUXILIARIES | PRONOUNS | POSSESSIVES | ARTICLES | LINKING_WORDS
"""Words that hold a sentence together and tell no two answers apart, as 'after' and 'more' may."""
FUNCTION_WORDS = GRAMMAR_WORDS | frozenset(
    "after again ago all along also because before either else few get got just many more most much nor off ok okay"
    " one ones only others out over please still though through till too under up very while within without yes"
    " yet".split()
)
"""Words that say nothing about a topic."""

_WORD = re.compile(r"[^\W_]+(?:[.,’'-][^\W_]+)*")
_NEGATION = re.compile(r"n[’']t$")
_CONTRACTION = re.compile(r"[’'](?:t|re|ve|ll|d|m)$")
_POSSESSIVE = re.compile(r"[’']s?$")


def word_spans(text: str) -> Iterator[re.Match[str]]:
    """The words of a text as matches, in its order; 'don’t', '1,000' and 'well-known' are one word each."""
    return _WORD.finditer(text)


def lower_words(text: str) -> list[str]:
    """The words of a text in lower case."""
    return [match[0].lower() for match in word_spans(text)]


def without_possessive(word: str) -> str:
    """A word without the ending of the possessive: 'mayor' for 'mayor’s'."""
    return _POSSESSIVE.sub("", word)


@remembered
def content_words(text: str) -> Iterator[str]:
    """The words of a text that may say what it is about, in lower case and the singular, without dates."""
    for match in word_spans(blank(text, ((time.start, time.end) for time in find_time_phrases(text)))):
        word = without_possessive(match[0].lower())
        if word not in FUNCTION_WORDS and (len(word) > 1 or word.isdigit()):
            yield singular(word)


def drop_words(text: str, words: Collection[str]) -> str:
    """The text with spaces in place of some words, given in lower case; 'who's' and 'can't' go with 'who' and 'can'."""

    def kept(match: re.Match[str]) -> str:
        word = match[0].lower()
        forms = without_possessive(word), _NEGATION.sub("", word), _CONTRACTION.sub("", word)
        return match[0] if not any(form in words for form in forms) else " "

    return _WORD.sub(kept, text)
