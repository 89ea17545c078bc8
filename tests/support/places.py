"""Where the project and the real archive are."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MONTH = "*/2021-03/*"

Write = Callable[[str, str], Path]


def shared_folder() -> Path:
    """The folder of the real archive, which stands beside the project; without it a test is skipped."""
    shared = Path(os.environ.get("QUOTABLE_SHARED", ROOT.parent / "shared"))
    if not (shared / "corpus").is_dir():
        pytest.skip(f"the archive is not in {shared}; QUOTABLE_SHARED names the folder that holds corpus/")
    return shared
