"""An answer as a message in another program's chat."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser
from support.exchanges import exchange

from qa.answering.answer import NOT_KNOWN
from qa.answering.listings import DocumentListing, ListedEntry, Offer
from qa.answering.written import Written, WrittenStatement
from qa.exports.chat_message import chat_message
from qa.messages import Message


def address(name: str, start: int | None = None, end: int | None = None, sha256: str | None = None) -> str:
    return f"http://here/document?name={name}" + ("" if start is None else f"&start={start}&end={end}")


FIRST = "[[1]](http://here/document?name=bread.md&start=0&end=30)"
QUOTE = f"> “The baker makes ninety loaves.” {FIRST}"
SOURCE = "MS. BAKER · Bread · 2023-01-02 · notes · <https://bakery.example/bread>"


def test_an_answer_is_its_quotation_with_a_link_and_the_source() -> None:
    answer = exchange().answer
    message = chat_message(answer, address)
    assert message.text == f"{QUOTE}\n\n{SOURCE}"
    [reference] = message.references
    assert message.text[reference.start : reference.end] == FIRST
    assert (reference.address, reference.citation) == (FIRST[6:-1], answer.citations[0])


def test_where_no_page_shows_documents_the_number_is_no_link() -> None:
    message = chat_message(exchange().answer)
    assert message.text == f"> “The baker makes ninety loaves.” [1]\n\n{SOURCE}"
    assert message.references == ()


def test_a_possible_match_is_labelled_and_an_abstention_is_one_sentence() -> None:
    possible = chat_message(exchange(confidence=0.35).answer, address)
    assert possible.text == f"**Possible match – check the source**\n\n{QUOTE}\n\n{SOURCE}"
    unknown = chat_message(exchange(confidence=0.01, abstains=True).answer, address)
    assert (unknown.text, unknown.references) == (NOT_KNOWN, ())


def test_documents_about_what_is_named_are_offered() -> None:
    answer = replace(exchange(confidence=0.01, abstains=True).answer, offers=(Offer("Rye", 1200, "Which name Rye?"),))
    assert chat_message(answer).text == f"{NOT_KNOWN}\n\n1,200 documents are about Rye: ask “Which name Rye?”"


def test_a_follow_up_says_what_it_was_asked_as() -> None:
    answer = exchange(question="And loaves?", interpreted="How many loaves?").answer
    assert chat_message(answer, address).text == f"Asked as: How many loaves?\n\n{QUOTE}\n\n{SOURCE}"


def test_statements_refer_to_the_quotations_below_them() -> None:
    statements = (WrittenStatement("Ninety are made.", (1,), False), WrittenStatement("Each *day*.", (1,), True))
    written = Written(statements, 0, False, "model", 10, 1.0, None)
    message = chat_message(replace(exchange().answer, written=written), address)
    assert message.text == (
        f"Ninety are made. {FIRST}\n\nEach \\*day\\*. {FIRST} (partly supported)\n\n{QUOTE}\n\n{SOURCE}"
    )
    assert [message.text[one.start : one.end] for one in message.references] == [FIRST] * 3


def test_a_listing_links_every_document_and_quotes_what_it_has_of_them() -> None:
    entries = (
        ListedEntry("bread.md", "Bread", "2023-01-02", "notes", None, 1),
        ListedEntry("rolls.md", "*Rolls*", None, None, None, None),
    )
    listing = DocumentListing(Message("3 documents mention “loaves”."), Message("documents"), 3, None, entries)
    text = chat_message(replace(exchange(confidence=1.0).answer, listing=listing), address).text
    assert text == (
        "3 documents mention “loaves”.\n\nCounted: documents.\n\n"
        f"- 2023-01-02 · [Bread](http://here/document?name=bread.md) · notes · {FIRST}\n"
        "- undated · [\\*Rolls\\*](http://here/document?name=rolls.md)\n"
        f"- 1 more match and are not listed\n\n{QUOTE}\n\n{SOURCE}"
    )


@given(st.text("ab[]()1*_`<>&\n\\!#", min_size=1).filter(str.strip), st.text("[]()1*_ x", min_size=1).filter(str.strip))
def test_no_text_of_a_document_becomes_a_link_or_markup(words: str, title: str) -> None:
    words, title = " ".join(words.split()), " ".join(title.split())
    answer = exchange({"a.md": words}, [("a.md", words)], title=title, speaker=None, url=None).answer
    message = chat_message(answer, address)
    page = LexborHTMLParser(MarkdownIt("gfm-like", {"linkify": False}).render(message.text))
    assert [one.attributes["href"] for one in page.css("a")] == [one.address for one in message.references]
    assert page.css_first("blockquote").text().strip() == f"“{words}” [1]"
