"""Bounds how much one user, key or address asks."""

from ipaddress import IPv6Address, ip_address, ip_network

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.errors import UsageError
from qa.messages import Message
from qa.web.middleware.access import principal_of
from qa.web.middleware.refusals import path_within, refusal
from qa.web.problems import Problem

DEFAULT_RATE = "300/minute"
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_COSTLY = ("/api/", "/v1/", "/mcp/", "/document/", "/conversations/", "/metrics/")
"""What costs though it only reads, beside the page itself; the files of the page do not."""
_NETWORK_BITS = 64
"""Of an IPv6 address: whoever has one has all that begin so (RFC 6177)."""


class Rate:
    """So many times in a moving window; kept in memory, so each process counts for itself.

    Only two numbers are kept of each, and nothing of one whose window is over: whoever comes from ever other addresses
    fills no memory.
    """

    def __init__(self, rate: str) -> None:
        """Read a rate such as '300/minute'.

        Raises:
            UsageError: It is none.
        """
        try:
            self._rate: RateLimitItem = parse(rate)
        except ValueError as error:
            raise UsageError(f"{rate!r} is no rate; write one such as 300/minute") from error
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    def takes(self, who: str) -> bool:
        """Count one more; whether it is within the rate."""
        return self._limiter.hit(self._rate, who)

    def has_room(self, who: str) -> bool:
        """Whether one more would be within the rate; it is not counted."""
        return self._limiter.test(self._rate, who)

    @property
    def seconds(self) -> int:
        """Length of the window."""
        return self._rate.get_expiry()


class Rates:
    """ASGI middleware that refuses requests beyond a rate with 429."""

    def __init__(self, app: ASGIApp, rate: Rate) -> None:
        """Wrap an application, inside of `Access`."""
        self._app = app
        self._rate = rate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "http" and _costs(scope) and not self._rate.takes(_who(scope)):
            said = Message("you have asked too much in a short time; wait a minute, and ask again")
            response = refusal(scope, Problem.TOO_OFTEN, said, {"retry-after": str(self._rate.seconds)})
            await response(scope, receive, send)
            return
        await self._app(scope, receive, send)


def address_of(scope: Scope) -> str:
    """The address that a request comes from; of IPv6, the network, since one machine has all addresses of it."""
    client = scope.get("client")
    try:
        address = ip_address(client[0] if client else "")
    except ValueError:
        return str(client[0]) if client else ""
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((address, _NETWORK_BITS), strict=False))
    return str(address)


def _costs(scope: Scope) -> bool:
    path = path_within(scope)
    return scope["method"] not in _READING or path.endswith("/") or any(part in f"{path}/" for part in _COSTLY)


def _who(scope: Scope) -> str:
    principal = principal_of(scope)
    return f"account {principal.id}" if principal else f"address {address_of(scope)}"
