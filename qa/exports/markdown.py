"""A text as Markdown that renders as the text itself, in whatever viewer; pure."""

import re

# '@' makes links and mentions of its neighbours in some viewers, whether it is escaped or not; not in a code span.
_WITH_AT = re.compile(r"((?<![^\s`])[^\s`]+@[^\s`]*|@[^\s`]+)")
# What may be markup anywhere; a hyphen outside of a word and a number's stop, which open lists; a stop within what may
# be an address without http; a colon that may end the name of a scheme or of an emoji, or open a definition.
_MARKUP = re.compile(
    r"[\\*_\[\]{}<>&#~|$^=!+]|(?<!\w)-|-(?!\w)|(?<=\d)[.)](?=\s|$)"
    r"|(?<=[^\W\d])\.(?=[\w-])|\.(?=[^\W\d_])|:(?=[^\s\d])|(?<!\d):(?=\S)|(?<!\S):"
)


def markdown_line(text: str) -> str:
    """A text as one line of Markdown that renders as these characters; a line break becomes a space."""
    parts = _WITH_AT.split(re.sub(r"[\r\n]+", " ", text).strip())
    return "".join(f"`{part}`" if number % 2 else _escaped(part) for number, part in enumerate(parts))


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", text).replace("`", "&#96;")
