"""The command line: `quotable`. Exit status: 0 answered, 3 abstained, 1 error, 2 usage."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from embeddings.errors import EmbeddingsError
from qa.answering.citations import Answer
from qa.cli import printing
from qa.cli.options import (
    CategoryOption,
    CollectionOption,
    FromOption,
    JsonOption,
    LlmOption,
    QuestionArgument,
    ToOption,
    WithoutOption,
)
from qa.collection import Collection
from qa.documents.files import SUFFIXES
from qa.errors import CollectionError, QuotableError, UsageError
from qa.filters import Filters
from qa.sample.sample import EXAMPLE_QUESTIONS, open_sample
from qa.settings import NO_MODEL, default_collection, load_llm_settings, load_settings
from qa.understanding.follow_ups import Conversation

if TYPE_CHECKING:
    from qa.llm.author import Author

ERROR, USAGE, ABSTAINED = 1, 2, 3

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Answers about a collection of documents, made of quotations that were checked against the source.",
)
feedback = typer.Typer(no_args_is_help=True, help="What visitors of the chat thought of its answers.")
app.add_typer(feedback, name="feedback")
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; every error that is not a bug becomes one line on standard error."""
    try:
        app(list(arguments) if arguments is not None else None)
    except UsageError as error:
        err.print(f"quotable: {error}", markup=False, style="red")
        sys.exit(USAGE)
    except (QuotableError, EmbeddingsError) as error:
        err.print(f"quotable: {error}", markup=False, style="red")
        sys.exit(ERROR)
    except BrokenPipeError:  # the reader of a pipe has seen enough
        sys.stdout = None
        sys.exit(0)


@app.command()
def index(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Markdown files, or folders of them.")],
    collection: CollectionOption = None,
    rehash: Annotated[
        bool, typer.Option("--rehash", help="Read files again whose size and times are the same.")
    ] = False,
    background: Annotated[
        bool, typer.Option("--background", help="Return when documents can be asked; `serve` encodes the rest.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Bring a collection up to date with files and folders; it is made when it is missing."""
    opened = _open_for_writing(collection)
    with printing.progress(err) as progress:
        report = opened.index(paths, progress, rehash=rehash, background=background)
    printing.report(out, report, opened.state, opened.folder, as_json=as_json)
    if not (report.added or report.updated or report.removed or report.unchanged or report.failed):
        err.print(
            f"nothing to index was found; files that end in {', '.join(sorted(SUFFIXES))} are read", style="yellow"
        )
    for failure in report.failed:
        err.print(f"not indexed: {failure.path}: {failure.reason}", markup=False, style="yellow")
    if report.failed:
        raise typer.Exit(ERROR)


@app.command()
def watch(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Files and folders, as for `index`.")],
    collection: CollectionOption = None,
) -> None:
    """Keep a collection up to date with files and folders as they change, until interrupted."""
    from qa.cli.watching import watch as run

    opened = _open_for_writing(collection)
    with suppress(KeyboardInterrupt):
        run(opened, paths, lambda report: printing.report(out, report, opened.state, opened.folder, as_json=False))


@app.command()
def ask(
    question: QuestionArgument,
    collection: CollectionOption = None,
    date_from: FromOption = None,
    date_to: ToOption = None,
    category: CategoryOption = None,
    without: WithoutOption = None,
    k: Annotated[int, typer.Option("-k", min=1, help="How many hits the JSON holds.")] = 10,
    llm: LlmOption = False,
    as_json: JsonOption = False,
) -> None:
    """Answer a question with quotations, or say that it is not known."""
    opened = _open(collection)
    asked = _author(opened) if llm else opened
    filters = _filters(opened, date_from, date_to, category)
    abstained = False
    for text in _questions(question):
        answer = asked.ask(text, filters=filters, k=k, without=without or ())
        abstained = answer.abstained
        _print_answer(answer, as_json=as_json)
    if abstained and question != "-":
        raise typer.Exit(ABSTAINED)


@app.command()
def retrieve(
    question: QuestionArgument,
    collection: CollectionOption = None,
    date_from: FromOption = None,
    date_to: ToOption = None,
    category: CategoryOption = None,
    without: WithoutOption = None,
    k: Annotated[int, typer.Option("-k", min=1, help="How many passages.")] = 5,
    as_json: JsonOption = False,
) -> None:
    """Print the passages nearest to a question, best first."""
    opened = _open(collection)
    filters = _filters(opened, date_from, date_to, category)
    for text in _questions(question):
        search = opened.search(text, k, filters, without or ())
        if as_json:
            _print_json(search.to_dict())
        else:
            printing.understood(out, search.question)
            printing.hits(out, search.hits)


@app.command()
def chat(
    collection: CollectionOption = None,
    date_from: FromOption = None,
    date_to: ToOption = None,
    category: CategoryOption = None,
    llm: LlmOption = False,
    as_json: JsonOption = False,
) -> None:
    """Hold a conversation; an empty line starts a new one."""
    opened = _open(collection)
    asked = _author(opened) if llm else opened
    filters = _filters(opened, date_from, date_to, category)
    conversation = Conversation()
    for line in _typed():
        if not line:
            conversation = Conversation()
            continue
        answer = asked.ask(line, conversation, filters)
        conversation = conversation.then(answer.turn)
        _print_answer(answer, as_json=as_json)


@app.command()
def status(
    collection: CollectionOption = None,
    documents: Annotated[bool, typer.Option("--documents", help="List the names of the documents.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Say what a collection holds and how much of it is searched."""
    opened = _open(collection)
    if documents:
        names = sorted(file.name for file in opened.catalog.files().values())
        _print_json(names) if as_json else print("\n".join(names))  # noqa: T201
    elif as_json:
        _print_json(opened.status())
    else:
        printing.status(out, opened.status())


@app.command()
def remove(
    names: Annotated[list[str], typer.Argument(metavar="DOCUMENT…", help="Names as `status --documents` lists them.")],
    collection: CollectionOption = None,
) -> None:
    """Remove documents; their files stay, and indexing their folder brings them back."""
    _open_existing(collection or load_settings().collection).remove(names)
    out.print(f"removed {len(names)} document{'s'[: len(names) != 1]}")


@app.command()
def check(collection: CollectionOption = None) -> None:
    """Check a collection: catalog, indexes, vectors, one against the other."""
    problems = _open(collection).problems()
    for problem in problems:
        err.print(problem, markup=False, style="red")
    if problems:
        raise typer.Exit(ERROR)
    out.print("whole")


@app.command()
def doctor(collection: CollectionOption = None) -> None:
    """Check what answers need: the collection, the encoder, the language model where one is set."""
    from qa.cli.doctor import examine

    is_well = True
    for finding in examine(lambda: _open(collection), load_llm_settings):
        printing.finding(out, finding)
        is_well = is_well and not finding.is_problem
    if not is_well:
        raise typer.Exit(ERROR)


@app.command()
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
    opened = _open(collection)
    with printing.progress(err) as progress:
        evaluation = run(opened, talks, progress)
    if as_json:
        _print_json(evaluation.to_dict())
    else:
        printing.figures(out, evaluation)
    if plot:
        plotting.draw(evaluation, plot)


@feedback.command()
def export(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Where to write, one JSON object a line; '-' is standard output.")
    ],
    collection: CollectionOption = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Write what visitors judged as questions for `quotable evaluate`."""
    from qa.evaluation.feedback_rows import evaluation_rows

    opened = _open(collection)
    held = {known.name for known in opened.catalog.files().values()}
    found = evaluation_rows(opened.history.feedback(), held)
    lines = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in found.rows)
    if str(file) == "-":
        print(lines, end="", flush=True)  # noqa: T201 - rich would wrap and colour it
    else:
        _write(file, lines, force=force)
    printing.exported(err, found)


@app.command()
def serve(
    collection: CollectionOption = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int | None, typer.Option(help="Port to listen on; by default the first free one from 7860.")
    ] = None,
    editable: Annotated[
        bool,
        typer.Option(
            "--editable", help="Let other machines add and remove documents too, where --host lets them in: no login."
        ),
    ] = False,
) -> None:
    """Open the web chat and the HTTP API."""
    from qa.web.server import serve as run

    opened, is_sample = _open_or_sample(collection)
    examples = EXAMPLE_QUESTIONS if is_sample else ()
    run(
        opened,
        examples,
        host=host,
        port=port,
        editable=editable,
        author=_author(opened) if load_llm_settings() else None,
        announce=lambda address: out.print(f"Quotable is open at {address}"),
    )


def _open(folder: Path | None) -> Collection:
    """The collection that was named, else the user's own, else the built-in sample."""
    return _open_or_sample(folder)[0]


def _open_or_sample(folder: Path | None) -> tuple[Collection, bool]:
    settings = load_settings()
    named = folder or settings.collection
    if named == default_collection() and not (named / "catalog.sqlite").exists():
        err.print("no collection was named: this is the built-in sample", style="dim")
        with printing.progress(err) as progress:
            return open_sample(model=settings.model, precision=settings.precision, progress=progress), True
    return _open_existing(named), False


def _author(collection: Collection) -> "Author":
    from qa.llm.author import Author

    settings = load_llm_settings()
    if settings is None:
        raise UsageError(NO_MODEL)
    return Author(collection, settings)


def _open_existing(folder: Path) -> Collection:
    if not (folder / "catalog.sqlite").exists():
        raise CollectionError(
            f"there is no collection in {folder}; make one: quotable index PATH --collection {folder}"
        )
    settings = load_settings()
    return Collection.open(folder, model=settings.model, precision=settings.precision)


def _open_for_writing(folder: Path | None) -> Collection:
    settings = load_settings()
    return Collection.open(folder or settings.collection, model=settings.model, precision=settings.precision)


def _write(file: Path, text: str, *, force: bool) -> None:
    try:
        with file.open("w" if force else "x", encoding="utf-8", newline="\n") as written:
            written.write(text)
    except FileExistsError:
        raise UsageError(f"{file} is there already; name another file, or replace it with --force") from None
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}") from error


def _filters(
    collection: Collection, date_from: str | None, date_to: str | None, categories: Sequence[str] | None
) -> Filters:
    known = collection.catalog.categories()
    for name in categories or ():
        if name not in known:
            raise UsageError(f"no document has the category {name!r}; there are: {', '.join(known) or 'none'}")
    return Filters(_day("--from", date_from), _day("--to", date_to), frozenset(categories or ()))


def _day(option: str, value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise UsageError(f"{option} is {value!r}; write a day as YYYY-MM-DD") from None


def _questions(argument: str) -> Iterator[str]:
    if argument != "-":
        yield argument
        return
    yield from (line for line in (line.strip() for line in sys.stdin) if line)


def _typed() -> Iterator[str]:
    """Lines of standard input, with a prompt where a person types."""
    while True:
        try:
            line = out.input("[bold]> [/bold]") if sys.stdin.isatty() else next(sys.stdin)
        except (EOFError, StopIteration, KeyboardInterrupt):
            return
        yield line.strip()


def _print_answer(answer: Answer, *, as_json: bool) -> None:
    if as_json:
        _print_json(answer.to_dict())
    else:
        printing.answer(out, answer)


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False), flush=True)  # noqa: T201 - rich would wrap and colour it
