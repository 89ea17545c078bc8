"""The characters of a text file, whatever encoding its editor chose."""

import codecs
import re
from contextlib import suppress

from qa.errors import UnreadableFileError
from qa.messages import Message

_MARKS = (
    (codecs.BOM_UTF8, "UTF-8"),
    (codecs.BOM_UTF32_LE, "UTF-32-LE"),  # begins with the mark of UTF-16
    (codecs.BOM_UTF32_BE, "UTF-32-BE"),
    (codecs.BOM_UTF16_LE, "UTF-16-LE"),
    (codecs.BOM_UTF16_BE, "UTF-16-BE"),
)
_OF_UTF_8 = re.compile(rb"[\xc3-\xf4][\x80-\xbf]+")
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_MOST_ACCENTS = 0.25
"""Share of the bytes of a Western text that are no ASCII; with more of them it is in another script."""


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16, UTF-32 or Windows-1252.

    The byte order mark decides; without one, UTF-8 is what can be read as such, UTF-16 has a null in every other
    byte, and Windows-1252 is what is left, as long as it looks like a Western language.

    Raises:
        UnreadableFileError: It is none of them, or holds a null character.
    """
    if b"\0" not in data and not data.startswith(codecs.BOM_UTF8):
        with suppress(UnicodeDecodeError):
            return data.decode()
    mark, encoding = next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", _guess(data)))
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        at = len(mark) + error.start
        raise UnreadableFileError(
            Message(
                "not {encoding} text (byte {at} is {byte}); save it as UTF-8",
                encoding=encoding,
                at=at,
                byte=f"{data[at]:#04x}",
            )
        ) from error
    if "\0" in text:
        raise UnreadableFileError(Message("it holds a null character, so it is not a text file"))
    return text


def _guess(data: bytes) -> str:
    if b"\0" in data:
        half = len(data) // 2
        for encoding, high, low in (("UTF-16-LE", data[1::2], data[::2]), ("UTF-16-BE", data[::2], data[1::2])):
            if len(data) % 2 == 0 and high.count(0) > 0.4 * half and b"\0" not in low:
                return encoding
        return "UTF-8"
    # One broken byte among good characters of UTF-8 makes it no other encoding.
    is_broken = _OF_UTF_8.search(data) is not None
    is_western = len(_NOT_ASCII.findall(data)) <= _MOST_ACCENTS * len(data)
    return "UTF-8" if is_broken or not is_western else "Windows-1252"
