"""Broken and hostile PDFs and office documents: each is refused in one sentence, and none takes the memory."""

import io
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import docx
import pptx
import pytest
import xlsxwriter
from support.odf import odf
from support.pdf import lines, pdf

from qa.documents.formats import read_content
from qa.errors import UnreadableFileError

BROKEN = "it is broken or not complete; save or download it again"
ENCRYPTED = "it is encrypted; save it without a password"
OLD = "it is a file of an older Office; save it as .docx, .pptx or .xlsx"
NO_PDF = "it is no PDF, or a broken one; save or download it again"
NO_SHEET = "it is no spreadsheet, or a broken one; save or download it again"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def word() -> bytes:
    document, file = docx.Document(), io.BytesIO()
    document.add_paragraph("The ferry leaves at seven.")
    document.save(file)
    return file.getvalue()


def slides() -> bytes:
    file = io.BytesIO()
    pptx.Presentation().save(file)
    return file.getvalue()


def sheet() -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.add_worksheet().write(0, 0, "The ferry leaves at seven.")
    book.close()
    return file.getvalue()


def page() -> bytes:
    return pdf([lines(72, 700, "The ferry leaves at seven.")])


def changed(data: bytes, part: str, change: Callable[[bytes], bytes | None]) -> bytes:
    """A ZIP file with a part of it changed, or without it."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            found = change(content) if name == part else content
            if found is not None:
                new.writestr(name, found)
    return file.getvalue()


def bomb(data: bytes, part: str) -> bytes:
    """A file of which one part is a gigabyte of nothing."""
    file = io.BytesIO(data)
    with (
        zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as parts,
        parts.open(f"{part}.bomb", "w", force_zip64=True) as one,
    ):
        for _ in range(500):
            one.write(b"\0" * 1_000_000)
    return file.getvalue()


def flagged(data: bytes) -> bytes:
    """A ZIP file whose parts claim to be encrypted."""
    central = data.rindex(b"PK\x01\x02")
    return data[: central + 8] + b"\x01" + data[central + 9 :]


def laughs(content: bytes) -> bytes:
    """XML that unfolds into a billion words."""
    names = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    head = b'<!DOCTYPE x [<!ENTITY a0 "lol">' + names.encode() + b"]>"
    return head + content[content.index(b"?>") + 2 :].replace(b"The ferry", b"&a9;The ferry")


BODY, SHEET = "word/document.xml", "xl/worksheets/sheet1.xml"
REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "PDF of nothing else": ("a.pdf", lambda: b"%PDF-1.7\n", NO_PDF),
    "PDF cut off": ("a.pdf", lambda: page()[:300], NO_PDF),
    "PDF that is text": ("a.pdf", lambda: b"The ferry leaves at seven.", NO_PDF),
    "PDF that is random": ("a.pdf", lambda: b"%PDF-1.4" + random.Random(1).randbytes(5000), NO_PDF),
    "PDF encrypted": ("a.pdf", lambda: pdf([[]], is_encrypted=True), ENCRYPTED),
    "PDF without pages": ("a.pdf", lambda: pdf([]), NO_PDF),
    "PDF whose pages go in a circle": ("a.pdf", lambda: page().replace(b"[6 0 R]", b"[2 0 R]"), NO_PDF),
    "Word cut off": ("a.docx", lambda: word()[:2000], BROKEN),
    "Word that is text": ("a.docx", lambda: b"The ferry leaves at seven.", BROKEN),
    "Word that is empty": ("a.docx", lambda: b"", BROKEN),
    "Word of an older Office": ("a.docx", lambda: OLE, OLD),
    "Word encrypted": ("a.docx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), ENCRYPTED),
    "Word in an encrypted ZIP": ("a.docx", lambda: flagged(word()), ENCRYPTED),
    "Word without its text": ("a.docx", lambda: changed(word(), BODY, lambda _: None), BROKEN),
    "Word without types": ("a.docx", lambda: changed(word(), "[Content_Types].xml", lambda _: None), BROKEN),
    "Word of broken XML": ("a.docx", lambda: changed(word(), BODY, lambda content: content[:500]), BROKEN),
    "Word with a bomb": ("a.docx", lambda: bomb(word(), "word"), "unpacked it is 501 MB in"),
    "Word that is an archive": ("a.docx", lambda: changed(odf(""), "mimetype", lambda _: b"x"), BROKEN),
    "Word that unfolds": ("a.docx", lambda: changed(word(), BODY, laughs), BROKEN),
    "slides cut off": ("a.pptx", lambda: slides()[:2000], BROKEN),
    "slides without their list": ("a.pptx", lambda: changed(slides(), "ppt/presentation.xml", lambda _: None), BROKEN),
    "sheet cut off": ("a.xlsx", lambda: sheet()[:2000], BROKEN),
    "sheet that is text": ("a.xlsx", lambda: b"The ferry leaves at seven.", NO_SHEET),
    "sheet of broken XML": ("a.xlsx", lambda: changed(sheet(), SHEET, lambda content: content[:-40]), NO_SHEET),
    "sheet encrypted": ("a.xlsx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), NO_SHEET),
    "text cut off": ("a.odt", lambda: odf("<text:p>Text.</text:p>")[:200], BROKEN),
    "text encrypted": ("a.odt", lambda: odf("", manifest="<encryption-data/>"), ENCRYPTED),
    "text of broken XML": ("a.odt", lambda: odf("<text:p>"), BROKEN),
    "text without its text": ("a.odt", lambda: changed(odf(""), "content.xml", lambda _: None), BROKEN),
    "sheet of repeated rows": (
        "a.ods",
        lambda: odf(
            '<table:table><table:table-row table:number-rows-repeated="1000000"><table:table-cell '
            'table:number-columns-repeated="16000"><text:p>x</text:p></table:table-cell></table:table-row></table:table>',
            "spreadsheet",
        ),
        "a sheet reaches over 16,000,000,000 cells",
    ),
}
READ: dict[str, tuple[str, Callable[[], bytes]]] = {
    "PDF with rubbish behind it": ("a.pdf", lambda: page() + b"\0" * 5000),
    "PDF with a wrong table": ("a.pdf", lambda: page().replace(b"startxref\n", b"startxref\n9")),
    "PDF called Word": ("a.docx", page),
    "Word called text": ("a.txt", word),
    "tables within tables": (
        "a.docx",
        lambda: changed(
            word(),
            BODY,
            lambda content: content.replace(
                b"<w:body>", b"<w:body>" + b"<w:tbl><w:tr><w:tc>" * 60 + b"<w:p/>" + b"</w:tc></w:tr></w:tbl>" * 60
            ),
        ),
    ),
}


@pytest.mark.parametrize(("name", "make", "reason"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(
    name: str, make: Callable[[], bytes], reason: str
) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        read_content(make(), name)
    assert str(refused.value).startswith(reason)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(("name", "make"), READ.values(), ids=READ)
def test_what_can_be_read_of_a_hostile_file_is(name: str, make: Callable[[], bytes]) -> None:
    text = " ".join(part.text for part in read_content(make(), name).parts)
    assert text == "The ferry leaves at seven."


def test_nothing_outside_of_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("the secret of another file", encoding="utf-8")
    head = f'<!DOCTYPE x [<!ENTITY f SYSTEM "{(tmp_path / "secret").as_uri()}">]>'.encode()
    data = changed(
        word(), BODY, lambda content: head + content[content.index(b"?>") + 2 :].replace(b"The ferry", b"&f;The ferry")
    )
    assert "secret" not in " ".join(part.text for part in read_content(data, "a.docx").parts)


def test_a_file_with_any_byte_changed_is_read_or_refused() -> None:
    chance = random.Random(4)
    for name, data in (("a.pdf", page()), ("a.docx", word()), ("a.pptx", slides()), ("a.xlsx", sheet())):
        for _ in range(40):
            place = chance.randrange(len(data))
            with suppress(UnreadableFileError):
                read_content(data[:place] + chance.randbytes(1) + data[place + 1 :], name)


def hostile_files() -> Iterator[tuple[str, bytes]]:
    """All of the above, for the process that measures memory."""
    yield from ((name, make()) for name, make, _ in REFUSED.values())
    yield from ((name, make()) for name, make in READ.values())


MEASURE = """
import sys
from qa.documents.formats import read_content
from qa.errors import UnreadableFileError
for path in sys.argv[1:]:
    with open(path, "rb") as file:
        data = file.read()
    try:
        read_content(data, path)
    except UnreadableFileError:
        pass
print(next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) // 1024)
"""


def test_none_of_them_takes_a_gigabyte(tmp_path: Path) -> None:
    paths = []
    for number, (name, data) in enumerate(hostile_files()):
        paths.append(tmp_path / f"{number}-{name}")
        paths[-1].write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, *paths], capture_output=True, text=True, timeout=120, check=True
    )
    assert int(done.stdout) < 1000
