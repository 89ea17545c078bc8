"""What the words of a question demand of the place that answers it: whatever they name must be named there; pure."""

import re
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.english.amounts import Amount, AmountKind, find_amounts
from qa.english.names import Name
from qa.english.references import Reference, find_references
from qa.english.spans import blank
from qa.english.stems import singular
from qa.english.words import content_words, word_spans
from qa.understanding.anaphora import GENERAL
from qa.understanding.ellipsis import element
from qa.understanding.questions import UnderstoodQuestion

_TOPIC_BEHIND = re.compile(r" \([^()]*\)$")
"""The topic of the questions before, as `follow_ups` adds it."""
_JOINT = re.compile(r"\b(?:and|or|versus|vs|compared)\b", re.IGNORECASE)
_CAPITALISED = 0.7
"""Share of capitalised words from which a question is written like a title, and capitals say nothing."""
_FEWEST_WORDS = 4
_NAMING = (AmountKind.MONEY, AmountKind.SHARE)
"""Amounts that are as good as a name: a count is often rounded, and what it counts has other names."""
_DIGIT = re.compile(r"\d")
_CHECKED = re.compile(
    r"^\W*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|must)(?:n[’']t)?\b", re.IGNORECASE
)
"""Opens a question whether something is so; it may be wrong about an amount: 'Is the rent 70 euros?' It is 80."""
_PLACE = re.compile(
    r"\b(?:aboard|at|in|inside|on|outside|within) the (?:[a-z]+ )?"
    r"(?P<place>(?!(?:afternoon|beginning|end|evening|future|morning|past|spring|start|summer|weekend|winter)\b)[a-z]+)"
    r"(?=[?.!,;]|$| (?:after|at|before|during|for|if|in|on|when|with)\b)"
)
"""Where something is or may be done: what holds in another place is no answer to 'May one swim in the dock?'."""
_NO_NAMES = ("kind", "category", "from", "to")
"""Clues whose words name documents or days, which need not stand in the text."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What must be named.

    Attributes:
        words: As they stand in the question.
        reference: The name, the identifier, the code or the amount; None for other words.
        group: Number of the clause that names it: of several, joined by 'and', 'or' or 'compared with', one is enough.
        is_new: Whether a follow-up puts it in the place of something else; then it must be named in any case.
    """

    words: str
    reference: Reference | Amount | None
    group: int = 0
    is_new: bool = False

    @property
    def is_exact(self) -> bool:
        """Whether it is an identifier, a code or an amount: it has no other name."""
        return self.reference is not None and not isinstance(self.reference, Name)

    @property
    def is_strict(self) -> bool:
        """Whether it must be named close by: a number is easily taken for another's, and so is what is new."""
        return self.is_new or self.is_exact


def find_demands(question: UnderstoodQuestion) -> tuple[Demand, ...]:
    """What a question names, what a follow-up puts in the place of something else, and where 'is it so?' is asked of.

    The topic of the questions before, which is added in parentheses, demands nothing: what is asked may stand in
    another place than what was answered.
    """
    text = question.interpreted
    topic = _TOPIC_BEHIND.search(text) if not question.asked_alone else None
    clues = [(clue.start, clue.end) for clue in question.clues if clue.name in _NO_NAMES]
    demands = demands_of(blank(text[: topic.start()] if topic else text, clues))
    new = element(question.question) if not question.asked_alone else None
    if new is not None:
        demands = tuple(replace(one, is_new=one.words in new.words) for one in demands)
        if not any(one.is_new for one in demands):
            demands += tuple(
                Demand(word, None, is_new=True) for word in content_words(new.words) if word not in GENERAL
            )
    if _CHECKED.search(text):
        demands += tuple(Demand(singular(match["place"]), None) for match in _PLACE.finditer(text))
    return tuple(dict.fromkeys(demands))


def numbers_of(text: str) -> tuple[Demand, ...]:
    """The amounts of a text that are written in digits."""
    return tuple(Demand(text[one.start : one.end], one) for one in _in_digits(text))


def _in_digits(text: str) -> list[Amount]:
    return [one for one in find_amounts(text) if _DIGIT.search(text, one.start, one.end)]


def demands_of(text: str) -> tuple[Demand, ...]:
    """The names, identifiers and codes of a text as demands, and its sums and shares in digits."""
    references: Sequence[Reference | Amount] = find_references(text)
    words = [match[0] for match in word_spans(text)]
    if len(words) >= _FEWEST_WORDS and sum(word[0].isupper() for word in words) >= _CAPITALISED * len(words):
        references = [one for one in references if not isinstance(one, Name)]
    if not _CHECKED.search(text):
        naming = [one for one in _in_digits(text) if one.kind in _NAMING]
        references = sorted([*references, *naming], key=lambda one: one.start)
    joints = [match.start() for match in _JOINT.finditer(text)]
    return tuple(Demand(text[one.start : one.end], one, bisect(joints, one.start)) for one in references)
