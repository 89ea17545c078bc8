"""What the owner chose on the settings page, kept in a file that only the owner's account can read."""

import json
import os
from dataclasses import dataclass, replace
from pathlib import Path

from qa.answering.caution import BALANCED, CAUTIONS
from qa.errors import UsageError
from qa.messages import Message
from qa.settings import LlmSettings
from qa.store.disk import writing

_FILE = "settings.json"


@dataclass(frozen=True, slots=True)
class Preferences:
    """What was chosen.

    Attributes:
        llm: The language model that writes answers; None for none, and where the environment names one.
        reads: Whether answers are chosen with the reader.
        caution: Name of one of `CAUTIONS`.
    """

    llm: LlmSettings | None = None
    reads: bool = True
    caution: str = BALANCED.name

    def __post_init__(self) -> None:
        if self.caution not in CAUTIONS:
            raise UsageError(f"there is no {self.caution!r}; choose {', '.join(CAUTIONS)}")

    def with_model(self, base_url: str, model: str, api_key: str | None) -> "Preferences":
        """The same with another language model.

        A key that was kept goes to the address that it was given for and to no other.

        Args:
            base_url: Address of its server; empty for no model.
            model: Its name.
            api_key: None for the one that is kept; empty for none.

        Raises:
            UsageError: The address or the name is missing, or makes no sense.
        """
        base_url, model = base_url.strip().rstrip("/"), model.strip()
        if not base_url and not model:
            return replace(self, llm=None)
        if not base_url or not model:
            raise UsageError(Message("a language model needs both an address and a name"))
        is_same = self.llm is not None and self.llm.base_url == base_url
        key = (self.llm.api_key if self.llm and is_same else None) if api_key is None else api_key.strip() or None
        return replace(self, llm=LlmSettings(base_url, model, key))


def load_preferences(folder: Path) -> Preferences:
    """What is kept in a folder; the defaults where nothing is, or nothing that can be read."""
    try:
        kept = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        llm = kept.get("llm")
        return Preferences(LlmSettings(**llm) if llm else None, bool(kept["reads"]), str(kept["caution"]))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, UsageError):
        return Preferences()


def keep_preferences(folder: Path, preferences: Preferences) -> None:
    """Keep them in a folder.

    Raises:
        CollectionError: The folder cannot be written.
    """
    llm = preferences.llm
    model = llm and {"base_url": llm.base_url, "model": llm.model, "api_key": llm.api_key}
    kept = {"llm": model, "reads": preferences.reads, "caution": preferences.caution}
    path = folder / _FILE
    new = path.with_suffix(".new")
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        new.unlink(missing_ok=True)
        # Readable by nobody else from its first byte on: it may hold a key.
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(kept, file, ensure_ascii=False)
        new.replace(path)
