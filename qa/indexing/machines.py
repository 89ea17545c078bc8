"""The machines that read files and encode texts: this one, or those of a cluster."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext

from embeddings import Encoder
from qa.documents import FoundFile
from qa.indexing.reading import Result, read_files
from qa.indexing.workers import Encoded, Workers


def reach(
    ray: str | None, encoder: Callable[[], Encoder], loader: Callable[[], Callable[[], Encoder]]
) -> AbstractContextManager[Workers]:
    """The machines at an address, as long as they are needed.

    Args:
        ray: Address of a Ray cluster, 'auto' for the one that this machine belongs to, 'local' for one that is started
            here; None for this machine.
        encoder: Gives the encoder.
        loader: Gives what loads the same one elsewhere, when that is first needed.

    Raises:
        ClusterError: The cluster cannot be reached.
        PackageError: Ray is not installed.
    """
    if ray is None:
        return nullcontext(ThisMachine(encoder))
    from qa.indexing.ray_cluster import ray_cluster  # a package that is not imported unless asked for

    return ray_cluster(ray, encoder, loader)


class ThisMachine:
    """Reads by processes of its own, and encodes one batch after the other."""

    ahead = 1

    def __init__(self, encoder: Callable[[], Encoder]) -> None:
        """Take the encoder as a function, called when it is first needed."""
        self._encoder = encoder

    def read(self, files: Sequence[FoundFile]) -> Iterator[Result]:
        """Read and split files, in groups, in the order given."""
        return read_files(files, self._encoder())

    def begin(self, texts: list[str]) -> Callable[[], Encoded]:
        """Nothing is done before the batch is taken."""
        return lambda: self._encoder().encode_lines(texts)
