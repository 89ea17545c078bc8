"""Words that a Markdown source divides at the ends of its lines, as text taken from a printed page does."""

import re
from collections.abc import Iterator

from qa.documents.line_joining import LineJoiner
from qa.documents.markdown.parse import Edit, Spans, edited, parse

_DIVIDED = re.compile(rb"-\n(?<=[A-Za-z\x80-\xff]-\n)[ \t]*[a-z\x80-\xff]")
_HYPHEN_AT_END = re.compile(rb"-\n[ \t]*(?=([^ \t\n][^\n]*))")


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
    joiner = LineJoiner.of(source.decode().split("\n"))
    for end in _HYPHEN_AT_END.finditer(source):
        line = source[source.rfind(b"\n", 0, end.start()) + 1 : end.start() + 1].decode()
        after = end[1].decode()
        if joiner.join(line, after) == line[:-1] + after:
            yield *end.span(), b""
        elif joiner.is_hyphened(line, after):
            yield end.start() + 1, end.end(), b""
