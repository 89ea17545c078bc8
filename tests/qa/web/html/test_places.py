"""Places in the document view and beside sources."""

from support.briefing import citation
from support.rendered import Page

from qa.documents import Block, Document, DocumentInfo, Place
from qa.web.html.document_page import document_page
from qa.web.html.document_text import text_html
from qa.web.html.excerpts import surroundings
from qa.web.html.places import margin_mark_html, page_of, place_label
from qa.web.html.sources import source_html

TEXT = "First page.\n\nStill the first.\n\nSecond page."
PAGED = Document(
    DocumentInfo("a/re port.pdf", "Report", None, (), None),
    TEXT,
    (
        Block("paragraph", 0, 11, place=Place("page", "1", "i")),
        Block("paragraph", 13, 29, place=Place("page", "1", "i")),
        Block("paragraph", 31, 43, place=Place("page", "2")),
    ),
    "ab" * 32,
)


def test_each_page_is_marked_once_where_it_begins() -> None:
    page = document_page(PAGED)
    assert [page.count(f'data-place="{label}"') for label in ("p. i", "p. 2")] == [1, 1]
    assert page.index("First page.") > page.index('data-place="p. i"')
    assert page.index("Still the first.") < page.index('data-place="p. 2"') < page.index("Second page.")


def test_a_mark_opens_the_file_at_its_page() -> None:
    mark = margin_mark_html(Place("page", "1", "i"), "a/re port.pdf")
    assert 'href="document/file?name=a/re%20port.pdf#page=1"' in mark
    assert "href" not in margin_mark_html(Place("slide", "3"), "talk.pptx")
    assert margin_mark_html(None, "a.md") == ""


def test_the_page_of_a_quotation_is_shown_with_it_marked() -> None:
    page = document_page(PAGED, (31, 37))
    address = f"document/page?name=a/re%20port.pdf&amp;page=2&amp;sha256={'ab' * 32}&amp;start=31&amp;end=37"
    assert page.count("<img") == 1
    assert f'src="{address}"' in page
    assert "<img" not in document_page(PAGED)


def test_a_source_names_its_page_and_opens_it() -> None:
    cited = citation(document="a/re port.pdf", start=31, end=37, quote="Second", place=Place("page", "2"))
    card = source_html(1, [cited], [surroundings(PAGED, 31, 37)], numbered=True)
    assert '<span class="where" dir="auto">p. 2</span>' in card
    assert 'href="document/file?name=a/re%20port.pdf#page=2"' in card
    assert 'class="where"' not in source_html(1, [citation()], [surroundings(PAGED, 31, 37)], numbered=True)


def test_places_of_several_quotations_are_named_once() -> None:
    assert place_label([Place("page", "2"), None, Place("page", "2"), Place("page", "4")]) == "p. 2, p. 4"
    assert place_label([None]) is None


def test_only_files_with_pages_can_be_opened_at_one() -> None:
    assert page_of(Place("page", "12", "ii"), "A.PDF") == 12
    assert page_of(Place("page", "12"), "a.docx") is None
    assert page_of(Place("slide", "12"), "a.pdf") is None


def test_marks_of_places_are_no_text_of_the_document() -> None:
    assert Page(text_html(PAGED, (31, 37))).text == TEXT.replace("\n\n", "")
