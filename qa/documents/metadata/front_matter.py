"""The front matter of a text: YAML, TOML or JSON at its head, as Hugo, Jekyll, Obsidian, Pandoc and others write it.

A document is never lost for it: what cannot be read is a problem of its metadata, and what is no front matter is text.
"""

import datetime
import json
import re
import tomllib
from collections.abc import Mapping

import yaml

from qa.documents.content import Metadata
from qa.documents.metadata.fields import KNOWN, TAGS, Fields, Value, plain_key, read_fields
from qa.documents.metadata.head_lines import read_head
from qa.documents.whitespace import fold
from qa.messages import Message

_LEAD = r"\A(?:\ufeff|\s|<!--(?:(?!-->).)*-->)*"
_AT_LINE = r"(?:^|(?<=\ufeff))"
_YAML = re.compile(
    rf"{_LEAD}{_AT_LINE}---[ \t]*\n(?P<block>(?:.*?\n)??)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_TOML = re.compile(
    rf"{_LEAD}{_AT_LINE}\+\+\+[ \t]*\n(?P<block>(?:.*?\n)??)\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_JSON = re.compile(rf"{_LEAD}(?=\{{)", re.DOTALL)
# With the C loader where libyaml is there: 10 times faster, and 14,000 files are common. Every scalar is a text, as it
# was typed: 007 is no number, 12:30 none to the base of 60, and 'yes' not true.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_KEY = r"[\w@$](?:[\w.@$-]*\w)?(?: [\w.-]+){0,2}"
_FIELD = re.compile(rf"(?P<quote>[\"']?)(?P<key>{_KEY})(?P=quote)[ \t]*:(?:[ \t]+(?P<value>.*))?$")
_GOES_ON = re.compile(r"[ \t#\]}]|-(?:\s|$)|$")
"""How a line begins that belongs to the field before it."""
_LONGEST_LINE = 500


def parse_front_matter(source: str) -> tuple[Metadata, str]:
    """Split a text into its front matter and its body.

    Returns:
        What the front matter says (nothing when there is none) and the rest of the text.
    """
    for pattern, read, syntax in ((_YAML, read_yaml, "YAML"), (_TOML, _read_toml, "TOML")):
        if match := pattern.match(source):
            fields, reason = read(match["block"])
            if fields is None:
                break
            problem = Message(
                "the front matter is not {syntax} ({reason}), so it was read line by line", syntax=syntax, reason=reason
            )
            return read_fields(fields, "front matter", [problem] if reason else []), source[match.end() :]
    fields, body = _split_json(source)
    return (read_fields(fields, "front matter"), body) if fields else read_head(source)


def read_yaml(block: str) -> tuple[Fields | None, str | None]:
    """The fields of a block of YAML, and why it is none as a whole; no fields where the block is rather a text."""
    try:
        found = yaml.load(block, Loader=_LOADER)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        by_line = _line_by_line(block)
        reason = " ".join(str(getattr(error, "problem", None) or error).split())
        return by_line, reason
    if not isinstance(found, Mapping):
        return (None if block.strip() else {}), None
    if not block.split("\n", 1)[0].strip() and (not KNOWN & set(map(plain_key, found)) or "\n\n" in block.strip()):
        return (
            None,
            None,
        )  # a rule, and then an empty line: what follows is text, unless it looks like nothing but fields
    return {key: _as_typed(key, value, block) for key, value in found.items() if isinstance(key, str)}, None


def _as_typed(key: str, value: Value, block: str) -> Value:
    """A title that YAML takes for a list or a mapping is a text, and tags that it takes for a comment are tags."""
    is_text, is_tag = isinstance(value, str), value == "" and plain_key(key) in TAGS
    if not is_tag and (is_text or plain_key(key) != "title"):
        return value
    typed = re.search(rf"^{re.escape(key)}[ \t]*:[ \t]+(\S.*)$", block, re.MULTILINE)
    return typed[1] if typed and len(typed[1]) <= _LONGEST_LINE else None


def _line_by_line(block: str) -> Fields | None:
    """The fields of a block that is not YAML as a whole; None where it holds lines of a text."""
    fields: dict[str, Value] = {}
    parts: list[list[str]] = []
    for line in block.split("\n"):
        if _FIELD.match(line):
            parts.append([line])
        elif not _GOES_ON.match(line) or (not parts and line.strip() and not line.startswith("#")):
            return None
        elif parts:
            parts[-1].append(line)
    for first, *rest in parts:
        match = _FIELD.match(first)
        assert match is not None
        fields[match["key"]] = _field(first, match["value"] or "", rest)
    return fields or None


def _field(first: str, value: str, rest: list[str]) -> Value:
    try:
        [found] = yaml.load("\n".join([first, *rest]).expandtabs(2), Loader=_LOADER).values()
    except (yaml.YAMLError, ValueError, RecursionError):
        items = [line.strip().removeprefix("- ") for line in rest if line.strip().startswith("- ")]
        text = value.strip() if len(value) <= _LONGEST_LINE else ""
        return items if items and not text else text
    return _as_typed(first.split(":")[0], found, first)


def _read_toml(block: str) -> tuple[Fields | None, str | None]:
    try:
        return _as_text_fields(tomllib.loads(block)), None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        fields: dict[str, Value] = {}
        for line in block.split("\n"):
            try:
                fields |= _as_text_fields(tomllib.loads(line))
            except (tomllib.TOMLDecodeError, RecursionError):
                continue
        is_text = not re.search(rf"^{_KEY}[ \t]*=", block, re.MULTILINE) and bool(block.strip())
        return (None if is_text else fields), str(error)


def _split_json(source: str) -> tuple[Fields | None, str]:
    """The fields of a JSON object at the head of a text, and the rest; none where it says nothing of the text."""
    if not (match := _JSON.match(source)):
        return None, source
    try:
        found, end = json.JSONDecoder().raw_decode(source, match.end())
    except (json.JSONDecodeError, RecursionError):
        return None, source
    body = source[end:]
    if not KNOWN & set(map(plain_key, found)) or not body.strip() or body.split("\n", 1)[0].strip():
        return None, source
    return _as_text_fields(found), body


def _as_text_fields(fields: Mapping[str, object]) -> dict[str, Value]:
    return {key: _as_text(value) for key, value in fields.items()}


def _as_text(value: object) -> Value:
    """A value of TOML or JSON as it was typed, as far as that can be told."""
    if isinstance(value, Mapping):
        return _as_text_fields(value)
    if isinstance(value, list):
        return [_as_text(one) for one in value]
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if value is None or isinstance(value, bool):
        return None if value is None else str(value).lower()
    return fold(str(value)) if isinstance(value, int | float) else str(value)
