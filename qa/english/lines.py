"""Lines of a text that make one thing together: prose that was wrapped at a width, in a file without markup."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

_NARROWEST = 50
"""Characters of the widest line of prose that an editor or a mail program has wrapped."""
_NARROWEST_WITHOUT_SPACES = 8
_ITEM = re.compile(r"\s*(?:[-*•+–—]|\(?[0-9A-Za-z]{1,3}[.)])\s")
_COLUMNS = re.compile(r" \| |\t")
_FIRST_WORD = re.compile(r"\s*(\S+)")
_STOPPED = re.compile(r"[.!?…:;。！？：；][\"”’')\]」』）】]*\Z")
_CONTINUED = re.compile(r"(?<!\s)\s*+[a-zß-öø-ÿ]")
_WITHOUT_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def unwrapped_lines(text: str) -> Iterator[str]:
    """The lines of a text, those of wrapped prose as one with its line feeds; joined by line feeds they are the text.

    Lines are prose when the next word would not have fitted on any of them but the last, when the last ends in a stop,
    and when most of the others go on in the next with a small letter or in a script without spaces. A list of facts, a
    log, a table, an address or a poem is not that. A paragraph is between two empty lines, an item between two marks.
    """
    if "\n" not in text:
        yield text
        return
    for number, paragraph in enumerate(text.split("\n\n")):
        if number:
            yield ""
        lines = paragraph.split("\n")
        if len(lines) == 1 or not _STOPPED.search(paragraph) and not any(map(_ITEM.match, lines)):
            yield from lines
            continue
        width = max(map(len, lines))
        starts = [0, *(place for place in range(1, len(lines)) if _ITEM.match(lines[place])), len(lines)]
        for first, last in pairwise(starts):
            part = lines[first:last]
            yield from ["\n".join(part)] if _is_wrapped(part, width) else part


def _is_wrapped(lines: Sequence[str], width: int) -> bool:
    if len(lines) < 2 or not _STOPPED.search(lines[-1]) or any(map(_COLUMNS.search, lines)):
        return False
    has_spaces = not _WITHOUT_SPACES.search(lines[0])
    if width < (_NARROWEST if has_spaces else _NARROWEST_WITHOUT_SPACES):
        return False
    words = [match[1] if (match := _FIRST_WORD.match(line)) else "" for line in lines]
    if len(set(words)) == 1:
        return False
    following = zip(lines, words[1:], strict=False)
    if any(len(line) + (1 + len(word) if has_spaces else 2) <= width for line, word in following):
        return False
    continued = sum(
        not _STOPPED.search(line) and bool((_CONTINUED if has_spaces else _WITHOUT_SPACES).match(after))
        for line, after in pairwise(lines)
    )
    return 2 * continued >= len(lines) - 1
