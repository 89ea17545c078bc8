"""What is shown before the first question, and what is offered after an answer."""

from dataclasses import replace
from datetime import date

from support.rendered import HOSTILE, Page

from qa.documents import DocumentInfo
from qa.store.about import About
from qa.web.html.first_screen import FirstScreen, first_screen_html, follow_ups_html

LATEST = [
    DocumentInfo("sub/a b.md", "A & B", date(2021, 3, 9), ("notes",), None),
    *(DocumentInfo(f"{name}.md", name, None, (), None) for name in "CDEF"),
]
SCREEN = FirstScreen(About("Bakery", "Bread & tea."), ["How many loaves?"], LATEST, editable=True, is_made=True)


def test_it_says_what_the_collection_is_what_can_be_asked_and_how_to_add_files() -> None:
    page = Page(first_screen_html(SCREEN))
    assert page.said("h2") == ["Bakery", "For example", "Newest documents"]
    assert "Bread & tea." in page.text
    assert page.having("data-panel") == ["documents"]
    asked, *documents = page.all("a")
    assert asked["href"] == "?q=How%20many%20loaves%3F"
    assert "data-example" in asked
    assert [link["href"] for link in documents] == [
        "document?name=sub/a%20b.md",
        "document?name=C.md",
        "document?name=D.md",
    ]
    assert page.said("time") == ["2021-03-09"]
    assert page.misnested == []


def test_without_examples_more_of_the_newest_documents_are_shown() -> None:
    page = Page(first_screen_html(replace(SCREEN, examples=())))
    assert page.said("h2") == ["Bakery", "Newest documents"]
    assert len(page.all("a")) == 5


def test_an_empty_collection_says_so() -> None:
    text = Page(first_screen_html(replace(SCREEN, examples=(), latest=()))).text
    assert "There are no documents yet." in text
    assert "Newest" not in text


def test_who_may_not_add_files_is_offered_no_button() -> None:
    assert Page(first_screen_html(replace(SCREEN, editable=False))).all("button") == []


def test_it_is_marked_while_examples_are_made() -> None:
    assert "data-making" not in first_screen_html(SCREEN)
    assert "data-making" in first_screen_html(replace(SCREEN, is_made=False))


def test_what_comes_from_outside_is_text() -> None:
    info = DocumentInfo(HOSTILE, HOSTILE, None, (), None)
    html = first_screen_html(FirstScreen(About(HOSTILE, HOSTILE), [HOSTILE], [info], editable=True, is_made=True))
    page = Page(html)
    assert page.said("a")[0] == page.said("h2")[0] == HOSTILE
    assert page.tags == {"div", "h2", "p", "button", "span", "ul", "li", "a"}
    assert Page(follow_ups_html([HOSTILE])).said("a") == [HOSTILE]


def test_nothing_is_offered_where_nothing_was_found() -> None:
    assert follow_ups_html([]) == ""
    assert Page(follow_ups_html(["What is tea?"])).said("h3") == ["Also answered here"]
