"""Where a server can be reached."""

import contextlib
import os
import socket
from dataclasses import dataclass

from qa.errors import UsageError
from qa.web.middleware.guard import is_loopback

DEFAULT_PORT = 7860
_PORTS_TRIED = 100
_LAST_PORT = 65535


@dataclass(frozen=True, slots=True)
class Opened:
    """Where a server can be reached.

    Attributes:
        here: Address to open on this machine.
        elsewhere: Address to open on other machines; None where it is the same, or none is known.
        is_public: Whether other machines reach it.
    """

    here: str
    elsewhere: str | None
    is_public: bool

    @classmethod
    def of(cls, listening: socket.socket, host: str) -> "Opened":
        """Where a socket that listens can be reached, under the name by which it was asked for."""
        address, port = listening.getsockname()[:2]
        return cls(_url(host, port), _url_elsewhere(address, port), is_public=not is_loopback(address))


def listen(host: str, port: int | None) -> socket.socket:
    """A socket that listens, so that nobody else can take the port meanwhile.

    Args:
        host: Address to listen on.
        port: None for 7860 or, if that is taken, the next free one.

    Raises:
        UsageError: The port is taken or none, or the address is not one of this machine.
    """
    if port is not None and not 0 <= port <= _LAST_PORT:
        raise UsageError(f"the port is {port}; name one from 0 to {_LAST_PORT}")
    candidates = [port] if port is not None else range(DEFAULT_PORT, DEFAULT_PORT + _PORTS_TRIED)
    reason = ""
    for candidate in candidates:
        try:
            family, kind, protocol, _, address = socket.getaddrinfo(host, candidate, type=socket.SOCK_STREAM)[0]
        except OSError as error:
            raise UsageError(f"{host!r} is not an address of this machine; the usual one is 127.0.0.1") from error
        listening = socket.socket(family, kind, protocol)
        if os.name == "posix":  # elsewhere it would let two servers share a port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(address)
            listening.listen(128)
        except OSError as error:
            listening.close()
            reason = error.strerror or str(error)
        else:
            return listening
    wanted = f"port {port}" if port is not None else f"every port from {DEFAULT_PORT} on"
    raise UsageError(f"{wanted} of {host} cannot be used ({reason}); name another with --port")


def _url(host: str, port: int) -> str:
    """The address to open in a browser on this machine."""
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{name}:{port}"


def _url_elsewhere(address: str, port: int) -> str | None:
    """Where other machines find a server that listens on every address of this one; None for any other server."""
    if address not in ("0.0.0.0", "::"):
        return None
    family, beyond = (socket.AF_INET, "192.0.2.1") if address == "0.0.0.0" else (socket.AF_INET6, "2001:db8::1")
    with socket.socket(family, socket.SOCK_DGRAM) as probe, contextlib.suppress(OSError):
        probe.connect((beyond, 9))  # sends nothing: it only asks which address of this machine leads out
        found = str(probe.getsockname()[0])
        return None if is_loopback(found) else _url(found, port)
    return None
