"""The command line, on the toy encoder: output, JSON and exit status of every command."""

import io
import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from support.places import Write
from support.toy import ToyEncoder

from qa.cli import main as cli
from qa.cli.options import ABSTAINED, ERROR, INCOMPLETE, USAGE

FRONT = "---\ntitle: {title}\ndate: '{date}'\ncategory: {category}\n---\n"
TRADE = FRONT.format(title="Trade", date="2021-03-01", category="fact-sheets") + "Trade of 1.9 billion dollars a day.\n"
WATER = FRONT.format(title="Water", date="2022-07-05", category="speeches") + "Lead pipes spoil the water of many.\n"
OUTER_KEYS = ["question", "interpreted", "filters", "answer", "citations", "hits", "index", "timings_ms"]


@pytest.fixture
def indexed(tmp_path: Path, folder: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A collection of two documents, named by QUOTABLE_COLLECTION."""
    monkeypatch.setattr("qa.collection.default_encoder", lambda *_: ToyEncoder())
    monkeypatch.setenv("QUOTABLE_READER", "off")
    monkeypatch.setenv("QUOTABLE_COLLECTION", str(tmp_path / "collection"))
    write("trade.md", TRADE)
    write("water.md", WATER)
    assert run(["index", str(folder)]) == 0
    return tmp_path / "collection"


def run(arguments: Sequence[str]) -> int:
    """The exit status of a command."""
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    return int(ended.value.code or 0)


def printed(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    """The JSON objects that were printed, one a line."""
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.usefixtures("indexed")
def test_ask_prints_the_quotation_and_its_source(capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["ask", "How much is the trade of a day in billion dollars?"]) == 0
    shown = capsys.readouterr().out
    assert "“Trade of 1.9 billion dollars a day.” [1]" in shown
    assert "[1] Trade · 2021-03-01 · fact-sheets · trade.md" in shown


@pytest.mark.usefixtures("indexed")
def test_ask_json_has_the_keys_of_the_design(capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["ask", "How much is the trade of a day in billion dollars?", "--json", "-k", "1"]) == 0
    [answer] = printed(capsys)
    assert list(answer) == OUTER_KEYS
    [citation] = answer["citations"]  # type: ignore[misc]
    assert citation["quote"] == "Trade of 1.9 billion dollars a day."  # type: ignore[index]
    assert citation["context"] is None  # type: ignore[index]
    assert citation["answer"] == {"start": 9, "end": 28, "text": "1.9 billion dollars"}  # type: ignore[index]
    assert len(answer["hits"]) == 1  # type: ignore[arg-type]


@pytest.mark.usefixtures("indexed")
def test_abstaining_is_status_3_and_shows_the_nearest_passages(capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["ask", "zzz qqq?"]) == ABSTAINED
    assert "Nearest passages:" in capsys.readouterr().out


@pytest.mark.usefixtures("indexed")
def test_questions_from_standard_input_give_one_object_each(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    capsys.readouterr()
    monkeypatch.setattr("sys.stdin", io.StringIO("trade?\n\nwater?\n"))
    assert run(["ask", "-", "--json"]) == 0
    assert [answer["question"] for answer in printed(capsys)] == ["trade?", "water?"]


@pytest.mark.usefixtures("indexed")
@pytest.mark.parametrize("command", ["ask", "retrieve"])
def test_a_question_that_is_too_long_ends_none_of_the_others(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    capsys.readouterr()
    monkeypatch.setattr("sys.stdin", io.StringIO(f"trade?\n{'x' * 2001}\nwater?\n"))
    assert run([command, "-", "--json"]) == 0
    first, refused, last = printed(capsys)
    assert (first["question"], last["question"]) == ("trade?", "water?")
    assert refused == {
        "question": "x" * 2001,
        "error": "the question has 2001 characters; 2000 at most are read",
    }
    monkeypatch.setattr("sys.stdin", io.StringIO(f"trade?\n{'x' * 2001}\n"))
    assert run([command, "-"]) == 0
    assert capsys.readouterr().err == "quotable: the question has 2001 characters; 2000 at most are read\n"
    assert run([command, "x" * 2001]) == 2


@pytest.mark.usefixtures("indexed")
def test_a_line_that_is_too_long_ends_no_conversation(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    capsys.readouterr()
    monkeypatch.setattr("sys.stdin", io.StringIO(f"Is there trade?\n{'x' * 2001}\nand how much of it?\n"))
    assert run(["chat", "--json"]) == 0
    first, refused, last = printed(capsys)
    assert refused["error"] == "the question has 2001 characters; 2000 at most are read"
    assert last["interpreted"] != last["question"]


@pytest.mark.usefixtures("indexed")
def test_retrieve_prints_hits_within_the_filters(capsys: pytest.CaptureFixture[str]) -> None:
    for option, value, expected in [
        ("--from", "2022-01-01", ["water.md"]),
        ("--to", "2021-12-31", ["trade.md"]),
        ("--category", "speeches", ["water.md"]),
    ]:
        capsys.readouterr()
        assert run(["retrieve", "trade water", "--json", option, value]) == 0
        [search] = printed(capsys)
        assert [hit["document"] for hit in search["hits"]] == expected  # type: ignore[attr-defined]
        assert search["filters"][0]["value"] == value  # type: ignore[index]


@pytest.mark.usefixtures("indexed")
@pytest.mark.parametrize("command", ["ask", "retrieve"])
def test_what_was_understood_is_printed_and_can_be_taken_off(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    question = "How much is the trade of a day in fact sheets from March 2021?"
    capsys.readouterr()
    assert run([command, question]) == 0
    assert (
        "understood: fact sheets (kind:fact sheet, category:fact-sheets); "
        "from March 2021 only (from:2021-03-01, to:2021-03-31)\n"
    ) in capsys.readouterr().out
    assert run([command, question, "--without", "from", "--without", "to:2021-03-31", "--json"]) == 0
    [found] = printed(capsys)
    assert [one["value"] for one in found["filters"]] == ["fact sheet", "fact-sheets"]  # type: ignore[attr-defined]


@pytest.mark.usefixtures("indexed")
def test_nothing_is_printed_where_nothing_was_understood(capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["retrieve", "trade"]) == 0
    assert "understood" not in capsys.readouterr().out


@pytest.mark.usefixtures("indexed")
def test_chat_goes_on_until_an_empty_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    capsys.readouterr()
    monkeypatch.setattr("sys.stdin", io.StringIO("Is there trade?\nand how much of it?\n\nand how much of it?\n"))
    assert run(["chat", "--json"]) == 0
    assert [answer["interpreted"] for answer in printed(capsys)] == [
        "Is there trade?",
        "and how much of it? (trade)",
        "and how much of it?",
    ]


@pytest.mark.usefixtures("indexed")
def test_status_and_check_and_remove(capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["status", "--json"]) == 0
    [status] = printed(capsys)
    assert (status["documents"], status["passages"], status["dense_ready"]) == (2, 2, 1.0)
    assert run(["remove", "trade.md"]) == 0
    assert run(["check"]) == 0
    capsys.readouterr()
    assert run(["status", "--documents"]) == 0
    assert capsys.readouterr().out == "water.md\n"


@pytest.mark.usefixtures("indexed")
def test_evaluate_measures_on_the_users_questions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    questions = tmp_path / "questions.jsonl"
    row = {
        "question": "How much is the trade of a day in billion dollars?",
        "docs": ["trade.md"],
        "evidence": ["Trade of 1.9 **billion** dollars a day"],
        "answers": ["1.9 billion"],
        "style": "plain",
    }
    questions.write_text(json.dumps(row) + "\n" + json.dumps({"question": "zzz qqq?", "docs": []}) + "\n")
    capsys.readouterr()
    assert run(["evaluate", str(questions), "--json"]) == 0
    [measured] = printed(capsys)
    expected = {
        "document_recall@1": 1.0,
        "evidence_recall@1": 1.0,
        "document_ndcg@10": 1.0,
        "cited": 1.0,
        "quoted": 1.0,
    }
    assert {name: measured[name] for name in expected} == expected
    assert measured["abstained_when_unanswerable"] == 1.0
    assert measured["auroc"] == 1.0
    assert [point["coverage"] for point in measured["risk_coverage"]] == [0.5, 1.0]  # type: ignore[index, attr-defined]
    assert run(["evaluate", str(questions), "--plot", str(tmp_path / "curve.png")]) == 0
    shown = capsys.readouterr().out
    assert re.search(r"document recall@5 +1\.000 *\n", shown)
    assert re.search(r"abstained at 75 % answered +1\.000 *\n", shown)
    assert re.search(r"\n *total +\d+\.\d +\d+\.\d *\n", shown)
    assert re.search(r"\n *plain +1 +1\.000 +1\.000 +1\.000 +1\.000 +1\.000 *\n", shown)
    assert (tmp_path / "curve.png").stat().st_size > 0


def test_files_of_kinds_that_are_not_read_are_counted_and_named(
    folder: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ["a.md", "x.css", "y.css", "sub/z.css", "sub/Makefile"]:
        write(name, "Text.\n")
    assert run(["index", str(folder)]) == 0
    assert "not read, as their kinds are not: 3 .css, 1 Makefile; --json names each file" in capsys.readouterr().out
    assert run(["index", str(folder), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    others = [Path(path).relative_to(folder).as_posix() for path in report["not_read"]]
    assert others == ["sub/Makefile", "sub/z.css", "x.css", "y.css"]


def test_a_file_of_a_kind_that_is_not_read_is_refused_by_name(
    folder: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write("script.py", "print(210)  # comment\n")
    assert run(["index", str(path)]) == ERROR
    shown = capsys.readouterr()
    assert f"not indexed: {path}: files of its kind are not read; those that are: Markdown, text, HTML" in shown.err
    assert shown.out.startswith("0 added")


def test_a_bad_file_is_named_and_the_status_says_so(
    indexed: Path, folder: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    write("broken.md", "")
    write("new.md", "More text.\n")
    capsys.readouterr()
    assert run(["index", str(folder), "--json"]) == INCOMPLETE
    shown = capsys.readouterr()
    report = json.loads(shown.out)
    assert (report["added"], report["unchanged"]) == (["new.md"], 2)
    assert [Path(failure["path"]).name for failure in report["failed"]] == ["broken.md"]
    assert "broken.md: it holds no text" in shown.err


def test_the_status_says_whether_anything_was_indexed_beside_what_cannot_be_read(
    indexed: Path, folder: Path, write: Write
) -> None:
    empty = write("empty/empty.md", "")
    assert run(["index", str(empty)]) == ERROR
    assert run(["index", str(empty.parent)]) == ERROR
    assert run(["index", str(folder)]) == INCOMPLETE == 4
    empty.unlink()
    assert run(["index", str(folder)]) == 0


def test_metadata_that_cannot_be_read_is_a_warning_and_no_failure(
    indexed: Path, folder: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write("odd.md", "---\ndate: 2023-02-31\n---\nText.\n")
    capsys.readouterr()
    assert run(["index", str(folder), "--json"]) == 0
    shown = capsys.readouterr()
    reason = "the date '2023-02-31' cannot be read as a day; it is undated"
    report = json.loads(shown.out)
    assert (report["added"], report["failed"]) == (["odd.md"], [])
    assert report["warnings"] == [{"path": str(path), "reason": reason}]
    assert f"indexed, but: {path}: {reason}" in shown.err


def test_show_says_what_is_known_and_where_it_stands(
    indexed: Path, folder: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write("2021-04-01-plan.md", "---\ntags: [a, b]\nsummary: On pears.\ndate: soon\n---\n# Plan\n\nText.\n")
    write("2021-04-01-plan.md.yaml", "title: The plan\n")
    run(["index", str(folder)])
    capsys.readouterr()
    assert run(["show", "2021-04-01-plan.md", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["metadata"] == {
        "title": {"value": "The plan", "from": "sidecar"},
        "date": {"value": "2021-04-01", "from": "file name"},
        "categories": {"value": ["a", "b"], "from": "front matter"},
        "description": {"value": "On pears.", "from": "front matter"},
    }
    assert (found["document"], found["file"]) == ("2021-04-01-plan.md", str(path))
    assert found["problems"] == ["the date 'soon' cannot be read as a day"]
    assert run(["show", "2021-04-01-plan.md"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[:2] == ["title        The plan  from: sidecar", "date         2021-04-01  from: file name"]
    assert shown[-1] == "problem      the date 'soon' cannot be read as a day"


def test_show_of_an_unknown_document_says_where_the_names_are(
    indexed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["show", "none.md"]) == USAGE
    assert "no document is called 'none.md'; `quotable status --documents` lists them" in capsys.readouterr().err


@pytest.mark.usefixtures("indexed")
@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (["ask", " "], USAGE, "the question is empty"),
        (["ask", "x" * 2001], USAGE, "2001 characters; 2000 at most"),
        (["ask", "x", "--from", "March"], USAGE, "--from is 'March'; write a day as YYYY-MM-DD"),
        (["ask", "x", "--from", "2022-01-02", "--to", "2022-01-01"], USAGE, "the range of dates is empty"),
        (["ask", "x", "--category", "recipes"], USAGE, "no document has the category 'recipes'; there are: fact"),
        (["ask", "x", "--collection", "no-such"], ERROR, "there is no collection in no-such; make one: quotable"),
        (["remove", "gone.md"], USAGE, "no document is called 'gone.md'"),
        (["index", "no-such-folder"], USAGE, "does not exist; name a file or a folder"),
        (["evaluate", "no-such.jsonl"], USAGE, "no-such.jsonl cannot be read"),
        (["evaluate", "no-such.jsonl", "--plot", "a.gif"], USAGE, "a.gif ends in '.gif'; name a .png or"),
    ],
)
def test_an_error_is_one_sentence(
    arguments: list[str], status: int, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run(arguments) == status
    error = capsys.readouterr().err
    assert sentence in error
    assert "Traceback" not in error
    assert error.count("\n") == 1


def test_a_collection_named_by_the_environment_is_never_replaced_by_the_sample(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("QUOTABLE_COLLECTION", str(tmp_path / "typo"))
    assert run(["ask", "trade?"]) == ERROR
    assert "there is no collection in" in capsys.readouterr().err
    assert not (tmp_path / "typo").exists()


def test_index_in_the_background_leaves_the_vectors_and_says_so(
    indexed: Path, folder: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    write("roads.md", "Roads and bridges of the nation.")
    capsys.readouterr()
    assert run(["index", str(folder), "--background"]) == 0
    assert "search by meaning is 66 % ready; `quotable serve` encodes the rest" in capsys.readouterr().out
    assert run(["index", str(folder), "--json"]) == 0
    [report] = printed(capsys)
    assert (report["encoded"], report["dense_ready"]) == (1, 1.0)


def test_index_reads_every_file_again_when_asked_to(
    indexed: Path, folder: Path, write: Write, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("qa.indexing.indexer.document_stamp", lambda path: "the same")
    monkeypatch.setattr("qa.indexing.reading.document_stamp", lambda path: "the same")
    assert run(["index", str(folder)]) == 0
    write("water.md", WATER.replace("Lead", "Iron"))
    capsys.readouterr()
    assert run(["index", str(folder), "--json"]) == 0
    assert run(["index", str(folder), "--rehash", "--json"]) == 0
    assert [report["updated"] for report in printed(capsys)] == [[], ["water.md"]]


@pytest.mark.usefixtures("indexed")
def test_watch_prints_what_it_did_until_it_is_interrupted(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> Iterator[set[object]]:
        yield set()
        raise KeyboardInterrupt

    monkeypatch.setattr("qa.cli.watching.watch_files", interrupted)
    capsys.readouterr()
    assert run(["watch", str(folder)]) == 0
    assert "0 added, 0 updated, 0 removed, 2 unchanged, 0 failed" in capsys.readouterr().out


@pytest.mark.parametrize("option", ["--version", "-h", "--help"])
def test_version_and_help_are_printed(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([option]) == 0
    shown = capsys.readouterr().out
    assert re.match(r"quotable \d+\.\d+", shown) if option == "--version" else "describe" in shown


@pytest.mark.parametrize("port", ["-1", "65536", "99999"])
def test_a_port_that_is_none_is_refused_in_a_sentence(
    port: str, indexed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run(["serve", f"--port={port}", "--collection", str(indexed)]) == USAGE
    assert capsys.readouterr().err == f"quotable: the port is {port}; name one from 0 to 65535\n"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
@pytest.mark.usefixtures("indexed")
def test_no_encoding_of_the_terminal_raises(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(raw, encoding=encoding))
    assert run(["ask", "How much is the trade of a day in billion dollars?"]) == 0
    assert run(["ask", "How much is the trade of a day in “billion dollars”?", "--json"]) == 0
    text, line = raw.getvalue().decode(encoding).rstrip("\n").rsplit("\n", 1)
    assert "Trade of 1.9 billion dollars a day." in text
    assert json.loads(line)["question"] == "How much is the trade of a day in “billion dollars”?"


def test_a_collection_is_described_and_says_what_it_is(indexed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["describe", "--title", "Of  trade", "--description", "Two notes."]) == 0
    assert capsys.readouterr().out == "Of trade\nTwo notes.\n"
    assert run(["describe"]) == 0
    assert capsys.readouterr().out == "Of trade\nTwo notes.\n"
    assert run(["describe", "--title", "x" * 81]) == USAGE
    assert "the title has 81 characters; 80 at most" in capsys.readouterr().err


@pytest.mark.usefixtures("indexed")
def test_a_question_is_asked_within_a_document(capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["retrieve", "How much is the trade of a day?", "--document", "water.md", "--json"]) == 0
    [found] = printed(capsys)
    assert {hit["document"] for hit in found["hits"]} == {"water.md"}
    assert run(["ask", "What?", "--document", "nothing.md"]) == USAGE
    assert "no document is called 'nothing.md'" in capsys.readouterr().err


def test_the_name_of_a_file_can_give_a_terminal_no_orders(
    indexed: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evil = "\x1b]0;title\x07\x1b[2J\x9b31m\x7f\nline"
    (folder / f"{evil}.md").write_text(f"Trade with {evil} is of 7 dollars a day.")
    (folder / f"{evil}.pdf").write_text("no PDF")
    name = f"{evil}.md"
    for arguments in (
        ["index", str(folder)],
        ["index", str(folder), "--json"],
        ["status", "--documents"],
        ["status", "--documents", "--json"],
        ["ask", "How many dollars a day is the trade of 7?"],
        ["ask", "How many dollars a day is the trade of 7?", "--json"],
        ["retrieve", "trade"],
        ["show", name],
        ["show", name, "--json"],
        ["show", f"{name}x"],
        ["remove", f"{name}x"],
        ["index", str(folder / f"{name}x")],
        ["remove", name],
    ):
        run(arguments)
        shown = "".join(capsys.readouterr())
        controls = {one for one in shown if unicodedata.category(one) == "Cc"} - set("\n\t")
        assert controls == set(), arguments
