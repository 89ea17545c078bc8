"""Names in claims and sources, and whether a source holds one; pure."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from qa.english.names import TITLES
from qa.english.stems import stem
from qa.english.words import FUNCTION_WORDS, without_possessive
from qa.gate.facts import DATES, Fact, Kind

_SAME = {
    "us": r"\bU\. ?S\.(?: ?A\.)?|\bUSA?\b|\b(?:the )?United States(?: of America)?\b|\bAmericans?\b|\bAmerica\b",
    "uk": r"\bU\. ?K\.|\bUK\b|\b(?:the )?United Kingdom\b|\bGreat Britain\b|\bBritain\b|\bBritish\b|\bBritons?\b",
    "eu": r"\bE\. ?U\.|\bEU\b|\b(?:the )?European Union\b",
    "un": r"\bU\. ?N\.|\bUN\b|\b(?:the )?United Nations\b",
}
"""Names that are written in several ways everywhere."""
_NAME_WORD = re.compile(r"(?:[A-Z]\.){2,}|(?:[^\W\d_]|(?<=\w)[’'](?=[A-Za-z]{2}))+")
_OPENS = re.compile(r"(?:^|[.!?:;]\s{1,20}|\n)[\s“”\"'‘’(\[*]{0,20}$")
_JOINED = re.compile(r"[ \-–’']+(?:[A-Z]\. )?$")
_LONG_NAME = re.compile(r"\b[A-Z]\w+(?:(?: of| for| the| and| on| in|,)* [A-Z]\w+){2,}")
_WITHIN = re.compile(r"(?: (?:of|for|the|de|la|von|van|del|on|in))* ?$")
_BODIES = frozenset("act bill law order federal government administration state states department agency".split())
_ATTACHED = TITLES | _BODIES
"""Words that may be put before or behind a name without making it another."""
_OPENERS = frozenset(
    "according additional additionally further furthermore however instead later meanwhile moreover nobody everyone"
    " everybody people officials overall several total together today thus therefore there nothing something someone"
    " none never nearly almost roughly approximately around full half part payments money companies firms workers"
    " families children parents students residents citizens members states countries entries".split()
)
_OF_A_WORD = re.compile(r"(?:ing|ed|ly|tion|tions|ment|ments|ness|ship|ships|ity|ities|ants|ents|able|ous|ives?)$")
_PLURAL_OF_A_WORD = re.compile(r"(?:ers|ors|ists|ees)$")
_NOUN_OPENS = re.compile(r"\s+(?:of|on|about) [a-z]")
_PLURAL_FOLLOWS = re.compile(r"\s+(?:are|were|have|do|who|(?:and|or) [a-z]+)\b")
_SINGULAR_VERB = re.compile(r"\s+(?:is|was|has|does|[a-z]{2,}[^s\W]s)\b")


@dataclass(frozen=True, slots=True)
class ProperName:
    """A capitalised word that is a name, or part of one.

    Attributes:
        key: The word without case, marks and endings of the possessive; one key for all ways to write some names.
        start: Where it starts in the text.
        end: Where it ends; half-open.
        run: Number of the run of capitalised words that it stands in.
        follows: Whether the word before it is of the same run, with nothing between.
    """

    key: str
    start: int
    end: int
    run: int
    follows: bool

    @property
    def is_title(self) -> bool:
        """Whether it is a form of address or a kind of body or paper, and no name of its own."""
        return self.key in _ATTACHED


def proper_names(text: str, stated: Sequence[Fact], common: Collection[str]) -> list[ProperName]:
    """The names of a text, word by word, in its order.

    A word that opens a sentence is one unless it is known as a word.

    Args:
        text: A claim or a sentence.
        stated: Its facts; months, addresses and identifiers are no names.
        common: Stems of words that are written small around it.
    """
    taken = [
        (fact.start, fact.end) for fact in stated if fact.kind in DATES or fact.kind is Kind.ADDRESS or fact.unit or
        fact.kind is Kind.IDENTIFIER
    ]  # fmt: skip
    found: list[tuple[str, int, int]] = []
    for key, pattern in _SAME.items():
        for match in re.finditer(pattern, text):
            found.append((key, *match.span()))
            taken.append(match.span())
    for match in _NAME_WORD.finditer(text):
        word = match[0]
        if not any(character.isupper() for character in word) or word in ("I", "A"):
            continue
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        if _OPENS.search(text[: match.start()]) and _is_word(text, match, common):
            continue
        found.append((fold(word), *match.span()))
    return _runs(text, sorted(found, key=lambda one: one[1]))


def _is_word(text: str, match: re.Match[str], common: Collection[str]) -> bool:
    word = fold(match[0])
    if match[0].isupper() and len(word) > 1:
        return False
    if word in FUNCTION_WORDS | _OPENERS or stem(word) in common or _NOUN_OPENS.match(text, match.end()):
        return True
    if word.endswith("s") and _PLURAL_FOLLOWS.match(text, match.end()):
        return True
    if _PLURAL_OF_A_WORD.search(word):
        return not _SINGULAR_VERB.match(text, match.end())
    return bool(_OF_A_WORD.search(word))


def _runs(text: str, found: Sequence[tuple[str, int, int]]) -> list[ProperName]:
    names: list[ProperName] = []
    run = 0
    for key, start, end in found:
        between = text[names[-1].end : start] if names else ""
        joined = bool(names) and bool(_JOINED.fullmatch(between))
        if not (joined or (names and _WITHIN.fullmatch(between))):
            run += 1
        names.append(ProperName(key, start, end, run, joined))
    return names


def fold(word: str) -> str:
    """A word without case, accents, dots and the ending of the possessive."""
    word = without_possessive(word)
    plain = "".join(one for one in unicodedata.normalize("NFKD", word) if not unicodedata.combining(one))
    return re.sub(r"[.’']", "", plain).casefold()


_PEOPLE = {("", "n"), ("", "ns"), ("", "an"), ("", "ian"), ("", "ese"), ("", "ish"), ("", "s"), ("", "i"), ("", "is")}
_PEOPLE |= {("o", "an"), ("o", "ans"), ("a", "ian"), ("a", "ians"), ("a", "ese"), ("y", "ian"), ("y", "ish")}
_PEOPLE |= {("e", "ian"), ("e", "ians"), ("", "ians"), ("", "ans"), ("e", "an"), ("n", "ns"), ("an", "ans")}


def same_name(one: str, other: str) -> bool:
    """Whether two keys name the same: 'mexico' and 'mexican', 'ukraine' and 'ukrainians'."""
    if one == other:
        return True
    length = next((place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    length = min(len(one), len(other)) if length is None else length
    ends = (one[length:], other[length:])
    return length >= 4 and (ends in _PEOPLE or ends[::-1] in _PEOPLE)


def holds_name(text: str, key: str) -> bool:
    """Whether a text holds a name, in any case of letters."""
    if key in _SAME:
        return bool(re.search(_SAME[key], text))
    if any(same_name(key, fold(match[0])) for match in _NAME_WORD.finditer(text)):
        return True
    return len(key) >= 3 and any(key in _initials(match[0]) for match in _LONG_NAME.finditer(text))


def _initials(words: str) -> str:
    return "".join(word[0] for word in re.findall(r"\b[A-Z]\w*", words)).casefold()
