"""Settings from the environment, and where things lie by default."""

import os
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from platformdirs import user_data_path

from qa.address import Address, read_address
from qa.errors import UsageError
from qa.messages import Message

EVIDENCE_TOKENS = 2500
"""Tokens of evidence where nothing else is set: with instructions and answer they fit into a context of 4,096."""

_MOST_LOGIN_DAYS = 400
"""Browsers keep a cookie no longer."""
NO_MODEL = Message("no language model is set; set one with QUOTABLE_LLM_BASE_URL and QUOTABLE_LLM_MODEL")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the command line and the web chat start from.

    Attributes:
        collection: Folder or address of the collection (QUOTABLE_COLLECTION, else in the user's data folder).
        model: A sentence-transformers name or folder (QUOTABLE_MODEL); None for the packaged model.
        precision: float32 or int8, for new collections of the packaged model (QUOTABLE_PRECISION); None for the
            faster one.
    """

    collection: Address
    model: str | None
    precision: str | None


@dataclass(frozen=True, slots=True)
class LlmSettings:
    """A language model behind an OpenAI-compatible server.

    Attributes:
        base_url: Address of the server's API (QUOTABLE_LLM_BASE_URL), which usually ends in /v1.
        model: Name of the model as the server knows it (QUOTABLE_LLM_MODEL).
        api_key: Sent to the server and shown nowhere (QUOTABLE_LLM_API_KEY); None where it wants none.
        evidence_tokens: Tokens of evidence that the model is shown (QUOTABLE_LLM_EVIDENCE_TOKENS).
    """

    base_url: str
    model: str
    api_key: str | None = field(default=None, repr=False)
    evidence_tokens: int = EVIDENCE_TOKENS

    def __post_init__(self) -> None:
        """Refuse what makes no sense; the key is never part of the message.

        Raises:
            UsageError: The address or the key cannot be one.
        """
        _require_address(self.base_url)
        key = self.api_key or ""
        if not (key.isascii() and key.isprintable()) or " " in key:
            raise UsageError(Message("QUOTABLE_LLM_API_KEY holds a character that no key has; copy it again"))


def load_settings() -> Settings:
    """Read the settings from the environment."""
    collection = os.environ.get("QUOTABLE_COLLECTION")
    return Settings(
        collection=read_address(collection) if collection else default_collection(),
        model=os.environ.get("QUOTABLE_MODEL") or None,
        precision=os.environ.get("QUOTABLE_PRECISION") or None,
    )


def reader_is_on() -> bool:
    """Whether answers are chosen with the reader (QUOTABLE_READER: on, the default, or off).

    Raises:
        UsageError: The setting is another word.
    """
    setting = os.environ.get("QUOTABLE_READER", "").strip().lower() or "on"
    if setting not in ("on", "off"):
        raise UsageError(f"QUOTABLE_READER is {setting!r}; it must be on or off")
    return setting == "on"


def login_lasts() -> timedelta:
    """How long a log-in to a server lasts at most (QUOTABLE_LOGIN_DAYS; 30 where it is not set).

    Raises:
        UsageError: The setting is no number of days.
    """
    days = os.environ.get("QUOTABLE_LOGIN_DAYS", "").strip() or "30"
    if not (days.isascii() and days.isdigit() and 0 < int(days) <= _MOST_LOGIN_DAYS):
        raise UsageError(f"QUOTABLE_LOGIN_DAYS is {days!r}; write a number of days from 1 to {_MOST_LOGIN_DAYS}")
    return timedelta(days=int(days))


def load_llm_settings() -> LlmSettings | None:
    """Read from the environment which language model writes answers; None where none is named.

    Raises:
        UsageError: A setting is missing beside the others, or cannot be read. The key is never part of the message.
    """
    url, model, key, tokens = (
        os.environ.get(f"QUOTABLE_LLM_{name}", "").strip()
        for name in ("BASE_URL", "MODEL", "API_KEY", "EVIDENCE_TOKENS")
    )
    if not url and not model:
        return None
    if not url:
        raise UsageError("QUOTABLE_LLM_MODEL names a model; name its server too, in QUOTABLE_LLM_BASE_URL")
    if not model:
        raise UsageError("QUOTABLE_LLM_BASE_URL names a server; name one of its models too, in QUOTABLE_LLM_MODEL")
    if tokens and not (tokens.isascii() and tokens.isdigit() and int(tokens) > 0):
        raise UsageError(f"QUOTABLE_LLM_EVIDENCE_TOKENS is {tokens!r}; write a number of tokens, such as 2500")
    return LlmSettings(url.rstrip("/"), model, key or None, int(tokens) if tokens else EVIDENCE_TOKENS)


def _require_address(url: str) -> None:
    """Refuse what is no address, and one with a secret in it, which would be shown with every error."""
    example = Message("an address looks like {address}", address="http://127.0.0.1:11434/v1")
    try:
        parts = urlsplit(url)
        is_address = (
            parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and url.isprintable()
        )
    except ValueError:
        raise UsageError(Message("QUOTABLE_LLM_BASE_URL cannot be read; {example}", example=example)) from None
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise UsageError(
            Message(
                "QUOTABLE_LLM_BASE_URL holds more than an address; a key goes into QUOTABLE_LLM_API_KEY; {example}",
                example=example,
            )
        )
    if not is_address:
        raise UsageError(Message("QUOTABLE_LLM_BASE_URL is {given}; {example}", given=repr(url), example=example))


def default_collection() -> Path:
    """Folder of the collection where none is named."""
    return data_folder() / "collection"


def data_folder() -> Path:
    """Where collections lie for which no folder was named."""
    return user_data_path("quotable", appauthor=False)
