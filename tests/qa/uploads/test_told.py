"""Why a file is refused, in the language of the page: the reason is kept with its form all the way to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.errors import QuotableError
from qa.uploads.files import UploadedFiles
from qa.web.language import find_language, speaking, tell


@pytest.fixture
def german() -> Iterator[None]:
    with speaking(find_language("de")):
        yield


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.md", b" ", "a.md kann nicht gelesen werden: sie enthält keinen Text"),
        (
            "a.txt",
            b"odd \x81 byte",
            "a.txt kann nicht gelesen werden: kein Text in Windows-1252 (Byte 4 ist 0x81); speichere sie als UTF-8",
        ),
        (
            "a.pdf",
            b"%PDF-1.4 no more",
            "a.pdf kann nicht gelesen werden: sie ist kein PDF oder beschädigt; speichere sie neu oder lade sie noch "
            "einmal herunter",
        ),
        (
            "a.mbox",
            b"no message",
            "a.mbox kann nicht gelesen werden: sie enthält keine Nachricht",
        ),
        (
            "a.yaml",
            b"no field",
            "a.yaml kann nicht gelesen werden: sie enthält keine Zeilen der Form 'key: value'",
        ),
    ],
)
def test_why_a_file_cannot_be_read_is_told_in_german(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    with pytest.raises(QuotableError) as refused:
        UploadedFiles(tmp_path / "uploads").put(name, data)
    assert tell(refused.value) == said
