"""The page of a document: what is shown of it, what is marked, what the server answers."""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import escape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from support.places import Write
from support.rendered import Page
from support.toy import document

from qa import Collection, web
from qa.documents import Block, Document, DocumentInfo
from qa.exports.citation import Reference, as_bibtex, as_csl_json, as_markdown, as_text
from qa.web.html.addresses import document_address
from qa.web.html.document_page import document_page, problem_page
from qa.web.html.document_text import text_html
from qa.web.middleware.offline import CONTENT_SECURITY_POLICY
from qa.web.routes.document import add_pages
from qa.web.server import create_app

HOSTILE = (
    "<script>alert(1)</script> ![x](http://evil.example/x.png) \"><img src=x onerror='y'> & &lt; "
    "\u202eright to left\u202c zero\u200bwidth \u05e2\u05d1"
)
MARKDOWN = """---
title: Briefing
date: 2021-03-09
category: press-briefings
permalink: https://x.example/briefing
---
## Opening

MS. GREEN: We have 500 tests.

More will come.

- one
- two
  - three
    - four
- five

1. first
2. second

| place | rate |
| --- | --- |
| north | 5 |

Q And then?
"""
BRIEFING = document(MARKDOWN, "sub/briefing.md")
WORDS = "We have 500 tests."
START = BRIEFING.text.index(WORDS)
SPAN = (START, START + len(WORDS))


def within(document: Document, start: int, end: int) -> str:
    """What stands in blocks of a span of a document."""
    return "".join(document.text[max(b.start, start) : max(b.start, start, min(b.end, end))] for b in document.blocks)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Documents of blocks of every kind, with text that looks like labels, numbers, cells and markup."""
    alphabet = st.sampled_from(["a", "B", "<", "&", "|", " ", " | ", "\n", "Q ", "MR. B: ", "1. ", '"', "\u202e", "é"])
    texts = draw(st.lists(st.lists(alphabet, min_size=1, max_size=6).map("".join), min_size=1, max_size=8))
    blocks: list[Block] = []
    text = ""
    for part in (text for text in texts if text.strip()):
        kind = draw(st.sampled_from(("heading", "paragraph", "item", "row", "turn")))
        level = draw(st.integers(1, 6)) if kind in ("heading", "item") else 0
        text += "\n\n" if text else ""
        blocks.append(Block(kind, len(text), len(text) + len(part), level))  # type: ignore[arg-type]
        text += part
    return Document(DocumentInfo("a.md", "A", None, (), None), text, tuple(blocks), "0" * 64)


@given(documents(), st.data())
def test_every_block_is_shown_once_and_in_order_and_the_marks_hold_the_span(
    document: Document, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(document.text)))
    end = data.draw(st.integers(start, len(document.text)))
    page = Page(text_html(document, (start, end)))
    assert page.text == within(document, 0, len(document.text))
    assert page.marked == within(document, start, end)
    assert page.misnested == []
    identities = [mark.get("id") for mark in page.all("mark")]
    assert identities == (["quotation"] + [None] * (len(identities) - 1) if page.marked else [])


@given(documents())
def test_headings_skip_no_level_and_lists_hold_items_only(document: Document) -> None:
    html = text_html(document)
    depth = 1
    for tag, _ in Page(html).elements:
        if re.fullmatch("h[1-6]", tag):
            assert 2 <= int(tag[1]) <= depth + 1
            depth = int(tag[1])
    assert not re.search(r"<ul>(?!<li)", html)


def test_without_a_span_nothing_is_marked() -> None:
    assert Page(document_page(BRIEFING)).all("mark") == []
    assert Page(document_page(BRIEFING)).all("button") == []


def test_blocks_become_the_elements_that_they_are() -> None:
    assert text_html(BRIEFING, SPAN) == (
        '<h2 class="level-2" dir="auto">Opening</h2>'
        '<p class="kind-turn" dir="auto"><b class="says">MS. GREEN: </b>'
        '<mark id="quotation">We have 500 tests.</mark></p>'
        '<p class="kind-paragraph" dir="auto">More will come.</p>'
        '<ul><li dir="auto">one</li><li dir="auto">two'
        '<ul><li dir="auto">three<ul><li dir="auto">four</li></ul></li></ul></li><li dir="auto">five</li>'
        '<li class="numbered" dir="auto">1. first</li><li class="numbered" dir="auto">2. second</li></ul>'
        '<div class="rows" role="group" aria-label="Table" tabindex="0"><table><thead>'
        '<tr><th scope="col" dir="auto">place<span class="unseen"> | </span></th>'
        '<th scope="col" dir="auto">rate</th></tr>'
        "</thead><tbody>"
        '<tr><td dir="auto">north<span class="unseen"> | </span></td><td dir="auto">5</td></tr>'
        "</tbody></table></div>"
        '<p class="kind-turn" dir="auto"><b class="says">Q </b>And then?</p>'
    )


def test_an_empty_cell_has_its_place_in_the_table() -> None:
    found = document("| a | b | c |\n|---|---|---|\n| | x | |\n| y | | z |")
    rows = re.findall(r"<tr>(.*?)</tr>", text_html(found))
    cells = [
        re.findall(r'<t[dh][^>]* dir="auto">(.*?)(?:<span class="unseen">.*?</span>)?</t[dh]>', row) for row in rows
    ]
    assert cells == [["a", "b", "c"], ["", "x", ""], ["y", "", "z"]]


def test_a_span_over_several_blocks_is_marked_in_each_and_in_each_cell() -> None:
    start, end = BRIEFING.text.index("GREEN"), BRIEFING.text.index("will come")
    assert (
        '<b class="says">MS. </b><mark id="quotation"><b class="says">GREEN: </b>We have 500 tests.</mark></p>'
        '<p class="kind-paragraph" dir="auto"><mark>More </mark>will come.</p>'
    ) in text_html(BRIEFING, (start, end))
    row = BRIEFING.text.index("north")
    assert (
        '<td dir="auto"><mark id="quotation">north</mark><span class="unseen"><mark> | </mark></span></td>'
        '<td dir="auto"><mark>5</mark></td>'
    ) in text_html(BRIEFING, (row, row + len("north | 5")))


def test_a_row_by_itself_is_no_head() -> None:
    start = BRIEFING.text.index("north")
    row = next(block for block in BRIEFING.blocks if block.start == start)
    alone = replace(BRIEFING, text=BRIEFING.text, blocks=(row,))
    assert "<thead>" not in text_html(alone)
    assert Page(text_html(alone)).said("td") == ["north", "5"]


def test_every_place_that_an_answer_quotes_is_marked_and_the_main_one_has_the_id() -> None:
    place = BRIEFING.text.index("More")
    other, inside = (place, place + 4), (START + 3, START + 7)
    page = Page(text_html(BRIEFING, SPAN, [other, inside]))
    assert page.marks == [WORDS, "More"]
    assert [mark.get("id") for mark in page.all("mark")] == ["quotation", None]
    before = Page(text_html(BRIEFING, other, [SPAN]))
    assert before.marks == [WORDS, "More"]
    assert [mark.get("id") for mark in before.all("mark")] == [None, "quotation"]


def test_a_span_that_opens_between_blocks_is_found_at_the_block_behind() -> None:
    start = BRIEFING.text.index("More will") - 1
    assert '<mark id="quotation">More</mark>' in text_html(BRIEFING, (start, start + 5))


def test_lines_of_a_block_are_set_off() -> None:
    assert text_html(document("one\\\ntwo")) == (
        '<p class="kind-paragraph" dir="auto">one<span class="line-end">\n</span>two</p>'
    )


def test_the_page_says_what_the_document_is() -> None:
    page = Page(document_page(BRIEFING, SPAN))
    assert page.misnested == []
    assert page.said("title") == ["Briefing · Quotable"]
    assert page.said("h1") == ["Briefing"]
    assert page.said("time") == ["2021-03-09"]
    assert "press-briefings" in page.said("span")
    assert f" · {len(BRIEFING.text.split())} words" in page.text
    assert page.said("dt") == ["Title", "Date", "Categories", "Address", "File", "SHA-256"]
    facts = ["Briefing", "2021-03-09", "press-briefings", "https://x.example/briefing"]
    assert [said.strip() for said in page.said("dd")] == [*facts, "sub/briefing.md", BRIEFING.sha256]
    assert page.said("small") == ["from: front matter"] * 4
    [original] = [link for link in page.all("a") if link.get("class") == "original"]
    assert original["href"] == "https://x.example/briefing"
    assert [article["class"] for article in page.all("article")] == ["document"]
    assert page.all("html") == [{"lang": "en"}]
    assert len(page.all("main")) == 1


def test_the_page_loads_files_of_this_server_only() -> None:
    page = Page(document_page(BRIEFING))
    loaded = [link["href"] for link in page.all("link") if link["rel"] == "stylesheet"]
    assert loaded == ["quotable/tokens.css", "quotable/document.css"]
    assert page.all("script") == [{"type": "module", "src": "quotable/document.js"}]


def test_a_citation_can_be_copied_in_four_formats_and_the_place_as_a_link() -> None:
    *formats, link = Page(document_page(BRIEFING, SPAN)).all("button")
    reference = Reference.from_document(BRIEFING, *SPAN)
    assert [(button["data-said"], button["data-copy"]) for button in formats] == [
        ("Copied as Text", as_text(reference)),
        ("Copied as Markdown", as_markdown(reference)),
        ("Copied as BibTeX", as_bibtex(reference)),
        ("Copied as CSL-JSON", as_csl_json(reference)),
    ]
    assert link["data-copy-address"] == document_address("sub/briefing.md", *SPAN, BRIEFING.sha256)


def test_what_comes_from_outside_is_shown_as_text() -> None:
    text = f"{HOSTILE}: {HOSTILE}"
    info = DocumentInfo(HOSTILE, HOSTILE, date(2021, 3, 9), (HOSTILE,), f'https://x.example/"><script>{HOSTILE}')
    hostile = Document(info, text, (Block("turn", 0, len(text), 0, HOSTILE),), "0" * 64)
    plain = Document(
        replace(info, name="a", title="a", categories=("a",)), "a", (Block("turn", 0, 1, 0, "a"),), "0" * 64
    )
    page = Page(document_page(hostile, (0, len(text))))
    assert [name for name, _ in page.elements] == [
        name for name, _ in Page(document_page(plain, (0, 1))).elements if name != "b"
    ]
    assert page.said("h1") == [HOSTILE]
    assert HOSTILE in page.said("dd")
    assert HOSTILE in page.said("span")
    assert page.marked == text
    assert page.all("button")[0]["data-copy"] == as_text(Reference.from_document(hostile, 0, len(text)))


def test_an_original_that_is_no_web_address_is_no_link() -> None:
    info = replace(BRIEFING.info, url="javascript:alert(1)")
    assert "javascript" not in document_page(replace(BRIEFING, info=info), SPAN)


def test_a_problem_is_an_article_with_the_words_escaped() -> None:
    page = Page(problem_page("Gone", HOSTILE))
    assert page.said("h1") == ["Gone"]
    assert page.said("p") == [HOSTILE]
    assert [article["class"] for article in page.all("article")] == ["document problem"]
    assert "script" not in {name for name, attributes in page.elements if not attributes}


@given(st.text(), st.integers(0, 10**9), st.integers(0, 10**9))
def test_an_address_gives_back_what_it_was_made_of(name: str, start: int, end: int) -> None:
    address = document_address(name, start, end, "0a")
    assert re.fullmatch(r"document\?[A-Za-z0-9%&=._~/:-]*#quotation", address)
    given_back = parse_qs(urlsplit(address).query, keep_blank_values=True)
    assert given_back == {"name": [name], "start": [str(start)], "end": [str(end)], "sha256": ["0a"]}


def test_the_address_of_a_whole_document_names_no_place() -> None:
    assert document_address("sub/a b.md") == "document?name=sub/a%20b.md"


# The server


@pytest.fixture
def client(collection: Collection, write: Write, folder: object) -> Iterator[TestClient]:
    """A client of the pages of a collection that holds the briefing."""
    write("sub/briefing.md", MARKDOWN)
    collection.index([str(folder)])
    app = FastAPI()
    add_pages(app, collection)
    with TestClient(app) as client:
        yield client


def test_an_address_opens_the_document_at_the_quotation(client: TestClient) -> None:
    response = client.get(f"/{document_address('sub/briefing.md', *SPAN, BRIEFING.sha256)}")
    assert (response.status_code, response.text) == (200, document_page(BRIEFING, SPAN))
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["cache-control"] == "no-cache"


def test_an_address_names_other_places_to_mark(client: TestClient) -> None:
    place = BRIEFING.text.index("More")
    params = {"name": "sub/briefing.md", "start": START, "end": SPAN[1], "also": [f"{place}-{place + 4}", "x-y", "9"]}
    assert client.get("/document", params=params).text == document_page(BRIEFING, SPAN, [(place, place + 4)])


def test_a_page_says_how_quotations_are_checked(client: TestClient) -> None:
    page = Page(client.get("/exact-quotations").text)
    assert page.said("h1") == ["How quotations are checked"]
    assert "character by character" in page.text
    assert "does not mean that it answers your question" in page.text
    assert page.misnested == []


def test_a_document_opens_without_a_place(client: TestClient) -> None:
    assert client.get("/document", params={"name": "sub/briefing.md"}).text == document_page(BRIEFING)


@pytest.mark.parametrize(
    ("given", "status", "title", "explanation"),
    [
        ({}, 400, "The address names no document", "It should give the document’s name"),
        ({"name": HOSTILE}, 404, "There is no such document", "It may have been removed or renamed since."),
        ({"start": "1"}, 400, "The address names no place", "It should give both start and end, or neither."),
        ({"end": "1"}, 400, "The address names no place", "It should give both start and end, or neither."),
        ({"start": "x", "end": "9"}, 400, "The address names no place", "“x” should be a number of characters"),
        ({"start": "-9", "end": "9"}, 400, "The address names no place", "“-9” should be a number of characters"),
        ({"start": "0", "end": "٣"}, 400, "The address names no place", "“٣” should be a number of characters"),
        ({"start": "0", "end": "9" * 5000}, 400, "The address names no place", "should be a number of characters"),
        ({"start": "5", "end": "5"}, 400, "There is no such place in the document", "from character 5 to 5 of"),
        ({"start": "9", "end": "5"}, 400, "There is no such place in the document", "from character 9 to 5 of"),
        ({"start": "7", "end": "9"}, 400, "There is no such place in the document", "There are no words"),
        ({"start": "0", "end": "9000"}, 400, "There is no such place in the document", "up to character 9000"),
        ({"start": "9000", "end": "9001"}, 400, "There is no such place in the document", "There are no words"),
    ],
)
def test_what_is_wrong_is_told_on_a_page(
    client: TestClient, given: dict[str, str], status: int, title: str, explanation: str
) -> None:
    params = {"name": "sub/briefing.md", **given} if given else {}
    response = client.get("/document", params=params)
    assert response.status_code == status
    page = Page(response.text)
    assert page.said("h1") == [title]
    assert explanation in page.text
    assert "script" not in {name for name, attributes in page.elements if not attributes}


@pytest.mark.parametrize("end", [START + 5, 9000])
def test_a_document_that_has_changed_is_shown_with_nothing_marked(client: TestClient, end: int) -> None:
    params = {"name": "sub/briefing.md", "start": START, "end": end, "sha256": "0" * 64}
    response = client.get("/document", params=params)
    assert (response.status_code, response.text) == (409, document_page(BRIEFING, changed=True))
    assert "The document has changed since this was quoted." in response.text
    assert escape("More will come.") in response.text
    assert "<mark" not in response.text


def test_the_server_gives_the_page_with_its_policy_and_its_files(
    collection: Collection, write: Write, folder: object
) -> None:
    write("sub/briefing.md", MARKDOWN)
    collection.index([str(folder)])

    async def build() -> TestClient:  # Gradio asks for a running loop
        return TestClient(create_app(collection, []), base_url="http://127.0.0.1")

    client = asyncio.run(build())
    response = client.get(f"/{document_address('sub/briefing.md', *SPAN)}")
    assert (response.status_code, response.text) == (200, document_page(BRIEFING, SPAN))
    assert response.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    page = Page(response.text)
    files = [link["href"] for link in page.all("link") if link["rel"] == "stylesheet"] + [page.all("script")[0]["src"]]
    assert [client.get(f"/{file}").status_code for file in files] == [200, 200, 200]
    assert client.get("/quotable/pages.py").status_code == 404
    assert "gradio" in client.get("/").text


def test_the_styles_use_the_colours_and_fonts_that_there_are() -> None:
    static = Path(web.__file__).parent / "static"
    defined = set(re.findall(r"(--[a-z-]+):", (static / "tokens.css").read_text("utf-8")))
    used = set(re.findall(r"var\((--[a-z-]+)\)", (static / "document.css").read_text("utf-8")))
    assert used <= defined
    assert not re.search(r"#[0-9a-f]{3,8}\b|url\(|@import", (static / "document.css").read_text("utf-8"))


def test_a_page_that_the_browser_has_is_not_sent_again(client: TestClient) -> None:
    address = document_address("sub/briefing.md", *SPAN, BRIEFING.sha256)
    tag = client.get(f"/{address}").headers["etag"]
    again = client.get(f"/{address}", headers={"if-none-match": f'"other", W/{tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    other = client.get(f"/{document_address('sub/briefing.md', 0, 7)}", headers={"if-none-match": tag})
    assert other.status_code == 200


def test_head_answers_with_the_headers_of_the_page(client: TestClient) -> None:
    address = f"/{document_address('sub/briefing.md', *SPAN, BRIEFING.sha256)}"
    assert client.head(address).headers["etag"] == client.get(address).headers["etag"]


def test_what_is_aligned_by_spaces_is_shown_as_it_stands() -> None:
    table = "Boat\tLength\nraft\t2 m"
    shown = text_html(document(f"Words of it.\n\n{table}\n\nSum:\n  of all", "a.txt"))
    assert shown.count('<p class="kind-paragraph"') == 1
    assert shown.count('<p class="kind-columns"') == 2
    assert table.replace("\n", '<span class="line-end">\n</span>') in shown
