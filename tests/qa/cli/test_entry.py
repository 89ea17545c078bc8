"""Where the command line begins: what an interrupt does, also before anything is loaded."""

import subprocess
import sys

import pytest
from support.places import ROOT

BEFORE = """
import atexit, os, signal, sys

signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background inherits that it is ignored

class Imports:
    def find_spec(self, name, path=None, target=None):
        if name == "qa.cli.main":
            atexit.register(lambda: print("the end", flush=True))
            {meanwhile}
        if name == {at!r}:
            os.kill(os.getpid(), signal.SIGINT)

class Library:
    def __del__(self, write=os.write):
        write(1, b"a library is taken down\\n")

sys.meta_path.insert(0, Imports())
library = Library()
from qa.cli.entry import main
sys.argv = ["quotable", *{arguments!r}]
main()
"""
"""A process that is interrupted when it imports a module, and that says how it ends."""


def run(at: str, *arguments: str, meanwhile: str = "pass") -> subprocess.CompletedProcess[str]:
    code = BEFORE.format(at=at, meanwhile=meanwhile, arguments=list(arguments))
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)


@pytest.mark.parametrize("at", ["qa.cli.main", "qa.cli.options", "qa.web.server"])
def test_an_interrupt_while_it_loads_is_answered_in_a_word(at: str) -> None:
    done = run(at, "serve", "--port", "0")
    assert (done.stderr, done.returncode) == ("Stopping…\n", 130)
    assert done.stdout == "the end\n"  # and nothing is taken down


def test_a_second_interrupt_ends_it_there_and_then() -> None:
    done = run("qa.cli.main", "serve", meanwhile="atexit.register(os.kill, os.getpid(), signal.SIGINT)")
    assert (done.stdout, done.stderr, done.returncode) == ("", "Stopping…\n", 130)


def test_what_is_not_interrupted_ends_as_it_does() -> None:
    done = run("nothing", "--version")
    assert (done.stderr, done.returncode) == ("", 0)
    assert done.stdout.startswith("quotable ")
    assert done.stdout.endswith("the end\na library is taken down\n")


@pytest.mark.parametrize("arguments", [("frob",), ("ask", "x", "--collection", "/there/is/none")])
def test_the_status_of_an_error_stays(arguments: tuple[str, ...]) -> None:
    assert run("nothing", *arguments).returncode == {"frob": 2, "ask": 1}[arguments[0]]
