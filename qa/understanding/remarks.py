"""Messages that ask nothing of the documents: greetings, thanks, and what is asked of the program itself; pure."""

import re

from qa.english.stems import singular
from qa.english.words import FUNCTION_WORDS, QUESTION_WORDS, lower_words

_COURTESY = frozenset(
    "alright amazing appreciate appreciated awesome bye cheer cool cya excellent good goodbye goodnight great greeting"
    " ha haha hello help helpful hey hi hiya howdy lol nice ok okay oops perfect sorry sup super sure test testing"
    " thank thx ty welcome wonderful wow yep yes yo".split()
)
"""Words of greetings, thanks and praise."""
_BESIDE_COURTESY = frozenset(
    "afternoon bot day dear everybody everyone evening fine friend glad job lot love lovely morning much night please"
    " quotable really there today well work you’re you're".split()
)
"""Words that greetings, thanks and praise are made of as well."""
_MORE_THAN_COURTESY = QUESTION_WORDS | {"and", "but", "or", "then", "else", "more", "other"}
_YOU = frozenset("you your yours yourself".split())
_AS_ANSWERER = frozenset(
    "able ai can chatgpt chatbot computer create created creator developer do feel gpt human instruction language llm"
    " machine made make maker model name person program prompt robot rule system use work".split()
)
"""What a program may be asked about itself."""
_ADDRESSED = re.compile(
    r"^\W*(?:(?:please|now|ok(?:ay)?|hey|hi|and|so)\b\W*)*(?:(?:can|could|would|will)\s+you\s+)?(?:please\s+)?(?:"
    r"(?:ignore|disregard|forget|override|bypass)\b.{0,40}?\b(?:above|before|everything|guidelines|instructions?"
    r"|messages?|previous|prior|prompts?|rules?|said|told)\b"
    r"|(?:you\s+are\s+now|from\s+now\s+on|act\s+as|pretend|role-?play|imagine\s+(?:that\s+)?you)\b"
    r"|(?:print|reveal|show|repeat|output|tell|give)\b.{0,30}?\b(?:your|system|hidden|initial)\s+(?:\w+\s+)?"
    r"(?:prompts?|instructions?|rules?|message)\b"
    r"|(?:tell|say|give)\s+(?:(?:me|us)\s+)?(?:something\s+funny|(?:a|an|another|some|one)\s+(?:\w+\s+)?"
    r"(?:jokes?|story|poem|riddle|fun\s+fact))\b"
    r"|(?:write|compose|draft|sing|generate|invent|translate|rewrite|rephrase)\s+(?:me|us|an?|the|this|that|it|some|my"
    r"|your)\b"
    r"|(?:summari[sz]e|sum\s+up|recap|outline|explain|describe|read)\s+(?:me\s+)?(?:everything|it\s+all|all(?:\s+of)?\s+"
    r"(?:it|this|that|these|the)?\s*(?:documents?|files?|texts?|collection)?|(?:the|this|your|my)\s+(?:whole|entire|full)"
    r"\b.*|(?:the|this|these|your|my)\s+(?:collection|archive|corpus|library|documents|files|texts))\s*[?.!]*$"
    r")",
    re.IGNORECASE | re.DOTALL,
)


def is_remark(message: str) -> bool:
    """Whether a message asks nothing that documents could answer.

    It is made of words of courtesy alone ('ok thanks', 'good morning'), asks who or what 'you' are, or wants something
    else than an answer: a joke, a poem, a summary of everything, other instructions.
    """
    if _ADDRESSED.search(message):
        return True
    words = lower_words(message)
    telling = [singular(word) for word in words if word not in FUNCTION_WORDS or word in _COURTESY]
    courteous = all(word in _COURTESY | _BESIDE_COURTESY for word in telling)
    if any(word in _YOU or word.startswith(("you'", "you’")) for word in words):
        return all(word in _COURTESY | _BESIDE_COURTESY | _AS_ANSWERER for word in telling)
    return courteous and not _COURTESY.isdisjoint(telling) and _MORE_THAN_COURTESY.isdisjoint(words)
