"""Bytes of a marked-up text to characters."""

import codecs
import re

from qa.errors import UnreadableFileError

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_HEAD_BYTES = 2048


def decode(data: bytes) -> str:
    """The characters of a file whose head may name its encoding, its lines ended by line feeds.

    A byte order mark counts most. Text that is valid UTF-8 is UTF-8, whatever its head says: by chance other text is
    almost never. What is neither that nor what it says is Windows-1252, as browsers read it.

    Raises:
        UnreadableFileError: It holds a null character.
    """
    text = _decoded(data)
    if "\0" in text:
        raise UnreadableFileError("it holds a null character, so it is not a text file")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    found = _DECLARED.search(data[:_HEAD_BYTES])
    declared = [found[1].decode()] if found else []
    # Encodings such as ISO-2022-JP write with ASCII alone.
    for encoding in [*declared, "utf-8"] if data.isascii() else ["utf-8", *declared]:
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", "replace")
