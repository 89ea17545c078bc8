"""Questions about the names in a document: who somebody is or did something, what something is, what was said; pure."""

import re
from collections.abc import Iterator

from qa.documents import Document
from qa.english.dates import find_dates
from qa.english.names import TITLES, Name, find_names
from qa.english.sentences import sentence_spans
from qa.english.words import content_words
from qa.suggestions.questions import LONGEST, Candidate

_MORE_OF_IT = re.compile(r", an? [a-z]|,? (?:is|was) (?:an?|the) [a-z]")
"""Behind the name of a thing: what it is."""
_DID = re.compile(
    r"(?:, [^,.]+,)? (?P<did>(?:wrote|built|won|led|made|gave|took|[a-z]+ed) (?:an?|the|its|his|her) [^,;:.]+)"
)
"""Behind the name of a person: what the person did."""
_ROLE = re.compile(r", (?:(?:an?|the|its|our) )?(?P<role>[a-z-]+(?: [a-z-]+){0,3}) (?:of|at|for|in)\b")
"""Behind the name of a person: who that is."""
_SPOKE = re.compile(
    r" (?:also |again )?(?:said|told|argued|stressed|emphasi[sz]ed|underscored|noted|warned|explained|promised|claimed"
    r"|stated|praised|thanked|criticized|mentioned|reaffirmed|objected|welcomed|condemned)\b"
)
_SPOKEN = re.compile(r"\bby (?P<speaker>[A-Z][\w. ]+?) (?:on|about) (?P<topic>.+)$")
"""The title of what somebody said or wrote about something."""
_DAY = re.compile(r" (?:on|in) [A-Z][a-z]+ \d+$")
_VAGUE = frozenset("he she it they we you i this that these those him her them his their its our your my such".split())


def find_named(document: Document) -> Iterator[Candidate]:
    """Questions about the names in a document, in its order; what its title asks comes first."""
    if question := of_title(document.info.title, document.text):
        yield Candidate(question, 0, len(document.text))
    asked: set[str] = set()
    for block in document.blocks:
        if block.kind not in ("paragraph", "item"):
            continue
        text = document.text[block.start : block.end]
        for start, end in sentence_spans(text):
            for question in named_in(text[start:end], document.text):
                if question not in asked and len(question) <= LONGEST:
                    asked.add(question)
                    yield Candidate(question, block.start + start, block.start + end)


def named_in(sentence: str, text: str = "") -> Iterator[str]:
    """Questions about the names in a sentence that it answers.

    Args:
        sentence: In one line.
        text: Where it stands: a word that it holds in small letters is no one's name.
    """
    names = find_names(sentence)
    for name in names:
        behind = sentence[name.end :]
        role = _ROLE.match(behind)
        told = role is not None and not TITLES.isdisjoint(role["role"].split(" "))
        if person := _person(name, text) or (name.words if told else None):
            if did := _DID.match(behind):
                yield from _who(did["did"])
            if spoke := _SPOKE.match(behind):
                about = next(
                    (one for one in names if one.start > name.end + spoke.end() and not _person(one, text)), None
                )
                if about is not None:
                    yield f"What did {name.words} say about {_with_article(sentence, about)}?"
            if len(person.split(" ")) in (2, 3):
                yield f"Who is {person}?"
        elif " " in name.words and _MORE_OF_IT.match(behind):
            thing = _with_article(sentence, name)
            if thing != name.words and TITLES.isdisjoint(name.words.lower().split(" ")):
                yield f"What is {thing}?"


def of_title(title: str, text: str) -> str | None:
    """What somebody said about something, where a title says who and of what.

    Args:
        title: Of a document.
        text: Of it; what stands in it in small letters is no name, although titles write most words large.
    """
    spoken = _SPOKEN.search(title)
    if spoken is None or find_dates(spoken["topic"]) or re.search(r"\b[A-Z]\w+ing\b", spoken["topic"]):
        return None
    speaker, topic = (_as_in(text, spoken[part]) for part in ("speaker", "topic"))
    question = f"What did {speaker} say about {topic}?"
    return question if len(question) <= LONGEST and " and " not in speaker else None


def _as_in(text: str, words: str) -> str:
    """Words of a title as they are written in a text."""

    def written(run: re.Match[str]) -> str:
        if run[0] in text:
            return run[0]
        return " ".join(
            word.lower() if re.search(rf"\b{re.escape(word.lower())}\b", text) else word for word in run[0].split(" ")
        )

    return re.sub(r"\b[A-Z][\w’']*(?: [A-Z][\w’']*)*", written, words)


def _who(did: str) -> Iterator[str]:
    """Who did something that is told from other deeds by a name, or by many words."""
    did = _DAY.sub("", did)
    is_told = any(word[:1].isupper() for word in did.split(" ")) or len(list(content_words(did))) > 3
    if is_told and _VAGUE.isdisjoint(did.lower().split(" ")):
        yield f"Who {did}?"


def _person(name: Name, text: str) -> str | None:
    """A person's name without the office before it, which tells that it is one; None for other names."""
    words = re.split(r",| (?:of|for) ", name.words)[0].split(" ")
    last = max((place for place, word in enumerate(words) if word.lower().rstrip(".") in TITLES), default=len(words))
    own = words[last + 1 :]
    is_common = any(re.search(rf"\b{re.escape(word.lower())}\b", text) for word in own)
    return None if is_common else " ".join(own) or None


def _with_article(sentence: str, name: Name) -> str:
    return (
        f"the {name.words}" if re.search(r"(?:^|[^A-Za-z]|\b[a-z]+ )[Tt]he $", sentence[: name.start]) else name.words
    )
