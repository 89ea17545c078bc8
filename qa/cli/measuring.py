"""The commands that measure answers: `evaluate`, and `feedback export`, which makes questions of visitors' feedback."""

import json
from pathlib import Path
from typing import Annotated

import typer

from qa.cli import printing
from qa.cli.opening import open_collection
from qa.cli.options import CollectionOption
from qa.cli.printing import err, out, print_json
from qa.errors import UsageError


def evaluate(
    questions: Annotated[Path, typer.Argument(metavar="QUESTIONS.jsonl", help="One JSON object a line.")],
    collection: CollectionOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    plot: Annotated[
        Path | None, typer.Option("--plot", metavar="FILE", help="Draw the risk-coverage curve, as .png or .svg.")
    ] = None,
) -> None:
    """Measure retrieval and answers on questions whose documents and evidence are known."""
    from qa.evaluation import plot as plotting
    from qa.evaluation.evaluate import evaluate as run
    from qa.evaluation.question_file import read_questions

    if plot:
        plotting.require(plot)  # before minutes of work, not after
    talks = read_questions(questions)
    opened = open_collection(collection)
    with printing.progress(err) as progress:
        evaluation = run(opened, talks, progress)
    if as_json:
        print_json(evaluation.to_dict())
    else:
        printing.figures(out, evaluation)
    if plot:
        plotting.draw(evaluation, plot)


def export(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Where to write, one JSON object a line; '-' is standard output.")
    ],
    collection: CollectionOption = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
) -> None:
    """Write visitors' feedback as questions for `quotable evaluate`."""
    from qa.evaluation.feedback_rows import evaluation_rows

    opened = open_collection(collection)
    held = {known.name for known in opened.catalog.files().values()}
    found = evaluation_rows(opened.history.feedback(), held)
    lines = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in found.rows)
    if str(file) == "-":
        print(lines, end="", flush=True)  # noqa: T201 - rich would wrap and colour it
    else:
        _write(file, lines, force=force)
    printing.exported(err, found)


def _write(file: Path, text: str, *, force: bool) -> None:
    try:
        with file.open("w" if force else "x", encoding="utf-8", newline="\n") as written:
            written.write(text)
    except FileExistsError:
        raise UsageError(f"{file} exists already; name another file, or replace it with --force") from None
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}") from error
