"""Addresses of pages: which text is one, and its one spelling; pure."""

import re
from urllib.parse import urljoin

from qa.errors import UsageError

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_SCHEMES = ("http", "https")


def is_address(text: str) -> bool:
    """Whether a text is meant as an address and not as a path of a file."""
    return _ADDRESS.match(text) is not None


def spelled(address: str) -> str:
    """An address in one spelling: in ASCII, with a path, without the part behind '#'.

    Raises:
        UsageError: No page can be fetched from it; the message says what to change.
    """
    import httpx2

    try:
        url = httpx2.URL(address.strip())
    except (httpx2.InvalidURL, ValueError) as error:
        raise UsageError(f"{address!r} is no address: {error}") from error
    if url.scheme not in _SCHEMES or not url.host:
        raise UsageError(f"{address!r} cannot be fetched; an address begins with http:// or https:// and names a host")
    if url.userinfo:
        raise UsageError(f"the address of {url.host} holds a name or a password; leave them out, as it is cited")
    return str(url.copy_with(fragment=None))


def joined(base: str, link: str) -> str | None:
    """The address that a link leads to; None for a link to what is no page."""
    try:
        return spelled(urljoin(base, link.strip()))
    except (UsageError, ValueError):
        return None
