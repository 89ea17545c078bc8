"""A Ray cluster of several nodes on this machine, and an encoder whose tasks tell what they did and can be broken."""

import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from embeddings import Vectors
from support.places import ROOT
from support.toy import ToyEncoder

if TYPE_CHECKING:
    from ray.cluster_utils import Cluster

NODE = {"num_cpus": 1, "object_store_memory": 80_000_000, "include_dashboard": False}


@contextmanager
def ray_nodes(count: int) -> Iterator["Cluster"]:
    """A cluster with so many nodes of one processor; the one that this process belongs to has none."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), str(ROOT / "tests")]))
        cluster_utils = pytest.importorskip("ray.cluster_utils", reason="ray is not installed")
        cluster = cluster_utils.Cluster(initialize_head=True, head_node_args={**NODE, "num_cpus": 0})
        try:
            for _ in range(count):
                cluster.add_node(**NODE, wait=False)
            cluster.wait_for_nodes()
            yield cluster
        finally:
            cluster.shutdown()


class FragileEncoder(ToyEncoder):
    """A toy encoder that notes every text that it counts or encodes, and kills what should go on.

    A text with 'once' kills the process of a task the first time that it is seen there, one with 'always' every time:
    with 'reading' where files are read, with 'encoding' where texts are encoded. One with 'itself always' kills the
    process that a task has started to read.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Words of each text; this is called in a process that the task's has started."""
        self._note("read", texts)
        self._kill("reading", texts, os.getppid())
        self._kill("itself", texts, os.getpid())
        return super().count_tokens(texts)

    def encode_lines(self, texts: Sequence[str]) -> tuple[Vectors, list[Vectors]]:
        """A line's vector is that of the line alone."""
        self._note("encoded", texts)
        self._kill("encoding", texts, os.getpid())
        return super().encode_lines(texts)

    def noted(self, what: str) -> list[str]:
        """Texts that were 'read' or 'encoded', as often as they were."""
        path = self.folder / what
        return path.read_text(encoding="utf-8").splitlines() if path.exists() else []

    def _note(self, what: str, texts: Sequence[str]) -> None:
        lines = "".join(f"{text.replace(chr(10), ' ')}\n" for text in texts)
        with (self.folder / what).open("a", encoding="utf-8") as file:
            file.write(lines)  # less than a page: not mixed with another's

    def _kill(self, where: str, texts: Sequence[str], process: int) -> None:
        if any(f"{where} always" in text for text in texts):
            os.kill(process, signal.SIGKILL)
        if any(f"{where} once" in text for text in texts):
            with suppress(FileExistsError):
                (self.folder / f"killed {where}").touch(exist_ok=False)
                os.kill(process, signal.SIGKILL)
