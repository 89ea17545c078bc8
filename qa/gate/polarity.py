"""Whether a claim denies what its source says, turns its direction round, or is surer than it; pure."""

import re
from collections.abc import Iterator, Sequence

from qa.english.stems import stem
from qa.gate.tokens import Word

_NEGATORS = frozenset(
    stem(word)
    for word in (
        "not no never none neither nor without cannot nobody nothing hardly scarcely fail lack deny refuse unable"
    ).split()
)
_DENYING = frozenset(
    stem(word)
    for word in (
        "exempt exclude ban prohibit forbid prevent block unaffected free hold pause suspend stop halt end refuse"
        " reject veto withhold withheld remove avoid omit private secret lack miss empty only first unable"
        " impossible illegal out unsigned unpaid unlike except beyond close ineligible unclear unknown barely"
    ).split()
) | {"ordinal:1"}
"""Stems of words that hold a denial; what is the first was never before."""
_NOT_ONLY = re.compile(
    r"\bnot (?:only|just|merely)\b|\bno (?:more|less|fewer|later|earlier|sooner|longer) than\b|\bnot (?:more|less|fewer"
    r"|later|earlier) than\b|\bno\. ?\d",
    re.IGNORECASE,
)
_CONTRACTED = re.compile(r"\b(\w+)n[’']t\b", re.IGNORECASE)
_SCOPE = 3
"""Telling words after a negation or a hedge that it applies to."""
_OPPOSITES = [
    tuple(frozenset(stem(word) for word in side.split()) for side in pair.split("|"))
    for pair in (
        "increase rise grow gain climb raise up|decrease decline fall drop reduce shrink cut lower fewer down lose",
        "more greater higher larger bigger|less fewer lower smaller",
        "most highest largest biggest maximum|least lowest smallest minimum",
        "before prior earlier|after following later",
        "support favor favour back endorse approve|oppose reject veto condemn criticize criticise object",
        "allow permit let authorize authorise|ban forbid prohibit block prevent bar refuse",
        "open start begin launch|close end finish cease stop",
        "include cover|exclude exempt omit",
        "win|lose",
        "buy purchase|sell",
        "import|export",
        "strengthen expand widen loosen|weaken narrow tighten",
        "extend lengthen|shorten",
        "hire|fire",
        "sign approve|veto reject",
        "accept agree|reject refuse",
        "impose add introduce|lift remove repeal revoke rescind",
        "above|below",
        "inside|outside",
        "voluntary|mandatory compulsory",
        "legal|illegal",
        "success succeed|fail failure",
        "surplus|deficit",
        "arrive come|leave depart",
        "fast quick|slow",
        "first|last",
        "first|second",
        "second|third",
        "male man men|female woman women",
        "public|private",
        "north northern|south southern",
        "east eastern|west western",
        "always|never",
        "single|married",
        "hot warm|cold",
        "give grant award|deny withhold",
        "true right correct|false wrong incorrect",
    )
]
_HEDGES = re.compile(
    r"\b(?:(?-i:may)|might|could|would|should|can|plans?|planned|planning|propos\w+|expects?|expected|intend\w*|aims?|aimed"
    r"|seeks?|sought|hopes?|hoped|likely|possibl[ey]|potentially|perhaps|allegedly|alleged|accus\w+|argu\w+|claims?"
    r"|claimed|predict\w*|estimat\w*|assum\w+|promis\w+|pledg\w+|target\w*|goal|set to|due to"
    r"|(?:is|are|was|were) (?:to|due)|asked|urged|called for|calls for|consider\w*|if|ought)\b",
    re.IGNORECASE,
)
_DOUBTS = re.compile(
    r"\b(?:(?-i:may)|might|could|plans?|planned|propos\w+|likely|possibl[ey]|potentially|perhaps|allegedly)\b",
    re.IGNORECASE,
)
_ALLOWS = re.compile(r"\b(?:allow|permit|authori[sz]e|eligib|able|entitle|let|told|tell)\w*", re.IGNORECASE)
_FUTURE = re.compile(r"\b(?:will|shall|must|going to|to be|from)\b", re.IGNORECASE)


def negation_differs(claim: Sequence[Word], sources: Sequence[Sequence[Word]]) -> bool:
    """Whether one of claim and sources denies what the other says.

    What is denied are the next few telling words behind the negator.

    Args:
        claim: Its words, see `mark_negations`.
        sources: Those of each cited sentence.
    """
    denied = list(_denied(claim))
    source_denied = [scope for source in sources for scope in _denied(source)]
    if denied and not source_denied:
        return True
    own = {word.key for word in claim if word.tells}
    own_scopes = frozenset().union(*denied) if denied else frozenset()
    # A claim that leaves the denied part out says nothing of it; one that has it must deny it too.
    if any(scope and next(iter(scope)) in own - own_scopes and not own_scopes & set(scope) for scope in source_denied):
        return not (denied and _same_denial(denied, source_denied))
    if denied:
        return not _same_denial(denied, source_denied)
    return False


def _same_denial(denied: Sequence[Sequence[str]], others: Sequence[Sequence[str]]) -> bool:
    """Whether each denial of a claim may be one of the source's: there are as many, or they share a word."""
    held = {key for scope in others for key in scope}
    return all(not scope or held.intersection(scope) for scope in denied) or len(others) >= len(denied)


def _denied(words: Sequence[Word]) -> Iterator[list[str]]:
    """The telling words behind each negator."""
    for place, word in enumerate(words):
        if word.key in _NEGATORS:
            scope: list[str] = []
            for behind in words[place + 1 :]:
                if behind.key in ";.:" or len(scope) == _SCOPE:
                    break
                if behind.tells and behind.key not in _NEGATORS:
                    scope.append(behind.key)
            yield scope


def mark_negations(text: str) -> str:
    """A text of the same length in which every negator is a word of its own, and what only looks like one is none."""
    text = _NOT_ONLY.sub(lambda match: "-" * len(match[0]), text)
    return _CONTRACTED.sub(lambda match: " " * len(match[1]) + "not", text)


def direction_differs(claim: Sequence[Word], sources: Sequence[Sequence[Word]]) -> bool:
    """Whether the claim has a word whose opposite the sources have, and they have none like it."""
    own = {word.key for word in claim}
    held = {word.key for source in sources for word in source}
    return any(
        own & side and not own & other and held & other and not held & side
        for first, second in _OPPOSITES
        for side, other in ((first, second), (second, first))
    )


def denies_otherwise(claim: Sequence[Word], sources: Sequence[Sequence[Word]]) -> bool:
    """Whether one of claim and sources denies by a word that holds the denial ('exempt'), where the other has 'not'."""
    own, held = _keys(claim), frozenset().union(*map(_keys, sources))
    return bool((own & _NEGATORS and held & _DENYING) or (held & _NEGATORS and own & _DENYING))


def _keys(words: Sequence[Word]) -> frozenset[str]:
    return frozenset(word.key for word in words)


def is_surer(claim: str, claim_words: Sequence[Word], sources: Sequence[tuple[str, Sequence[Word]]]) -> bool:
    """Whether the claim states what a source calls possible, planned or alleged, or the reverse.

    Args:
        claim: Its text.
        claim_words: Its words.
        sources: Text and words of each cited sentence.
    """
    hedged = bool(_HEDGES.search(claim) or _ALLOWS.search(claim))
    if not hedged and _FUTURE.search(claim):
        return False
    own = {word.key for word in claim_words if word.tells}
    any_hedge = False
    for text, source in sources:
        for match in _HEDGES.finditer(text):
            any_hedge = True
            behind = [word.key for word in source if word.start >= match.end() and word.tells][:_SCOPE]
            if not hedged and own.intersection(behind):
                return True
    leaves_open = any_hedge or any(_FUTURE.search(text) or _ALLOWS.search(text) for text, _ in sources)
    return bool(_DOUBTS.search(claim)) and not leaves_open
