"""Questions for what is said about a topic, which hold for any sentence that names one; pure.

They say less than a question that is made of a whole sentence, and can be asked where its form is not understood: of
speech, and of long sentences.
"""

import re
from collections.abc import Collection, Iterator

from qa.documents import Document
from qa.english.amounts import find_amounts
from qa.english.names import TITLES, find_names
from qa.english.sentences import sentence_spans
from qa.english.words import FUNCTION_WORDS, content_words
from qa.suggestions.questions import LONGEST, Candidate

_SPEAKER = re.compile(
    r"\b(?:(?:Remarks?|Statement|Message|Letter|Speech|Address|Interview|Testimony)(?: [a-z]+)* (?:by|from|with|of)"
    r"|Briefing by|Gaggle by) (?P<name>[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*)+)"
)
"""The title of what one person said or wrote."""
_ENDS = (
    r"(?=[,;:.?!—–]|$| (?:of|in|for|on|at|to|by|with|from|between|under|over|across|into|against|that|which|who|is|are"
    r"|was|were|has|have|had|will|would|can|could|may|must|should)\b)"
)
"""What cannot belong to a noun."""
_WORDS = r"(?P<words>[a-z][\w’'-]+(?: [a-z][\w’'-]+){1,2})"
_DETERMINED = re.compile(rf"\b(?:[Tt]he|an?|our|its|their|his|her) {_WORDS}{_ENDS}")
"""What may be a noun with what stands before it, behind an article."""
_GOVERNED = re.compile(
    r"\b(?:of|for|on|about|in|under|with|from|against|into|than) (?P<article>(?:the|an?|our|its|their) )?"
    rf"{_WORDS}{_ENDS}"
)
"""What is one, since a preposition stands before it."""
_NO_NOUN = re.compile(
    r"(?:(?<=[\w’'-])(?:ed|ing|ly)|\b(?:made|held|given|taken|drawn|done|set|put|paid|led|won|lost))$"
)
_GOES_ON = re.compile(
    r" (?:(?:and|or) [A-Z]|(?!(?:of|in|for|on|at|to|by|with|from|and|or|as|is|are|was|were|has|have|had|will|would|can"
    r"|could|that|which|who|during|through|after|before|since)\b)[a-z]+(?<!ed)\b)"
)
"""Behind a name that is a part: of a list, or of a noun as in 'the Sandholm bridge'."""
_NOUN = re.compile(
    r"\b(?:the|an?|this|that|these|those|our|its|their) (?P<noun>[a-z][\w’'-]+)(?= (?:of|in|for|to|is|are|was)\b|[,.])"
)
"""A word that stands as only a noun does."""
_VAGUE = frozenset(
    "amount aspect bit case chance choice day deal example fact few first following good great group hour kind last lot"
    " matter moment month morning most next night number number one other own part people percent person place point"
    " question reason result right same second set side sort step thing things third time times total type very way"
    " week while whole word words work world year years".split()
)
"""Words with which a phrase names nothing in particular."""


def find_topics(document: Document) -> Iterator[Candidate]:
    """What is said about each of the things that a document names, in its order, each once."""
    author = spoken_by(document.info.title)
    asked: set[str] = set()
    nouns = {match["noun"] for match in _NOUN.finditer(document.text)}
    for block in document.blocks:
        if block.kind not in ("paragraph", "item", "turn") or (block.speaker and len(block.speaker) == 1):
            continue  # 'Q' asks
        speaker = None if block.speaker else author
        text = document.text[block.start : block.end]
        for start, end in sentence_spans(text):
            if text[start:end].endswith("?"):
                continue
            for topic in topics_in(text[start:end], nouns):
                question = f"What did {speaker} say about {topic}?" if speaker else f"What is said about {topic}?"
                bare = topic.lower().removeprefix("the ")
                is_speaker = block.speaker is not None and bare in block.speaker.lower()
                if bare not in asked and not is_speaker and len(question) <= LONGEST:
                    asked.add(bare)
                    yield Candidate(question, block.start + start, block.start + end, topic)


def spoken_by(title: str) -> str | None:
    """Who says or writes all that stands in a document, where its title tells."""
    found = _SPEAKER.search(title)
    return _without_office(found["name"]) if found else None


def _without_office(name: str) -> str:
    """A person's first and last name; with the office where only the last name stands behind it."""
    words = name.split(" ")
    last = max((place for place, word in enumerate(words) if word.lower().rstrip(".") in TITLES), default=-1)
    own = words[last + 1 :]
    return " ".join(own if len(own) > 1 else words)


def topics_in(sentence: str, nouns: Collection[str]) -> Iterator[str]:
    """What a sentence names, as it stands behind 'about'.

    Args:
        sentence: In one line.
        nouns: Words that stand elsewhere as nouns do; a phrase ends with one of them.
    """
    label = re.match(r"[^:.]{1,80}: (?=[A-Z])", sentence)
    told = sentence[label.end() :] if label else sentence
    yield from _named(told)
    for match in _GOVERNED.finditer(told):
        if not _NO_NOUN.search(match["words"]) and _is_topic(match["words"]):
            yield f"the {match['words']}" if match["article"] else match["words"]
    for match in _DETERMINED.finditer(told):
        if match["words"].split(" ")[-1] in nouns and _is_topic(match["words"]):
            yield f"the {match['words']}"


def _is_topic(phrase: str) -> bool:
    words = phrase.split(" ")
    is_one = FUNCTION_WORDS.isdisjoint(words) and _VAGUE.isdisjoint(words) and not words[0].endswith("ing")
    return is_one and len(set(content_words(phrase))) > 1 and not find_amounts(phrase)


def _named(sentence: str) -> Iterator[str]:
    """Names of things of which more is said than that they are one of several."""
    words = [word for word in sentence.split(" ") if len(word) > 3]
    if sum(word[:1].isupper() for word in words) * 4 > len(words) * 3:
        return  # a heading, in which every word is written large
    for name in find_names(sentence):
        own = name.words.split(" ")
        is_titled = any(word.lower().rstrip(".") in TITLES for word in own)
        is_part = re.search(r"(?:^|\b(?:and|or|of)|[&,]) ?$", sentence[: name.start]) or _GOES_ON.match(
            sentence[name.end :]
        )
        is_thing = (len(own) > 1 and not name.words.isupper()) or (name.is_acronym and len(name.words) > 2)
        if name.words[:1].isupper() and is_thing and not is_titled and not is_part:
            yield f"the {name.words}" if re.search(r"\b[Tt]he $", sentence[: name.start]) else name.words
