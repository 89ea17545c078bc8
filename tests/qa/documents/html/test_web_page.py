"""Web pages: the main text as a browser shows it, without the page's menus; what the page says about itself."""

import datetime

import pytest

from qa.documents.content import Metadata
from qa.documents.formats import format_of
from qa.documents.html.html import read_html
from qa.documents.html.web_page import read_content

PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>The new ferry – Harbour News</title>
<meta property="og:title" content="The new ferry"><meta property="article:published_time" content="2024-03-05T08:00Z">
<link rel="canonical" href="https://harbour.example/ferry"></head>
<body><header><a href="/">Harbour News</a> <a href="/boats">All our boats and timetables</a></header>
<nav><ul><li><a href="/a">Everything about the harbour and its boats</a></li></ul></nav>
<div id="menu"><a href="/b">Read the ten most popular stories of this week</a></div>
<main><article><h1>The new ferry</h1>
<p>The ferry <em>Alma</em> crosses the bay in twelve minutes, four fewer than the old one did, says the operator.</p>
<h2>Costs</h2>
<p>A crossing costs 4.50 for adults; children under six travel without a ticket, as they did on the old ferry.</p>
<pre>06:10   07:40
08:10   09:40</pre>
<table><tr><th>Ship</th><th>Seats</th></tr><tr><td>Alma</td><td>310</td></tr></table>
<p>The old ferry is for sale, and whoever wants it has until the end of the year 1999 to say so to the town.</p>
</article></main>
<footer><p>© 2009 Harbour News, all rights reserved, printed on paper from the forest</p></footer>
<script>document.write("<p>never seen</p>")</script></body></html>"""


def texts(html: str) -> list[str]:
    return [part.text for part in read_content(html.encode(), "page.html").parts]


def test_of_a_page_the_main_text_is_read_as_a_browser_shows_it() -> None:
    assert texts(PAGE) == [
        "The ferry Alma crosses the bay in twelve minutes, four fewer than the old one did, says the operator.",
        "Costs",
        "A crossing costs 4.50 for adults; children under six travel without a ticket, as they did on the old ferry.",
        "06:10   07:40\n08:10   09:40",
        "Ship | Seats",
        "Alma | 310",
        "The old ferry is for sale, and whoever wants it has until the end of the year 1999 to say so to the town.",
    ]


def test_a_page_says_its_title_date_and_address() -> None:
    assert read_content(PAGE.encode(), "page.html").metadata == Metadata(
        "The new ferry", datetime.date(2024, 3, 5), url="https://harbour.example/ferry"
    )


@pytest.mark.parametrize(
    ("html", "date"),
    [
        ("<p>It was founded on 2013-10-09 and has moved since.</p><p>© 2011</p>", None),
        ("<p class='entry-date'>Published on March 3, 2020</p><p>It was founded on 2013-10-09.</p>", (2020, 3, 3)),
        ("<p><time datetime='2021-04-05'>last week</time> the office moved</p>", (2021, 4, 5)),
    ],
)
def test_a_date_that_the_text_speaks_of_is_not_the_date_of_the_page(html: str, date: tuple[int, int, int]) -> None:
    found = read_content(f"<html><body>{html}</body></html>".encode(), "page.html").metadata.date
    assert found == (datetime.date(*date) if date else None)


def test_a_page_without_a_main_text_is_read_whole() -> None:
    assert texts("<p>Closed.</p><ul><li>Mon</li><li>Tue</li></ul>") == ["Closed.", "Mon", "Tue"]


def test_a_heading_says_nothing_about_links_to_itself() -> None:
    html = '<title>Manual</title><h2>Setting up<a class="headerlink" href="#s">¶</a></h2><p>Turn the key.</p>'
    assert texts(html) == ["Setting up", "Turn the key."]


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="iso-8859-2">', "iso-8859-2"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1250">', "cp1250"),
        ('<meta charset="iso-8859-1">', "utf-8"),
        ('<?xml version="1.0" encoding="shift_jis"?>', "utf-8"),
        ("", "utf-16"),
    ],
)
def test_a_page_is_read_in_the_encoding_that_it_is_in(head: str, encoding: str) -> None:
    data = f"<html>{head}<p>Příliš žluťoučký kůň</p></html>".encode(encoding)
    assert [part.text for part in read_content(data, "page.html").parts] == ["Příliš žluťoučký kůň"]


def test_a_page_that_names_no_encoding_is_read_as_browsers_do() -> None:
    assert [part.text for part in read_content("<p>A “caf\xe9 bar”</p>".encode("cp1252"), "x").parts] == [
        "A “café bar”"
    ]


@pytest.mark.parametrize(
    ("name", "format"),
    [("page", "HTML"), ("report.php", "HTML"), ("notes.md", "Markdown"), ("source.txt", "text"), ("a.HTM", "HTML")],
)
def test_a_page_is_known_by_its_beginning_unless_its_name_says_that_it_is_text(name: str, format: str) -> None:
    found = format_of(b"\n<!-- saved from url=(0014)about:internet -->\n<!DOCTYPE html><p>x</p>", name)
    assert found is not None
    assert found.name == format


def test_drawings_do_not_make_what_follows_too_deep() -> None:
    drawing = "<svg viewBox='0 0 1 1'>" + "<path d='M 0 0'/>" * 300 + "</svg>"
    html = f"<h2>The mill</h2><div>{drawing}</div><p>The weir feeds it.</p><h2>The inn</h2><p>It stands on a hill.</p>"
    assert [block.text for block in read_html(html)] == [
        "The mill",
        "The weir feeds it.",
        "The inn",
        "It stands on a hill.",
    ]


def test_what_leads_through_a_site_is_no_text() -> None:
    html = (
        "<nav><ul><li><a href='a'>Models</a></li></ul></nav><section><nav>Up</nav><p>The weir feeds it.</p></section>"
    )
    assert [block.text for block in read_html(html)] == ["The weir feeds it."]


def test_a_page_keeps_its_links() -> None:
    words = "The weir feeds the mill by a long race of stone, which the town has built in a year of drought."
    html = f"<body><article><p>{words} <a href='https://mill.example'>More of it</a> is told.</p></article></body>"
    [block] = read_content(html.encode(), "a.html").parts
    assert [(link.text, link.target) for link in block.links] == [("More of it", "https://mill.example")]


def test_numbered_items_of_the_main_text_are_part_of_it() -> None:
    items = "".join(f"<li>Item {name} of all that the council has done in this year.</li>" for name in "abcdef")
    page = (
        "<html><body><main><p>The council of the town reports on what it has done in the year that is past.</p>"
        f"<h2>What was done</h2><ol>{items}</ol></main></body></html>"
    )
    assert texts(page)[1:3] == ["What was done", "1. Item a of all that the council has done in this year."]
    assert len(texts(page)) == 8
