"""What stands before an application: who may come in, from where, how often."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fastapi import FastAPI

from qa.access.accounts import Accounts
from qa.access.oidc_settings import load_oidc_settings
from qa.errors import UsageError
from qa.web.assets.first_load import first_load
from qa.web.metrics import Metrics
from qa.web.middleware.access import Access
from qa.web.middleware.crowd import Crowd
from qa.web.middleware.guard import Guard, is_loopback
from qa.web.middleware.held_bodies import HeldBodies
from qa.web.middleware.language import Languages
from qa.web.middleware.observed import Observed, Routed
from qa.web.middleware.offline import OfflinePages
from qa.web.middleware.rates import DEFAULT_RATE, Rate, Rates
from qa.web.middleware.slow_clients import SlowClients
from qa.web.middleware.small_bodies import SmallBodies
from qa.web.routes.login import login_pages
from qa.web.routes.oidc import add_oidc

_OWN = frozenset({"login", "logout", "quotable", "healthz", "readyz", "metrics", "api", "v1", "mcp", "document"})
"""Addresses of the server, which no collection can have."""
_STANDS_FOR_ANY = re.compile("[{}]")
"""What lies between braces stands for anything in the pattern of an address: it would take those of others."""


@dataclass(frozen=True, slots=True)
class Protection:
    """Who is let in.

    Attributes:
        host: Address that the server listens on.
        accounts: Users and keys, one of which a request must come from; None where nobody is asked.
        known_as: Names that the server answers to, beside those of this machine.
        rate: How often one of them, or an address, may ask; None for the usual rate.
    """

    host: str = "127.0.0.1"
    accounts: Accounts | None = None
    rate: str | None = None
    known_as: Sequence[str] = ()

    @property
    def asks_or_is_local(self) -> bool:
        """Whether whoever comes in has logged in, or sits before this machine."""
        return self.accounts is not None or is_loopback(self.host)


HERE = Protection()
"""Of a server that only this machine reaches."""


def protect(app: FastAPI, protection: Protection, collection_of: Callable[[str], str | None], metrics: Metrics) -> None:
    """Put middleware before an application.

    Args:
        app: The application.
        protection: Who is let in.
        collection_of: The collection that a path leads to; None for a path that leads to none.
        metrics: Count what is asked, and what is refused.
    """
    # What is added last sees a request first.
    app.add_middleware(Routed)
    app.add_middleware(Crowd)
    app.add_middleware(SmallBodies)
    if protection.rate or protection.accounts or not is_loopback(protection.host):
        app.add_middleware(Rates, rate=Rate(protection.rate or DEFAULT_RATE))
    if protection.accounts is not None:
        accounts = protection.accounts
        oidc = load_oidc_settings()
        login = login_pages(accounts, oidc.name if oidc else None)
        if oidc is not None:
            add_oidc(login, accounts, oidc)
        app.add_middleware(Access, accounts=accounts, collection_of=collection_of, login=SmallBodies(login))
    app.add_middleware(HeldBodies)
    app.add_middleware(Guard, host=protection.host, known_as=protection.known_as)
    app.add_middleware(OfflinePages, change=first_load().page)
    app.add_middleware(Languages)  # what refuses a request says so in the visitor's language
    app.add_middleware(SlowClients)
    app.add_middleware(Observed, metrics=metrics)


def require_access(host: str, accounts: Accounts, *, insecure: bool) -> Accounts | None:
    """The accounts that a server on this address asks for; None if it asks nobody.

    Raises:
        UsageError: Other machines reach the address, and there is no account yet.
    """
    if insecure:
        return None
    if accounts.exist or load_oidc_settings() is not None:
        return accounts
    if is_loopback(host):
        return None
    raise UsageError(
        f"other machines reach {host}, and nobody would have to log in; add a user first: `quotable users add NAME`, "
        "or let everybody in with --insecure"
    )


def require_names(names: Sequence[str]) -> None:
    """Refuse collections that could not be told apart by their addresses.

    Raises:
        UsageError: Two folders have the same name, or one is an address of the server itself.
    """
    for name in names:
        if names.count(name) > 1:
            raise UsageError(f"two collections are called {name!r}; rename the folder of one of them")
        if name.casefold() in _OWN or not name.strip(". ") or _STANDS_FOR_ANY.search(name):
            raise UsageError(f"no collection can be served as {name!r}; rename its folder")
