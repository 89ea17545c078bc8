"""Secrets as they are kept: none of them can be read back.

A password is hashed with argon2id at the parameters of RFC 9106's second choice, which the library takes by default. A
key or a token of a log-in is random and long, so that one round of SHA-256 is enough, and cheap for every request.
"""

import hashlib
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from qa.errors import UsageError

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
_BYTES = 32


def new_token() -> str:
    """A random text that nobody can guess."""
    return secrets.token_urlsafe(_BYTES)


def hashed(token: str) -> str:
    """What is kept of a token or a key: its SHA-256 in hex."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


def hashed_password(password: str) -> str:
    """What is kept of a password.

    Raises:
        UsageError: It is too short or too long.
    """
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise UsageError(
            f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters; this one has {len(password)}"
        )
    return _hasher().hash(password)


def is_password(password: str, kept: str | None) -> bool:
    """Whether a password is the one of which this is kept; takes as long where nothing is."""
    try:
        matches = _hasher().verify(kept or _nobodys(), password[: LONGEST_PASSWORD + 1])
    except (VerificationError, InvalidHashError, UnicodeEncodeError):
        return False
    return matches and kept is not None


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobodys() -> str:
    """Something to compare with where a name has no password, so that the time does not tell."""
    return _hasher().hash(new_token())
