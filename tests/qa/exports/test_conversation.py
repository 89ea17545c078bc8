"""A conversation as a file: what it holds, and that texts in it are never markup."""

import json
import re
from datetime import date, timedelta
from itertools import pairwise

import pyromark
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser
from support.exchanges import BREAD, BREAD_QUOTES, NOON, exchange

from qa import Filters
from qa.answering.answer import NOT_KNOWN, POSSIBLE
from qa.conversations.exchange import Exchange
from qa.exports.conversation import as_html, as_json, as_markdown

TALK = [
    exchange(filters=Filters(date(2023, 1, 1), None, frozenset({"notes"})), without=frozenset({"to"})),
    exchange(
        question="And rolls?",
        interpreted="How many rolls?",
        confidence=0.1,
        abstains=True,
        asked_at=NOON + timedelta(hours=1),
    ),
    exchange(question="Who built it?", confidence=0.35),
]
CHANGED = [frozenset({1}), frozenset[int](), frozenset[int]()]
SHA = TALK[0].answer.citations[0].sha256

EVERY_EXTENSION = pyromark.Options(0)
for _option in pyromark.Options:
    if _option is not pyromark.Options.ENABLE_SMART_PUNCTUATION:  # it curls quotes, which is no markup
        EVERY_EXTENSION |= _option
VIEWERS = {
    "pulldown-cmark": lambda text: pyromark.html(text, options=EVERY_EXTENSION),
    "markdown-it": MarkdownIt("gfm-like", {"linkify": False, "html": True}).render,
}


def test_markdown_holds_the_conversation_as_it_was_shown() -> None:
    facts = f"""- Said by: MS. BAKER
- Title: Bread
- Date: 2023-01-02
- Category: notes
- Document: bread.md
- Characters: 0–30
- sha256: {SHA}
- Original page: <https://bakery.example/bread>
"""
    assert as_markdown("Of *bread*", TALK, CHANGED) == (
        f"""# Of \\*bread\\*

Every quotation was checked, character by character, against the file with the given sha256.

## How many loaves?

- Asked: 2024-05-06 12:00:00 UTC
- Documents from: 2023-01-01
- Categories: notes
- Left out of the question: to

> “The baker makes ninety loaves.” [1]

{facts}- **The source has changed since, or was removed: this is what it said when the question was asked.**

## And rolls?

- Asked: 2024-05-06 13:00:00 UTC
- Understood as: How many rolls?

{NOT_KNOWN}

## Who built it?

- Asked: 2024-05-06 12:00:00 UTC

{POSSIBLE}

> “The baker makes ninety loaves.” [1]

{facts}"""
    )


def test_json_is_a_list_of_what_ask_prints_with_what_was_set() -> None:
    found = json.loads(as_json(TALK, CHANGED))
    added = ["asked_at", "generation", "set", "without", "changed", "tags"]
    for one, kept in zip(found, TALK, strict=True):
        assert {name: one[name] for name in one if name not in added} == json.loads(json.dumps(kept.answer.to_dict()))
    assert [[one[name] for name in added] for one in found] == [
        ["2024-05-06T12:00:00+00:00", 7, {"from": "2023-01-01", "category": ["notes"]}, ["to"], [1], []],
        ["2024-05-06T13:00:00+00:00", 7, {}, [], [], []],
        ["2024-05-06T12:00:00+00:00", 7, {}, [], [], []],
    ]


def test_every_export_says_the_tags_of_the_conversation() -> None:
    tags = ("bread", "to *do*")
    assert as_markdown("Of bread", TALK, CHANGED, tags=tags).splitlines()[4] == "Tags: bread, to \\*do\\*"
    assert [one["tags"] for one in json.loads(as_json(TALK, CHANGED, tags=tags))] == [["bread", "to *do*"]] * 3
    page = LexborHTMLParser(as_html("Of bread", TALK, CHANGED, tags=tags))
    assert [node.text() for node in page.css("main > dl > *")] == ["Tags", "bread, to *do*"]


def test_the_page_holds_the_conversation_and_marks_what_has_changed() -> None:
    page = LexborHTMLParser(as_html("Of bread", TALK, CHANGED))
    assert [node.text() for node in page.css("title, h1, h2")] == [
        "Of bread",
        "Of bread",
        "How many loaves?",
        "And rolls?",
        "Who built it?",
    ]
    first, second, third = page.css("section")
    assert [node.text() for node in first.css("blockquote")] == ["“The baker makes ninety loaves.” [1]"]
    facts = dict(zip([n.text() for n in first.css("dt")], [n.text() for n in first.css("dd")], strict=True))
    assert facts == {
        "Asked": "2024-05-06 12:00:00 UTC",
        "Documents from": "2023-01-01",
        "Categories": "notes",
        "Left out of the question": "to",
        "Said by": "MS. BAKER",
        "Title": "Bread",
        "Date": "2023-01-02",
        "Category": "notes",
        "Document": "bread.md",
        "Characters": "0–30",
        "sha256": SHA,
        "Original page": "https://bakery.example/bread",
    }
    assert [node.attributes["href"] for node in page.css("a")] == ["https://bakery.example/bread"] * 2
    assert [len(section.css(".changed")) for section in (first, second, third)] == [1, 0, 0]
    assert [node.text() for node in second.css("section > p")] == [NOT_KNOWN]
    assert [node.text() for node in third.css("section > p")] == [POSSIBLE]


def test_the_page_asks_nothing_of_anybody() -> None:
    page = LexborHTMLParser(as_html("Of bread", TALK, CHANGED))
    assert page.css("script, img, link, iframe, object, form, base, [onclick], [style]") == []
    assert not re.search(r"url\(|@import", as_html("Of bread", TALK, CHANGED))
    [policy] = page.css("meta[http-equiv=Content-Security-Policy]")
    assert policy.attributes["content"] == "default-src 'none'; style-src 'unsafe-inline'"


@pytest.mark.parametrize("make", [as_markdown, as_html])
def test_a_conversation_of_nothing_is_a_title(make: object) -> None:
    assert "Of bread" in make("Of bread", [], [])  # type: ignore[operator]
    assert as_json([], []) == "[]\n"


# Texts are texts

NASTY = [
    "![x](http://tracker.example/a.png)",
    "<img src=http://tracker.example/a.png onerror=alert(1)>",
    "<script>alert(1)</script></blockquote></style><!--",
    "`code` ``` ~~~ ``a`b@c",
    "# Heading\n## Another\n===\n---\n***\n___",
    "- item\n* item\n+ item\n1. item\n2) item\n- [x] done",
    "[a]: http://tracker.example\n[a] [b](javascript:alert(1)) [[wiki]] [^1]\n[^1]: note",
    "| a | b |\n|---|:-:|\n| 1 | 2 |",
    "    indented\n\tindented\n> quote\n> [!NOTE]",
    "&lt;b&gt; &amp; &#42; \\* \\",
    "$x$ $$y$$ ^z^ ~~w~~ ==v== {#id .class} {{ template }}\n: definition\n:smile: :100:",
    "line  \nhard break\\\nend\\",
    "\u202eright to left\u202c \u200bzero\u200b\u200d \u05e9\u05dc\u05d5\u05dd",
    "---\ntitle: x\n---",
    "+++\ntitle = 1\n+++",
]
TEXTS = st.lists(
    st.sampled_from([*NASTY, *"*_`[]()<>!#-+=~|$^{}:.@&\\\"' \n\t", "1", "a", "http", "://", "www.", "\u200b"]),
    min_size=1,
    max_size=12,
).map("".join)


def kept(text: str, url: str | None = None) -> Exchange:
    """An exchange of which every text that comes from outside is this one."""
    return exchange(
        {text: text},
        [(text, text)],
        question=text,
        interpreted=f"{text}?",
        filters=Filters(categories=frozenset({text})),
        without=frozenset({text}),
        title=text,
        url=url,
        speaker=text,
    )


def words(text: str) -> str:
    return " ".join(text.split())


def test_every_nasty_text_is_a_text_everywhere() -> None:
    for text in NASTY:
        check_markdown(text)
        check_page(text)


@given(TEXTS.filter(str.strip))
@example("a`@b.example")
def test_markdown_renders_as_the_characters_of_the_texts(text: str) -> None:
    check_markdown(text)


@given(TEXTS.filter(str.strip) | st.text(st.characters(exclude_characters="\0\r", codec="utf-8"), min_size=1))
def test_the_page_shows_the_characters_of_the_texts(text: str) -> None:
    check_page(text)


def check_markdown(text: str) -> None:
    markdown = as_markdown(text, [kept(text)], [frozenset()])
    for viewer in VIEWERS.values():
        page = LexborHTMLParser(viewer(markdown))
        used = {node.tag for node in page.body.css("*")}  # type: ignore[union-attr]
        assert used <= {"body", "h1", "h2", "p", "ul", "li", "blockquote", "br", "code"}
        assert [words(node.text()) for node in page.css("h1, h2")] == [words(text)] * 2
        assert [letters(node.text()) for node in page.css("blockquote")] == [letters(f"“{text}”[1]")]
        items = [words(node.text()) for node in page.css("li")]
        assert f"Title: {words(text)}" in items
        assert f"Document: {words(text)}" in items


def letters(text: str) -> str:
    """Everything but white space, which a viewer folds."""
    return "".join(text.split())


def check_page(text: str) -> None:
    page = LexborHTMLParser(as_html(text, [kept(text)], [frozenset()]))
    assert [node.text() for node in page.css("h1, h2")] == [text] * 2
    assert [node.text() for node in page.css("blockquote")] == [f"“{text}” [1]"]
    assert page.css("script, img, a, b, form, main main, section section") == []
    assert [node.text() for node in page.css("dd")].count(text) == 5


def test_nothing_in_a_text_is_taken_for_an_address() -> None:
    text = "See www.bakery.example, http://bakery.example:80/a or mail ann@bakery.example, @ann at 10:30 for $1.5."
    assert as_markdown(text, [], []).splitlines()[0] == (
        "# See www\\.bakery.example, http\\://bakery.example\\:80/a or mail `ann@bakery.example,` `@ann` at 10:30 "
        "for $1.5."
    )


def test_plain_prose_is_written_without_escapes() -> None:
    text = "In the U.S. [sic] it cost $35 or $40 in fiscal year 2025. R&D – a well-known matter – rose 5%! See [1]."
    assert as_markdown(text, [], []).splitlines()[0] == f"# {text}"


def test_a_text_is_no_template_of_a_site_generator() -> None:
    assert as_markdown("{{ a }} {% b %}", [], []).splitlines()[0] == "# \\{\\{ a \\}\\} \\{% b %\\}"


def test_a_quotation_keeps_its_lines() -> None:
    text = "First:\nones\n\n  twos"
    markdown = as_markdown("T", [exchange({"a.md": text}, [("a.md", text)])], [frozenset()])
    assert "\n> “First:\\\n> ones\\\n> twos” [1]\n" in markdown


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("HTTPS://x.example/a", "HTTPS://x.example/a"),
        ('http://x.example/a b>c<d`e"f\\g\nh|$', "http://x.example/a%20b%3Ec%3Cd%60e%22f%5Cg%0Ah%7C%24"),
        ("http://x.example/(ü)?q=1&r=%20#s", "http://x.example/(%C3%BC)?q=1&r=%20#s"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        (" http://x.example", None),
        ("//x.example", None),
        (None, None),
    ],
)
def test_an_address_is_one_of_the_web_and_ends_nothing(url: str | None, address: str | None) -> None:
    talk = [exchange(BREAD, BREAD_QUOTES, url=url)]
    page = LexborHTMLParser(as_html("T", talk, [frozenset()]))
    assert [node.attributes["href"] for node in page.css("a")] == ([address] if address else [])
    assert [node.attributes.get("cite") for node in page.css("blockquote")] == [address]
    for viewer in VIEWERS.values():
        links = LexborHTMLParser(viewer(as_markdown("T", talk, [frozenset()]))).css("a")
        assert [node.attributes["href"] for node in links] == ([address] if address else [])


def test_headings_are_in_order() -> None:
    levels = [int(node.tag[1]) for node in LexborHTMLParser(as_html("T", TALK, CHANGED)).css("h1, h2, h3, h4")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
