"""Words of a question that name a kind of document; pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.english.stems import singular
from qa.understanding.vocabulary import Kind, Vocabulary


@dataclass(frozen=True, slots=True)
class FoundKind:
    """Words that name a kind of document.

    Attributes:
        phrase: As the vocabulary has it.
        kind: What it stands for.
        start: Where the words start in the question.
        end: Where they end; half-open.
        is_plural: Whether they mean several documents.
    """

    phrase: str
    kind: Kind
    start: int
    end: int
    is_plural: bool


# Words of law and office that people use for each other.
_SYNONYMS = {
    "law": "bill",
    "act": "bill",
    "resolution": "bill",
    "legislation": "bill",
    "statute": "bill",
    "enacted": "signed",
    "speech": "remark",
    "memo": "memorandum",
    "factsheet": "fact sheet",
}
# 'did the town release', 'to release': a verb that a kind is called by, while 'did the release' is the kind.
_VERB_FOLLOWS = re.compile(
    r"(?:\bto|\b(?:did|does|do|will|would|can|could|should|must)(?:\s+\w[\w’'.-]*){0,3}?"
    r"(?:\s+(?!the\b|an?\b|this\b|that\b|his\b|her\b|its\b|their\b|which\b|what\b)[\w.-]*[a-z]))\s+$",
    re.IGNORECASE,
)
_FARTHEST_PARTICIPLE = 4
"""Words that may stand between a noun and its participle ('bills that the president signed')."""


def find_kinds(text: str, vocabulary: Vocabulary) -> Iterator[FoundKind]:
    """Words that name a kind, the longest first where they overlap."""
    tokens = [(match.start(), match.end(), plain_word(match[0])) for match in re.finditer(r"\w[\w’'.-]*", text)]
    longest = max((len(phrase.split()) for phrase in vocabulary.kinds), default=0)
    position = 0
    while position < len(tokens):
        for length in range(min(longest, len(tokens) - position), 0, -1):
            words = [word for *_, word in tokens[position : position + length]]
            phrase = _kind_of(words, vocabulary)
            if phrase is not None and not (length == 1 and _VERB_FOLLOWS.search(text, 0, tokens[position][0])):
                last = tokens[position + length - 1]
                end = last[0] + len(last[2])
                yield FoundKind(phrase, vocabulary.kinds[phrase], tokens[position][0], end, _is_plural(words))
                position += length
                break
        else:
            if far := _with_participle(tokens, position, vocabulary):
                yield far
            position += 1


def plain_word(token: str) -> str:
    """A word without the ending of the possessive and without the stop of a sentence."""
    return re.sub(r"[’']s?$|(?<![.’'-])[.’'-]+$", "", token)


def _kind_of(words: Sequence[str], vocabulary: Vocabulary) -> str | None:
    """The kind that these words name, as they are or with a synonym."""
    plain = [singular(word.lower()) for word in words]
    for phrase in (" ".join(plain), " ".join(_SYNONYMS.get(word, word) for word in plain)):
        if phrase in vocabulary.kinds:
            return phrase
    return None


def _with_participle(tokens: Sequence[tuple[int, int, str]], position: int, vocabulary: Vocabulary) -> FoundKind | None:
    """A kind whose noun and participle have other words between them: 'resolutions the president signed'."""
    start, _, noun = tokens[position]
    for last_start, _, word in tokens[position + 2 : position + 2 + _FARTHEST_PARTICIPLE]:
        if word.lower().endswith("ed") and (phrase := _kind_of([noun, word], vocabulary)):
            return FoundKind(phrase, vocabulary.kinds[phrase], start, last_start + len(word), _is_plural([noun]))
    return None


def _is_plural(words: Sequence[str]) -> bool:
    return any(singular(word) != word for word in map(str.lower, words))
