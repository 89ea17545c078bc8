"""The characters of a text whose head may name its encoding, as those of HTML and XML do."""

import re

from qa.documents import encodings

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_HEAD_BYTES = 2048


def decode(data: bytes) -> str:
    """The characters of a file, its lines ended by line feeds.

    Text that is valid UTF-8 is UTF-8, whatever its head says: by chance other text is almost never. What is neither
    that nor what it says is guessed as for other text files.

    Raises:
        UnreadableFileError: It is in no encoding that is read, or holds a null character.
    """
    return _decoded(data).replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes) -> str:
    found = _DECLARED.search(data[:_HEAD_BYTES])
    declared = [found[1].decode()] if found and b"\0" not in data else []
    # Encodings such as ISO-2022-JP write with ASCII alone.
    for encoding in declared if data.isascii() else ["utf-8", *declared]:
        try:
            return data.decode(encoding).removeprefix("\ufeff")
        except (UnicodeDecodeError, LookupError):
            continue
    return encodings.decode(data)
