"""A file beside a document that says what the document is: `name.pdf.yaml`, or `name.yaml`, beside `name.pdf`."""

import re
from hashlib import sha256
from pathlib import Path

from qa.documents.content import Metadata
from qa.documents.files import file_stamp, find_sidecar, read_bytes
from qa.documents.metadata.fields import Fields, read_fields
from qa.documents.metadata.front_matter import read_yaml
from qa.errors import UnreadableFileError
from qa.messages import Message

_RULES = re.compile(r"\A\s*---[ \t]*\n|\n(?:---|\.\.\.)\s*\Z")


def sidecar_sha256(path: Path) -> str:
    """Hash of the bytes of a document's sidecar, in hexadecimal; empty where it has none.

    Raises:
        UnreadableFileError: It cannot be read.
    """
    beside = find_sidecar(path)
    return sha256(read_bytes(beside)).hexdigest() if beside else ""


def document_stamp(path: Path) -> str:
    """Size and times of a document's file and of its sidecar, as `file_stamp` gives them.

    Raises:
        UnreadableFileError: The file is not there.
    """
    stamps = [file_stamp(one) for one in (path, find_sidecar(path)) if one]
    return " ".join(stamps) if all(stamps) else ""


def read_sidecar(path: Path) -> tuple[Metadata, str]:
    """What a document's sidecar says, and the hash of its bytes; nothing and an empty one where it has none."""
    beside = find_sidecar(path)
    if beside is None:
        return Metadata(), ""
    try:
        data = read_bytes(beside)
    except UnreadableFileError as error:
        return Metadata(
            problems=(Message("{name} cannot be read: {reason}", name=beside.name, reason=error.sentence),)
        ), ""
    fields, problem = _fields(data)
    problems = (
        [Message("{name} is not YAML ({reason}), so it was read line by line", name=beside.name, reason=problem)]
        if problem
        else []
    )
    if fields is None:
        problems = [Message("{name} holds no lines of the form 'key: value'", name=beside.name)]
    return read_fields(fields or {}, "sidecar", problems), sha256(data).hexdigest()


def require_fields(data: bytes) -> None:
    """Look whether a file can be a sidecar.

    Raises:
        UnreadableFileError: It holds no fields. The message gives the reason without the file's name.
    """
    if not _fields(data)[0]:
        raise UnreadableFileError(Message("it holds no lines of the form 'key: value'"))


def _fields(data: bytes) -> tuple[Fields | None, str | None]:
    source = data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    return read_yaml(_RULES.sub("\n", source).lstrip("\n"))
