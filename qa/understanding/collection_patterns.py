"""How people ask about a collection itself; general English, pure.

The patterns look at a question in which the words for documents and for periods are one mark each, so that they
match as a whole or not at all: a word that they do not know is read as a condition that cannot be counted.
"""

import re
from enum import Enum

FIRST_DOCUMENTS, FIRST_PERIOD, LAST_MARK = 0xE000, 0xE800, 0xEFFF
"""Code points, for private use, of the marks: of words for documents, and of periods."""


class Asked(Enum):
    """What is asked of the documents."""

    COUNT = "count"
    LIST = "list"
    NEWEST = "newest"
    OLDEST = "oldest"
    MENTIONS = "mentions"


_MARKED = "[\ue000-\ue7ff]"
_PERIOD = "[\ue800-\uefff]"
_AND = r"(?:\s*,\s*(?:(?:and|or)\s+)?|\s+(?:and|or)\s+)(?:the\s+)?"
_DOCUMENTS = rf"(?:(?:all|any|every|the|of)\s+)*(?P<documents>{_MARKED}(?:{_AND}{_MARKED})*)"
_THAT = r"(?:(?:that|which)\s+)?"
_BE = r"(?:(?:is|are|was|were|has|have|had|been|being)\s+)*"
_HOLDER = r"(?:the|this|your|our|my)\s+(?:collection|archive|library|corpus|index)"
_PUBLISHED = r"(?:published|issued|posted|released|dated|made\s+public|put\s+out)"
_SAID_BESIDE = (
    r"(?:\s+(?:"
    r"(?:are|is|were|was)\s+there|there\s+(?:are|is|were|was)|exists?|in\s+(?:all|total)|altogether|please"
    rf"|do\s+(?:you|we)\s+have|does\s+{_HOLDER}\s+(?:hold|have|contain|include)|(?:(?:are|is)\s+)?in\s+{_HOLDER}"
    rf"|{_THAT}{_BE}(?:{_PUBLISHED}|{_PERIOD})))"
)
"""What says nothing of the topic: that there are such documents, and when they were published."""
_REST = rf"{_SAID_BESIDE}*"
_WORDS = r"(?:the\s+)?(?:words?|phrases?|terms?|names?)"
_MENTION = (
    r"(?:mention(?:s|ed|ing)?|discuss(?:es|ed|ing)?|refer(?:s|red|ring)?\s+to|talk(?:s|ed|ing)?\s+(?:about|of)"
    r"|(?:speaks?|speaking|spoke|spoken)\s+(?:about|of)|deal(?:s|t|ing)?\s+with|cover(?:s|ed|ing)?|address(?:es|ed|ing)?"
    rf"|(?:contain(?:s|ed|ing)?|hold(?:s|ing)?|includ(?:es?|ed|ing)|us(?:es?|ed|ing)|says?|ha(?:s|ve)|with)"
    rf"(?=\s+(?:{_WORDS}\s|[“\"‘'])))"
)
_ABOUT = rf"{_BE}(?:about|on|regarding|concerning|related\s+to)"
_HOLDS = r"(?:mentions?|contains?|holds?|says?|includes?|ha(?:s|ve))"
_TITLED = rf"{_BE}(?:titled|entitled|called)|whose\s+titles?\s+{_HOLDS}"
_TAIL = (
    rf"{_REST}(?:\s+(?:with|{_THAT}{_HOLDS})\s+(?P<in_title>.+?)\s+in\s+(?:the|their|its)"
    rf"\s+titles?|\s+{_THAT}(?:(?P<titled>{_TITLED})|(?:do\s+|does\s+|did\s+|ha(?:s|ve)\s+)?{_MENTION}|{_ABOUT})"
    rf"(?:\s+{_WORDS})?\s+(?P<topic>.+?))?{_REST}"
)
_WITHIN = rf"(?:{_SAID_BESIDE}|\s+(?:in|across|throughout)\s+{_DOCUMENTS})*"
_PLEASE = r"(?:and\s+)?(?:please\s+)?(?:(?:can|could|would)\s+you\s+)?(?:please\s+)?(?:tell\s+(?:me|us)\s+)?"
_SHOW = r"(?:list|show|find|name|enumerate|display|get|give)\s+(?:(?:me|us)\s+)?"
_NUMBER = r"\d{1,2}|two|three|four|five|six|seven|eight|nine|ten"
_ORDER = (
    rf"(?:the\s+)?(?:very\s+)?(?:(?P<before>{_NUMBER})\s+)?"
    r"(?:(?P<newest>latest|newest|most\s+recent|last)|(?P<oldest>oldest|earliest|first))\s+"
    rf"(?:(?P<number>{_NUMBER})\s+)?"
)
_HOW_OFTEN = rf"{_PLEASE}how\s+(?:often|frequently|many\s+times)"
_TOPIC = rf"(?:{_WORDS}\s+)?(?P<topic>.+?)"
_WHAT_IS = r"(?:what|which)(?:[’']s|\s+(?:is|are|was|were))\s+"


def _compiled(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"{pattern}[\s?.!]*", re.IGNORECASE) for pattern in patterns)


COUNT = _compiled(
    rf"{_PLEASE}(?:exactly\s+)?how\s+many\s+{_DOCUMENTS}{_TAIL}",
    rf"{_PLEASE}(?:{_WHAT_IS}|{_SHOW})?(?:the\s+)?(?:total\s+|exact\s+)?(?:number|count)\s+of\s+{_DOCUMENTS}{_TAIL}",
    rf"{_PLEASE}count\s+{_DOCUMENTS}{_TAIL}",
    rf"{_PLEASE}in\s+how\s+many\s+{_DOCUMENTS}{_REST}\s+(?:is|are|was|were|does|do)\s+{_TOPIC}\s+"
    rf"(?:mentioned|named|discussed|referred\s+to|appear|occur|come\s+up){_REST}",
    rf"{_PLEASE}(?:are|is)\s+there\s+(?:an?\s+)?{_DOCUMENTS}{_TAIL}",
    rf"{_PLEASE}do(?:es)?\s+any\s+{_DOCUMENTS}{_TAIL}",
)
WHICH = _compiled(rf"{_PLEASE}(?:which|what)\s+(?:of\s+the\s+)?{_DOCUMENTS}{_TAIL}")
"""Documents are asked for, even where the words say one: 'which fact sheet mentions the storm?'."""
LIST = _compiled(
    rf"{_PLEASE}{_SHOW}(?:a\s+list\s+of\s+)?{_DOCUMENTS}{_TAIL}",
    rf"{_PLEASE}{_WHAT_IS}{_DOCUMENTS}{_TAIL}",
)
LISTED_ALONE = _compiled(rf"{_DOCUMENTS}{_TAIL}")
"""Words for documents and nothing that asks: 'documents that mention the storm'."""
ORDERED = _compiled(
    rf"{_PLEASE}(?:{_WHAT_IS}|{_SHOW}|when\s+(?:is|are|was|were)\s+)?{_ORDER}{_DOCUMENTS}{_TAIL}",
    rf"{_PLEASE}(?:which|what)\s+{_DOCUMENTS}{_TAIL}\s+(?:is|was|are|were)\s+(?:the\s+)?"
    r"(?:(?P<newest>latest|newest|most\s+recent)|(?P<oldest>oldest|earliest))",
)
MENTIONS = _compiled(
    rf"{_HOW_OFTEN}\s+(?:is|are|was|were|has|have|had)\s+{_TOPIC}\s+(?:been\s+)?(?:mentioned|named){_WITHIN}",
    rf"{_HOW_OFTEN}\s+(?:do|does|did|have|has)\s+{_DOCUMENTS}\s+(?:mention(?:ed)?|name|refer(?:red)?\s+to)\s+"
    rf"{_TOPIC}{_REST}",
    rf"{_HOW_OFTEN}\s+(?:do|does|did|has|have)\s+(?P<who>.+?)\s+"
    rf"(?:mention(?:ed)?|refer(?:red)?\s+to|(?:say|said|used?)(?=\s+{_WORDS}\s))\s+{_TOPIC}{_WITHIN}",
    rf"{_HOW_OFTEN}\s+(?:do|does|did|has|have)\s+{_WORDS}\s+(?P<topic>.+?)\s+"
    rf"(?:appear|occur|come\s+up|stand|appeared|occurred)(?:\s+in\s+{_DOCUMENTS})?{_REST}",
    rf"{_HOW_OFTEN}\s+(?:do|does|did|has|have)\s+(?P<topic>.+?)\s+"
    rf"(?:appear|occur|come\s+up|stand|appeared|occurred)\s+in\s+{_DOCUMENTS}{_REST}",
    rf"{_PLEASE}(?:how\s+many|(?:{_WHAT_IS})?(?:the\s+)?number\s+of)\s+(?:mentions|occurrences)\s+of\s+{_TOPIC}"
    rf"{_WITHIN}",
)
