"""Readers of files: whatever the bytes, a file is read within laws or refused with a sentence.

An input is a byte that says which name the file has, and the file. Beside a file that is called like a sidecar lies the
document that it belongs to.
"""

import io
import random
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from itertools import islice
from pathlib import Path

from support.toy import ToyEncoder

from fuzz.kinds_of_files import files
from qa.documents import Document, Failure, FoundFile, read_document
from qa.documents.broken import BROKEN
from qa.documents.files import container_of, find_files
from qa.documents.passages import split
from qa.errors import UnreadableFileError, visible

NAMES = tuple(files())
TOKENS: tuple[str, ...] = (
    *(
        "<p>",
        "<td colspan=9>",
        "</",
        "<!--",
        "&#x1d800;",
        "<br>",
        "```",
        "| --- |",
        "> ",
        "- ",
        "\n\n",
        "\r\n",
        "$$",
        "~~~",
    ),
    *(
        "---\n",
        ": ",
        "date: ",
        "%PDF-",
        "endobj",
        "BT",
        "Tj",
        ".. ",
        "::",
        "|===",
        "----\n",
        "-->",
        "=?utf-8?q?",
        "boundary=",
    ),
    *(
        "\ufeff",
        "\u202e",
        "\u200b",
        "\u2028",
        "\x85",
        "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    ),
    *("&a;", "<!DOCTYPE x [", "<text:s text:c='999999999'/>", "table:number-columns-repeated='999999999'", "\x1b[2J"),
)
_TEXTS = (
    ".md",
    ".txt",
    ".html",
    ".mhtml",
    ".eml",
    ".mbox",
    ".ipynb",
    ".rst",
    ".adoc",
    ".csv",
    ".tsv",
    ".jsonl",
    ".srt",
    ".vtt",
)
_SAMPLE = 8
"""An input in so many is read twice, since the same file gives the same document."""
_MEMBERS_READ = 20
_folder = Path(tempfile.mkdtemp(prefix="quotable-fuzz-"))


def seeds() -> list[bytes]:
    """Inputs to begin with."""
    return [bytes([NAMES.index(name)]) + content for name, content in files().items()]


def check(data: bytes) -> None:
    """Read a file as `index` does.

    Raises:
        AssertionError: A law of documents is broken.
    """
    name, content = NAMES[data[0] % len(NAMES)] if data else NAMES[0], data[1:]
    shutil.rmtree(_folder, ignore_errors=True)
    _folder.mkdir()
    (_folder / "a.md").write_text("The ferry leaves at seven.", encoding="utf-8")
    (_folder / name).write_bytes(content)
    for found in islice(find_files(_folder), _MEMBERS_READ):
        if isinstance(found, Failure):
            _check_sentence(found.reason)
        if not isinstance(found, FoundFile):
            continue
        document = _read(found)
        if document is None:
            continue
        _check_document(document)
        if len(data) % _SAMPLE == 0:
            assert _read(found) == document, "another document of the same file"


def _read(found: FoundFile) -> Document | None:
    """The document of a file; None for one that is refused as it should be."""
    try:
        return read_document(found)
    except UnreadableFileError as error:
        reason = str(error)
    _check_sentence(reason)
    assert reason != BROKEN or not _is_text(found), "a text that a library cannot read"
    return None


def _is_text(found: FoundFile) -> bool:
    """Whether a file is characters with marks, of which something can always be read."""
    path = container_of(found.path) or found.path
    return path.name.endswith(_TEXTS) and not path.read_bytes().startswith((b"PK", b"%PDF"))


def mutate(data: bytes, seed: int, change: Callable[[bytes], bytes]) -> bytes:
    """Another input: of an archive one part is changed, or the checksums of all would be wrong.

    Args:
        data: An input.
        seed: Of what is chosen.
        change: Changes bytes.
    """
    chosen = random.Random(seed)
    if chosen.random() < 0.1 or not data[1:].startswith(b"PK"):
        return change(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data[1:])) as archive:
            parts = {one.filename: archive.read(one) for one in archive.infolist()}
    except Exception:  # whatever an archive of random bytes does to the library
        return change(data)
    if not parts:
        return change(data)
    name = chosen.choice(list(parts))
    return data[:1] + _zipped({**parts, name: change(parts[name])})


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def _check_sentence(reason: str) -> None:
    assert reason == visible(reason), "a reason that a terminal would obey"
    assert reason, "no reason"
    assert str(_folder) not in reason, "a path of this machine"


def _check_document(document: Document) -> None:
    text, info = document.text, document.info
    assert text.strip(), "no text"
    for said in (text, info.title, info.url or "", *info.categories, *document.particulars.keywords):
        said.encode()  # no half of a character
    assert info.title.strip(), "no title"
    assert visible(info.title) == info.title, "a title that a terminal would obey"
    assert visible(text) == text, "a text that a terminal would obey"
    place = 0
    for block in document.blocks:
        assert place <= block.start < block.end <= len(text), "blocks that overlap or are empty"
        assert not text[place : block.start].strip(), "words between blocks"
        place = block.end
    assert not text[place:].strip(), "words behind the blocks"
    for start, end, link in document.linked():
        assert text[start:end] == link.text, "a link of other words"
    passages = split(document, (encoder := ToyEncoder()).count_tokens, encoder.max_tokens)
    place = 0
    for passage in passages:
        assert passage.text == text[passage.start : passage.end], "a passage of other words"
        assert place <= passage.start, "passages that overlap"
        assert not text[place : passage.start].strip(), "words in no passage"
        place = passage.end
    assert not text[place:].strip(), "words behind the passages"
    encoder.encode_passages([passage.encoded_text for passage in passages])  # refuses what is too long
