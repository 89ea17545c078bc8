"""No network is needed to index and to ask with the defaults, and none is tried."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.places import ROOT

CODE = """
import socket, sys
from pathlib import Path

tried = []

def refuse(event, values):
    if event == "socket.connect" and values[0].family != socket.AF_UNIX or event == "socket.getaddrinfo":
        tried.append(f"{event} {values[-1]}")
        raise OSError("the network is off")

sys.addaudithook(refuse)
from qa.sample.sample import EXAMPLE_QUESTIONS, open_sample

collection = open_sample(Path(sys.argv[1]))
for question in EXAMPLE_QUESTIONS:
    answer = collection.ask(question)
    print(answer.to_dict()["answer"]["text"])
    for citation in answer.citations:
        document = collection.catalog.document(citation.document)
        assert document.text[citation.start : citation.end] == citation.quote
assert collection.problems() == [], collection.problems()
assert tried == [], tried
"""


def without_network() -> list[str]:
    """A command that runs another in a network of its own, where the system allows it."""
    command = ["unshare", "--net", "--map-root-user"]
    try:
        allowed = subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        allowed = False
    return command if allowed else []


@pytest.mark.model
def test_the_sample_is_indexed_and_asked_without_a_network(tmp_path: Path) -> None:
    hub = {name for name in os.environ if name.startswith(("HF_", "TRANSFORMERS_", "GRADIO_"))}
    done = subprocess.run(
        [*without_network(), sys.executable, "-c", CODE, str(tmp_path / "sample")],
        env={**{name: value for name, value in os.environ.items() if name not in hub}, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) >= 6
