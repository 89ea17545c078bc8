"""Broken and hostile files: each is read or named with its reason, in bounded memory."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from support.hostile_files import hostile_files

MOST_BYTES = 1_000_000_000
READ = """
import json, sys
from pathlib import Path
from qa.documents import Failure, FoundFile, find_files, read_document
from qa.errors import UnreadableFileError

folder, said = Path(sys.argv[1]), {}
for found in find_files(folder):
    name = found.path.relative_to(folder).as_posix()
    if isinstance(found, FoundFile):
        try:
            said.setdefault(name, len(read_document(found).text))
        except UnreadableFileError as error:
            said[name] = str(error)
    elif isinstance(found, Failure):
        said[name] = found.reason
peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps([said, peak * 1024]))
"""
REFUSED = """
    arrows.vtt binary.html blocks.adoc bomb.epub bomb.tar.gz bomb.zip commas.csv cut.epub cut.tgz deep.ipynb deep.jsonl
    deep.rst empty.html include.rst lying.epub lying.zip many.zip names.jsonl nav.html no-mail.eml no-mail.mbox
    no-zip.epub no.tar none.mhtml null.csv number.jsonl outside.epub signs.adoc signs.rst types.ipynb
""".split()
READ_ANYWAY = """
    anchors.md attached.eml attribute.adoc attribute.html cells.html comment.html dates.html deep.html encoded.eml
    entities.epub fields.md headers.eml introduced.eml line.md lines.srt links.adoc list.jsonl loop.epub loop.rst
    nested.eml outputs.ipynb picture.html quote.csv quoted.eml roles.rst signs.html spine.epub tables.html wide.csv
    word.html
""".split()


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, int | str], int]:
    """Of each file the length of its text or why it is not read, and the most memory that was taken."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, data in hostile_files().items():
        (folder / name).write_bytes(data)
    (folder / "z-good.md").write_text("Good.")
    command = [sys.executable, "-W", "error", "-c", READ, folder]
    shown = subprocess.run(command, capture_output=True, text=True, check=True, env={"PYTHONPATH": _python_path()})
    found, size = json.loads(shown.stdout)
    return found, size


def _python_path() -> str:
    return ":".join(path for path in sys.path if path)


def test_every_file_is_read_or_refused_with_a_sentence(said: tuple[dict[str, int | str], int]) -> None:
    names = {Path(name).parts[0] for name in said[0]}
    assert names == {*REFUSED, *READ_ANYWAY, "froms.mbox", "nested.zip", "paths.zip", "z-good.md"}
    assert {name: said[0][name] for name in REFUSED if not isinstance(said[0][name], str)} == {}
    assert {name: said[0][name] for name in READ_ANYWAY if not isinstance(said[0][name], int)} == {}
    assert said[0]["z-good.md"] == 5


def test_memory_is_bounded(said: tuple[dict[str, int | str], int]) -> None:
    assert said[1] < MOST_BYTES


def test_nothing_outside_is_read_and_nothing_is_expanded(said: tuple[dict[str, int | str], int]) -> None:
    assert said[0]["outside.epub"] == "it holds no text"
    assert said[0]["include.rst"] == "it holds no text"
    assert said[0]["entities.epub"] == len("&a10;")
