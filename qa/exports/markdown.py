"""A text as Markdown that renders as the text itself, in whatever viewer; pure."""

import re

# '@' makes links and mentions of its neighbours in some viewers, whether it is escaped or not; not in a code span.
_WITH_AT = re.compile(r"((?<![^\s`])[^\s`]+@[^\s`]*|@[^\s`]+)")
_MARKUP = re.compile(
    r"[\\*{}#~|^]"
    # A bracket by itself is one; it opens a link, an image or a note only with what stands behind it.
    r"|\[(?=[\[^])|\](?=[(\[:{])"
    r"|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|&(?=#|\w+;)"
    r"|=(?==)|(?<==)="
    # Lists, quotations, rules and underlines begin a line.
    r"|^[-+>=]"
    # An address without its scheme, and what may be the name of a scheme or of an emoji, or a definition.
    r"|(?<=www)\.|(?<=WWW)\.|:(?=[^\s\d])|(?<!\d):(?=\S)|(?<!\S):"
)
_MARKUP_IN_LINK = re.compile(rf"[\[\]]|{_MARKUP.pattern}")
_ENDS_FORMULA = re.compile(r"\S\$")
"""Without it a sign of the dollar opens none: 'from $5 to $7' has a space before each."""
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")


def markdown_line(text: str) -> str:
    """A text as one line of Markdown that renders as these characters; a line break becomes a space."""
    return _line(text, _MARKUP)


def markdown_link_text(text: str) -> str:
    """The same as the words of a link, which every bracket may end."""
    return _line(text, _MARKUP_IN_LINK)


def _line(text: str, markup: re.Pattern[str]) -> str:
    sign = "\\$" if _ENDS_FORMULA.search(text) else "$"
    parts = _WITH_AT.split(re.sub(r"[\r\n]+", " ", text).strip())
    line = "".join(
        f"`{part}`" if number % 2 else _escaped(part, markup).replace("$", sign) for number, part in enumerate(parts)
    )
    return _NUMBERED.sub(r"\1\\\2", line)


def _escaped(text: str, markup: re.Pattern[str]) -> str:
    return markup.sub(r"\\\g<0>", text).replace("`", "&#96;")
