"""Reads claims from what a model writes, piece by piece; pure, and tolerant of models that do not keep to the form.

It reads JSON objects with a text and ids, wherever they are (in code fences, after other words, in a list of their own,
with a comma too many), and lines of prose with ids in brackets. Each claim comes out as soon as it is complete.
"""

import json
import re
from collections.abc import Iterable, Iterator

from qa.gate.evidence import Claim

MOST_CLAIMS = 12
"""The most claims of an answer; whatever a model adds is not read."""

_TEXT_KEYS = ("text", "claim", "statement")
_ID_KEYS = ("cites", "ids", "citations", "sources", "evidence")
_LONGEST_ID = 20
_THOUGHT = re.compile(r"(?s)<think(?:ing)?>.*?(?:</think(?:ing)?>|$)")
_THOUGHT_OPENS = ("<think>", "<thinking>")
_OUTSIDE, _INSIDE = re.compile(r"[{\n<]"), re.compile(r'["{}]')
_STRING = re.compile(r'(?s)(?:[^"\\]|\\.)*')
_DEEPEST = 4
"""Objects around one that is a claim."""
_COMMA_TOO_MANY = re.compile(r",(?=\s*[}\]])")
_ID = re.compile(r"[Ss]?(\d{1,4})$")
_MARKERS = re.compile(r"(?: ?[\[(] ?S\d{1,4}(?: ?[,;] ?S?\d{1,4})* ?[\])])+")
"""Ids in brackets, in words with single spaces."""
_MARKERS_BEHIND = re.compile(rf"{_MARKERS.pattern}(?=[.!?]?$)")
_BULLET = re.compile(r"^\s*(?:(?:[-*•]|\d{1,2}[.)])\s+)?")
_NOT_IN_SOURCES = re.compile(
    r'"not_in_sources"\s*:\s*true|^[^\w\n]*not_in_sources[^\w\n]*$', re.IGNORECASE | re.MULTILINE
)
_CUT_OBJECT = re.compile(r'\s*\{\s*"')


class ClaimReader:
    """Reads one answer as it arrives."""

    def __init__(self) -> None:
        """Begin before the first piece."""
        self._text = ""
        self._place = 0  # how far it was looked at
        self._line = 0  # where the line starts that is looked at outside of objects
        self._opened: list[int] = []  # where the objects start that are not closed yet
        self._in_string = False
        self._seen: set[str] = set()

    @property
    def is_full(self) -> bool:
        """Whether as many claims were read as an answer may hold."""
        return len(self._seen) >= MOST_CLAIMS

    @property
    def not_in_sources(self) -> bool:
        """Whether the model says that the evidence does not answer."""
        return bool(_NOT_IN_SOURCES.search(_THOUGHT.sub("", self._text)))

    def feed(self, piece: str) -> list[Claim]:
        """The claims that a piece of the answer completes."""
        self._text += piece
        found: list[Claim] = []
        while self._place < len(self._text):
            before = self._place
            found += self._inside() if self._opened else self._outside()
            if self._place == before:  # what stands here has not arrived whole
                break
        return self._new(found)

    def finish(self) -> list[Claim]:
        """The claims that the end of the answer completes: a last line of prose."""
        rest = _THOUGHT.sub("", self._text[self._opened[0] if self._opened else self._line :])
        # A claim that was cut off is none: only its last words would tell what it meant.
        return [] if _CUT_OBJECT.match(rest) else self._new(_of_lines(rest))

    def _outside(self) -> list[Claim]:
        """Go on to the end of a line or of what a model thinks aloud, or to the start of an object."""
        found = _OUTSIDE.search(self._text, self._place)
        if found is None:
            self._place = len(self._text)
        elif found.group() == "<":
            self._place = found.start()
            self._skip_thought()
        else:
            self._place = found.end()
            if found.group() == "{":
                self._opened.append(found.start())
            else:
                line = self._text[self._line : found.end()]
                self._line = found.end()
                return list(_of_lines(line))
        return []

    def _skip_thought(self) -> None:
        rest = self._text[self._place : self._place + len("<thinking>")]
        if rest.startswith(_THOUGHT_OPENS):
            end = self._text.find("</think", self._place)
            closed = self._text.find(">", end) if end >= 0 else -1
            if closed >= 0:
                self._place = self._line = closed + 1
        elif not any(opens.startswith(rest) for opens in _THOUGHT_OPENS):
            self._place += 1

    def _inside(self) -> list[Claim]:
        """Go on to the next end of a string, or start or end of an object."""
        if self._in_string:
            said = _STRING.match(self._text, self._place)
            self._place = said.end() if said else self._place
            if self._text.startswith('"', self._place):
                self._in_string = False
                self._place += 1
            return []
        found = _INSIDE.search(self._text, self._place)
        self._place = found.end() if found else len(self._text)
        mark = found.group() if found else ""
        if mark == '"':
            self._in_string = True
        elif mark == "{":
            self._opened.append(self._place - 1)
        elif mark == "}":
            start = self._opened.pop()
            self._line = self._place
            if len(self._opened) < _DEEPEST:
                return list(_of_object(self._text[start : self._place]))
        return []

    def _new(self, claims: Iterable[Claim]) -> list[Claim]:
        """Those that were not made before, as many as an answer may hold."""
        found = []
        for claim in claims:
            if claim.text not in self._seen and not self.is_full:
                self._seen.add(claim.text)
                found.append(claim)
        return found


def parse_object(text: str) -> dict[str, object] | None:
    """A JSON object, also with line breaks in its texts or a comma too many; None where it is none."""
    for attempt in (text, _COMMA_TOO_MANY.sub("", text)):
        try:
            found = json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
        return found if isinstance(found, dict) else None
    return None


def _of_object(text: str) -> Iterator[Claim]:
    found = parse_object(text) or {}
    said = next((found[key] for key in _TEXT_KEYS if isinstance(found.get(key), str)), "")
    ids = next((found[key] for key in _ID_KEYS if key in found), [])
    listed = re.split(r"[,;\s]+", ids) if isinstance(ids, str) else ids if isinstance(ids, list) else [ids]
    named = [one.get("id") if isinstance(one, dict) else one for one in listed]
    words = _tidy(str(said))
    if words:
        yield Claim(words, _ids([str(one) for one in named if isinstance(one, str | int)]))


def _of_lines(text: str) -> Iterator[Claim]:
    """Claims of prose: the words before each group of ids in brackets; words without ids claim nothing."""
    for line in text.splitlines():
        words = " ".join(_BULLET.sub("", line, count=1).split())
        place = 0
        for markers in _MARKERS.finditer(words):
            end = markers.end() + (words[markers.end() : markers.end() + 1] in tuple(".!?"))
            said = _tidy(words[place : markers.start()] + words[markers.end() : end])
            place = end
            if said:
                yield Claim(said, _ids(re.findall(r"S?\d+", markers.group())))


def _ids(found: list[str]) -> tuple[str, ...]:
    """Ids as they are written in the evidence, each once; one of another form stays as it is, and exists nowhere."""
    ids = [one.strip("[](){}\"' ")[:_LONGEST_ID] for one in found]
    return tuple(dict.fromkeys(_ID.sub(r"S\1", one) for one in ids if one))


def _tidy(text: str) -> str:
    """A claim's words on one line; half a character, which JSON may name, is none."""
    words = " ".join(text.encode(errors="replace").decode().split())
    return _MARKERS_BEHIND.sub("", words).strip(" *_")
