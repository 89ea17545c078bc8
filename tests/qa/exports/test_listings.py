"""A question about the collection in an exported conversation."""

import json
from dataclasses import replace

from support.exchanges import exchange

from qa.answering.listings import DocumentListing, ListedEntry
from qa.exports.conversation import as_html, as_json, as_markdown
from qa.messages import Message

ENTRIES = (
    ListedEntry("bread.md", "Bread", "2023-01-02", "notes", "https://bakery.example/bread", 1),
    ListedEntry("rolls.md", "*Rolls*", None, None, None, None),
)
_ASKED = exchange(confidence=1.0)
LISTED = replace(
    _ASKED,
    answer=replace(
        _ASKED.answer,
        listing=DocumentListing(Message("3 documents mention “loaves”."), Message("documents"), 3, None, ENTRIES),
    ),
)
NONE = [frozenset[int]()]


def test_markdown_has_the_sentence_the_query_and_the_documents() -> None:
    text = as_markdown("Talk", [LISTED], NONE)
    listed = (
        "3 documents mention “loaves”.\n\nCounted: documents.\n\n"
        "- 2023-01-02 · Bread · notes · https\\://bakery.example/bread [1]\n"
        "- undated · \\*Rolls\\*\n- 1 more matches and is not listed.\n\n> “The baker makes ninety loaves.” [1]"
    )
    assert listed in text


def test_a_page_has_them_as_a_list() -> None:
    page = as_html("Talk", [LISTED], NONE)
    assert "<p>3 documents mention “loaves”.</p>\n<p>Counted: documents.</p>\n<ul>" in page
    assert '<li dir="auto">undated · *Rolls*</li>' in page


def test_json_has_the_listing_and_an_answer_without_one_has_none() -> None:
    found = json.loads(as_json([LISTED, _ASKED], NONE * 2))
    assert found[0]["answer"]["listing"]["count"] == 3
    assert found[1]["answer"]["listing"] is None
