"""E-books: chapters in reading order, each named by the table of contents; nothing is expanded or fetched."""

import io
import zipfile
from datetime import date

import pytest
from support.hostile_files import hostile_files

from qa.documents.content import Content
from qa.documents.formats import format_of, read_content
from qa.errors import UnreadableFileError

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
)
PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>
<dc:title>The bay</dc:title><dc:creator>Ann Orr</dc:creator><dc:date>2019-07-02T00:00:00Z</dc:date>
<dc:subject>Boats</dc:subject><dc:description>&lt;p&gt;All about &lt;i&gt;it&lt;/i&gt;.&lt;/p&gt;</dc:description>
</metadata><manifest>
<item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>
<item id="b" href="text/two%20.xhtml" media-type="application/xhtml+xml"/>
<item id="a" href="text/one.xhtml" media-type="application/xhtml+xml"/>
<item id="c" href="text/three.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/><itemref idref="a"/><itemref idref="c"/></spine>
</package>"""
NAV = """<html xmlns="http://www.w3.org/1999/xhtml"><body><nav><ol><li><a href="text/one.xhtml">Tides</a></li>
<li><a href="text/three.xhtml#top">Winds</a></li></ol></nav></body></html>"""
FILES = {
    "META-INF/container.xml": CONTAINER,
    "OEBPS/book.opf": PACKAGE,
    "OEBPS/nav.xhtml": NAV,
    "OEBPS/text/one.xhtml": "<html><head><title/></head><body><p>High<a id='x'/> water.</p></body></html>",
    "OEBPS/text/two .xhtml": "<html><body><p>Low&#160;water.</p></body></html>",
    "OEBPS/text/three.xhtml": "<html><body><p>West.</p><h1>Storms</h1><p>North.</p></body></html>",
}


def book(**changed: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        for name, content in {**FILES, **changed}.items():
            archive.writestr(name, content)
    return data.getvalue()


def read(data: bytes) -> Content:
    return read_content(data, "book.epub")


def test_chapters_are_read_in_order_and_once_each_under_its_name_in_the_table_of_contents() -> None:
    found = read(book()).parts
    assert [(part.text, part.place.label if part.place else None) for part in found] == [
        ("High water.", "Tides"),
        ("Low water.", "Tides"),
        ("West.", "Winds"),
        ("Storms", "Storms"),
        ("North.", "Storms"),
    ]


def test_a_book_says_its_title_date_subjects_and_author() -> None:
    found = read(book()).metadata
    assert (found.title, found.date, found.categories) == ("The bay", date(2019, 7, 2), ("Boats",))
    assert (found.description, found.keywords) == ("All about it.", ("Ann Orr",))


def test_the_older_table_of_contents_names_chapters_too() -> None:
    ncx = (
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>Ebb</text></navLabel>'
        '<content src="text/one.xhtml#a"/></navPoint></navMap></ncx>'
    )
    package = PACKAGE.replace(
        '<item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>',
        '<item id="n" href="toc.ncx" media-type="application/x-dtbncx+xml"/>',
    )
    found = read(book(**{"OEBPS/book.opf": package, "OEBPS/toc.ncx": ncx})).parts
    assert found[0].place is not None
    assert found[0].place.label == "Ebb"


def test_a_book_is_known_whatever_it_is_called() -> None:
    found = format_of(book(), "book.zip")
    assert found is not None
    assert found.name == "EPUB"


LOCKED = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><EncryptedData><CipherData>'
    '<CipherReference URI="OEBPS/text/one.xhtml"/></CipherData></EncryptedData></encryption>'
)
BOMB = (
    "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>"
    + "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9))
    + "]><package><metadata><title>&j;</title></metadata></package>"
)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"META-INF/container.xml": "<container/>"}, "the list of its chapters is missing in it, so it is no e-book"),
        ({"META-INF/container.xml": ""}, "META-INF/container.xml in it is not XML, so it is no e-book"),
        ({"META-INF/container.xml": CONTAINER.replace("book", "none")}, "OEBPS/none.opf is missing in it"),
        ({"META-INF/encryption.xml": LOCKED}, "it is protected against copying: only its seller's programs can read"),
        ({"OEBPS/text/one.xhtml": "a" * 50_000_001}, "unpacked, its text is over 50 MB; divide it"),
    ],
    ids=range(5),
)
def test_a_broken_or_protected_book_is_refused_with_its_reason(changed: dict[str, str], reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason):
        read(book(**changed))


def test_entities_are_neither_expanded_nor_fetched() -> None:
    assert read(book(**{"OEBPS/book.opf": BOMB})).parts == []
    outside = PACKAGE.replace("<package", "<!DOCTYPE p [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><package", 1)
    found = read(book(**{"OEBPS/book.opf": outside.replace("The bay", "The &x; bay")}))
    assert found.metadata.title == "The"


def test_a_part_that_is_no_text_or_cannot_be_read_does_not_lose_the_book() -> None:
    found = read(hostile_files()["spine.epub"])
    assert [part.text for part in found.parts] == ["x"]
    [problem] = found.metadata.problems
    assert problem.startswith("d.xhtml in it cannot be read: not UTF-8 text")


def test_the_page_of_the_title_is_no_text() -> None:
    first = "<html><body><h1>The bay</h1><p>July 2, 2019</p></body></html>"
    found = read(book(**{"OEBPS/text/one.xhtml": first})).parts
    assert found[0].text == "Low water."
