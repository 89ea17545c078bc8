"""Places in a text, and the text without them; pure."""

import re
from collections.abc import Iterable

Span = tuple[int, int]
"""Start and end in a text; half-open."""


def blank(text: str, spans: Iterable[Span], fill: str = " ") -> str:
    """The text with spaces, or another character, in place of some spans; everything else stays where it is."""
    parts, position = [], 0
    for start, end in sorted(spans):
        start = max(start, position)
        parts += [text[position:start], fill * (end - start)]
        position = max(position, end)
    return "".join([*parts, text[position:]])


def cut(text: str, spans: Iterable[Span]) -> str:
    """The text without some spans, and without the gaps that they leave."""
    closed = re.sub(r" ([?.!,;)]|$)", r"\1", " ".join(blank(text, spans).split()))
    return re.sub(r"([,;])[,;]+", r"\1", closed).strip(" ,;")
