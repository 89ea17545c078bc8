"""The cards of sources, and what stands around a quotation in its document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.briefing import BRIEFING, citation
from support.rendered import Page
from support.toy import document

from qa.documents.passages import Passage
from qa.retrieval.retriever import Hit
from qa.web.html.excerpts import Excerpt, Piece, bare, surroundings
from qa.web.html.sources import excerpt_html, link_html, passages_html, source_html


def test_a_card_is_a_line_that_opens_to_the_quotation_in_its_text() -> None:
    excerpt = Excerpt((Piece("paragraph", 0, "We have 500 tests."),), opens_late=True, ends_early=False)
    address = f"document?name=briefing.md&amp;start=8&amp;end=11&amp;sha256={'0' * 64}#quotation"
    assert source_html(2, [citation()], [excerpt], numbered=True) == (
        f'<div class="by"><a class="marker" href="{address}" data-citation="1" aria-label="Source 1">1</a>'
        '<details class="source" id="source-2-1" aria-live="off"><summary><span class="speaker" dir="auto">MS. PSAKI'
        '</span> · <cite dir="auto">Briefing</cite> · <time datetime="2021-03-09">2021-03-09</time></summary>'
        '<div class="opened"><div class="excerpt"><p class="kind-paragraph" dir="auto">'
        '<span class="cut">…\u00a0</span>We have <mark>500</mark> tests.</p></div>'
        f'<p class="facts"><a class="place" href="{address}">Show in the document</a><a class="original" '
        'href="https://x.gov/briefing" target="_blank" rel="noopener noreferrer">Original at x.gov'
        '<span class="unseen"> (opens in a new tab)</span></a><span class="filed" dir="auto">press-briefings</span></p>'
        "</div></details></div>"
    )


def test_the_card_of_several_quotations_shows_each_in_its_text() -> None:
    cited = [citation(), citation(marker=2, quote="600", start=20, end=23, speaker="Q")]
    page = Page(source_html(1, cited, [bare(8, "500"), bare(20, "600")], numbered=False))
    assert page.marks == ["500", "600"]
    assert page.said("cite") == ["Briefing"]
    assert "marker" not in page.having("class")
    assert "speaker" not in page.having("class")  # they are two
    assert page.misnested == []


def test_what_is_not_known_of_a_document_is_left_out_of_its_card() -> None:
    unknown = citation(date=None, category=None, speaker=None, url=None)
    page = Page(source_html(1, [unknown], [bare(8, "500")], numbered=False))
    assert page.text == "Briefing…\u00a0500\u00a0…Show in the document"
    assert [link["class"] for link in page.all("a")] == ["place"]


def test_a_card_beside_its_date_does_not_repeat_it() -> None:
    assert "time" not in Page(source_html(1, [citation()], [bare(8, "500")], numbered=True, dated=False)).tags


def test_rows_are_a_table_in_which_the_quotation_is_marked() -> None:
    pieces = (Piece("row", 0, "place | rate"), Piece("row", 14, "north | 5"), Piece("paragraph", 25, "So it is."))
    assert excerpt_html(Excerpt(pieces, opens_late=True, ends_early=False), (14, 23)) == (
        '<div class="excerpt"><div class="rows"><table><tbody><tr><td dir="auto"><span class="cut">…\u00a0</span>place'
        '</td><td dir="auto">rate</td></tr><tr><td dir="auto"><mark>north</mark></td><td dir="auto"><mark>5</mark></td>'
        '</tr></tbody></table></div><p class="kind-paragraph" dir="auto">So it is.</p></div>'
    )


@given(st.text(), st.data())
def test_the_mark_holds_the_quoted_characters_and_no_other(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    before = data.draw(st.integers(0, 500))
    rendered = excerpt_html(
        Excerpt((Piece("paragraph", before, text),), opens_late=False, ends_early=False),
        (before + start, before + end),
    )
    # NUL and carriage return are what HTML does not carry; canonical text holds neither.
    if not set(text) & {"\x00", "\r"}:
        assert Page(rendered).marked == text[start:end]
        assert Page(rendered).text == text


def test_a_quotation_over_two_blocks_is_marked_in_each() -> None:
    pieces = (Piece("heading", 0, "One"), Piece("item", 5, "two three"))
    assert excerpt_html(Excerpt(pieces, opens_late=False, ends_early=False), (0, 8)) == (
        '<div class="excerpt"><h4 class="kind-heading" dir="auto"><mark>One</mark></h4>'
        '<p class="kind-item" dir="auto"><mark>two</mark> three</p></div>'
    )


def test_right_to_left_and_invisible_characters_stay_as_they_are() -> None:
    text = "שלום \u202eabc\u202c a\u200bb\u2066"
    rendered = excerpt_html(Excerpt((Piece("paragraph", 0, text),), opens_late=False, ends_early=False), (0, 4))
    assert rendered == (
        '<div class="excerpt"><p class="kind-paragraph" dir="auto"><mark>שלום</mark>'
        " \u202eabc\u202c a\u200bb\u2066</p></div>"
    )


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\nscript:alert(1)",
        " https://x.gov",
        "https://x.gov/\t",
        "data:text/html,x",
        "file:///etc/passwd",
        "//x.gov",
        "/local",
        "https:///path",
        "https://[x",
    ],
)
def test_only_http_addresses_become_links(url: str | None) -> None:
    assert link_html(url) == ""


def test_an_address_is_escaped_in_its_link() -> None:
    assert link_html("http://x.gov/?a=1&b='\"><script>").startswith(
        '<a class="original" href="http://x.gov/?a=1&amp;b=&#x27;&quot;&gt;&lt;script&gt;" target="_blank" '
        'rel="noopener noreferrer">'
    )


def test_nothing_in_a_passage_that_is_no_answer_is_marked() -> None:
    passage = Passage(0, len(BRIEFING.text), BRIEFING.text, "", None, "Q")
    hit = Hit(passage, BRIEFING.info, 0.03, 1)
    page = Page(passages_html("passage-1-1", [hit], [surroundings(BRIEFING, 0, len(BRIEFING.text))]))
    assert "mark" not in page.tags
    assert page.all("a")[0] == {
        "class": "place",
        "href": f"document?name=briefing.md&start=0&end={len(BRIEFING.text)}#quotation",
    }
    assert page.text == (
        "Q · Briefing · 2021-03-09Q How many tests?MS. PSAKI: We have 500 tests. More will come."
        "Q And then?Show in the documentOriginal at x.gov (opens in a new tab)press-briefings"
    )


# Excerpts


def excerpted(markdown: str, quote: str, context: int) -> Excerpt:
    source = document(markdown)
    start = source.text.index(quote)
    return surroundings(source, start, start + len(quote), context)


def test_an_excerpt_takes_whole_blocks_that_fit() -> None:
    excerpt = excerpted("First.\n\nSecond.\n\nThird.\n\nFourth.\n", "Second.", 8)
    assert excerpt == Excerpt(
        (Piece("paragraph", 0, "First."), Piece("paragraph", 8, "Second."), Piece("paragraph", 17, "Third.")),
        opens_late=False,
        ends_early=True,
    )


def test_an_excerpt_cuts_a_long_block_between_sentences() -> None:
    excerpt = excerpted("One two. Three four. Five six. Seven eight. Nine ten.\n", "Five six.", 14)
    assert excerpt == Excerpt((Piece("paragraph", 9, "Three four. Five six. Seven eight."),), True, True)


def test_an_excerpt_stays_within_its_section() -> None:
    excerpt = excerpted("# One\n\nBefore.\n\n# Two\n\nQuoted.\n\n# Three\n\nAfter.\n", "Quoted.", 320)
    assert [piece.text for piece in excerpt.pieces] == ["Two", "Quoted."]
    assert (excerpt.opens_late, excerpt.ends_early) == (True, True)


def test_an_excerpt_ends_where_somebody_else_speaks() -> None:
    start = BRIEFING.text.index("We have")
    excerpt = surroundings(BRIEFING, start, start + 18)
    assert [piece.text for piece in excerpt.pieces] == [
        "Q How many tests?",
        "MS. PSAKI: We have 500 tests. More will come.",
    ]


@given(st.data())
def test_every_piece_of_an_excerpt_stands_in_the_document(data: st.DataObject) -> None:
    source = document("# Head\n\nOne. Two three.\n\n- a\n- b\n\nFour five. Six seven eight. Nine.\n\n## Sub\n\nTen.\n")
    start = data.draw(st.integers(0, len(source.text) - 1))
    end = data.draw(st.integers(start + 1, len(source.text)))
    excerpt = surroundings(source, start, end, data.draw(st.integers(0, 60)))
    assert all(source.text[p.start : p.start + len(p.text)] == p.text for p in excerpt.pieces)
    shown = Page(excerpt_html(excerpt, (start, end))).marked
    assert "".join(shown.split()) == "".join(source.text[start:end].split())
