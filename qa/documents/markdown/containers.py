"""Blocks that MkDocs writes by indentation: admonitions, details and tabs, as the text they hold under their title."""

import re

_MAY_HOLD = (b"!!!", b"???", b"===")
_OPENING = re.compile(
    r"(?P<indent> *)(?:(?:!!!|\?\?\?\+?) +[\w -]+?(?: +\"(?P<title>[^\"]*)\")?|===[!+]? +\"(?P<tab>[^\"]+)\")[ \t]*"
)
_FENCE = re.compile(r"[ \t]*(?P<fence>`{3,}|~{3,})(?P<info>[^`]*)")
_INDENT = 4


def unindented(source: bytes) -> bytes:
    """A source in which what an admonition, details or a tab holds is no longer indented: to Markdown that is code."""
    if not any(mark[:1] in source and mark in source for mark in _MAY_HOLD):
        return source
    lines = source.decode().split("\n")
    read: list[str] = []
    bodies: list[int] = []
    """Indentation of the body of each open block."""
    fence: str | None = None
    for number, line in enumerate(lines):
        text = _without_tabs(line)
        if text.strip():
            while bodies and _indentation(text) < bodies[-1]:
                bodies.pop()
                fence = None
        text = text[min(_INDENT * len(bodies), _indentation(text)) :] if bodies else line
        opening = _OPENING.fullmatch(text) if fence is None else None
        body = _INDENT * len(bodies) + len(opening["indent"]) + _INDENT if opening else 0
        if opening and _holds_body(lines, number, body):
            bodies.append(body)
            text = f"\n{opening['indent']}{opening['title'] or opening['tab'] or ''}\n"
        else:
            fence = _fence_after(text, fence)
        read.append(text)
    return "\n".join(read).encode()


def _without_tabs(line: str) -> str:
    words = line.lstrip(" \t")
    return line[: len(line) - len(words)].expandtabs(_INDENT) + words


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _holds_body(lines: list[str], number: int, indentation: int) -> bool:
    """Whether the next line that is not empty is indented as the body of a block is."""
    following = next((line for line in lines[number + 1 :] if line.strip()), "")
    return _indentation(_without_tabs(following)) >= indentation


def _fence_after(line: str, fence: str | None) -> str | None:
    """The fence of the code block that is open after a line; None outside of code."""
    match = _FENCE.fullmatch(line)
    if match is None:
        return fence
    if fence is None:
        return match["fence"]
    closes = match["fence"].startswith(fence) and not match["info"].strip()
    return None if closes else fence
