"""The answer to a question about the collection, as a terminal gets it."""

import io

from rich.console import Console
from support.toy import document

from qa.answering.citations import verify
from qa.answering.draft import Draft, Quote
from qa.answering.listings import DocumentListing, ListedEntry
from qa.cli.listing import listing
from qa.filters import Filters
from qa.messages import Message
from qa.retrieval.search import IndexState, Search
from qa.understanding.questions import understand


def test_a_listing_is_a_line_a_document_with_what_is_quoted_of_it() -> None:
    question = understand("q", "q", Filters())
    draft = Draft((Quote("c.md", 0, 11, "Boats wait."),), 1.0, abstains=False)
    answer = verify(draft, Search(question, (), IndexState(1, 1.0), {}), {"c.md": document("Boats wait.\n", "c.md")})
    entries = (
        ListedEntry("c.md", "Boats", "2021-05-02", None, None, 1),
        ListedEntry("d.md", "[b]More", None, "notes", "https://harbour.example/d", None),
    )
    file = io.StringIO()
    found = DocumentListing(Message("3 documents mention “boats”."), Message("documents"), 3, None, entries)
    listing(Console(file=file, soft_wrap=True), answer, found)
    assert file.getvalue().splitlines() == [
        "3 documents mention “boats”.",
        "counted: documents",
        "2021-05-02  Boats · c.md",
        "            “Boats wait.”",
        "undated     [b]More · https://harbour.example/d",
        "1 more match and are not listed",
    ]
