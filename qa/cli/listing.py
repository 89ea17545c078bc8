"""What the command line shows of the answer to a question about the collection."""

from rich.console import Console
from rich.text import Text

from qa.answering.answer import Answer
from qa.answering.listings import DocumentListing


def listing(console: Console, answer: Answer, found: DocumentListing) -> None:
    """The sentence that answers, what was counted, and a line a document with what is quoted of it."""
    quotes = {citation.marker: citation.quote for citation in answer.citations}
    console.print(Text(found.sentence, style="bold"))
    console.print(Text(f"counted: {found.query}", style="dim"))
    for entry in found.documents:
        console.print(Text(f"{entry.date or 'undated':10}  {entry.title} · {entry.url or entry.document}"))
        if entry.marker is not None and entry.marker in quotes:
            console.print(Text(f"            “{quotes[entry.marker]}”", style="dim"))
    if found.documents and (left := found.count - len(found.documents)):
        console.print(Text(f"{left:,} more match and are not listed", style="dim"))
