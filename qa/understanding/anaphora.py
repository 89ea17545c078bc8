"""Whether a question points back to what was said before it; pure."""

import re
from collections.abc import Sequence
from enum import Enum

from qa.english.calendar import MONTHS
from qa.english.dates import find_dates
from qa.english.names import find_names
from qa.english.words import content_words

_OPENING = re.compile(
    r"^(?:(?:thanks|thank\s+you|great|good|ok(?:ay)?|right|interesting|so|now)\b[\s,.!]*)*"
    r"(?:and|but|or|also|then|what\s+about|how\s+about|what\s+else|who\s+else|why\s+not|how\s+so|how\s+come|why\s+so)\b",
    re.IGNORECASE,
)
_DEFINITE = re.compile(
    rf"\b(?:first|second|third|fourth|last|next|previous|other|new|old|same|latter|former|which|{'|'.join(MONTHS)})\s+ones?\b"
    r"|\bthe\s+(?!only\b)[a-z]+\s+ones?\b(?!\s+(?:of|hundred|thousand|million|billion)\b)"
    r"|\b(?:the|that|this|another|each)\s+ones?(?=$|[\s]*[?.!,;]|\s+(?:in|of|from|for|on|at|by|with|after|before|that"
    r"|who|which|where|when|is|was|are|were|to)\b)"
    r"|\b(?:the\s+(?:whole|entire)\s+thing|the\s+(?:others?|latter|former|rest|remainder|same)\b(?!\s+as)"
    r"|(?:his|her|its|their|the)\s+(?:predecessor|successor)s?|that\s+(?:same\s+)?(?:year|month|week|day|time|date|one)"
    r"|the\s+(?:following|next|previous|prior)\s+(?:year|month|week|day|time|one|round)"
    r"|the\s+(?:year|month|week|day)\s+(?:after|before)\s*(?=$|[?.!,]))",
    re.IGNORECASE,
)
_DEMONSTRATIVE = re.compile(
    r"\b(?:of|in|on|for|from|to|with|by|about|before|after|since|until|under|like|than|is|was|are|were|do|does|did|mean"
    r"|doing|behind)\s+(?:that|this|these|those)\s*(?=$|[?.!,;]|\s+(?:is|was|are|were|in|on|for|all|go|went|the|and|be"
    r"|been|new|a|an|really|still|now|happen|cost|take|mean|work|include|cover|apply)\b)"
    r"|^(?:is|was|are|were|does|did|do|will|would|has|have|had|can|could)\s+(?:that|this|these|those)\b"
    r"(?!\s+(?:year|week|month)\b)"
    r"|\b(?:that|those|these)\s*(?=$|[?.!])"
    r"|\b(?:that|this|those|these)\s+(?:laws?|bills?|acts?|orders?|rules?|plans?|programs?|deals?|agreements?|amounts?"
    r"|numbers?|figures?|people|countr(?:y|ies)|things?|places?|compan(?:y|ies)|events?|trips?|speech(?:es)?"
    r"|meetings?|statements?|announcements?|money|funds?|grants?|changes?|decisions?)\b",
    re.IGNORECASE,
)
_DANGLING = re.compile(
    r"\b(?:too|also|as\s+well|either|instead|else|afterwards?|along|otherwise|likewise|there|both|again|altogether"
    r"|in\s+total|in\s+all|anyway)\s*(?=$|[?.!,;])"
    r"|\bwho\s+else\b|\bwhat\s+else\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:(?P<possessive>its|their|his|her|hers)|it|they|them|he|him|she)\b", re.IGNORECASE)
_EXPLETIVE = re.compile(
    r"\b(?:is|was)\s+it\s+(?:true|possible|legal|illegal|likely|allowed|necessary)\b|\b(?:does|did|will|would)\s+it\s+take\b"
    r"(?=.*\bto\b)|\bit\s+takes?\b(?=.*\bto\b)",
    re.IGNORECASE,
)
_BOUNDARY = re.compile(
    r"[,;:?.–—]|\s-\s|\b(?:and|but|or|before|after|when|while|because|since|until|if|that|who|which|where|as|so|than)\b",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(r"\b(?:when|before|after|while|because|if|since|until|as|where)\s+$", re.IGNORECASE)
_DEFINITION = re.compile(r"^(?:what|who)(?:[’']s|[’']re|\s+is|\s+are)\s+", re.IGNORECASE)
_DEFINITE_ARTICLE = re.compile(r"\bthe\s+(?!most\b|best\b|largest\b|biggest\b)(?P<noun>[a-z]+)", re.IGNORECASE)
GENERAL = frozenset(
    "add agree amount announce announced apply ask average begin big bring call came cause change come cost count"
    " date day deal decide decided die died end ended event exact exactly expect figure finish first full get give"
    " given go going good happen happened help high hour idea include included job kind last late leave left long"
    " lot low made make matter mean meant minute money month move name need new number old open paid part pay"
    " people percent person place plan price put rate reason respond result run said sale say second see send"
    " share show side sign signed size speak spend spent start started stay stop supposed take taken talk tell"
    " thing think third time told total travel true try turn use used value vote want way week went won work world"
    " wrong year".split()
)
"""Words too general to open a topic."""
_ENOUGH = 4
"""Content words before a pronoun that suffice to name what it stands for."""
_ENOUGH_BEFORE_POSSESSIVE = 3
"""The same before 'its' or 'their'."""
_ENOUGH_BEFORE_SUBORDINATE = 2
"""The same before a pronoun that opens a subordinate clause ('before it closed')."""
_ENOUGH_OF_ITS_OWN = 2
"""New words with which a question may stand on its own although 'its' or 'again' seems to point back."""
_ENOUGH_ALONE = 8
"""Content words, all of them new, with which a question stands on its own even if it seems to point back."""


class Reference(Enum):
    """How a question refers to what was said before it."""

    NONE = "it stands on its own"
    DOUBTFUL = "it may, and it may stand on its own"
    PLAIN = "its words say so"


def reference_of(question: str, before: Sequence[str]) -> Reference:
    """Whether a question refers to the standalone questions before it.

    Its words say so where it opens like a continuation, holds a pronoun or a demonstrative without its antecedent,
    refers to 'the other one', or says nothing of its own. Where it only names nothing new (no name, no number, few
    other words), or has a pronoun or a 'too' beside words enough of its own, it is doubtful.
    """
    if _OPENING.search(question):
        return Reference.PLAIN
    known = {word for text in before for word in content_words(text)}
    own = list(content_words(question))
    if not own:
        return Reference.PLAIN
    if len(own) >= _ENOUGH_ALONE and not known.intersection(own):
        return Reference.NONE
    if _DEFINITE.search(question) or _DEMONSTRATIVE.search(question):
        return Reference.PLAIN
    new = {word for word in own if word not in known and word not in GENERAL}
    open_pronoun = _open_pronoun(question)
    if _DANGLING.search(question) or open_pronoun is not None:
        ahead = question[: open_pronoun.start()] if open_pronoun is not None else ""
        may_be_inside = open_pronoun is None or (open_pronoun["possessive"] and any(content_words(ahead)))
        return Reference.DOUBTFUL if may_be_inside and len(new) >= _ENOUGH_OF_ITS_OWN else Reference.PLAIN
    return Reference.DOUBTFUL if _names_nothing_new(question, own, known) else Reference.NONE


def _open_pronoun(question: str) -> re.Match[str] | None:
    """The first pronoun whose antecedent the question does not name."""
    expletive = [match.span() for match in _EXPLETIVE.finditer(question)]
    for pronoun in _PRONOUN.finditer(question):
        if any(start <= pronoun.start() < end for start, end in expletive):
            continue
        ahead = question[: pronoun.start()]
        named = find_names(ahead)
        words = list(content_words(ahead))
        enough = _ENOUGH_BEFORE_POSSESSIVE if pronoun["possessive"] else _ENOUGH
        if _SUBORDINATE.search(ahead):
            enough = _ENOUGH_BEFORE_SUBORDINATE
        # A pronoun does not stand for the subject of its own clause: 'did Congress change it?'
        apart = pronoun["possessive"] or _BOUNDARY.search(ahead[named[0].end if named else 0 :])
        if not apart or not (named or len(words) >= enough or any(word.isdigit() for word in words)):
            return pronoun
    return None


def _names_nothing_new(question: str, own: Sequence[str], known: set[str]) -> bool:
    named = {word for name in find_names(question) for word in content_words(name.words)}
    new = [word for word in own if word not in known and word not in GENERAL]
    if any(word in named or word[0].isdigit() for word in new):
        return False
    if not new:
        return True
    if any(date.year for date in find_dates(question)) and len([word for word in own if word not in GENERAL]) > 1:
        return False
    if named or _DEFINITION.match(question):
        return False
    definite = {word for match in _DEFINITE_ARTICLE.finditer(question) for word in content_words(match["noun"])}
    return len(new) == 1 or (len(new) == 2 and bool(definite.intersection(new)))
