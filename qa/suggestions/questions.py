"""Questions that single sentences of a document answer, made by turning the sentences round; pure.

A sentence is used only where its form leaves no doubt: a short subject that says by itself what it is, one finite verb,
and behind it an amount, a date, a reason or what something is. Most sentences give none, and a document needs few.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa.documents import Document
from qa.english.amounts import AmountKind, find_amounts
from qa.english.dates import find_dates
from qa.english.sentences import sentence_spans
from qa.english.words import content_words
from qa.suggestions.objects import asked_for_object
from qa.suggestions.verbs import past_base, present_base

SHORTEST, LONGEST = 20, 100
"""Characters of a question."""
_SENTENCE = range(30, 300)
_SUBJECT_WORDS = 9
_AUXILIARY = frozenset("is are was were has have will can must".split())
_UNCLEAR = frozenset(
    "i we you he she it they this that these those such who whom which what whose my our your his her its their us them"
    " there here and or but if when while as than then so also not no never said says other another same above below"
    " following latter former each every all some many most both either neither more one ones could would may might"
    " should had be been first second third last next today's today’s yesterday's yesterday’s".split()
)
"""A subject with one of these says something only in its place, or is more than one."""
_PREPOSITIONS = frozenset("of in for on at to by with from between under over into about against across near".split())
_ARTICLES = frozenset("a an the".split())
_ABOUT = (
    r"(?:(?:more|less|fewer|greater|no more|no less) than|up to|at least|at most|about|around|over|under|nearly|almost"
    r"|approximately|roughly|some|only|just|an? (?:additional|estimated|total of|record)|as (?:much|many) as"
    r"|an? average of|exactly)"
)
_SKIPPED = re.compile(r"^(?:also|now|currently|still|already|today|therefore|thus)\s+", re.IGNORECASE)
_PARTICIPLE = re.compile(
    r"(?:\w+(?:ed|wn|ght|ken|ten|sen|ven)|built|held|sold|told|made|done|sent|spent|paid|laid|cut|put|set|won|led|begun"
    r"|lost|met|found)$"
)
_ADJECTIVE = re.compile(r" (long|high|wide|deep|tall|thick|old|away)\b")
_NOUN = re.compile(
    r"((?:[a-z][a-z-]+ ){0,2}?[a-z][a-z-]+s)"
    r"(?=$|,| (?:in|for|on|at|to|by|with|from|between|under|over|a|an|per|each|every)\b)"
)
_GOAL = re.compile(
    r"To (?:(?P<goal>[a-z]+ (?:\w+ )?your [^,]{3,50}), (?:you (?:can|must|need|should)|(?P<verb>[a-z]+))"
    r"|(?P<other>[a-z]+ (?:an?|the) [^,]{3,50}), you (?:can|must|need|should))\b"
)
_LAST_WORDS = re.compile(r"\s(?:but|that|which|who|while|as|because|so|if|when|where|including|with)\s.*$")
_CLOSED = re.compile(
    r"$|\s|, (?:according|including|which|who|yet|but|an?|the|under|with|up|down|from|as|to|while|by)\b"
)
"""What may follow the end of a clause; anything else belongs to a list, or to the noun."""
_QUESTION = re.compile(r"(?:How|What|When|Where|Who|Which|Why|Is|Are|Can|Do|Does|Did|Will|Must|Should)\b.*\?$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question, and the sentence that it was made of; the heading, where a document asks it itself.

    Attributes:
        question: As a person could type it.
        start: Where the sentence starts in the document; of a heading, where what follows it starts.
        end: Where it ends; half-open.
    """

    question: str
    start: int
    end: int

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
    if len(sentence) not in _SENTENCE or not re.match(r"[A-Z][^\n“”\"()\[\]:;?!]*\.$", sentence):
        return None
    if goal := _GOAL.match(sentence):
        return _how_to(goal)
    words = sentence[:-1].split(" ")
    for place, word in enumerate(words[1 : _SUBJECT_WORDS + 1], start=1):
        rest = _SKIPPED.sub("", " ".join(words[place + 1 :]))
        if not rest or word.lower() in _UNCLEAR or words[place - 1].endswith(","):
            return None
        subject = _subject(words[:place], text)
        if word in _AUXILIARY:
            question = subject and _of_auxiliary(subject, word, rest)
            return _accepted(question)
        question = subject and _of_verb(subject, word, rest)
        if question:
            return _accepted(question)
    return None


def _how_to(goal: re.Match[str]) -> str | None:
    """'How do I …' where a sentence tells its reader what to do to reach a goal."""
    if goal["verb"] in _UNCLEAR | _ARTICLES | _PREPOSITIONS:
        return None
    mine = re.sub(r"\byou\b", "I", re.sub(r"\byour\b", "my", goal["goal"] or goal["other"]))
    question = f"How do I {mine}?"
    return question if len(question) <= LONGEST else None


def _subject(words: list[str], text: str) -> str | None:
    """The subject as it stands inside a question; None for one that says too little by itself."""
    lower = [word.lower() for word in words]
    if _UNCLEAR & set(lower) or not 1 <= len(words) <= _SUBJECT_WORDS or any("," in word for word in words):
        return None
    if any(word in _ARTICLES and lower[place - 1] not in _PREPOSITIONS for place, word in enumerate(lower) if place):
        return None  # a second noun phrase: a verb stands between
    if lower[-1] in _PREPOSITIONS | _ARTICLES or lower[0] in _PREPOSITIONS or words[0].endswith(("ing", "ly")):
        return None
    names = sum(word[:1].isupper() or any(map(str.isdigit, word)) for word in words[1:])
    if len(list(content_words(" ".join(words)))) < 2 and not names:
        return None
    if {"percent", "per", "half"} & set(lower) or find_amounts(words[0]):
        return None
    first, opens_name = words[0], words[1:2] and words[1][:1].isupper()
    stands_small = first[1:].islower() and re.search(rf"\b{re.escape(first.lower())}\b", text)
    is_common = lower[0] in _ARTICLES or (stands_small and not opens_name)
    return " ".join([first.lower() if is_common else first, *words[1:]])


def _of_auxiliary(subject: str, verb: str, rest: str) -> str | None:
    if rest.split(" ", 1)[0].lower() in ("not", "no", "never", "there"):
        return None
    if reason := re.match(r"(?P<told>.+?),? because (?!of\b)", rest):
        is_clear = verb not in ("has", "have") and _says_which(subject) and not reason["told"].endswith("ly")
        return f"Why {verb} {subject} {reason['told']}?" if is_clear else None
    is_passive = _PARTICIPLE.match(rest.split(" ", 1)[0]) is not None
    if (told := _before_date(rest)) and (is_passive or verb in ("will", "has", "have")):
        return f"When {verb} {subject} {told}?"
    if verb in ("is", "are", "was", "were"):
        return _of_being(subject, verb, rest)
    if verb in ("has", "have") and not is_passive:
        return _asked_for_amount(subject, "does" if verb == "has" else "do", "have", rest)
    action, _, what = rest.partition(" ")
    if asked := _asked_for_amount(subject, verb, action, what):
        return asked
    is_modal = verb in ("will", "must")
    return asked_for_object(subject, verb, action, what) if is_modal and _says_which(subject) else None


def _of_being(subject: str, verb: str, rest: str) -> str | None:
    if amount := re.match(rf"(?:{_ABOUT} )?(?=[$€£\d])", rest):
        found = [one for one in find_amounts(rest) if one.start <= amount.end() < one.end]
        if found and found[0].kind is AmountKind.MONEY:
            return f"How much {verb} {subject}?"
        if found and (adjective := _ADJECTIVE.match(rest[found[0].whole[1] :])):
            how = {"away": "far away"}.get(adjective[1], adjective[1])
            return f"How {how} {verb} {subject}?"
        return None
    if verb == "is" and re.match(r"(?:an?|the) [a-z]", rest) and _is_title(subject):
        return f"What is {subject}?"
    return None


def _is_title(subject: str) -> bool:
    """Whether it is the name of a thing: names without an article may be those of people."""
    words = [word for word in subject.split(" ") if word not in _PREPOSITIONS | _ARTICLES | {"and"}]
    return subject.startswith("the ") and len(words) > 1 and all(word[:1].isupper() for word in words)


def _says_which(subject: str) -> bool:
    """Whether it holds a name, or words enough to tell it from others of its kind."""
    words = subject.removeprefix("the ").split(" ")
    if any(past_base(word) or word.startswith(("$", "€", "£")) for word in words):
        return False
    return any(word[:1].isupper() for word in words) or len(list(content_words(subject))) > 2


def _of_verb(subject: str, word: str, rest: str) -> str | None:
    if base := past_base(word):
        if not re.match(rf"(?:{_ABOUT} )?[$€£\d]|(?:an?|the|its|his|her|their) |[A-Z]", rest):
            return None  # a participle that only tells more of the subject: 'documents released by …'
        if re.search(r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|must)\b", rest):
            return None
        if asked := _asked_for_amount(subject, "did", base, rest):
            return asked
        told = _before_date(rest)
        if told and not re.search(r"\b(?:its|his|her|their)\b", told):
            return f"When did {subject} {base} {told}?"
        return asked_for_object(subject, "did", base, rest) if _says_which(subject) else None
    base = present_base(word)
    if base and re.match(rf"(?:{_ABOUT} )?[$€£\d]", rest):
        return _asked_for_amount(subject, "does", base, rest)
    # An article hardly ever follows a plural: the word is a verb.
    return asked_for_object(subject, "does", base, rest) if base and _says_which(subject) else None


def _asked_for_amount(subject: str, auxiliary: str, base: str, rest: str) -> str | None:
    """'How much …' or 'How many …' where an amount of money or a count is the object."""
    about = re.match(rf"(?:{_ABOUT} )?", rest)
    start = about.end() if about else 0
    amount = next((one for one in find_amounts(rest) if one.start == start), None)
    if amount is None or amount.whole != (amount.start, amount.end):
        return None
    behind = rest[amount.end :]
    if amount.kind is AmountKind.MONEY:
        tail = _short(behind)
        return None if tail is None else f"How much {auxiliary} {subject} {base}{tail}?"
    noun = _NOUN.match(behind[1:]) if behind.startswith(" ") else None
    if amount.kind is not AmountKind.COUNT or noun is None or " or " in noun[1] or " and " in noun[1]:
        return None
    tail = _short(behind[1 + noun.end() :])
    return None if tail is None else f"How many {noun[1]} {auxiliary} {subject} {base}{tail}?"


def _before_date(rest: str) -> str | None:
    """What stands before the date at the end: 'opened' of 'opened on 3 May 2021, …'; None where no day or year is."""
    for named in find_dates(rest):
        before = re.match(r"(?P<told>.*\w) (?:in|on)$", rest[: named.start].rstrip())
        if before and named.days is not None and re.match(r"$|,", rest[named.end :]) and "," not in before["told"]:
            told = before["told"]
            is_vague = re.search(r"\ban? ", told) and not _PREPOSITIONS & set(told.split(" "))
            return None if is_vague else told
    return None


def _short(words: str) -> str | None:
    """What follows an amount, to the end of its clause; None where that would tear a list or a pair."""
    clause = _LAST_WORDS.sub("", re.split(r"[,–—]", words, maxsplit=1)[0])
    is_torn = not _CLOSED.match(words[len(clause) :]) or re.search(r"\b(?:and|or)\b", clause)
    return None if is_torn else clause.rstrip()


def _accepted(question: str | None) -> str | None:
    """A question of a length that fits a button, without words that refer to what stands elsewhere."""
    if not question or not SHORTEST <= len(question) <= LONGEST:
        return None
    lower = set(re.findall(r"[a-z]+", question.lower()))
    return None if lower & {"this", "these", "those", "it", "they", "we", "our", "us", "i", "my", "such"} else question
