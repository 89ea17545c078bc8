"""The command that shows what is known of a document: `show`."""

from typing import Annotated

import typer
from rich.text import Text

from qa.cli.opening import open_collection
from qa.cli.options import CollectionOption, JsonOption
from qa.cli.printing import out, print_json
from qa.documents.metadata.facts import facts_of
from qa.errors import UsageError


def show(
    name: Annotated[str, typer.Argument(metavar="DOCUMENT", help="A name as `status --documents` lists them.")],
    collection: CollectionOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what is known of a document, and where each fact was found."""
    catalog = open_collection(collection).catalog
    document = catalog.document(name)
    if document is None:
        raise UsageError(f"no document is called {name!r}; `quotable status --documents` lists them")
    facts, problems = facts_of(document), document.particulars.problems
    file = {"document": name, "file": catalog.path_of(name), "sha256": document.sha256}
    if as_json:
        metadata = {fact.name: {"value": fact.value, "from": fact.origin} for fact in facts}
        print_json({**file, "characters": len(document.text), "metadata": metadata, "problems": problems})
        return
    for fact in facts:
        out.print(Text.assemble(f"{fact.name:13}{fact.shown}", (f"  from: {fact.origin or 'unknown'}", "dim")))
    for label, value in {**file, "characters": f"{len(document.text):,}"}.items():
        out.print(Text(f"{label:13}{value}"))
    for problem in problems:
        out.print(Text(f"{'problem':13}{problem}", style="yellow"))
