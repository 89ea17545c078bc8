"""Words that a Markdown source divides at the ends of its lines, as text taken from a printed page does."""

import re
from collections.abc import Iterator

from qa.documents.line_joining import LineJoiner
from qa.documents.markdown.parse import Edit, Spans, edited, parse

_DIVIDED = re.compile(rb"-\n(?<=[A-Za-z\x80-\xff]-\n)[ \t]*[a-z\x80-\xff]")


def with_whole_words(source: bytes) -> bytes:
    """A source in which no line ends within a word; a hyphen that only divides is gone.

    A word that breaks off ('I was el-', of a speaker) and one that nothing tells to be divided stay as they are.
    """
    edits = list(_edits(source)) if _DIVIDED.search(source) else []
    if not edits:
        return source
    code = Spans(parse(source).code)
    return edited(source, (edit for edit in edits if edit[0] not in code))


def _edits(source: bytes) -> Iterator[Edit]:
    lines = source.decode().split("\n")
    joiner = LineJoiner.of(lines)
    end = -1
    for line, after in zip(lines, [line.lstrip(" \t") for line in lines[1:]], strict=False):
        end += len(line.encode()) + 1
        if line.endswith("-") and after:
            following = end + 1 + len(source[end + 1 :]) - len(source[end + 1 :].lstrip(b" \t"))
            if joiner.join(line, after) == line[:-1] + after:
                yield end - 1, following, b""
            elif joiner.is_hyphened(line, after):
                yield end, following, b""
