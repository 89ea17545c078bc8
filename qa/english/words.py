"""Words that say something about a topic, and those that only hold a sentence together; pure."""

import re
from collections.abc import Collection, Iterator

from qa.english.periods import find_time_phrases
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
REQUESTS = frozenset("according compare describe explain find give list name please show summarize tell".split())
"""Words with which somebody asks for something."""
FUNCTION_WORDS = (
    QUESTION_WORDS
    | AUXILIARIES
    | PRONOUNS
    | POSSESSIVES
    | ARTICLES
    | frozenset(
        "about after again ago all along also and another any as at because before between both but by during each"
        " either else every few for from get got here if in into just many more most much no nor not of off ok okay"
        " on one ones only onto or other others out over per please same since so some still such than then though"
        " through till to too under until up very while with within without yes yet".split()
    )
)
"""Words that say nothing about a topic."""

_WORD = re.compile(r"[^\W_]+(?:[.,’'-][^\W_]+)*")
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


def content_words(text: str) -> Iterator[str]:
    """The words of a text that may say what it is about, in lower case and the singular, without dates."""
    for match in word_spans(blank(text, ((time.start, time.end) for time in find_time_phrases(text)))):
        word = without_possessive(match[0].lower())
        if word not in FUNCTION_WORDS and (len(word) > 1 or word.isdigit()):
            yield singular(word)


def drop_words(text: str, words: Collection[str]) -> str:
    """The text with spaces in place of some words, given in lower case, and of their possessives."""
    return _WORD.sub(lambda match: " " if without_possessive(match[0].lower()) in words else match[0], text)
