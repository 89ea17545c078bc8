"""Questions that single sentences of a document answer, made by turning the sentences round; pure.

A sentence is used only where its form leaves no doubt: a short subject that says by itself what it is, one finite verb,
and what is asked for behind it. Most sentences give none, and a document needs few.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa.documents import Document
from qa.english.amounts import find_amounts
from qa.english.dates import find_dates
from qa.english.sentences import sentence_spans
from qa.english.words import ARTICLES, content_words
from qa.suggestions.predicates import AUXILIARIES, PREPOSITIONS, question_about
from qa.suggestions.sentences import asked_of_whole

SHORTEST, LONGEST = 20, 100
"""Characters of a question."""
_SENTENCE = range(30, 300)
_SUBJECT_WORDS = 9
_CONTENT = 2
"""Words that a question needs that say what it is about."""
_UNCLEAR = frozenset(
    "i we you he she it they this that these those such who whom which what whose my our your his her its their us"
    " them there here and or but if when while as than then how why whether so also not no never said says say other"
    " another same above below following latter former each every all some many most both either neither more one"
    " ones might be been first second third last next today's today’s yesterday's yesterday’s".split()
)
"""A subject with one of these says something only in its place, or is more than one."""
_WITHIN_NAMES = frozenset("and of for the".split())
_LEAD = re.compile(
    r"(?:In|On|At|By|Under|During|Since|Through|Within|For|After|Before|As part of|With) (?:[^,]|, (?=\d{4},)){2,60}, "
)
"""What stands before the subject and limits what is said, to a time or a cause that it names."""
_LABEL = re.compile(r"^[A-Z][^:.?!“”]{1,60}: (?=[A-Z])")
"""What a line of a list is about, before what it says."""
_STATE = re.compile(r"(?<=[a-z]{2}), [A-Z][a-z]+(?: [A-Z][a-z]+)?,(?= [a-z])")
"""What tells where a place is, between commas: ', Guam,'."""
_SKIPPED = re.compile(r"^(?:also|now|currently|still|already|today|therefore|thus)\s+", re.IGNORECASE)
_ATTRIBUTED = re.compile(
    r", (?:according to [^,]+|(?:the |[A-Z])[\w’' ]{2,40} (?:said|says|estimated|announced|reported|added))\.$"
)
"""Who says it, at the end."""
_GOAL = re.compile(
    r"To (?:(?P<goal>[a-z]+ (?:\w+ )?your [^,]{3,50}), (?:you (?:can|must|need|should)|(?P<verb>[a-z]+))"
    r"|(?P<other>[a-z]+ (?:an?|the) [^,]{3,50}), you (?:can|must|need|should))\b"
)
_QUESTION = re.compile(r"(?:How|What|When|Where|Who|Which|Why|Is|Are|Can|Do|Does|Did|Will|Must|Should)\b.*\?$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question, and the sentence that it was made of; the heading, where a document asks it itself.

    Attributes:
        question: As a person could type it.
        start: Where the sentence starts in the document; of a heading, where what follows it starts.
        end: Where it ends; half-open.
        topic: What it asks about, where any sentence that names it may answer; empty where only this one does.
    """

    question: str
    start: int
    end: int
    topic: str = ""

    @property
    def is_yes_or_no(self) -> bool:
        """Whether it tells what may be answered."""
        return self.question.split(" ", 1)[0].lower() in AUXILIARIES

    @property
    def asks_little(self) -> bool:
        """Whether it asks for a yes or no, or only for what is said."""
        return bool(self.topic) or self.is_yes_or_no

    @property
    def asks_of_anybody(self) -> bool:
        """Whether it asks what is said, whoever says it."""
        return self.question.startswith("What is said about ")

    def overlaps(self, start: int, end: int) -> bool:
        """Whether a part of the document shares a character with what answers the question."""
        return start < self.end and self.start < end


def find_questions(document: Document) -> Iterator[Candidate]:
    """Questions that a document seems to answer, in its order."""
    blocks = document.blocks
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        text = document.text[block.start : block.end]
        if block.kind == "heading":
            if following is not None and SHORTEST <= len(text) <= LONGEST and _QUESTION.match(text):
                yield Candidate(text, following.start, following.end)
        elif block.kind in ("paragraph", "item"):
            for start, end in sentence_spans(text):
                if question := question_of(text[start:end], document.text):
                    yield Candidate(question, block.start + start, block.start + end)


def question_of(sentence: str, text: str = "") -> str | None:
    """A question that a sentence answers; None where its form leaves doubt.

    Args:
        sentence: In one line.
        text: Where it stands, which tells whether its first word is a name.
    """
    sentence = _LABEL.sub("", re.sub(r" \([^()]*\)", "", sentence))
    sentence = _STATE.sub("", sentence)
    if len(sentence) not in _SENTENCE or not re.match(r"[A-Z][^\n“”\"()\[\]:;?!]*\.$", sentence):
        return None
    if goal := _GOAL.match(sentence):
        return _how_to(goal)
    sentence = _from_subject(_ATTRIBUTED.sub(".", sentence))
    if asked := asked_of_whole(sentence):
        return _accepted(asked)
    words = sentence[:-1].split(" ")
    for place, word in enumerate(words[1 : _SUBJECT_WORDS + 1], start=1):
        rest = _SKIPPED.sub("", " ".join(words[place + 1 :]))
        if word == "and" and words[place + 1 : place + 2] and words[place + 1][:1].isupper():
            continue  # between two names
        if not rest or word.lower() in _UNCLEAR or words[place - 1].endswith(","):
            return None
        subject = _subject(words[:place], text)
        question = subject and question_about(subject, word, rest)
        if question or word in AUXILIARIES:
            return _accepted(question)
    return None


def _from_subject(sentence: str) -> str:
    """The sentence without what stands before its subject; a date goes to its end."""
    lead = _LEAD.match(sentence)
    if lead is None:
        return sentence
    clause = sentence[lead.end() : lead.end() + 1].upper() + sentence[lead.end() + 1 :]
    when = lead[0].removesuffix(", ")
    dates = find_dates(when)
    is_date = re.match(r"(?:In|On) ", when) and len(dates) == 1 and (dates[0].start, dates[0].end) == (3, len(when))
    return f"{clause.removesuffix('.')} {when[0].lower()}{when[1:]}." if is_date else clause


def _how_to(goal: re.Match[str]) -> str | None:
    """'How do I …' where a sentence tells its reader what to do to reach a goal."""
    if goal["verb"] in _UNCLEAR | ARTICLES | PREPOSITIONS:
        return None
    mine = re.sub(r"\byou\b", "I", re.sub(r"\byour\b", "my", goal["goal"] or goal["other"]))
    question = f"How do I {mine}?"
    return question if len(question) <= LONGEST else None


def _subject(words: list[str], text: str) -> str | None:
    """The subject as it stands inside a question; None for one that says too little by itself."""
    lower = [word.lower() for word in words]
    of_names = {"and"} if all(word[:1].isupper() or word in _WITHIN_NAMES for word in words) else set()
    if _UNCLEAR - of_names & set(lower) or not 1 <= len(words) <= _SUBJECT_WORDS or any("," in word for word in words):
        return None
    if any(word in ARTICLES and lower[place - 1] not in PREPOSITIONS for place, word in enumerate(lower) if place):
        return None  # a second noun phrase: a verb stands between
    if lower[-1] in PREPOSITIONS | ARTICLES or lower[0] in PREPOSITIONS or words[0].endswith(("ing", "ly")):
        return None
    names = sum(word[:1].isupper() or any(map(str.isdigit, word)) for word in words[1:])
    if not list(content_words(" ".join(words))) or (lower[0] in ARTICLES and len(words) < 3 and not names):
        return None  # 'the bridge' may be any
    if {"percent", "per", "half"} & set(lower) or find_amounts(words[0]):
        return None
    first, opens_name = words[0], words[1:2] and words[1][:1].isupper()
    stands_small = first[1:].islower() and re.search(rf"\b{re.escape(first.lower())}\b", text)
    is_common = lower[0] in ARTICLES or (stands_small and not opens_name)
    is_name = opens_name or re.search(rf"[a-z,’'] {re.escape(first)}\b", text)  # large within a sentence
    if text and not is_common and not is_name:
        return None  # it may be either
    return " ".join([first.lower() if is_common else first, *words[1:]])


def _accepted(question: str | None) -> str | None:
    """A question of a length that fits a button, without words that refer to what stands elsewhere."""
    if not question or not SHORTEST <= len(question) <= LONGEST:
        return None
    lower = set(re.findall(r"[a-z]+", question.lower()))
    if len(set(content_words(question))) < _CONTENT:
        return None
    return None if lower & {"this", "these", "those", "it", "they", "we", "our", "us", "i", "my", "such"} else question
