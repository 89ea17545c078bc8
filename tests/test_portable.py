"""What runs where the system lacks what only POSIX has; the calls themselves are checked by mypy for win32."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.places import ROOT
from support.toy import ToyEncoder

from qa import Collection, UsageError
from qa.uploads.inbox import Uploads

WITHOUT_POSIX = """
import signal, subprocess, sys, threading, time
import pickle, tokenizers, numpy, selectolax, docutils  # what looks at the system itself has done so
from qa.documents import FoundFile
for name in ("resource", "fcntl", "pwd", "grp", "termios"):
    sys.modules[name] = None
for name in ("setitimer", "SIGPROF", "ITIMER_PROF", "SIGKILL"):
    delattr(signal, name)
sys.platform = "win32"

from pathlib import Path
from qa.indexing.reader_process import ReadingRules, _limit_memory, _limited_time, read_and_split
import qa.documents.pdf.picture

def count(texts):
    return [len(text.split()) for text in texts]

rules = ReadingRules(count, 40, seconds=30)
_limit_memory(rules)
file = FoundFile(Path(sys.argv[1]), "a.md")
with _limited_time(rules, file):
    document, passages = read_and_split(file, rules)
print(document.text, flush=True)
rules = ReadingRules(count, 40, seconds=0.2, seconds_a_megabyte=0)
with _limited_time(rules, file):
    pass
time.sleep(0.5)
print("still there", flush=True)
with _limited_time(rules, file):
    time.sleep(60)
"""


def test_documents_are_read_within_a_time_where_the_system_has_no_signals_and_limits(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("The plums are sweet.")
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_POSIX, str(tmp_path / "a.md")],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.splitlines() == ["The plums are sweet.", "still there"], done.stderr
    assert done.returncode == 124


def test_an_upload_replaces_no_file_whose_name_is_written_in_other_letters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploads = Uploads(Collection.open(tmp_path / "collection", encoder=ToyEncoder()))
    uploads.put("a.md", b"Plums.")
    is_file = Path.is_file
    monkeypatch.setattr(Path, "is_file", lambda path: is_file(path.with_name(path.name.lower())))  # as on macOS
    monkeypatch.setattr(Path, "stat", lambda path, stat=Path.stat: stat(path.with_name(path.name.lower())))
    with pytest.raises(UsageError, match="another file has the name of A.md but for capital letters; rename it"):
        uploads.put("A.md", b"Pears.")
    monkeypatch.undo()
    assert (tmp_path / "collection/uploads/a.md").read_bytes() == b"Plums."
