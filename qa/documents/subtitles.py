"""Subtitles (SRT, WebVTT): sentences, each with the time at which it begins."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa.documents.content import Content
from qa.documents.document import Place, TextBlock
from qa.documents.html.declared_encoding import decode
from qa.documents.whitespace import fold
from qa.errors import UnreadableFileError
from qa.messages import Message

_TIMES = re.compile(
    r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,]\d{1,3}[ \t]+-->[ \t]+(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,]\d{1,3}"
)
_VOICE = re.compile(r"<v(?:\.[^\s>]{0,100})?[ \t]+([^<>]{1,200})>")
_MARKUP = re.compile(r"</?[A-Za-z0-9][^<>]{0,200}>|\{\\[^{}]{0,100}\}")
_ENDS_SENTENCE = re.compile(r"""[.?!…。？！]["'”’»)\]]*$""")
_LONGEST_PAUSE = 3
"""Seconds between cues of one paragraph."""
_LONGEST_PARAGRAPH = 600
"""Characters after which a paragraph ends even where no sentence does: recognised speech may have no full stop."""


@dataclass(frozen=True, slots=True)
class _Cue:
    start: int
    """In seconds."""
    end: int
    speaker: str
    lines: list[str]


def read_content(data: bytes, name: str) -> Content:
    """Read subtitles; a sentence that goes over several of them is one.

    Raises:
        UnreadableFileError: There is no time in it.
    """
    cues = list(_cues(decode(data)))
    if not cues:
        raise UnreadableFileError(Message("no subtitle with its times (such as 0:00:01,000) is in it"))
    return Content(list(_paragraphs(cues)))


def _cues(source: str) -> Iterator[_Cue]:
    """Every cue; notes, styles, numbers and names of cues are no text."""
    for block in re.split(r"\n[ \t]*\n", source):
        lines = block.strip("\n").split("\n")
        at = next((index for index, line in enumerate(lines[:2]) if _TIMES.match(line.strip())), None)
        if at is None:
            continue
        match = _TIMES.match(lines[at].strip())
        assert match is not None
        start, end = _seconds(*match.groups()[:3]), _seconds(*match.groups()[3:])
        text = "\n".join(lines[at + 1 :])
        voice = _VOICE.search(text)
        shown = (fold(html.unescape(_MARKUP.sub("", line))) for line in text.split("\n"))
        yield _Cue(start, end, fold(voice[1]) if voice else "", [line for line in shown if line])


def _seconds(hours: str | None, minutes: str, seconds: str) -> int:
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)


def _paragraphs(cues: list[_Cue]) -> Iterator[TextBlock]:
    open_cues: list[_Cue] = []
    text, last_line = "", ""
    for cue in cues:
        before = open_cues[-1] if open_cues else None
        if before is not None and (
            cue.start - before.end > _LONGEST_PAUSE
            or (cue.speaker and cue.speaker != open_cues[0].speaker)
            or _ENDS_SENTENCE.search(text)
            or len(text) > _LONGEST_PARAGRAPH
        ):
            yield from _paragraph(open_cues[0], text)
            open_cues, text = [], ""
        # Captions that roll up show a line again below the next one.
        lines = cue.lines[1:] if cue.lines and cue.lines[0] == last_line else cue.lines
        if lines:
            open_cues.append(cue)
            text = f"{text} {' '.join(lines)}".strip()
            last_line = lines[-1]
    if open_cues:
        yield from _paragraph(open_cues[0], text)


def _paragraph(first: _Cue, text: str) -> Iterator[TextBlock]:
    time = f"{first.start // 3600}:{first.start // 60 % 60:02}:{first.start % 60:02}"
    spoken = f"{first.speaker}: {text}" if first.speaker else text
    yield TextBlock("paragraph", spoken, place=Place("time", time))
