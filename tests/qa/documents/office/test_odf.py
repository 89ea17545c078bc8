"""OpenDocument texts and presentations."""

from datetime import date

import pytest
from support.odf import odf

from qa.documents.office.odf import read_content
from qa.errors import UnreadableFileError

NUMBERED = (
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" '
    'style:num-suffix="."/></text:list-style>'
)


def blocks(body: str, kind: str = "text", styles: str = "") -> list[tuple[str, int, str]]:
    parts = read_content(odf(body, kind, styles=styles), "a.odt").parts
    return [(part.kind, part.level, part.text) for part in parts]


def test_a_text() -> None:
    body = (
        '<text:h text:outline-level="2">Ferries</text:h>'
        "<text:p>They run<text:s/>twice\n a day.<text:line-break/>On Sundays once.<text:note><text:note-citation>1"
        "</text:note-citation><text:note-body><text:p>Not in winter.</text:p></text:note-body></text:note></text:p>"
        '<text:list text:style-name="L1"><text:list-item><text:p>a crane</text:p><text:list><text:list-item>'
        "<text:p>of steel</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>a quay</text:p>"
        "</text:list-item></text:list>"
        "<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>"
        "<text:p>kept<office:annotation><text:p>a comment</text:p></office:annotation></text:p>"
    )
    assert blocks(body, styles=NUMBERED) == [
        ("heading", 2, "Ferries"),
        ("paragraph", 0, "They run twice a day.\nOn Sundays once."),
        ("paragraph", 0, "Not in winter."),
        ("item", 1, "1. a crane"),
        ("item", 2, "of steel"),
        ("item", 1, "2. a quay"),
        ("paragraph", 0, "kept"),
    ]


def test_a_value_stays_under_its_column() -> None:
    cells = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    body = (
        "<table:table><table:table-header-rows><table:table-row>"
        + "".join(cells.format(name) for name in ("Port", "2019", "2020", "2021"))
        + "</table:table-row></table:table-header-rows><table:table-row>"
        + cells.format("North")
        + '<table:table-cell table:number-columns-repeated="2"/>'
        + cells.format("7")
        + "</table:table-row></table:table>"
    )
    assert blocks(body) == [("row", 1, "Port | 2019 | 2020 | 2021"), ("row", 0, "North | | | 7")]


def test_the_slides_of_a_presentation_are_places() -> None:
    body = "".join(
        '<draw:page><draw:frame presentation:class="title"><draw:text-box>'
        f"<text:p>Slide {name}</text:p></draw:text-box></draw:frame><draw:frame><draw:text-box><text:list>"
        "<text:list-item><text:p>a point</text:p></text:list-item></text:list></draw:text-box></draw:frame></draw:page>"
        for name in ("one", "two")
    )
    parts = read_content(odf(body, "presentation"), "a.odp").parts
    assert [(part.kind, part.text, part.place and part.place.label) for part in parts] == [
        ("heading", "Slide one", "slide 1"),
        ("item", "a point", "slide 1"),
        ("heading", "Slide two", "slide 2"),
        ("item", "a point", "slide 2"),
    ]


def test_properties() -> None:
    meta = (
        "<dc:title>Harbour report</dc:title><meta:creation-date>2021-03-09T12:00:00</meta:creation-date>"
        "<dc:date>2022-01-01T00:00:00</dc:date>"
    )
    metadata = read_content(odf("<text:p>Text.</text:p>", meta=meta), "a.odt").metadata
    assert (metadata.title, metadata.made) == ("Harbour report", date(2021, 3, 9))


def test_an_encrypted_text_is_named_as_such() -> None:
    with pytest.raises(UnreadableFileError, match="^it is encrypted; save it without a password$"):
        read_content(odf("", manifest="<encryption-data/>"), "a.odt")


BOLD = (
    '<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Loud"/>'
    '<style:style style:name="Loud"><style:text-properties fo:font-weight="700"/></style:style>'
    '<style:style style:name="P2" style:family="paragraph" style:parent-style-name="Title"/>'
    '<style:style style:name="T2" style:family="text"><style:text-properties fo:font-weight="normal"/></style:style>'
)


def test_a_paragraph_that_is_bold_from_end_to_end_is_a_heading() -> None:
    body = (
        '<text:p text:style-name="P2">Harbour report</text:p>'
        '<text:p><text:span text:style-name="T1">What it <text:span>costs</text:span></text:span></text:p>'
        '<text:p text:style-name="P1">Who pays?</text:p>'
        '<text:p text:style-name="P1">Who <text:span text:style-name="T2">paid</text:span></text:p>'
        '<text:p><text:span text:style-name="T1">The crane</text:span> lifts it</text:p>'
        '<text:list><text:list-item><text:p text:style-name="P1">the quay</text:p></text:list-item></text:list>'
        "<text:p>* * *</text:p>"
    )
    assert blocks(body, styles=BOLD) == [
        ("heading", 1, "Harbour report"),
        ("heading", 6, "What it costs"),
        ("heading", 6, "Who pays?"),
        ("paragraph", 0, "Who paid"),
        ("paragraph", 0, "The crane lifts it"),
        ("item", 1, "the quay"),
    ]


def test_the_title_of_a_text_is_no_text_and_that_of_a_slide_is() -> None:
    meta = "<dc:title>Harbour report</dc:title>"
    title = '<text:p text:style-name="Title">Harbour report</text:p>'
    text = odf(f"{title}<text:p>Ferries run.</text:p>", meta=meta)
    assert [part.text for part in read_content(text, "a.odt").parts] == ["Ferries run."]
    slides = odf(f"<draw:page>{title}</draw:page><draw:page><text:p>Ferries run.</text:p></draw:page>", meta=meta)
    assert [part.text for part in read_content(slides, "a.odp").parts] == ["Harbour report", "Ferries run."]
