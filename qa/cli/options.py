"""Options, arguments and exit statuses that commands share."""

from typing import Annotated

import typer

ERROR, USAGE, ABSTAINED, INCOMPLETE = 1, 2, 3, 4
"""Exit statuses; the last one is that of `index` if some files could not be read, and all others are indexed."""

CollectionOption = Annotated[
    str | None,
    typer.Option(
        "--collection", metavar="DIR", help="Folder or address of the collection, instead of QUOTABLE_COLLECTION."
    ),
]
FromOption = Annotated[str | None, typer.Option("--from", metavar="DATE", help="Only documents of this day or later.")]
ToOption = Annotated[str | None, typer.Option("--to", metavar="DATE", help="Only documents of this day or earlier.")]
CategoryOption = Annotated[
    list[str] | None,
    typer.Option("--category", metavar="NAME", help="Only documents of this category; can be repeated."),
]
DocumentOption = Annotated[
    list[str] | None,
    typer.Option("--document", metavar="NAME", help="Only this document; can be repeated."),
]
WithoutOption = Annotated[
    list[str] | None,
    typer.Option(
        "--without",
        metavar="KEY",
        help="Ignore what was understood from the question; KEY is printed with it ('from:2021-03-01').",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, one object for each question.")]
LlmOption = Annotated[
    bool, typer.Option("--llm", help="Let the language model of the settings write the answer from the quotations.")
]
QuestionArgument = Annotated[
    str, typer.Argument(metavar="QUESTION", help="The question; '-' reads one a line from standard input.")
]
