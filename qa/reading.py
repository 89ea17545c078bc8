"""Files read and split: one after another, or many in several processes; nothing is written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from embeddings import Encoder
from qa.documents import Document, Failure, FoundFile, file_stamp, read_document
from qa.errors import UnreadableFileError
from qa.passages import CountTokens, Passage, split

_TOGETHER = 100
"""Files that are handed over at once."""
_MANY = 500
"""Files from which on other processes pay: each takes a second to start."""


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that was read.

    Attributes:
        path: Where it lies.
        stamp: Its size and times before it was read.
        document: Its text.
        passages: What it was divided into.
    """

    path: Path
    stamp: str
    document: Document
    passages: list[Passage]


def read_files(files: Sequence[FoundFile], encoder: Encoder) -> Iterator[list[ReadFile | Failure]]:
    """Read and split files, a hundred at a time, in the order given."""
    groups = [files[start : start + _TOGETHER] for start in range(0, len(files), _TOGETHER)]
    arguments = encoder.count_tokens, encoder.max_tokens
    if len(files) < _MANY:
        yield from (_read_some(group, *arguments) for group in groups)
        return
    from joblib import Parallel, delayed
    from joblib.externals.loky import get_reusable_executor

    # Its processes do not run the caller's script again, so that a script needs no `if __name__ == "__main__"`.
    work = Parallel(n_jobs=-1, return_as="generator", pre_dispatch="8 * n_jobs")
    try:
        yield from work(delayed(_read_some)(group, *arguments) for group in groups)
    finally:
        get_reusable_executor().shutdown(wait=False)  # or they would stay for minutes


def _read_some(files: Sequence[FoundFile], count_tokens: CountTokens, max_tokens: int) -> list[ReadFile | Failure]:
    return [_read(file, count_tokens, max_tokens) for file in files]


def _read(file: FoundFile, count_tokens: CountTokens, max_tokens: int) -> ReadFile | Failure:
    try:
        stamp = file_stamp(file.path)  # before the bytes: what is written in between shows
        document = read_document(file)
    except UnreadableFileError as error:
        return Failure(file.path, str(error))
    return ReadFile(file.path, stamp, document, split(document, count_tokens, max_tokens))
