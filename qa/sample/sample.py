"""The built-in sample collection: 24 briefs that we wrote about documents of the White House."""

from contextlib import suppress
from hashlib import sha256
from importlib.resources import as_file, files
from pathlib import Path

from qa.collection import Collection
from qa.errors import LockedError
from qa.indexing.indexer import Progress, silent
from qa.settings import data_folder
from qa.uploads.files import uploads_folder

TITLE = "White House briefs"
DESCRIPTION = "24 short briefs that we wrote about documents of the White House, from 2021 to 2026."
EXAMPLE_QUESTIONS = (
    "How much trade crosses the U.S.–Mexico border each day?",
    "How far from Earth did the Artemis II astronauts travel?",
    "How much student debt could Pell Grant recipients have cancelled?",
    "How large is the new monument near the Grand Canyon?",
    "How many public EV chargers did Biden want by 2030?",
    "How much does insulin lispro cost on TrumpRx?",
)
"""Questions that the sample can answer."""


def open_sample(
    folder: Path | None = None, *, model: str | None = None, precision: str | None = None, progress: Progress = silent
) -> Collection:
    """Open the sample collection; the first time, and after an update, it is indexed within seconds.

    Args:
        folder: Folder of the collection; None for one in the user's data folder.
        model: A sentence-transformers name or folder; None for the packaged model.
        precision: Of the packaged model, float32 or int8; None for the faster one.
        progress: Called while it is indexed.
    """
    # A collection belongs to one model, so each model has its own sample.
    name = "sample" if model is None else f"sample-{sha256(model.encode()).hexdigest()[:12]}"
    collection = Collection.open(folder or data_folder() / name, model=model, precision=precision)
    # While another process writes, questions are answered from what is there.
    with as_file(files("qa.sample") / "briefs") as briefs, suppress(LockedError):
        _forget_other_copies(collection, briefs)
        collection.index([briefs], progress)
        if collection.catalog.get_property("title") is None:  # whoever gave it another keeps that
            collection.describe(TITLE, DESCRIPTION)
    return collection


def _forget_other_copies(collection: Collection, briefs: Path) -> None:
    """Remove the briefs of another installation, which would be in the sample twice; uploads stay."""
    own = (briefs.resolve(), uploads_folder(collection.folder))
    others = [
        file.name
        for path, file in collection.catalog.files().items()
        if not any(Path(path).is_relative_to(folder) for folder in own)
    ]
    if others:
        collection.remove(others)
