"""Options and arguments that commands share."""

from pathlib import Path
from typing import Annotated

import typer

CollectionOption = Annotated[
    Path | None,
    typer.Option("--collection", metavar="DIR", help="Folder of the collection. [env: QUOTABLE_COLLECTION]"),
]
FromOption = Annotated[str | None, typer.Option("--from", metavar="DATE", help="Documents of this day or later.")]
ToOption = Annotated[str | None, typer.Option("--to", metavar="DATE", help="Documents of this day or earlier.")]
CategoryOption = Annotated[
    list[str] | None,
    typer.Option("--category", metavar="NAME", help="Documents of this category; can be repeated."),
]
WithoutOption = Annotated[
    list[str] | None,
    typer.Option(
        "--without", metavar="KEY", help="Leave out what was understood, as it is printed ('from:2021-03-01', 'from')."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, one object a question.")]
LlmOption = Annotated[
    bool, typer.Option("--llm", help="Have the language model of the settings write the answer on the quotations.")
]
QuestionArgument = Annotated[
    str, typer.Argument(metavar="QUESTION", help="The question; '-' reads one a line from standard input.")
]
