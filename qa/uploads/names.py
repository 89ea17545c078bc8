"""Names of uploaded files that are safe on every system; pure."""

import re
import unicodedata

from qa.documents import KINDS, SIDECAR_SUFFIX, SUFFIXES
from qa.errors import FileTypeError, UsageError
from qa.messages import Message

MOST_PART_BYTES, MOST_NAME_BYTES, MOST_PARTS = 240, 1_000, 16
"""Most bytes of the name of a folder or file, where systems allow 255; of the whole path; and most parts of it."""
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Categories of characters that are invisible, or that change the direction of the others."""
_DRIVE = re.compile(r"[A-Za-z]:")
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)[ ]*(\.|$)", re.IGNORECASE)


def safe_name(name: str) -> str:
    """A name as it is kept: folders and file separated by '/', in Unicode's composed form.

    A name that could leave its folder, hide, deceive the eye, or mean something else on another system is refused
    rather than changed, so that two files never become one.

    Args:
        name: The name as it was given.

    Raises:
        UsageError: It is not safe; the message says what to change.
        FileTypeError: Files of this type are not read.
    """
    if any(unicodedata.category(character) in _INVISIBLE for character in name):
        raise UsageError(
            Message("the file name {name} holds characters that are not seen; rename the file", name=repr(name))
        )
    name = unicodedata.normalize("NFC", name)
    parts = name.split("/")
    for part in parts:
        if reason := _refusal(part):
            raise UsageError(
                Message("the file name {name} cannot be used: {reason}; rename it", name=repr(name), reason=reason)
            )
    if len(name.encode()) > MOST_NAME_BYTES or len(parts) > MOST_PARTS:
        raise UsageError(
            Message(
                "the file name {name}… cannot be used: it is over {bytes} bytes, or lies in more than {folders} "
                "folders; shorten it",
                name=repr(name[:40]),
                bytes=str(MOST_NAME_BYTES),
                folders=MOST_PARTS - 1,
            )
        )
    file = parts[-1]
    if not file.lower().endswith(tuple(SUFFIXES)) and not file.endswith(SIDECAR_SUFFIX):
        raise FileTypeError(
            Message("{name} is of a kind that is not read; those that are: {kinds}", name=name, kinds=KINDS)
        )
    return name


def _refusal(part: str) -> Message | None:
    """What is wrong with the name of a folder or a file; None if nothing is."""
    if not part:
        return Message("a part of it is empty")
    if part.startswith("."):
        return Message("a part of it begins with a dot")
    if part != part.strip() or part.endswith("."):
        return Message("a part of it begins or ends with a space, or ends with a dot")
    if "\\" in part:
        return Message("it holds a backslash; folders are divided by '/'")
    if _DRIVE.match(part):
        return Message("it names a drive")
    if _RESERVED.match(part):
        return Message("{name} is a device on Windows", name=part.split(".")[0])
    if len(part.encode()) > MOST_PART_BYTES:
        return Message("a part of it is over {bytes} bytes", bytes=str(MOST_PART_BYTES))
    return None
