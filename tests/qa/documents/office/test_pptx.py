"""PowerPoint presentations: a slide is a place, its title a heading."""

import io

import pptx
from pptx.util import Inches

from qa.documents.office.pptx import read_content


def test_a_presentation() -> None:
    presentation = pptx.Presentation()
    presentation.core_properties.title = "Harbour plan"
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.shapes.title.text = "What we need"
    slide.placeholders[1].text = "a crane\nthat lifts forty tons"
    slide.placeholders[1].text_frame.paragraphs[1].level = 1
    slide.notes_slide.notes_text_frame.text = "Say who pays."
    second = presentation.slides.add_slide(presentation.slide_layouts[6])
    second.shapes.add_textbox(0, 0, Inches(2), Inches(1)).text_frame.text = "Thank you."
    table = second.shapes.add_table(2, 2, 0, 0, Inches(2), Inches(1)).table
    for index, text in enumerate(("Port", "Cranes", "North", "2")):
        table.cell(index // 2, index % 2).text = text
    file = io.BytesIO()
    presentation.save(file)
    content = read_content(file.getvalue(), "a.pptx")
    assert content.metadata.title == "Harbour plan"
    assert [(part.kind, part.level, part.text, part.place and part.place.label) for part in content.parts] == [
        ("heading", 1, "What we need", "slide 1"),
        ("item", 1, "a crane", "slide 1"),
        ("item", 2, "that lifts forty tons", "slide 1"),
        ("paragraph", 0, "Say who pays.", "slide 1"),
        ("paragraph", 0, "Thank you.", "slide 2"),
        ("row", 1, "Port | Cranes", "slide 2"),
        ("row", 0, "North | 2", "slide 2"),
    ]
