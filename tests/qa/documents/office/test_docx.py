"""Word documents: what a reader of the printed page sees, in order."""

import io
from collections.abc import Callable
from datetime import date, datetime

import docx
import pytest
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.text.run import Run

from qa.documents.content import Content
from qa.documents.office.docx import read_content

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def saved(make: Callable[[Document], object]) -> bytes:
    document = docx.Document()
    make(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def read(make: Callable[[Document], object]) -> Content:
    return read_content(saved(make), "a.docx")


def blocks(make: Callable[[Document], object]) -> list[tuple[str, int, str]]:
    return [(part.kind, part.level, part.text) for part in read(make).parts]


def add_xml(document: Document, body: str) -> None:
    document.element.body.insert(0, parse_xml(f'<w:p xmlns:w="{WORD}">{body}</w:p>'))


def test_headings_paragraphs_and_lists_by_their_styles() -> None:
    def make(document: Document) -> None:
        document.add_heading("Harbour report", 0)
        document.add_heading("Ferries", 2)
        document.add_paragraph("They run twice\u00a0a day.\nOn Sundays once.")
        document.add_paragraph("cars", style="List Bullet")
        document.add_paragraph("a crane", style="List Number")
        document.add_paragraph("a quay", style="List Number")
        document.add_paragraph("")

    assert blocks(make) == [
        ("heading", 1, "Harbour report"),
        ("heading", 2, "Ferries"),
        ("paragraph", 0, "They run twice a day.\nOn Sundays once."),
        ("item", 1, "cars"),
        ("item", 1, "1. a crane"),
        ("item", 1, "2. a quay"),
    ]


def test_a_value_stays_under_its_column() -> None:
    def make(document: Document) -> None:
        table = document.add_table(3, 3)
        for row, texts in zip(
            table.rows, [("Port", "2019", "2020"), ("North", "", "7"), ("Both years", "", "9")], strict=True
        ):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        table.cell(2, 0).merge(table.cell(2, 1))

    assert [text for _, _, text in blocks(make)] == ["Port | 2019 | 2020", "North | | 7", "Both years | | 9"]


def test_a_frame_around_text_is_no_table() -> None:
    def make(document: Document) -> None:
        cell = document.add_table(1, 1).cell(0, 0)
        cell.text = "The first paragraph."
        cell.add_paragraph("The second one.")

    assert [(kind, text) for kind, _, text in blocks(make)] == [
        ("paragraph", "The first paragraph."),
        ("paragraph", "The second one."),
    ]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            "<w:r><w:t>The </w:t></w:r><w:ins><w:r><w:t>new </w:t></w:r></w:ins><w:r><w:t>quay</w:t></w:r>",
            "The new quay",
        ),
        ("<w:r><w:t>The quay</w:t></w:r><w:del><w:r><w:delText> old</w:delText></w:r></w:del>", "The quay"),
        ("<w:r><w:t>seen</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r>", "seen"),
        (
            "<w:hyperlink><w:r><w:t>a link</w:t></w:r></w:hyperlink><w:r><w:tab/><w:t>behind</w:t></w:r>",
            "a link behind",
        ),
        ("<w:r><w:t>well</w:t><w:noBreakHyphen/><w:t>known</w:t></w:r>", "well-known"),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r><w:fldSimple><w:r><w:t>7</w:t></w:r></w:fldSimple>", "7"),
        (
            "<w:r><w:t>beside</w:t></w:r><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>in a box</w:t></w:r></w:p>"
            "</w:txbxContent></w:pict></w:r>",
            "beside|in a box",
        ),
    ],
)
def test_what_is_seen_is_text(body: str, text: str) -> None:
    assert "|".join(text for _, _, text in blocks(lambda document: add_xml(document, body))) == text


def test_properties() -> None:
    def make(document: Document) -> None:
        document.core_properties.title = "Harbour report"
        document.core_properties.created = datetime(2021, 3, 9, 12)
        document.add_paragraph("Text.")

    metadata = read(make).metadata
    assert (metadata.title, metadata.made) == ("Harbour report", date(2021, 3, 9))


def test_a_paragraph_that_is_bold_from_end_to_end_is_a_heading() -> None:
    def make(document: Document) -> None:
        document.styles.add_style("Loud", WD_STYLE_TYPE.CHARACTER).font.bold = True
        document.add_paragraph().add_run("What it costs").bold = True
        document.add_paragraph().add_run("Who pays?", style="Loud")
        document.add_paragraph().add_run("It costs ten.").bold = True
        mixed = document.add_paragraph()
        mixed.add_run("The crane ").bold = True
        mixed.add_run("lifts it")
        document.add_paragraph(style="List Bullet").add_run("the quay").bold = True
        quiet = document.add_paragraph().add_run("by nobody", style="Loud")
        quiet.bold = False

    assert blocks(make) == [
        ("heading", 6, "What it costs"),
        ("heading", 6, "Who pays?"),
        ("paragraph", 0, "It costs ten."),
        ("paragraph", 0, "The crane lifts it"),
        ("item", 1, "the quay"),
        ("paragraph", 0, "by nobody"),
    ]


def test_the_title_that_the_properties_give_and_a_line_of_signs_are_no_text() -> None:
    def make(document: Document) -> None:
        document.core_properties.title = "Harbour report"
        document.add_heading("Harbour report", 0)
        document.add_paragraph("Ferries run.")
        document.add_paragraph("###")

    assert blocks(make) == [("paragraph", 0, "Ferries run.")]


def test_a_further_paragraph_of_an_item_is_no_item() -> None:
    def make(document: Document) -> None:
        numbering = document.part.numbering_part.element
        numbering.insert(
            0,
            parse_xml(
                f'<w:abstractNum xmlns:w="{WORD}" w:abstractNumId="77"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>'
                '<w:lvlText w:val=" "/></w:lvl></w:abstractNum>'
            ),
        )
        numbering.append(parse_xml(f'<w:num xmlns:w="{WORD}" w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
        document.add_paragraph("a crane", style="List Bullet")
        further = document.add_paragraph("It lifts forty tons.")
        further._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = 77

    assert blocks(make) == [("item", 1, "a crane"), ("paragraph", 0, "It lifts forty tons.")]


def test_pages_are_those_that_the_program_noted_when_it_showed_them() -> None:
    def make(document: Document) -> None:
        def page_begins(run: Run) -> None:
            run._r.insert(0, parse_xml(f'<w:lastRenderedPageBreak xmlns:w="{WORD}"/>'))

        document.add_paragraph("The first page begins")
        goes_on = document.add_paragraph("and this runs on ")
        page_begins(goes_on.add_run("to the second."))
        document.add_paragraph("Here we are.")
        page_begins(document.add_paragraph().add_run("The third begins."))
        table = document.add_table(2, 2)
        for index, text in enumerate(("Port", "Cranes", "North", "2")):
            table.cell(index // 2, index % 2).text = text
        page_begins(table.cell(1, 0).paragraphs[0].runs[0])

    found = [(part.text, part.place.label if part.place else None) for part in read(make).parts]
    assert found == [
        ("The first page begins", "p. 1"),
        ("and this runs on to the second.", "p. 1"),
        ("Here we are.", "p. 2"),
        ("The third begins.", "p. 3"),
        ("Port | Cranes", "p. 3"),
        ("North | 2", "p. 4"),
    ]


def test_a_document_without_notes_of_pages_has_none() -> None:
    assert [part.place for part in read(lambda document: document.add_paragraph("Text.")).parts] == [None]
