"""A server of Milvus of the tests' own: the one in Python, which speaks as a cluster does."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep

import pytest

_SECONDS = 60


class MilvusServer:
    """A server in a folder; it can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self._port: int = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self._port}"
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        """Start it; it answers when this returns."""
        program = Path(sys.executable).with_name("milvus-lite")
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    program,
                    "server",
                    "--data-dir",
                    self._folder / "data",
                    "--port",
                    str(self._port),
                    "--host",
                    "127.0.0.1",
                ],
                env={"PATH": os.environ["PATH"]},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        until = monotonic() + _SECONDS
        while monotonic() < until and self._process.poll() is None:
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", self._port)) == 0:
                    return
            sleep(0.05)
        raise AssertionError((self._folder / "log").read_text())

    def kill(self) -> None:
        """Kill it, as a machine does that loses its power."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()


@pytest.fixture(scope="session")
def milvus_server() -> Iterator[MilvusServer]:
    """A server that all tests share."""
    yield from _running()


@pytest.fixture
def own_milvus_server() -> Iterator[MilvusServer]:
    """A server that a test may kill."""
    yield from _running()


def _running() -> Iterator[MilvusServer]:
    if not Path(sys.executable).with_name("milvus-lite").exists():
        pytest.skip("the server of Milvus in Python is not installed")
    with TemporaryDirectory(prefix="quotable-milvus-") as folder:
        server = MilvusServer(Path(folder))
        yield server
        server.kill()
