"""What `quotable serve` says when it has started."""

import socket

import pytest
import uvicorn
from fastapi import FastAPI
from typer.main import get_command

from qa import Collection
from qa.cli import main as cli
from qa.cli.serving import _answered_by
from qa.workers.workers import Workers


def _has(address: str) -> bool:
    try:
        with socket.create_server((address, 0), family=socket.AF_INET6 if ":" in address else socket.AF_INET):
            return True
    except OSError:
        return False


@pytest.fixture
def served(collection: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that starts and stops at once, on a machine with the addresses 192.0.2.7 and 2001:db8::7."""

    class Probe(socket.socket):
        def connect(self, address: object) -> None:
            """Send nothing."""

        def getsockname(self) -> tuple[str, int]:
            bound: tuple[str, int] = super().getsockname()
            if self.type == socket.SOCK_STREAM:
                return bound
            return ("2001:db8::7" if self.family == socket.AF_INET6 else "192.0.2.7"), 9

    monkeypatch.setattr("socket.socket", Probe)
    monkeypatch.setattr("qa.web.server.create_app", lambda *_, **__: FastAPI())
    monkeypatch.setattr("qa.cli.serving.open_or_sample", lambda _: (collection, False))
    monkeypatch.setattr(uvicorn.Server, "run", lambda server, sockets: server._say_started())


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize(
    ("host", "here", "elsewhere"),
    [
        ("0.0.0.0", "http://127.0.0.1:", "http://192.0.2.7:"),
        ("::", "http://[::1]:", "http://[2001:db8::7]:"),
        ("127.0.0.1", "http://127.0.0.1:", None),
        ("::1", "http://[::1]:", None),
    ],
)
def test_an_address_that_others_reach_is_said_with_a_warning(
    capsys: pytest.CaptureFixture[str], host: str, here: str, elsewhere: str | None
) -> None:
    if not _has(host):
        pytest.skip(f"{host} is no address of this machine")
    get_command(cli.app).main(["serve", "--insecure", "--port", "0", "--host", host], standalone_mode=False)
    said = capsys.readouterr()
    first, *others = said.out.splitlines()
    assert first.startswith(f"Quotable is open at {here}")
    port = first.removeprefix(f"Quotable is open at {here}")
    assert int(port) > 0
    assert others == ([f"From other machines: {elsewhere}{port}"] if elsewhere else [])
    assert said.err == ("Whoever reaches this address can ask; there is no login.\n" if elsewhere else "")


@pytest.mark.usefixtures("served")
def test_a_server_that_others_may_change_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    get_command(cli.app).main(
        ["serve", "--insecure", "--port", "0", "--host", "0.0.0.0", "--editable"], standalone_mode=False
    )
    assert capsys.readouterr().err == (
        "Whoever reaches this address can ask and change the documents and the settings; there is no login.\n"
    )


def test_several_processes_answer_as_long_as_the_server_runs(collection: Collection) -> None:
    own = collection._answerers
    with _answered_by([collection], 1):
        assert collection._answerers is own
    with _answered_by([collection], 2):
        workers = collection._answerers
        assert isinstance(workers, Workers)
    assert collection._answerers is own
    assert workers.numbers == []
