"""Files read and texts encoded by the nodes of a Ray cluster: the only file that imports ray.

A task is a group of files, or a batch of texts; its result comes back to the process that began it, which writes. The
results are taken in the order in which the tasks were begun, so that a collection comes out the same as on one machine.
A task whose worker or node ends is begun again by Ray; a group of files that ends its worker every time is read file by
file, until the one that does it is found.
"""

import os
import pickle
import socket
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings import Encoder, Vectors
from qa.documents import TEXT_VERSION, Failure, FoundFile, container_of
from qa.errors import ClusterError, PackageError
from qa.indexing.reader_process import ReadingRules
from qa.indexing.reading import Readers, Result
from qa.indexing.workers import Encoded

os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # read when ray is imported
try:
    import ray
    from ray import cloudpickle
    from ray.exceptions import (
        NodeDiedError,
        ObjectLostError,
        OutOfMemoryError,
        RayError,
        RayTaskError,
        WorkerCrashedError,
    )
except ImportError as error:
    raise PackageError("a cluster needs the package ray: pip install 'quotable-qa[cluster]'") from error

_FILES_A_TASK = 25
"""Files that a task reads, and that are read again if its worker ends."""
_TASKS_A_PROCESSOR = 2
"""Tasks that run, or wait to, for each processor of the cluster; their results are held until they are taken."""
_ATTEMPTS_MORE = 3
"""How often a task is begun again after the end of its worker."""
_OBJECT_STORE_BYTES = 300_000_000
"""Of the processes that are started for a run; the results of all tasks at once take less."""
_PATIENCE = 10.0
"""Seconds to wait for an answer at an address."""
_LONGEST_SAYING = 300
_ENDED = (WorkerCrashedError, NodeDiedError, ObjectLostError, OutOfMemoryError)
"""What says that the process or the node of a task has ended."""


class RayCluster:
    """Reads and encodes on the nodes of the cluster to which this process is connected."""

    def __init__(self, encoder: Callable[[], Encoder], loader: Callable[[], Callable[[], Encoder]]) -> None:
        """Take the encoder, as for `ray_cluster`."""
        self._encoder = encoder
        self._loader = loader
        self._load: Any = None

    @property
    def ahead(self) -> int:
        """Tasks to begin before the first is taken: nodes come and go."""
        return max(1, _TASKS_A_PROCESSOR * int(ray.cluster_resources().get("CPU", 0)))

    def read(self, files: Sequence[FoundFile]) -> Iterator[Result]:
        """Read and split files, in groups, in the order given."""
        encoder = self._encoder()
        rules = ray.put(cloudpickle.dumps(ReadingRules(encoder.count_tokens, encoder.max_tokens)))
        pending: deque[tuple[Sequence[FoundFile], Any]] = deque()
        for start in range(0, len(files), _FILES_A_TASK):
            group = files[start : start + _FILES_A_TASK]
            pending.append((group, _read_task.remote(rules, TEXT_VERSION, group)))
            if len(pending) > self.ahead:
                yield self._read_result(rules, *pending.popleft())
        while pending:
            yield self._read_result(rules, *pending.popleft())

    def begin(self, texts: list[str]) -> Callable[[], Encoded]:
        """Begin to encode texts; what comes back waits until that is done.

        Raises:
            ClusterError: The encoder cannot be sent to another machine.
        """
        if self._load is None:
            try:
                self._load = ray.put(cloudpickle.dumps(self._loader()))
            except (TypeError, pickle.PicklingError) as error:
                raise ClusterError(f"the encoder cannot be sent to another machine: {error}") from error
        task = _encode_task.remote(self._load, self._encoder().fingerprint, texts)

        def take() -> Encoded:
            vectors, lines, lengths = _result(task)
            return vectors, np.split(lines, np.cumsum(lengths)[:-1])

        return take

    def _read_result(self, rules: Any, group: Sequence[FoundFile], task: Any) -> Result:  # noqa: ANN401 - references of ray
        try:
            found: Result = _result(task)
            return found
        except ClusterError as error:
            if not isinstance(error.__cause__, _ENDED):
                raise
            if len(group) == 1:
                reason = "every process that read it on the cluster ended; look at what it holds"
                return [Failure(group[0].path, reason)]
        alone = [([file], _read_task.remote(rules, TEXT_VERSION, [file])) for file in group]
        return [found for file, task in alone for found in self._read_result(rules, file, task)]


@contextmanager
def ray_cluster(
    address: str, encoder: Callable[[], Encoder], loader: Callable[[], Callable[[], Encoder]]
) -> Iterator[RayCluster]:
    """Connect to a cluster, unless this process is connected to one already.

    Args:
        address: As Ray writes it; 'auto' for the cluster of this machine, 'local' for one that is started here.
        encoder: Gives the encoder of this process, when it is first needed.
        loader: Gives what loads the same one on a node; it is sent there.

    Raises:
        ClusterError: It cannot be reached, or has no processors.
    """
    if ray.is_initialized():
        yield RayCluster(encoder, loader)
        return
    if address == "auto":
        address = os.environ.get("RAY_ADDRESS") or address
    _require_listening(address)
    own = {"object_store_memory": _OBJECT_STORE_BYTES} if address == "local" else {}
    with TemporaryDirectory() as empty:
        # Without a folder of their own, workers would look for modules in the current one first, which may hold
        # documents of any name.
        environment = {"working_dir": empty}
        try:
            ray.init(
                address,
                runtime_env=environment,
                include_dashboard=False,
                logging_level="ERROR",
                log_to_driver=False,
                **own,
            )
        except (ConnectionError, ValueError, RuntimeError, TimeoutError) as error:
            raise ClusterError(f"no Ray cluster answers at {address!r}: {_said(error)}") from error
    try:
        if not ray.cluster_resources().get("CPU"):
            raise ClusterError(f"the Ray cluster at {address!r} has no processors; start a node with some")
        yield RayCluster(encoder, loader)
    finally:
        ray.shutdown()


def _require_listening(address: str) -> None:
    """Ray would try for minutes."""
    host, _, port = address.rpartition(":")
    if port.isdecimal():
        try:
            socket.create_connection((host, int(port)), _PATIENCE).close()
        except (OSError, OverflowError) as error:
            raise ClusterError(f"no Ray cluster answers at {address!r}: {error}") from error


def _result(task: Any) -> Any:  # noqa: ANN401 - a reference of ray
    try:
        return ray.get(task)
    except RayTaskError as error:
        raise ClusterError(f"a node of the Ray cluster cannot do its work: {_said(error.cause)}") from error
    except RayError as error:
        raise ClusterError(f"the Ray cluster does not finish a task: {_said(error)}") from error


def _said(error: BaseException) -> str:
    """The first line of what ray says; the others are a traceback."""
    return str(error).strip().split("\n", 1)[0][:_LONGEST_SAYING]


def _read(rules: bytes, text_version: str, files: Sequence[FoundFile]) -> Result:
    if text_version != TEXT_VERSION:
        raise ClusterError(
            f"the node {_node()} has another version of Quotable, which reads texts of version {TEXT_VERSION} and not "
            f"{text_version}; install the same one on every node"
        )
    found = _readers(rules).read(files)
    return [_unseen(one) if isinstance(one, Failure) and not _is_there(Path(one.path)) else one for one in found]


def _encode(load: bytes, fingerprint: str, texts: list[str]) -> tuple[Vectors, Vectors, NDArray[np.int64]]:
    encoder = _loaded(load)
    if encoder.fingerprint != fingerprint:
        raise ClusterError(
            f"the node {_node()} loads the encoder {encoder.fingerprint} and not {fingerprint}; "
            "the same model must lie on every node"
        )
    vectors, lines = encoder.encode_lines(texts)
    # One array instead of hundreds, which would be sent one by one.
    return vectors, np.concatenate(lines), np.array([len(some) for some in lines], dtype=np.int64)


_read_task = ray.remote(num_cpus=1, max_retries=_ATTEMPTS_MORE)(_read)
_encode_task = ray.remote(num_cpus=1, max_retries=_ATTEMPTS_MORE)(_encode)


@cache
def _readers(rules: bytes) -> Readers:
    return Readers(pickle.loads(rules))


@cache
def _loaded(load: bytes) -> Encoder:
    encoder: Encoder = pickle.loads(load)()
    return encoder


def _unseen(failure: Failure) -> Failure:
    return Failure(
        failure.path,
        f"the node {_node()} does not see it ({failure.reason}); every node must see the files under the same paths",
    )


def _is_there(path: Path) -> bool:
    return path.exists() or container_of(path) is not None


def _node() -> str:
    return str(ray.util.get_node_ip_address())
