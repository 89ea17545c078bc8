"""Whether a question compares two things, and which; pure."""

import re

from qa.understanding.questions import UnderstoodQuestion

_SIDE = r"(?P<{}>[^\s,?]{{1,40}}(?:\s[^\s,?]{{1,40}}){{0,4}}?)"
_TWO = rf"(?:the\s+)?{_SIDE.format('one')}\s+(?:and|with|to|vs\.?|versus)\s+(?:the\s+)?{_SIDE.format('other')}"
_END = r"(?=\s?[?.!,;:]|\s?$|\s(?:in|on|for|when|with respect|regarding|as to)\b)"
_PATTERNS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:differences?|comparison)\s+between\s+{_TWO}{_END}",
        rf"^\W*(?:please\s+)?(?:can\s+you\s+)?compare\s+{_TWO}{_END}",
        rf"^\W*(?:how|in\s+what\s+way)\s+(?:do|does|did|is|are)\s+(?:the\s+)?{_SIDE.format('one')}\s+"
        rf"(?:differ(?:ent)?\s+from|compare\s+(?:to|with))\s+(?:the\s+)?{_SIDE.format('other')}{_END}",
        rf"(?:^|[,:]\s)(?:the\s)?{_SIDE.format('one')}\s(?:vs\.?|versus)\s(?:the\s)?{_SIDE.format('other')}{_END}",
        rf"^\W{{0,9}}(?:which|who|what)\b[^?,]{{1,200}},\s(?:the\s)?{_SIDE.format('one')}\sor\s(?:the\s)?"
        rf"{_SIDE.format('other')}{_END}",
    )
]


def sides_of(question: UnderstoodQuestion) -> tuple[str, ...]:
    """The two things that a question compares, as they are named; none for any other question."""
    text = " ".join(question.interpreted.split())
    match = next((found for pattern in _PATTERNS if (found := pattern.search(text))), None)
    return (match["one"], match["other"].rstrip("?.!,;: ")) if match else ()
