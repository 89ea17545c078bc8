"""Documents of the archive in other formats, made by pandoc and LibreOffice: the same words in the same order."""

import difflib
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from qa.documents import Document, FoundFile, read_document

pytestmark = pytest.mark.corpus

DOCUMENTS = 30
FEWEST = 0.98
"""Share of the words that agree in order."""


@pytest.fixture(scope="module")
def converted(month: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with each of some documents in every format."""
    pandoc, office = shutil.which("pandoc"), shutil.which("soffice")
    if pandoc is None or office is None:
        pytest.skip("pandoc and LibreOffice make the documents: apt-get install pandoc libreoffice-writer-nogui")
    folder = tmp_path_factory.mktemp("converted")
    found = sorted(month.rglob("*.md"))
    for number, path in enumerate(found[:: len(found) // DOCUMENTS][:DOCUMENTS]):
        source = folder / f"{number:02}.md"
        shutil.copy(path, source)
        for suffix in ("docx", "odt", "pptx"):
            made = source.with_suffix(f".{suffix}")
            subprocess.run([pandoc, "-f", "markdown-smart", source, "-o", made], check=True, timeout=60)
    command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    made_of = sorted(folder.glob("*.docx"))
    subprocess.run([*command, "--outdir", folder, *made_of], check=True, timeout=300, capture_output=True)
    return folder


@cache
def read(path: Path) -> Document:
    return read_document(FoundFile(path, path.name))


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


@pytest.mark.parametrize("suffix", ["docx", "odt", "pptx", "pdf"])
def test_the_same_words_come_in_the_same_order(converted: Path, suffix: str) -> None:
    shares = {}
    for source in sorted(converted.glob("*.md")):
        markdown, other = read(source), read(source.with_suffix(f".{suffix}"))
        # The converters write the title and the date above the text; on slides they are the first one.
        head = f"{markdown.info.title} {markdown.info.date}" if suffix == "pptx" else ""
        wanted = words(f"{head} {markdown.text}")
        found = words(other.text)
        if found == wanted:  # as most are; to compare takes long
            shares[source.name] = 1.0
            continue
        same = sum(size for _, _, size in difflib.SequenceMatcher(None, wanted, found, False).get_matching_blocks())
        shares[source.name] = same / max(len(wanted), len(found))
    assert len(shares) == DOCUMENTS
    assert {name: share for name, share in shares.items() if share < FEWEST} == {}


@pytest.mark.parametrize("suffix", ["docx", "odt", "pptx", "pdf"])
def test_titles_survive(converted: Path, suffix: str) -> None:
    for source in converted.glob("*.md"):
        assert read(source.with_suffix(f".{suffix}")).info.title == read(source).info.title


@pytest.mark.parametrize("suffix", ["docx", "odt", "pptx", "pdf"])
def test_dates_survive(converted: Path, suffix: str) -> None:
    for source in converted.glob("*.md"):
        assert read(source.with_suffix(f".{suffix}")).info.date == read(source).info.date


def test_every_block_of_a_pdf_has_a_page_and_no_page_comes_before_an_earlier_one(converted: Path) -> None:
    for path in converted.glob("*.pdf"):
        pages = [int(block.place.value) for block in read(path).blocks if block.place is not None]
        assert len(pages) == len(read(path).blocks)
        assert pages == sorted(pages)
