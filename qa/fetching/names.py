"""Names of the files that pages are kept in: safe on every system, and near to the page's address; pure."""

import mimetypes
import re
import unicodedata
from collections.abc import Container
from hashlib import sha256
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from qa.documents.formats import FORMATS

_SUFFIXES = frozenset(suffix for one in FORMATS for suffix in one.suffixes)
_PAGES = ("text/html", "application/xhtml+xml")
_SAYS_LITTLE = ("", "text/plain", "application/octet-stream")
"""Media types with which servers send files of every kind."""
_TYPES = mimetypes.MimeTypes()
"""The table of the language, without that of the system, which differs from one to the other."""
_UNSAFE = re.compile(r"[^\w-]+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_LONGEST_PART, _LONGEST_NAME, _MOST_PARTS = 60, 200, 8
"""Characters of a part of a path and of all of it, and parts of it; the rest is told by the hash."""


def suffix_of(media_type: str, address: str) -> str | None:
    """How the name of a file ends that was fetched; None where files of its kind are not read.

    Args:
        media_type: What its server says that it is; where that says little, the address counts.
        address: Where it was fetched.
    """
    if media_type in _PAGES:
        return ".html"
    own = PurePosixPath(unquote(urlsplit(address).path)).suffix.lower()
    if media_type in _SAYS_LITTLE:
        return own if own in _SUFFIXES else ".txt" if media_type == "text/plain" else None
    usual = [suffix for suffix in _TYPES.guess_all_extensions(media_type) if suffix in _SUFFIXES]
    return own if own in usual else next(iter(usual), None)


def file_name(address: str, suffix: str, taken: Container[str]) -> str:
    """Name of the file of a page, relative to the folder of pages: its host and its path.

    Args:
        address: Where the page was fetched.
        suffix: How the name ends.
        taken: Names of other files in small letters, as some systems do not tell letters by their size; a name that
            is taken gets a hash of the address.
    """
    parts = urlsplit(address)
    path = PurePosixPath(unquote(parts.path)).parts[1:] or ("index",)
    ending = PurePosixPath(path[-1]).suffix
    last = path[-1].removesuffix(ending) if ending.lower() in _SUFFIXES else path[-1]
    # Without a dot no folder is hidden, nor has it the name of a file.
    safe = [_safe(part) for part in (*path[:-1], f"{last}-{parts.query}" if parts.query else last)]
    host = re.sub(r"[^a-z0-9.-]+", "_", parts.netloc.lower()).strip(".") or "_"
    plain = "/".join((host, *safe))
    short = len(plain) <= _LONGEST_NAME and len(safe) <= _MOST_PARTS
    if short and (name := f"{plain}{suffix}").lower() not in taken:
        return name
    return f"{host}/{safe[-1]}-{sha256(address.encode()).hexdigest()[:16]}{suffix}"


def _safe(part: str) -> str:
    plain = _UNSAFE.sub("_", unicodedata.normalize("NFC", part)).strip("_")[:_LONGEST_PART].strip("_")
    return f"{plain}_" if not plain or _RESERVED.fullmatch(plain) or plain.endswith("_files") else plain
