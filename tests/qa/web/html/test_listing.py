"""The answer to a question about the collection, as the page shows it."""

from support.rendered import HOSTILE, HOSTILE_ESCAPED

from qa.answering.answer import Answer, Citation
from qa.answering.listings import DocumentListing, ListedEntry
from qa.filters import Filters
from qa.messages import Message
from qa.retrieval.search import IndexState, Search
from qa.understanding.questions import understand
from qa.web.html.listing import listing_html

CITATION = Citation(1, "0.md", "Boats 0", "2021-05-02", None, None, None, "Boats wait.", 5, 16, None, None, "ab" * 32)


def entry(number: int, marker: int | None = None) -> ListedEntry:
    return ListedEntry(f"{number}.md", f"Boats {number}", "2021-05-02" if number else None, None, None, marker)


def shown(
    count: int, documents: tuple[ListedEntry, ...], sentence: str = "So many.", changed: tuple[int, ...] = ()
) -> str:
    listing = DocumentListing(Message(sentence), Message("documents"), count, None, documents)
    search = Search(understand("q", "q", Filters()), (), IndexState(1, 1.0), {})
    answer = Answer(sentence, False, 1.0, (CITATION,), (), (), search, False, None, listing)
    return listing_html(answer, listing, changed)


def test_a_document_is_a_link_to_the_quoted_place_or_to_its_beginning() -> None:
    html = shown(2, (entry(0, 1), entry(1)))
    assert f'href="document?name=0.md&amp;start=5&amp;end=16&amp;sha256={"ab" * 32}#quotation">Boats 0</a>' in html
    assert '<q class="line" dir="auto">Boats wait.</q>' in html
    assert 'href="document?name=1.md">Boats 1</a>' in html
    assert "undated" in html
    assert '<time datetime="2021-05-02">' in html
    assert "more" not in html


def test_the_query_is_shown_with_a_way_to_search_the_text_instead() -> None:
    html = shown(0, ())
    assert '<span>Counted: <span dir="auto">documents</span>.</span>' in html
    assert 'data-take-off="said" data-key="[&quot;collection&quot;]">Search the text instead</button>' in html
    assert "<ol>" not in html


def test_documents_behind_the_tenth_are_folded_and_those_not_listed_are_counted() -> None:
    html = shown(1_052, tuple(map(entry, range(12))))
    before, behind = html.split("<details><summary>2 more</summary>")
    assert (before.count("<li>"), behind.count("<li>")) == (10, 2)
    assert "1,040 more match and are not listed." in behind


def test_a_source_that_has_changed_is_marked() -> None:
    assert "The source has changed" in shown(1, (entry(0, 1),), changed=(1,))
    assert "The source has changed" not in shown(1, (entry(0, 1),))


def test_what_comes_from_outside_is_no_markup() -> None:
    hostile = ListedEntry(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, None)
    html = shown(1, (hostile,), sentence=HOSTILE)
    assert HOSTILE not in html
    assert html.count(HOSTILE_ESCAPED) >= 3
