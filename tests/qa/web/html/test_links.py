"""Links in a document's text: which are real, where they lead, and that the text stays what it is."""

import pytest
from support.rendered import Page
from support.toy import document

from qa.web.html.document_text import text_html

NAMES = (
    "sub/a.md",
    "sub/Weir.md",
    "docs/index.md",
    "docs/guide/README.md",
    "deep/er/Moss Lane.md",
    "deep/Moss Lane.md",
)


def links(markdown: str, name: str = "sub/a.md") -> list[dict[str, str | None]]:
    """The links that are shown."""
    return Page(text_html(document(markdown, name), names=NAMES)).all("a")


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("Weir.md", "sub/Weir.md"),
        ("./weir", "sub/Weir.md"),
        ("Weir.md#water", "sub/Weir.md"),
        ("../docs/", "docs/index.md"),
        ("/docs/guide/", "docs/guide/README.md"),
        ("docs/guide/readme.md", "docs/guide/README.md"),
        ("Moss%20Lane", "deep/Moss Lane.md"),
        ("er/Moss%20Lane.md", "deep/er/Moss Lane.md"),
    ],
)
def test_a_path_leads_to_the_document_of_the_collection(target: str, name: str) -> None:
    [link] = links(f"See [this]({target}).")
    assert link["href"] == f"document?name={name.replace(' ', '%20')}"
    assert link["title"] == name
    assert "data-document" in link
    assert "target" not in link


def test_a_note_of_a_vault_is_named_without_its_folder() -> None:
    assert [link["title"] for link in links("See [[moss lane|the lane]] and [[Weir#Water]].")] == [
        "deep/Moss Lane.md",
        "sub/Weir.md",
    ]


@pytest.mark.parametrize(
    "address", ["https://mill.example/a?b=c&d=%22", "http://mill.example", "mailto:a@mill.example"]
)
def test_an_address_opens_beside_the_page_and_is_told_nothing(address: str) -> None:
    assert links(f"See [this]({address}).") == [
        {
            "class": "link",
            "href": address,
            "title": address,
            "target": "_blank",
            "rel": "noopener noreferrer",
        }
    ]


@pytest.mark.parametrize(
    "target",
    [
        "gone.md",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "vbscript:x",
        "ftp://mill.example/a",
        "//mill.example/a",
        "http:weir",
        "https:///weir",
        "../../../etc/passwd",
        "mailto:nobody",
    ],
)
def test_what_may_not_be_opened_is_text(target: str) -> None:
    assert links(f"See [this](<{target}>).") == []


def test_a_path_of_a_page_leads_to_where_the_page_was() -> None:
    markdown = "---\nurl: https://mill.example/news/today\n---\nSee [this](../about) and [that](Weir.md).\n"
    assert [link["href"] for link in links(markdown)] == ["https://mill.example/about", "document?name=sub/Weir.md"]


def test_a_quotation_ends_and_begins_within_a_link() -> None:
    found = document("One [two three](https://mill.example) four.")
    start = found.text.index("three")
    page = Page(text_html(found, (start, len(found.text))))
    assert page.text == found.text
    assert page.marked == "three four."
    assert page.misnested == []
    assert page.said("a") == ["two ", "three"]


def test_links_change_nothing_of_the_text() -> None:
    markdown = "# A [b](https://c.example)\n\n- [d](https://e.example)\n\n"
    found = document(markdown + "| [f](https://g.example) | h |\n|-|-|\n| i | [j](k) |\n")
    page = Page(text_html(found))
    assert page.text == "".join(found.text[block.start : block.end] for block in found.blocks)
    assert page.said("a") == ["b", "d", "f"]


def test_an_address_that_stands_for_itself_is_a_link_too() -> None:
    assert [link["href"] for link in links("See <https://mill.example> or <a@mill.example>.")] == [
        "https://mill.example",
        "mailto:a@mill.example",
    ]
