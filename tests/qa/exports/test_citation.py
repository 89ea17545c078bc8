"""References: a quotation as it is cited elsewhere."""

import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pyromark
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.toy import document

from qa.answering.citations import verify
from qa.answering.draft import Draft, Quote
from qa.documents import Place
from qa.exports.citation import Reference, as_bibtex, as_csl_json, as_markdown, as_text, host_of
from qa.filters import Filters
from qa.retrieval.search import IndexState, Search
from qa.understanding.questions import understand

DOCUMENT = document(
    "---\ntitle: Briefing on tests & more\ndate: 2021-03-09\ncategory: press\npermalink: https://x.example/z?a=1&b=2\n"
    "---\nMS. GREEN: We have 500 tests.\n\nQ How many?\n",
    "sub/a_b.md",
)
WORDS = "We have 500 tests."
START = DOCUMENT.text.index(WORDS)
REFERENCE = Reference(
    quote=WORDS,
    title="Briefing on tests & more",
    date=date(2021, 3, 9),
    category="press",
    speaker="MS. GREEN",
    url="https://x.example/z?a=1&b=2",
    document="sub/a_b.md",
    start=START,
    end=START + len(WORDS),
    sha256=DOCUMENT.sha256,
)
BARE = replace(REFERENCE, date=None, category=None, speaker=None, url=None)
EVERYTHING = pyromark.Options(0)
for name in dir(pyromark.Options):
    # A block of metadata stands at the start of a file, and smart punctuation changes letters, not elements.
    if name.startswith("ENABLE") and "METADATA" not in name and "SMART" not in name:
        EVERYTHING |= getattr(pyromark.Options, name)

MARKS = st.sampled_from(
    "\\ ` * _ { } [ ] ( ) < > # + - = . ! | ~ $ ^ & : @ % \" ' / 1. 1) ``` --- ![x](y) [x] http://x.example <b> &lt; "
    "\n \t \u2028 \u200b \u202e aa www.x.example".split(" ")
)
WILD = st.lists(st.one_of(MARKS, st.just(" "), st.text(max_size=3)), min_size=1, max_size=12).map("".join)
REFERENCES = st.builds(
    Reference,
    quote=WILD,
    title=WILD,
    date=st.none() | st.dates(),
    category=st.none() | WILD,
    speaker=st.none() | WILD | st.just("Q"),
    url=st.none() | WILD | WILD.map("https://x.example/".__add__),
    document=WILD,
    start=st.integers(0, 10**6),
    end=st.integers(0, 10**6),
    sha256=st.just("0" * 64),
)


class Rendered(HTMLParser):
    """Elements of HTML, addresses of its links, its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str | None] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element opens."""
        self.tags.add(tag)
        self.links += [value for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        """Text, entities resolved."""
        self.text += data


def test_a_reference_is_the_same_from_a_document_and_from_a_citation() -> None:
    quote = Quote("sub/a_b.md", START, START + len(WORDS), WORDS)
    search = Search(understand("Tests?", "Tests?", Filters()), (), IndexState(1, 1.0), {})
    [citation] = verify(Draft((quote,), 0.9, False), search, {"sub/a_b.md": DOCUMENT}).citations
    assert Reference.from_citation(citation) == REFERENCE
    assert Reference.from_document(DOCUMENT, START, START + len(WORDS)) == REFERENCE
    assert Reference.from_citation(replace(citation, date=None)).date is None


def test_text_is_one_line_to_paste() -> None:
    assert as_text(REFERENCE) == (
        "“We have 500 tests.” — MS. GREEN, Briefing on tests & more, 9 March 2021, https://x.example/z?a=1&b=2"
    )
    assert as_text(replace(BARE, quote="one\n\ntwo")) == "“one two” — Briefing on tests & more"


def test_what_stands_under_a_question_label_is_a_reporters() -> None:
    asked = replace(REFERENCE, quote="How many?", speaker="Q", url=None, date=None)
    assert as_text(asked) == "“How many?” — a reporter’s question, Briefing on tests & more"
    assert "author" not in as_bibtex(asked)
    assert "author" not in json.loads(as_csl_json(asked))[0]


def test_markdown_is_a_quotation_with_a_link() -> None:
    assert as_markdown(replace(REFERENCE, quote="We have *500* tests.\n\n1. More\n- and more")) == (
        "> We have \\*500\\* tests.\n>\n> 1\\. More\n>\n> \\- and more\n>\n"
        "> — MS. GREEN, [Briefing on tests & more](https://x.example/z?a=1\\&b=2), 9 March 2021\n"
    )
    ended = replace(REFERENCE, title="Tests] and [more")
    assert "[Tests\\] and \\[more](https://x.example" in as_markdown(ended)
    assert as_markdown(BARE) == "> We have 500 tests.\n>\n> — Briefing on tests & more\n"


def test_bibtex_is_an_entry_with_the_words_in_its_note() -> None:
    assert as_bibtex(REFERENCE) == (
        f"@misc{{{REFERENCE.key},\n"
        "  author = {{MS. GREEN}},\n"
        "  title = {{Briefing on tests \\& more}},\n"
        "  year = {2021},\n"
        "  month = mar,\n"
        "  day = {9},\n"
        "  publisher = {x.example},\n"
        "  howpublished = {\\url{https://x.example/z?a=1&b=2}},\n"
        "  url = {https://x.example/z?a=1&b=2},\n"
        f"  note = {{``We have 500 tests.'' (characters {START}--{START + 18} of sub/a\\_b.md, "
        f"sha256 {DOCUMENT.sha256})}},\n"
        "}\n"
    )


def test_csl_json_is_a_list_of_one_item() -> None:
    assert json.loads(as_csl_json(REFERENCE)) == [
        {
            "id": REFERENCE.key,
            "type": "webpage",
            "title": "Briefing on tests & more",
            "author": [{"literal": "MS. GREEN"}],
            "issued": {"date-parts": [[2021, 3, 9]]},
            "genre": "press",
            "container-title": "x.example",
            "publisher": "x.example",
            "URL": "https://x.example/z?a=1&b=2",
            "note": f"“We have 500 tests.” (characters {START}–{START + 18} of sub/a_b.md, sha256 {DOCUMENT.sha256})",
        }
    ]
    [bare] = json.loads(as_csl_json(BARE))
    assert (bare["type"], sorted(bare)) == ("document", ["id", "note", "title", "type"])


def test_the_key_is_of_the_words_and_the_file() -> None:
    assert re.fullmatch(r"briefing2021x[0-9a-f]{8}", REFERENCE.key)
    assert replace(REFERENCE, start=START + 1).key != REFERENCE.key
    assert replace(REFERENCE, sha256="0").key != REFERENCE.key
    assert replace(REFERENCE, speaker=None).key == REFERENCE.key
    assert replace(BARE, title="«–»").key.startswith("documentx")


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://x.example:80/a", "x.example"),
        ("http://X.example", "x.example"),
        ("javascript:alert(1)", None),
        ("https://", None),
        ("https://x.example/a b", None),
        ("http://[x", None),
        (None, None),
    ],
)
def test_only_a_web_address_has_a_host(url: str | None, host: str | None) -> None:
    assert host_of(url) == host
    assert ("url = " in as_bibtex(replace(REFERENCE, url=url))) is (host is not None)


@given(REFERENCES)
def test_the_braces_of_bibtex_balance_and_nothing_special_is_bare(reference: Reference) -> None:
    entry = as_bibtex(reference)
    depth = 0
    for character in entry:
        depth += (character == "{") - (character == "}")
        assert depth >= 0
    assert depth == 0
    assert re.fullmatch(r"@misc\{[a-z0-9]+,\n(?:  [a-z]+ = (?:\{.*\}|[a-z]{3}),\n)+\}\n", entry)
    [title] = re.findall(r"^  title = \{\{(.*)\}\},$", entry, re.MULTILINE)
    assert not re.search(r"(?<!\\)[#$%&_]|[~^<>|]", title)
    assert re.sub(r"\\[a-z]+\{\}|\\[#$%&_]", "", title).find("\\") == -1


@given(REFERENCES)
def test_csl_json_gives_back_the_words(reference: Reference) -> None:
    [item] = json.loads(as_csl_json(reference))
    assert item["id"] == reference.key
    assert item["note"].startswith("“")
    assert all(item.values())


@given(REFERENCES)
def test_text_is_one_line(reference: Reference) -> None:
    assert len(as_text(reference).splitlines()) == 1


@given(REFERENCES)
def test_nothing_in_a_reference_becomes_markup(reference: Reference) -> None:
    page = Rendered(pyromark.html(as_markdown(reference), options=EVERYTHING))
    quoted = f"{reference.quote}{reference.title}{reference.speaker}"
    assert page.tags <= {"blockquote", "p", "a"} | ({"code"} if "@" in quoted else set())  # '@' would link elsewhere
    linked = host_of(reference.url) is not None and reference.title.split() != []
    assert len(page.links) <= int(linked)


@given(WILD)
def test_markdown_shows_the_words_as_they_are(words: str) -> None:
    page = Rendered(pyromark.html(as_markdown(replace(BARE, quote=words)), options=EVERYTHING))
    shown = " ".join(page.text.split())
    assert shown == " ".join([as_text(replace(BARE, quote=words)).split("” — ")[0][1:], "— " + BARE.title]).strip()


def test_a_page_is_cited_where_each_format_has_room_for_it() -> None:
    paged = replace(REFERENCE, place=Place("page", "12"))
    assert "Briefing on tests & more, p. 12, 9 March 2021" in as_text(paged)
    assert ", p. 12, 9 March 2021" in as_markdown(paged).replace("\\", "")
    assert "  pages = {12},\n" in as_bibtex(paged)
    assert json.loads(as_csl_json(paged))[0]["locator"] == "12"
    assert "  pages = {ii},\n" in as_bibtex(replace(REFERENCE, place=Place("page", "2", "ii")))


def test_any_other_place_is_cited_in_words() -> None:
    placed = replace(REFERENCE, place=Place("slide", "3"))
    assert ", slide 3, " in as_text(placed)
    assert "pages =" not in as_bibtex(placed)
    assert "(slide 3, characters " in as_bibtex(placed)
    assert json.loads(as_csl_json(placed))[0]["locator"] == "slide 3"


def test_a_reference_of_a_document_has_its_place() -> None:
    block = replace(DOCUMENT.blocks[0], place=Place("page", "12"))
    paged = replace(DOCUMENT, blocks=(block, *DOCUMENT.blocks[1:]))
    assert Reference.from_document(paged, START, START + 3).place == Place("page", "12")
    assert Reference.from_document(DOCUMENT, START, START + 3).place is None
