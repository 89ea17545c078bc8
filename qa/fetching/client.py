"""Asks servers for pages, as politely as a reader who has time: one request after the other, by their robots.txt."""

import socket
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import version
from ipaddress import ip_address
from typing import Self
from urllib.parse import urlsplit

import httpx2
from protego import Protego

from qa.documents.files import LARGEST_FILE_BYTES
from qa.errors import FetchError
from qa.fetching.addresses import joined

PAUSE = 1.0
"""Seconds between two requests to a host; its robots.txt may ask for more."""
SILENCE = 20.0
"""Seconds without a byte after which a request is given up."""
LONGEST = 120.0
"""Seconds that a request takes at most."""
_LONGEST_PAUSE = 60.0
_MOST_RULES_BYTES = 500 * 1024
"""Of a robots.txt: what RFC 9309 asks for at least."""
_MOST_REDIRECTS = 5
_ROBOT = "Quotable"
_GONE = (404, 410)
_FORBIDDEN = (401, 403)
_ASKS_TO_WAIT = (429, 503)
_MOST_CHARACTERS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answers.

    Attributes:
        address: That of the page itself, where the one that was asked for leads to another.
        status: Of the response.
        media_type: What the server says that it is, in small letters and without parameters.
        data: The bytes; none but for the status 200.
        etag: By which the server tells this version from others; None where it names none.
        last_modified: When it was changed, as the server says it; None where it does not.
    """

    address: str
    status: int
    media_type: str
    data: bytes
    etag: str | None
    last_modified: str | None

    @property
    def is_gone(self) -> bool:
        """Whether there is no such page."""
        return self.status in _GONE


class Client:
    """Fetches pages, one at a time. A host that cannot be reached, or that asks to wait, is not asked again."""

    def __init__(self, named: Iterable[str]) -> None:
        """Begin a run.

        Args:
            named: The addresses that the user has named. What leads elsewhere, a redirect or a link in a feed, reaches
                an address of a private network only on a host among these.
        """
        self._named_hosts = {urlsplit(address).hostname for address in named}
        self._rules: dict[str, Protego] = {}
        self._asked: dict[str, float] = {}
        self._given_up: dict[str, str] = {}
        self._client = httpx2.Client(
            headers={"User-Agent": f"{_ROBOT}/{version('quotable-qa')}"}, timeout=SILENCE, follow_redirects=False
        )

    def __enter__(self) -> Self:
        """Give itself, to be closed at the end."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connections."""
        self._client.close()

    def get(self, address: str, conditions: Mapping[str, str]) -> Reply:
        """Fetch a page.

        Args:
            address: In its one spelling.
            conditions: Headers that ask for it only if it has changed.

        Raises:
            FetchError: Its robots.txt forbids it, or the server gives no page. The message gives the reason without
                the address.
        """
        reply = self._follow(address, conditions, by_rules=True)
        if reply.status not in (200, 304, *_GONE):
            raise FetchError(f"its server refuses it or has an error (status {reply.status})")
        return reply

    def _follow(self, address: str, conditions: Mapping[str, str], *, by_rules: bool) -> Reply:
        for _ in range(_MOST_REDIRECTS + 1):
            self._check_network(address)
            pause = self._pause_by_rules(address) if by_rules else PAUSE
            with self._asking(address, conditions, pause) as response:
                if not response.has_redirect_location:
                    return self._reply(address, response)
                target = joined(address, response.headers["location"])
            if target is None:
                raise FetchError("it leads to an address that is none of a page")
            address = target
        raise FetchError(f"it leads from one address to another over {_MOST_REDIRECTS} times")

    @contextmanager
    def _asking(self, address: str, conditions: Mapping[str, str], pause: float) -> Iterator[httpx2.Response]:
        """Ask after a pause; what goes wrong is a sentence."""
        host = urlsplit(address).netloc
        if host in self._given_up:
            raise FetchError(self._given_up[host])
        if host in self._asked:
            time.sleep(max(0.0, self._asked[host] + pause - time.monotonic()))
        try:
            with self._client.stream("GET", address, headers=conditions) as response:
                yield response
        except httpx2.ConnectError as error:
            self._given_up[host] = f"{host} cannot be reached ({str(error)[:_MOST_CHARACTERS_SHOWN]})"
            raise FetchError(self._given_up[host]) from error
        except httpx2.ConnectTimeout as error:
            self._given_up[host] = f"{host} cannot be reached within {SILENCE:.0f} seconds"
            raise FetchError(self._given_up[host]) from error
        except httpx2.TimeoutException as error:
            raise FetchError(f"its server says nothing for {SILENCE:g} seconds") from error
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            said = str(error)[:_MOST_CHARACTERS_SHOWN] or type(error).__name__
            raise FetchError(f"its server does not answer as it should ({said})") from error
        finally:
            self._asked[host] = time.monotonic()

    def _reply(self, address: str, response: httpx2.Response) -> Reply:
        status = response.status_code
        if status in _ASKS_TO_WAIT:
            host = urlsplit(address).netloc
            self._given_up[host] = f"{host} asks to wait (status {status}); index it again later"
            raise FetchError(self._given_up[host])
        return Reply(
            address,
            status,
            response.headers.get("content-type", "").partition(";")[0].strip().lower(),
            _body(response) if status == 200 else b"",
            response.headers.get("etag"),
            response.headers.get("last-modified"),
        )

    def _pause_by_rules(self, address: str) -> float:
        """Seconds to wait before the page is asked for, by the robots.txt of its host."""
        parts = urlsplit(address)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._rules:
            self._rules[site] = self._read_rules(site)
        rules = self._rules[site]
        if not rules.can_fetch(address, _ROBOT):
            raise FetchError(f"the robots.txt of {parts.netloc} forbids to fetch it")
        pause = float(rules.crawl_delay(_ROBOT) or 0)
        if pause > _LONGEST_PAUSE:
            raise FetchError(f"the robots.txt of {parts.netloc} asks for {pause:.0f} seconds between two pages")
        return max(PAUSE, pause)

    def _read_rules(self, site: str) -> Protego:
        """The robots.txt of a host: none forbids nothing, and one that fails or is not shown forbids all (RFC 9309)."""
        try:
            reply = self._follow(f"{site}/robots.txt", {}, by_rules=False)
            if reply.status in _FORBIDDEN or not 200 <= reply.status < 500:
                raise FetchError(f"its server refuses it or has an error (status {reply.status})")
        except (FetchError, ValueError) as error:
            host = urlsplit(site).netloc
            self._given_up.setdefault(host, f"the robots.txt of {host} cannot be read: {error}")
            raise FetchError(self._given_up[host]) from error
        return Protego.parse(reply.data[:_MOST_RULES_BYTES].decode("utf-8", "replace"))

    def _check_network(self, address: str) -> None:
        host = urlsplit(address).hostname or ""
        if host in self._named_hosts:
            return
        with suppress(OSError, UnicodeError):  # a host without a number: the request says so
            numbers = {entry[4][0] for entry in socket.getaddrinfo(host, None)}
            if not all(ip_address(number).is_global for number in numbers):
                raise FetchError(f"it leads to {host}, which is in a private network; name its address to fetch it")


def _body(response: httpx2.Response) -> bytes:
    until, data = time.monotonic() + LONGEST, bytearray()
    for piece in response.iter_bytes():
        data += piece
        if len(data) > LARGEST_FILE_BYTES:
            raise FetchError(f"it is over the limit of {LARGEST_FILE_BYTES / 1e6:.0f} MB")
        if time.monotonic() > until:
            raise FetchError(f"it takes over {LONGEST:g} seconds")
    return bytes(data)
