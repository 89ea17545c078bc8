"""Lines that stand alone: a bold one may be a heading, one of signs only ends or divides a text; pure."""

import re

BOLD_HEADING_LEVEL = 6
"""Below every heading that is marked as one."""
_LONGEST_HEADING = 150
_END_MARK = re.compile(r"[\s#*_\-–—=~+•.·|\\]+")


def reads_as_heading(text: str) -> bool:
    """Whether a paragraph that is bold from end to end is a heading: one short line that ends as no sentence does."""
    return len(text) <= _LONGEST_HEADING and "\n" not in text and text[-1] not in ".,;”"


def is_end_mark(line: str) -> bool:
    """Whether a line shows only that something ends, as '###' and '* * *' do; it is no text."""
    return _END_MARK.fullmatch(line) is not None
