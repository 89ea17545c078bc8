"""Documents of the archive in other formats: the same words in the same order, the same title and date."""

import csv
import io
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from email.message import EmailMessage
from pathlib import Path

import pytest

from qa.documents import FoundFile, find_files
from qa.documents.containers import unpack
from qa.documents.content import Content
from qa.documents.formats import read_content

pytestmark = pytest.mark.corpus

EVERY = 8
"""Of the month's 252 documents, each eighth: 32."""
AGREEMENT = 0.98
"""Share of the words that are the same in the same order."""

LINK_AT_THE_END = 12
"""Words."""

Convert = Callable[[Path, Content], bytes]


def words(content: Content) -> list[str]:
    return " ".join(part.text for part in content.parts).split()


@pytest.fixture(scope="module")
def originals(month: Path) -> list[tuple[Path, Content]]:
    """The files, and what is read of them as Markdown."""
    found = [one.path for one in find_files(month) if isinstance(one, FoundFile)]
    return [(path, read_content(path.read_bytes(), path.name)) for path in found[::EVERY]]


def by_pandoc(format: str) -> Convert:
    def convert(path: Path, _: Content) -> bytes:
        if shutil.which("pandoc") is None:
            pytest.skip("pandoc, which makes the files, is not installed")
        command = ["pandoc", "--standalone", "--wrap=none", "--from=markdown-smart", f"--to={format}", "--output=-"]
        return subprocess.run([*command, path], capture_output=True, check=True).stdout

    return convert


def as_mail(_: Path, content: Content) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Date"] = "a@b.example", content.metadata.title, noon(content)
    mail.set_content("\n\n".join(part.text for part in content.parts))
    return bytes(mail)


def noon(content: Content) -> datetime:
    assert content.metadata.date is not None
    return datetime.combine(content.metadata.date, datetime.min.time()) + timedelta(hours=12)


def as_subtitles(_: Path, content: Content) -> bytes:
    def cues() -> Iterator[str]:
        found = words(content)
        for start in range(0, len(found), 9):
            second = start // 3
            times = [f"{at // 3600:02}:{at // 60 % 60:02}:{at % 60:02},000" for at in (second, second + 3)]
            yield f"{start // 9 + 1}\n{times[0]} --> {times[1]}\n{' '.join(found[start : start + 9])}\n"

    return "\n".join(cues()).encode()


@dataclass(frozen=True)
class Made:
    """How files of a format are made.

    Attributes:
        suffix: How their names end.
        convert: Makes one of a document.
        title: Whether the format keeps the title.
        date: Whether it keeps the date.
    """

    suffix: str
    convert: Convert
    title: bool = True
    date: bool = True


MADE = [
    Made(".html", by_pandoc("html5")),
    Made(".epub", by_pandoc("epub")),
    Made(".rst", by_pandoc("rst")),
    Made(".adoc", by_pandoc("asciidoc")),
    Made(".ipynb", by_pandoc("ipynb"), title=False, date=False),
    Made(".eml", as_mail),
    Made(".srt", as_subtitles, title=False, date=False),
]


@pytest.mark.parametrize("made", MADE, ids=lambda made: made.suffix)
def test_a_document_says_the_same_in_every_format(made: Made, originals: list[tuple[Path, Content]]) -> None:
    assert len(originals) == 32
    n_same = n_expected = 0
    for path, original in originals:
        found = read_content(made.convert(path, original), path.stem + made.suffix)
        expected, got = words(original), words(found)
        matcher = SequenceMatcher(None, expected, got, autojunk=False)
        same = sum(block.size for block in matcher.get_matching_blocks())
        # Title and date stand in the text of some formats too, once or twice.
        head = 2 * (len(str(original.metadata.title).split()) + 4) + 6
        # A page may end in a link to another one, with its heading: that is no main text.
        assert same >= AGREEMENT * len(expected) - LINK_AT_THE_END, path
        assert len(got) <= len(expected) / AGREEMENT + head, path
        if made.title:
            assert found.metadata.title == original.metadata.title
        if made.date:
            assert found.metadata.date == original.metadata.date
        n_same, n_expected = n_same + same, n_expected + len(expected)
    assert n_same >= AGREEMENT * n_expected


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".jsonl"])
def test_rows_of_a_table_say_the_same_as_the_documents_that_they_were_made_of(
    suffix: str, originals: list[tuple[Path, Content]]
) -> None:
    rows = [
        {
            "Title": str(original.metadata.title),
            "Date": str(original.metadata.date),
            "Text": "\n\n".join(part.text for part in original.parts),
        }
        for _, original in originals
    ]
    table = io.StringIO(newline="")
    if suffix == ".jsonl":
        table.write("\n".join(map(json.dumps, rows)))
    else:
        writer = csv.DictWriter(table, list(rows[0]), delimiter="\t" if suffix == ".tsv" else ",")
        writer.writeheader()
        writer.writerows(rows)
    members = unpack(table.getvalue().encode(), f"table{suffix}")
    assert members is not None
    assert len(members.documents) == len(originals)
    for (_, original), (name, data) in zip(originals, members.documents.items(), strict=True):
        found = read_content(data, name)
        assert words(found)[-len(words(original)) :] == words(original)
        assert (found.metadata.title, found.metadata.date) == (original.metadata.title, original.metadata.date)
