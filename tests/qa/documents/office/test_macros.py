"""Office files with macros are read as those without; a show is read as a presentation."""

import io
import zipfile

import docx
import pptx
import pytest
import xlsxwriter

from qa.documents.formats import format_of, read_content

SAID = "The ferry leaves at seven."
PROGRAM = b'Sub AutoOpen()\nShell "touch ran"\nEnd Sub'


def word() -> bytes:
    document, file = docx.Document(), io.BytesIO()
    document.add_paragraph(SAID)
    document.save(file)
    return file.getvalue()


def slides() -> bytes:
    presentation, file = pptx.Presentation(), io.BytesIO()
    presentation.slides.add_slide(presentation.slide_layouts[5]).shapes.title.text = SAID
    presentation.save(file)
    return file.getvalue()


def sheet() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.add_worksheet("Times").write(0, 0, SAID)
    return file.getvalue()


def as_type(data: bytes, plain: str, other: str) -> bytes:
    """The file with another type of its main part, and a part of macros."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "[Content_Types].xml":
                assert plain.encode() in content
                content = content.replace(plain.encode(), other.encode())
            new.writestr(name, content)
        new.writestr("vbaProject.bin", PROGRAM)
    return file.getvalue()


WORD, SLIDES, SHEET = (
    f"application/vnd.openxmlformats-officedocument.{kind}.main+xml"
    for kind in ("wordprocessingml.document", "presentationml.presentation", "spreadsheetml.sheet")
)
SHOW = SLIDES.replace("presentation.main", "slideshow.main")


@pytest.mark.parametrize(
    ("name", "data", "plain", "other"),
    [
        ("a.docm", word(), WORD, "application/vnd.ms-word.document.macroEnabled.main+xml"),
        ("a.pptm", slides(), SLIDES, "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"),
        ("a.ppsm", slides(), SLIDES, "application/vnd.ms-powerpoint.slideshow.macroEnabled.main+xml"),
        ("a.ppsx", slides(), SLIDES, SHOW),
        ("a.xlsm", sheet(), SHEET, "application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.startswith("a.") else "",
)
def test_macros_are_neither_read_nor_run(name: str, data: bytes, plain: str, other: str) -> None:
    made = as_type(data, plain, other)
    assert format_of(made, "no-ending") == format_of(data, "no-ending")
    assert [part.text for part in read_content(made, name).parts if part.text != "Times"] == [SAID]
