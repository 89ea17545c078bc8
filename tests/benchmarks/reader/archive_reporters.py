"""Reporters' questions as somebody would type them."""

import re

from archive_words import capitalised, stems

_STUTTER = re.compile(r"\b([\w’]+(?: [\w’]+){0,3}) — \1\b", re.I)
_FILLERS = re.compile(
    r"(?:,? (?:you know|I mean|sort of|kind of|I guess|I think|at this point|just|actually|basically|really"
    r"|please|again|then|also)\b,?)"
)
_GREETING = re.compile(
    r"^(?:(?:(?i:and|so|but|or|okay|ok|well|yes|yeah|yep|sure|right|great|thanks?|thank you|hi|hey|hello|good"
    r" (?:morning|afternoon)"
    r"|just|also|then|now|first|firstly|second|secondly|lastly|finally|quickly|again|one more|sorry|following up"
    r" on that"
    r"|on (?:that|this)(?: point| note| topic)?|to follow up|a follow-?up|more broadly|separately|and then|that said)"
    r"|(?!(?:What|Who|When|Where|Why|How|Which|Is|Are|Was|Were|Does|Do|Did|Has|Have|Will|Would|Can|Could"
    r"|Should)\b)[A-Z][a-z]+(?=,)|Mr\. (?:President|Secretary)|Madam \w+|Dr\. [A-Z]\w+|(?:two|a couple of|a few"
    r"|one) questions?)(?:,| —|:|\.)? )+?"
    r"(?=(?i:who|what|when|where|why|how|which|is|are|was|were|does|do|did|has|have|will|would|can|could|should"
    r"|I|on|in|with|given|any)\b)"
)
_INDIRECT = re.compile(
    r"^(?:can|could|would|will|do|did|have|I|is|are|any|what’s your)\b.{0,60}?\b(?:tell|say|know|clarify|explain"
    r"|ask|wondering|wonder|sense(?: of)?"
    r"|curious|confirm|idea|details on|update on|timeline (?:for|on)|speak to|talk about|walk us through)(?: us|"
    r" me| you| the press)?"
    r"(?: (?:about|if you know|exactly|specifically|again|more about|a (?:little )?bit about|little bit about))? "
    r"(?=(?:who|what|when|where|why|how|which|whether)\b)",
    re.I,
)


def cleaned_question(sentence: str) -> str | None:
    """A reporter's sentence as somebody would type it; None where it cannot stand alone."""
    text = _STUTTER.sub(r"\1", sentence)
    text = _FILLERS.sub("", text)
    text = _GREETING.sub("", text).strip()
    text = _INDIRECT.sub("", text)
    if re.search(r"[—…;:“”()\[\]]|\.\.\.", text) or text.count(",") > 2 or not 6 <= len(text.split()) <= 26:
        return None
    text = _address(text)
    opening = re.match(
        r"(?:(?:in|at|on|by|for|to) )?(?:who|what|when|where|why|how|which|whether|is|are|was|were|does|do|did"
        r"|has|have|will|would|should)\b",
        text,
        re.I,
    )
    if (
        opening is None
        or re.search(
            r"\b(?:I|I’m|we|we’re|us|our|my|me|you|you’re|you’ve|your|it|it’s|they|they’re|them|she|her|those"
            r"|these|there|here|said|one|reaction|respon\w+|thoughts?)\b",
            text,
        )
        and not re.match(
            r"(?:is it (?:true|possible|fair)|is there|are there|will there|was there|were there)\b", text, re.I
        )
    ):
        return None
    if re.search(
        r"\b(?:that|this)\b(?=[?,.]| (?:is|was|will|would|in|on|at|for|from|and|to|a|the|happen\w*|mean\w*|going)\b)",
        text,
    ) and not re.match(r"is it (?:true|possible|fair)", text, re.I):
        return None
    if re.match(
        r"(?:is|are|was|were|does|do|did|has|have|will|would|should) (?:to|about|taking|going|the same|an?|still"
        r"|get|have|start\w*|changed|the last)\b",
        text,
        re.I,
    ):
        return None
    content = stems(text)
    if len(content) < 3 or not re.search(r"\s[A-Z]", text) and len(content) < 5:
        return None
    return capitalised(text)


def _address(text: str) -> str:
    """The press secretary's 'you' and the President's 'he' in other words."""
    text = re.sub(
        r"\b([Aa]re|[Ww]ere) you(?: guys| all)?\b",
        lambda m: {"re": "is", "er": "was"}[m[1][1:3].lower()] + " the White House",
        text,
    )
    text = re.sub(r"\b([Dd])o you(?: guys| all)?\b", r"\1oes the White House", text)
    text = re.sub(r"\b([Hh])ave you(?: guys| all)?\b", r"\1as the White House", text)
    text = re.sub(r"\b([Dd]id|[Ww]ill|[Ww]ould|[Ss]hould) you(?: guys| all)?\b", r"\1 the White House", text)
    text = re.sub(r"\b[Yy]our\b", "the administration’s", text)
    text = re.sub(r"\b[Hh]e(?=’s\b| )", "the President", text)
    text = re.sub(r"\b[Hh]im\b", "the President", text)
    return re.sub(r"\b[Hh]is\b", "the President’s", text)
