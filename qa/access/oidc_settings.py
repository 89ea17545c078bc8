"""The service that vouches for users, from the environment."""

import os
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from qa.errors import UsageError


@dataclass(frozen=True, slots=True)
class OidcSettings:
    """A provider of OpenID Connect.

    Attributes:
        issuer: Its address (QUOTABLE_OIDC_ISSUER), below which its configuration is found.
        client_id: As which it knows Quotable (QUOTABLE_OIDC_CLIENT_ID).
        client_secret: Sent to it alone (QUOTABLE_OIDC_CLIENT_SECRET).
        name: What its log-in is called on the page (QUOTABLE_OIDC_NAME); else the name of its host.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str


def load_oidc_settings() -> OidcSettings | None:
    """Read the settings; None where none is set.

    Raises:
        UsageError: One is missing beside the others, or the issuer is no address.
    """
    given = {
        name: os.environ.get(f"QUOTABLE_OIDC_{name}", "").strip() for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET")
    }
    if not any(given.values()):
        return None
    for name, value in given.items():
        if not value:
            raise UsageError(
                f"QUOTABLE_OIDC_{name} is missing; the log-in elsewhere needs issuer, client id and secret"
            )
    issuer = given["ISSUER"].rstrip("/")
    parts = urlsplit(issuer)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(f"QUOTABLE_OIDC_ISSUER is {issuer!r}; an issuer looks like https://login.example.org")
    name = os.environ.get("QUOTABLE_OIDC_NAME", "").strip() or parts.hostname
    return OidcSettings(issuer, given["CLIENT_ID"], given["CLIENT_SECRET"], name)
