"""The API does what its schema says, whatever it is asked: every route, with valid and with invalid requests."""

import asyncio
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from support.places import Write

from qa import Collection
from qa.web.server import create_app

HERE = Path(__file__).parent


@pytest.fixture
def address(collection: Collection, folder: Path, write: Write) -> Iterator[str]:
    """Of a server, in a thread, of the API and all that stands before it."""
    for day, text in [("2021-03-01", "aaa"), ("2022-03-01", "eee")]:
        write(f"{text}.md", f"---\ntitle: {text}\ndate: {day}\ncategory: first\n---\n{' '.join([text] * 6)}.\n")
    collection.index([folder])

    async def build() -> uvicorn.Server:
        return uvicorn.Server(uvicorn.Config(create_app(collection, []), port=0, log_level="critical"))

    server = asyncio.run(build())
    thread = threading.Thread(target=server.run)
    thread.start()
    until = time.monotonic() + 20
    while not server.started:
        assert time.monotonic() < until, "it takes too long"
        time.sleep(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/api/v1"
    server.should_exit = True
    thread.join()


def test_every_answer_is_as_the_schema_says(address: str, tmp_path: Path) -> None:
    run = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(HERE / "schemathesis.toml"), "run"]
    done = subprocess.run(
        [*run, f"{address}/openapi.json", "--continue-on-failure", "--no-shrink"],
        cwd=tmp_path,
        env={**os.environ, "SCHEMATHESIS_HOOKS": str(HERE / "days_in_order.py")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "Tested: 10" in done.stdout
