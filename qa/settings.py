"""Settings from the environment, and where things lie by default."""

import os
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path


@dataclass(frozen=True, slots=True)
class Settings:
    """What the command line and the web chat start from.

    Attributes:
        collection: Folder of the collection (QUOTABLE_COLLECTION, else in the user's data folder).
        model: A sentence-transformers name or folder (QUOTABLE_MODEL); None for the packaged model.
        precision: float32 or int8, for new collections of the packaged model (QUOTABLE_PRECISION); None for the
            faster one.
    """

    collection: Path
    model: str | None
    precision: str | None


def load_settings() -> Settings:
    """Read the settings from the environment."""
    collection = os.environ.get("QUOTABLE_COLLECTION")
    return Settings(
        collection=Path(collection) if collection else default_collection(),
        model=os.environ.get("QUOTABLE_MODEL") or None,
        precision=os.environ.get("QUOTABLE_PRECISION") or None,
    )


def default_collection() -> Path:
    """Folder of the collection where none is named."""
    return data_folder() / "collection"


def data_folder() -> Path:
    """Where collections lie for which no folder was named."""
    return user_data_path("quotable", appauthor=False)
