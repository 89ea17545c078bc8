"""The built-in sample collection: 24 briefs of our own on documents of the White House."""

from importlib.resources import as_file, files
from pathlib import Path

from qa.collection import Collection
from qa.errors import LockedError
from qa.indexing import Progress, silent
from qa.settings import data_folder

EXAMPLE_QUESTIONS = (
    "How much trade crosses the U.S.–Mexico border each day?",
    "How far from Earth did the Artemis II astronauts travel?",
    "How many free COVID-19 tests could each household order?",
    "How large is the new monument near the Grand Canyon?",
    "What tariff do British cars pay under the U.S.–UK deal?",
    "How much does insulin lispro cost on TrumpRx?",
)
"""Questions that the sample answers."""


def open_sample(folder: Path | None = None, *, model: str | None = None, progress: Progress = silent) -> Collection:
    """Open the sample collection; the first time, and after an update, it is indexed within seconds.

    Args:
        folder: Where it lies; None for the user's data folder.
        model: A sentence-transformers name or folder; None for the packaged model.
        progress: Called while it is indexed.
    """
    collection = Collection.open(folder or data_folder() / "sample", model=model)
    with as_file(files("qa") / "sample") as briefs:
        try:
            collection.index([briefs], progress)
        except LockedError:  # another process is at it, and what is there can be asked meanwhile
            pass
    return collection
