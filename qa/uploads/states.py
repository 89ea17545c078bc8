"""What is known of uploaded files: what was accepted, what became of each, and how far all are."""

from dataclasses import dataclass
from typing import Literal

UploadState = Literal["waiting", "askable", "failed"]


@dataclass(frozen=True, slots=True)
class Upload:
    """The state of an uploaded file.

    Attributes:
        name: Name of the upload, made safe.
        state: 'waiting' until it is indexed, then 'askable' or 'failed'.
        reason: Why it failed; None otherwise.
        warning: What could not be read of its metadata; None where everything was.
        document: Name of its document, which differs if another folder has one of that name; None until askable.
        change: Number of the change that led to this state, increasing over all files.
    """

    name: str
    state: UploadState
    reason: str | None
    warning: str | None
    document: str | None
    change: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """Confirms that a file was accepted: its name, whether it replaced a file, and the number of the change."""

    name: str
    replaced: bool
    change: int


@dataclass(frozen=True, slots=True)
class UploadProgress:
    """The progress of the files that arrived since the server was started.

    Attributes:
        files: Files whose state has changed since the given change, oldest change first.
        waiting: Number of files that wait to be indexed.
        change: Number of the newest change.
        problem: Why nothing is indexed or encoded at the moment; None while nothing is wrong.
        dense_ready: Share of the collection that is searched by meaning, 0 to 1.
        seconds_left: Estimated seconds until all of it is; None if that is not known.
    """

    files: tuple[Upload, ...]
    waiting: int
    change: int
    problem: str | None
    dense_ready: float
    seconds_left: float | None
