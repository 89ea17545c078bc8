"""What the command line prints for people."""

import io
import json
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from rich import box
from rich.console import Console, ConsoleRenderable, RenderHook
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Column, Table
from rich.text import Text

from qa.answering.answer import Answer, Citation
from qa.cli.doctor import Finding
from qa.cli.listing import listing
from qa.errors import visible
from qa.evaluation.evaluate import Evaluation
from qa.evaluation.feedback_rows import EvaluationRows
from qa.indexing.indexer import IndexReport
from qa.indexing.indexer import Progress as Report
from qa.retrieval.retriever import Hit
from qa.retrieval.search import IndexState
from qa.understanding.questions import UnderstoodQuestion


class _Visible(RenderHook):
    """Shows control characters, which names of files and texts of documents may hold, as pictures."""

    def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        shown = [one.copy() if isinstance(one, Text) else one for one in renderables]
        for one in shown:
            if isinstance(one, Text):
                one.plain = visible(one.plain)
        return shown


out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)
for _console in (out, err):
    _console.push_render_hook(_Visible())
_UNSEEN = {code: f"\\u{code:04x}" for code in range(0x7F, 0xA0)}
_NEAREST_SHOWN = 3
_FIRST_TOLD, _TOLD_EVERY = 1.0, 10.0
"""Seconds until the first line about a stage, and between lines about it, where no bar can be drawn."""
_PASSAGE_SHOWN = 300
_ENDINGS_SHOWN = 12
_SHOWN_OF_GROUPS = ("questions", "document_recall@5", "evidence_recall@5", "answered", "cited", "quoted")


def accept_every_character() -> None:
    """Print a question mark for what the terminal's encoding lacks: no answer fails for a quotation mark."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def print_json(value: object) -> None:
    """One line of JSON; characters that the output's encoding may lack are escaped, so that none is lost."""
    is_unicode = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("-", "").startswith("utf")
    text = json.dumps(value, ensure_ascii=not is_unicode).translate(_UNSEEN)  # the other control characters it escapes
    print(text, flush=True)  # noqa: T201 - rich would wrap and colour it


@contextmanager
def progress(console: Console) -> Iterator[Report]:
    """Bars with counts and the time left, one for each stage; into a file, a line every ten seconds."""
    if not console.is_terminal:
        yield _every_while(console)
        return
    bars = Progress(
        TextColumn("{task.description:10}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )
    tasks: dict[str, TaskID] = {}

    def show(stage: str, done: int, total: int) -> None:
        if stage not in tasks:
            tasks[stage] = bars.add_task(stage, total=total)
        bars.update(tasks[stage], completed=done, total=total)

    with bars:
        yield show


def _every_while(console: Console) -> Report:
    due, begun = dict[str, float](), monotonic()

    def show(stage: str, done: int, total: int) -> None:
        if monotonic() >= due.get(stage, begun + _FIRST_TOLD):
            due[stage] = monotonic() + _TOLD_EVERY
            console.print(f"{stage}: {done:,} of {total:,}", markup=False)

    return show


def finding(console: Console, finding: Finding) -> None:
    """The result of checking a part, in red if it is a problem."""
    said = f"{'problem' if finding.is_problem else 'ok':8}{finding.part}: {finding.said}"
    console.print(Text(said, style="red" if finding.is_problem else ""))


def report(console: Console, report: IndexReport, state: IndexState, place: object, *, as_json: bool) -> None:
    """What indexing did."""
    if as_json:
        found = {
            "added": report.added,
            "updated": report.updated,
            "removed": report.removed,
            "unchanged": report.unchanged,
            "failed": [{"path": str(failure.path), "reason": failure.reason} for failure in report.failed],
            "warnings": [{"path": str(warning.path), "reason": warning.reason} for warning in report.warnings],
            "not_read": [str(path) for path in report.not_read],
            "encoded": report.encoded,
            "passages": state.passages,
            "dense_ready": round(state.dense_ready, 4),
            "seconds": {stage: round(spent, 3) for stage, spent in report.seconds.items()},
        }
        print_json(found)
        return
    counts = (
        f"{len(report.added)} added, {len(report.updated)} updated, {len(report.removed)} removed, "
        f"{report.unchanged} unchanged, {len(report.failed)} failed"
    )
    seconds = ", ".join(f"{stage} {spent:.1f} s" for stage, spent in report.seconds.items())
    console.print(Text(f"{counts}; {state.passages} passages in {place} ({seconds})"))
    if report.not_read:
        console.print(Text(_not_read(report.not_read), style="dim"))
    if state.dense_ready < 1:
        console.print(
            Text(
                f"search by meaning is {int(state.dense_ready * 100)} % ready; `quotable serve` encodes the rest while "
                "it answers questions, and `quotable index` continues where it stopped",
                style="dim",
            )
        )


def _not_read(paths: Sequence[Path]) -> str:
    """How many files are of kinds that are not read: each ending with its number, and each file without one."""
    endings = Counter(path.suffix.lower() or path.name for path in paths)
    named = ", ".join(f"{number} {ending}" for ending, number in endings.most_common(_ENDINGS_SHOWN))
    more = f" and {len(endings) - _ENDINGS_SHOWN} kinds more" if len(endings) > _ENDINGS_SHOWN else ""
    return f"not read, as their kinds are not: {named}{more}; --json names each file"


def failures(console: Console, report: IndexReport) -> None:
    """The files that could not be indexed, and those with something wrong, each with the reason."""
    for warning in report.warnings:
        console.print(f"indexed, but: {warning.path}: {warning.reason}", markup=False, style="yellow")
    for failure in report.failed:
        console.print(f"not indexed: {failure.path}: {failure.reason}", markup=False, style="yellow")


def answer(console: Console, answer: Answer) -> None:
    """Quotations with their sources, or the nearest passages, labelled as not an answer."""
    _asked(console, answer)
    if answer.listing is not None:
        listing(console, answer, answer.listing)
        return
    for note in answer.notes:
        console.print(Text(note, style="dim"))
    if answer.label:
        console.print(Text(answer.label, style="bold"))
    if not answer.leading:
        _abstention(console, answer)
        return
    for statement in answer.written.statements if answer.written else ():
        markers = "".join(f"[{marker}]" for marker in statement.markers)
        weak = (" (partly supported)", "dim") if statement.is_weak else ""
        console.print(Text.assemble(statement.text, f" {markers}", weak))
    for citation in answer.leading:
        day = f"{citation.date or 'undated':10}  " if answer.is_timeline else ""
        console.print(Text.assemble(day, _quotation(citation, is_bold=answer.is_sure and citation == answer.short)))
    console.print()
    _sources(console, answer)


def _sources(console: Console, answer: Answer) -> None:
    """What each quotation is from, and where words of it lead."""
    for citation in answer.leading:
        parts = (
            citation.speaker,
            citation.title,
            citation.place.label if citation.place else None,
            citation.date,
            citation.category,
            citation.url or citation.document,
        )
        console.print(Text(f"[{citation.marker}] " + " · ".join(part for part in parts if part), style="dim"))
        for link in citation.links:
            console.print(Text(f"    {link.text}: {link.target}", style="dim"))


def _abstention(console: Console, answer: Answer) -> None:
    """Why there is no answer, what may be asked instead, and the nearest passages where something was searched."""
    console.print(Text(answer.text))
    for reason in answer.reasons:
        console.print(Text(reason.sentence, style="dim"))
    for offer in answer.offers:
        console.print(Text(f"{offer.documents:,} documents about {offer.name}: ask “{offer.question}”", style="dim"))
    if answer.declined is None:
        console.print(Text("Nearest passages:", style="dim"))
        hits(console, answer.search.hits[:_NEAREST_SHOWN])


def _asked(console: Console, answer: Answer) -> None:
    """How much could be searched, and how the question was understood."""
    question, ready = answer.search.question, answer.search.state.dense_ready
    if ready < 1 and not answer.abstained and answer.listing is None:
        said = (
            f"search by meaning is {int(ready * 100)} % ready; until then questions are searched by their words first"
        )
        console.print(Text(said, style="dim"))
    if not question.asked_alone:
        console.print(Text(f"asked as: {question.interpreted}", style="dim"))
    understood(console, question)


def _quotation(citation: Citation, *, is_bold: bool) -> Text:
    """The quoted words with their marker, the short answer in bold where it is shown, the words before them dim."""
    before, answer, after = citation.parts()
    context = (f"{citation.context} ", "dim") if citation.context else ""
    return Text.assemble(context, f"“{before}", (answer, "bold" if is_bold else ""), f"{after}” [{citation.marker}]")


def understood(console: Console, question: UnderstoodQuestion) -> None:
    """What was understood from a question beside its subject, each part with the key that ignores it."""
    parts = [
        clues[0].words + (" only" if any(clue.hard for clue in clues) else "") + f" ({', '.join(c.key for c in clues)})"
        for clues in question.said
    ]
    if parts:
        console.print(Text(f"understood: {'; '.join(parts)}", style="dim"))


def hits(console: Console, found: Sequence[Hit]) -> None:
    """Passages with their documents."""
    if not found:
        console.print(Text("Nothing matches.", style="dim"))
    for hit in found:
        info = hit.document
        place = hit.place.label if hit.place else None
        parts = (info.title, place, str(info.date or ""), info.category, info.name)
        console.print(Text(f"{hit.rank}. " + " · ".join(part for part in parts if part), style="bold"))
        text = hit.passage.text
        shown = text if len(text) <= _PASSAGE_SHOWN else text[:_PASSAGE_SHOWN].rsplit(" ", 1)[0] + " …"
        console.print(Text(textwrap.indent(shown, "   ") + "\n"))


def status(console: Console, found: Mapping[str, object]) -> None:
    """What a collection holds."""
    width = max(map(len, found), default=0) + 2
    for name, value in found.items():
        if isinstance(value, Mapping):
            value = ", ".join(f"{key} {count}" for key, count in value.items())
        console.print(Text(f"{name.replace('_', ' '):{width}}{value}"))


def exported(console: Console, found: EvaluationRows) -> None:
    """How many questions were made of visitors' feedback, and why not more."""
    console.print(Text(f"{_count(len(found.rows), 'question')} written"))
    others = {
        "the feedback does not say what is right": found.unclear,
        "the same question got newer feedback": found.repeated,
        "the collection no longer holds the document": found.gone,
    }
    for why, number in others.items():
        if number:
            console.print(Text(f"{number} left out: {why}"))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s'[: number != 1]}"


def figures(console: Console, evaluation: Evaluation) -> None:
    """Figures of an evaluation: a table of measures, one of latency, and one for each field of the questions."""
    parts = evaluation.parts
    measures = _table("measure", [_heading(name) for name in parts])
    for name in next(iter(parts.values())).figures:
        measures.add_row(_words(name), *(_figure(measured.figures[name]) for measured in parts.values()))
    console.print(measures)
    latency = _table("stage", ["p50 ms", "p95 ms"])
    for name, measured in parts.items():
        for stage, times in measured.latency_ms.items():
            label = stage if len(parts) == 1 else f"{_words(name)}, {stage}"
            latency.add_row(label, *(f"{time:.1f}" for time in times))
    console.print(latency)
    for name, groups in evaluation.groups.items():
        table = _table(name, [_words(measure) for measure in _SHOWN_OF_GROUPS])
        for value, found in groups.items():
            table.add_row(value, *(_figure(found[measure]) for measure in _SHOWN_OF_GROUPS))
        console.print(table)


def _table(name: str, columns: Sequence[str]) -> Table:
    table = Table(Column(name, no_wrap=True), *(Column(each, justify="right") for each in columns), box=box.SIMPLE_HEAD)
    table.pad_edge = False
    return table


def _heading(part: str) -> str:
    return "value" if part == "questions" else _words(part)


def _words(name: str) -> str:
    return name.replace("_", " ").replace(" at 75 ", " at 75 % ")


def _figure(value: float | None) -> str:
    if value is None:
        return "–"
    return str(value) if isinstance(value, int) else f"{value:.3f}"
