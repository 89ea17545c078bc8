"""Mail: who wrote to whom, when, about what; the text without the messages that it answers; attachments."""

import email
import re
from collections.abc import Iterator
from datetime import date
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message as Mail
from email.utils import parsedate_to_datetime

from qa.documents.content import Content, Metadata
from qa.documents.document import TextBlock
from qa.documents.formats import Format, format_of
from qa.documents.html.declared_encoding import decode
from qa.documents.html.html import read_html
from qa.documents.plain_text import read_plain_text
from qa.documents.whitespace import fold
from qa.errors import UnreadableFileError
from qa.messages import Message

_SHOWN = ("From", "To", "Cc", "Date", "Subject")
_MOST_NESTED = 10
"""Parts and messages in one another that are still read."""
_LONGEST_DECODED = 20_000
"""Characters of a line of the head; the time that the library takes grows with their square."""
_PREFERRED = {"text/plain": 0, "text/html": 1, "multipart/related": 2}
"""Of the forms of one text: the plainest says what was written, and nothing else."""
_ANSWERED = re.compile(
    r"(?m)^[ \t]*(?:-{3,}[ ]?(?:Original Message|Ursprüngliche Nachricht|Message d'origine|Mensaje original)[ ]?-{3,}"
    r"|_{20,}\n+From: )"
)
"""Where a program has put the whole message that is answered, without a mark on its lines."""
_INTRODUCES = re.compile(
    r"(?m)^(?![ \t]*>)(?:[^\n]{4,200}[^\n.!?:]\n(?![ \t]*>))?[^\n]{4,300}:[ \t]*\n(?=\n?[ \t]*>)",
)
"""'On Monday Ann wrote:' in whatever language, in a line or two before quoted lines."""
_QUOTED_LINES = re.compile(r"(?m)^[ \t]*>.*\n?")
_QUOTED_HTML = (
    "//blockquote[@type='cite'] | //*[contains(@class, 'gmail_quote') or contains(@class, 'moz-cite-prefix') or "
    "contains(@class, 'yahoo_quoted') or @id='divRplyFwdMsg' or @id='appendonsend']"
)


def read_content(data: bytes, name: str) -> Content:
    """Read a message; nothing that it refers to is fetched.

    Raises:
        UnreadableFileError: It has none of the lines that every message begins with.
    """
    message = _parsed(data)
    if message is None:
        raise UnreadableFileError(
            Message("not a mail message: it does not begin with lines such as 'From: …' and 'Subject: …'")
        )
    subject = fold(_header(message, "Subject"))
    return Content(list(_blocks(message, 1)), Metadata(title=subject or None, date=_date(message)))


def _parsed(data: bytes) -> Mail | None:
    try:
        message = email.message_from_bytes(data.lstrip())
    except RecursionError:
        return None
    return message if any(_header(message, one) for one in ("From", "Date", "Subject", "Message-ID")) else None


def _header(message: Mail, name: str) -> str:
    """A line of the head as it was written, its encoded words decoded."""
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")
    return _decoded(raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))


def _decoded(text: str) -> str:
    if len(text) > _LONGEST_DECODED:
        return text
    try:
        return str(make_header(decode_header(text)))
    except (MessageError, LookupError, ValueError):  # encoded wrongly, or in an encoding that nobody knows
        return text


def _date(message: Mail) -> date | None:
    try:
        return parsedate_to_datetime(_header(message, "Date")).date()
    except (ValueError, TypeError, OverflowError):
        return None


def _blocks(message: Mail, depth: int) -> Iterator[TextBlock]:
    shown = [f"{name}: {value}" for name in _SHOWN if (value := fold(_header(message, name)))]
    if shown:
        yield TextBlock("paragraph", "\n".join(shown))
    yield from _part(message, depth)


def _part(part: Mail, depth: int) -> Iterator[TextBlock]:
    """The text of a part of a message: of several forms of one text, one."""
    kind = part.get_content_type()
    if part.is_multipart():
        if depth == _MOST_NESTED:
            return
        parts = [one for one in part.get_payload() if isinstance(one, Mail)]
        if kind == "message/rfc822":
            for inner in parts:
                yield TextBlock("heading", fold(_header(inner, "Subject")) or "Message", 2)
                yield from _blocks(inner, depth + 1)
            return
        if kind == "multipart/alternative":
            parts = sorted(parts, key=lambda one: _PREFERRED.get(one.get_content_type(), len(_PREFERRED)))[:1]
        for one in parts:
            yield from _part(one, depth + 1)
    elif name := fold(_decoded(part.get_filename() or "")):
        yield from _attached(part, name, depth)
    elif kind == "text/html":
        yield from read_html(_without_quoted_html(_text(part)))
    elif kind == "text/plain" or kind.startswith("multipart/"):  # parts without a mark between them
        yield from read_plain_text(_own(_text(part)))


def _own(text: str) -> str:
    """A text without the messages that it answers; one that is nothing else is passed on, and stays."""
    text = text.replace("\r\n", "\n")
    answered = _ANSWERED.search(text)
    if answered and text[: answered.start()].strip():
        text = text[: answered.start()]
    return _QUOTED_LINES.sub("", _INTRODUCES.sub("", text)) or text


def _without_quoted_html(html: str) -> str:
    from lxml.etree import ParserError
    from lxml.html import document_fromstring, tostring

    try:
        tree = document_fromstring(html)
    except (ParserError, ValueError):  # empty, or XML that names an encoding
        return html
    for element in tree.xpath(_QUOTED_HTML):
        element.drop_tree()
    return str(tostring(tree, encoding="unicode"))


def _attached(part: Mail, name: str, depth: int) -> Iterator[TextBlock]:
    """The name of an attachment as a heading, and its text where it is of a kind that is read."""
    yield TextBlock("heading", name, 2)
    data = _bytes(part)
    kind = format_of(data, name)
    if kind is None:
        return
    if kind.module == __name__:
        inner = _parsed(data)
        yield from _blocks(inner, depth + 1) if inner is not None and depth < _MOST_NESTED else ()
    else:
        yield from _read(kind, data, name)


def _read(kind: Format, data: bytes, name: str) -> list[TextBlock]:
    try:
        return kind.read(data, name).parts
    except UnreadableFileError:
        return []  # its name stands in the text


def _text(part: Mail) -> str:
    """The characters of a part; where it is not in the encoding that it names, what can be read of it."""
    data = _bytes(part)
    try:
        return data.decode(part.get_content_charset("utf-8"))
    except (LookupError, ValueError):
        pass
    try:
        return decode(data)
    except UnreadableFileError:
        return data.decode("utf-8", "replace")


def _bytes(part: Mail) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""
