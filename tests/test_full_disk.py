"""On a full disk every command ends with one sentence, and goes on when there is room again."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.places import ROOT

COMMANDS = """
import errno, io, os, sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
import qa.collection
from support.toy import ToyEncoder

qa.collection.default_encoder = lambda *_: ToyEncoder()
from qa.cli import printing
from qa.cli.main import main

small, documents = Path(sys.argv[1]), Path(sys.argv[2])
place, filler = small / "collection", small / "filler"

def run(*arguments):
    out, error = io.StringIO(), io.StringIO()
    printing.out.file, printing.err.file = out, error
    with redirect_stdout(out), redirect_stderr(error):
        try:
            main([*map(str, arguments)])
        except SystemExit as ended:
            return ended.code or 0, out.getvalue(), error.getvalue()
    return 0, out.getvalue(), error.getvalue()

def fill(left=0):
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError as error:
            assert error.errno == errno.ENOSPC
    if left:
        os.truncate(filler, filler.stat().st_size - left)

for number in range(30):
    (documents / f"{number}.md").write_text(f"Farm {number} sold {500 + number} apples. " + "More of it. " * 99)
assert run("index", documents, "--collection", place)[0] == 0
assert run("backup", documents.parent / "whole.zip", "--collection", place)[0] == 0
QUESTION = "How many apples were sold by farm 17?"
before = run("ask", QUESTION, "--collection", place)[1]
assert "517" in before

for left in (0, 4096, 20_000, 80_000, 200_000):
    for number in range(30, 60):
        (documents / f"{number}.md").write_text(f"Farm {number} sold {500 + number} apples. " + "More of it. " * 99)
    fill(left)
    for name, arguments in {
        "index": ("index", documents), "describe": ("describe", "--title", "O" * 79), "remove": ("remove", "3.md"),
        "ask": ("ask", QUESTION), "check": ("check",), "repair": ("check", "--repair"), "status": ("status",),
        "backup": ("backup", small / "b.zip"), "restore": ("restore", documents.parent / "whole.zip"),
    }.items():
        where = small / "again" if name == "restore" else place
        status, printed, said = run(*arguments, "--collection", where)
        sentences = [line for line in said.splitlines() if line.startswith("quotable: ")]
        print(left, name, status, said, flush=True)
        assert "Traceback" not in said
        if name in ("ask", "status"):
            assert (status, sentences) == (0, [])
            assert name == "status" or printed == before
        elif name != "check":  # which tells what the others have left undone
            assert len(sentences) == status
            assert all("is lost: make room" in sentence for sentence in sentences)
    filler.unlink()
    for _ in range(2):
        assert run("index", documents, "--collection", place)[0] == 0
    assert run("check", "--collection", place) == (0, "ok\\n", "")
    for number in range(30, 60):
        (documents / f"{number}.md").unlink()
    assert run("index", documents, "--collection", place)[0] == 0
    assert sorted(path.name for path in small.iterdir() if path.name != "again") == ["collection"]
    import shutil
    shutil.rmtree(small / "again", ignore_errors=True)
    assert run("ask", QUESTION, "--collection", place)[1] == before
print("done")
"""


def test_a_full_disk_is_one_sentence_in_every_command_and_work_goes_on_when_there_is_room(
    folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "small").mkdir()
    mount = 'mount -t tmpfs -o size=6m tmpfs "$1" && echo mounted && shift && exec "$@"'
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", mount, "sh", tmp_path / "small", sys.executable, "-c", COMMANDS,
         tmp_path / "small", folder],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")]), "QUOTABLE_READER": "off"},
        capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    if not done.stdout.startswith("mounted"):
        pytest.skip(f"no disk can be mounted here: {done.stderr.strip()}")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("done\n")
