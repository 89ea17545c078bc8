"""What visitors think of answers: what makes sense, and what it tells an evaluation."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from support.exchanges import BREAD, BREAD_QUOTES, NOON, exchange
from support.places import Write
from support.toy import ToyEncoder

from qa import Collection, Filters, UsageError
from qa.cli import main as cli
from qa.cli.options import USAGE
from qa.conversations.feedback import REASONS, Feedback, reasons_for, require_fit
from qa.evaluation.feedback_rows import EvaluationRows, evaluation_rows
from qa.evaluation.question_file import Question, read_questions
from qa.evaluation.scores import score

HELPFUL = Feedback("helpful", None, "", None, NOON)
HELD = {"bread.md", "cake.md"}
TWO = BREAD | {"cake.md": "The cake is large. It feeds forty guests of the baker. Nobody left any of it."}
ABSTAINED = exchange(abstains=True)
ASKED_OF_SOME = Filters(date(2023, 1, 1))


def not_helpful(reason: str | None = None, passage: int | None = None) -> Feedback:
    return Feedback("not_helpful", reason, "", passage, NOON)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"verdict": "good"}, "the verdict is 'good'; it is one of helpful, not_helpful"),
        ({"reason": "dull"}, "the reason is 'dull'; it is one of wrong, incomplete, source, unanswerable, answerable"),
        ({"verdict": "helpful", "reason": "wrong", "passage": None}, "given with 'helpful'; .*: leave them out"),
        ({"verdict": "helpful", "reason": None}, "given with 'helpful'; .*: leave them out"),
        ({"reason": "unanswerable"}, "a passage that answers was chosen, and that none does: leave out one of them"),
        ({"note": "x" * 1001}, "the note has 1001 characters; 1000 at most"),
        ({"given_at": NOON.replace(tzinfo=None)}, "given_at is 2024-05-06 12:00:00, .*; give a time with its zone"),
    ],
)
def test_feedback_that_makes_no_sense_is_refused_with_what_to_do(change: dict[str, object], error: str) -> None:
    with pytest.raises(UsageError, match=error):
        replace(Feedback("not_helpful", "wrong", "x" * 1000, 1, NOON), **change)  # type: ignore[arg-type]


def test_the_reasons_depend_on_whether_there_is_an_answer() -> None:
    assert list(reasons_for(exchange().answer)) == ["wrong", "incomplete", "source", "unanswerable", "other"]
    assert reasons_for(ABSTAINED.answer) == {"answerable": "The documents do say this", "other": "Something else"}


@pytest.mark.parametrize("reason", [None, *REASONS])
def test_feedback_fits_an_answer_when_its_reason_is_one_of_it(reason: str | None) -> None:
    for answer in (exchange().answer, ABSTAINED.answer):
        if reason in (None, *reasons_for(answer)):
            require_fit(not_helpful(reason), answer)
        else:
            with pytest.raises(UsageError, match=f"the reason is '{reason}', and the answer .*; choose one of .*other"):
                require_fit(not_helpful(reason), answer)


@pytest.mark.parametrize("passage", [0, 2])
def test_a_passage_is_one_that_came_with_the_answer(passage: int) -> None:
    require_fit(not_helpful("wrong", 1), exchange().answer)
    with pytest.raises(UsageError, match=f"the passage is {passage}; the answer came with 1, counted from 1"):
        require_fit(not_helpful("wrong", passage), exchange().answer)


def row(feedback: Feedback, **changes: object) -> dict[str, object] | None:
    """The row of one judgement about bread and cake, None when there is none."""
    rows = evaluation_rows([(feedback, exchange(**({"documents": TWO} | changes)))], HELD).rows  # type: ignore[arg-type]
    return rows[0] if rows else None


def test_an_answer_that_helps_tells_its_documents_and_quotations() -> None:
    kept = Feedback("helpful", None, "Well said.", None, NOON)
    quotes = [*BREAD_QUOTES, ("cake.md", "It feeds forty guests of the baker.")]
    assert row(kept, quotes=quotes, filters=ASKED_OF_SOME, without=frozenset({"to", "from"})) == {
        "question": "How many loaves?",
        "docs": ["bread.md", "cake.md"],
        "evidence": ["The baker makes ninety loaves.", "It feeds forty guests of the baker."],
        "reason": None,
        "note": "Well said.",
        "filters": {"from": "2023-01-01"},
        "without": ["from", "to"],
        "generation": 7,
    }


def told(found: dict[str, object] | None) -> dict[str, object]:
    """What a row says is right."""
    assert found is not None
    return {name: found[name] for name in ("docs", "evidence", "type", "answerable") if name in found}


def test_a_chosen_passage_is_evidence_as_a_whole() -> None:
    assert told(row(not_helpful("wrong", 2))) == {"docs": ["cake.md"], "evidence": [TWO["cake.md"]]}
    assert told(row(not_helpful("answerable", 2), abstains=True)) == {"docs": ["cake.md"], "evidence": [TWO["cake.md"]]}


def test_what_was_quoted_of_a_chosen_passage_and_judged_wrong_is_no_evidence() -> None:
    quotes = [("cake.md", "It feeds forty guests of the baker.")]
    found = told(row(not_helpful("wrong", 2), quotes=quotes))
    assert found == {
        "docs": ["cake.md"],
        "evidence": ["Nobody left any of it."],
    }  # 'The cake is large.' tells too little
    quotes = [("bread.md", "The oven is old."), ("bread.md", "oven is old. Nobody knows")]
    assert told(row(not_helpful("wrong", 1), quotes=quotes))["evidence"] == ["The baker makes ninety loaves."]
    assert told(row(not_helpful("wrong", 1), quotes=[("bread.md", BREAD["bread.md"])]))["evidence"] == [*BREAD.values()]


def test_the_same_wrong_answer_is_wrong_in_the_evaluation_of_its_judgement(tmp_path: Path) -> None:
    wrong = exchange(TWO, [("cake.md", "It feeds forty guests of the baker.")])
    right = exchange(TWO, [("cake.md", "Nobody left any of it.")])
    [found] = evaluation_rows([(not_helpful("wrong", 2), wrong)], HELD).rows
    (tmp_path / "q.jsonl").write_text(json.dumps(found))
    [[question]] = read_questions(tmp_path / "q.jsonl")
    assert [score(question, one.answer).quoted for one in (wrong, right)] == [0.0, 1.0]


def test_of_an_incomplete_answer_each_piece_is_a_part(tmp_path: Path) -> None:
    found = row(not_helpful("incomplete", 2))
    assert told(found) == {
        "docs": ["bread.md", "cake.md"],
        "evidence": ["The baker makes ninety loaves.", TWO["cake.md"]],
        "type": "multi",
    }
    (tmp_path / "q.jsonl").write_text(json.dumps(found))
    [[question]] = read_questions(tmp_path / "q.jsonl")
    assert score(question, exchange(TWO).answer).quoted == 0.5


def test_that_nothing_answers_is_told_by_who_searched_everything() -> None:
    nothing = {"docs": [], "evidence": [], "answerable": False}
    assert told(row(not_helpful("unanswerable"))) == nothing
    assert told(row(HELPFUL, abstains=True)) == nothing
    assert row(not_helpful("unanswerable"), filters=ASKED_OF_SOME) is None
    assert row(HELPFUL, abstains=True, filters=ASKED_OF_SOME) is None


@pytest.mark.parametrize("reason", [None, "wrong", "incomplete", "source", "other", "answerable"])
def test_what_does_not_tell_what_is_right_is_counted(reason: str | None) -> None:
    kept = exchange(abstains=reason == "answerable")
    assert evaluation_rows([(not_helpful(reason), kept)], HELD) == EvaluationRows((), unclear=1, repeated=0, gone=0)


def test_a_follow_up_is_asked_on_its_own() -> None:
    found = row(HELPFUL, question="And there?", interpreted="How many loaves in the bakery?")
    assert found is not None
    assert found["question"] == "How many loaves in the bakery?"


def test_the_newest_judgement_that_tells_what_is_right_is_taken() -> None:
    again = exchange(TWO, [("cake.md", "The cake is large.")], question="how many  LOAVES?")
    given = [
        (HELPFUL, exchange()),
        (HELPFUL, exchange(question="How many cakes?")),
        (replace(HELPFUL, given_at=NOON + timedelta(hours=1)), again),
        (not_helpful("wrong"), exchange()),
    ]
    found = evaluation_rows(given, HELD)
    assert [(one["question"], one["docs"]) for one in found.rows] == [
        ("How many cakes?", ["bread.md"]),
        ("how many  LOAVES?", ["cake.md"]),
    ]
    assert (found.unclear, found.repeated, found.gone) == (1, 1, 0)


def test_what_names_a_document_that_is_gone_is_left_out() -> None:
    given = [(HELPFUL, exchange()), (not_helpful("wrong", 2), exchange(TWO))]
    assert evaluation_rows(given, {"cake.md"}).gone == 1
    assert evaluation_rows(given, set()) == EvaluationRows((), unclear=0, repeated=0, gone=2)


# Command line


@pytest.fixture
def judged(tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A collection in which visitors have judged four answers."""
    monkeypatch.setattr("qa.collection.default_encoder", lambda *_: ToyEncoder())
    monkeypatch.setenv("QUOTABLE_COLLECTION", str(tmp_path / "collection"))
    monkeypatch.chdir(tmp_path)
    collection = Collection.open(tmp_path / "collection")
    write("bread.md", BREAD["bread.md"])
    collection.index([write("cake.md", TWO["cake.md"]).parent])
    gone = exchange({"gone.md": "Tea."}, [("gone.md", "Tea.")], question="What is gone?")
    for visitor, kept, feedback in [
        ("ann", exchange(question="How many loaves does the baker make?"), HELPFUL),
        ("ann", exchange(question="Zzz qqq?", abstains=True), HELPFUL),
        ("bob", exchange(question="Who built the oven?"), not_helpful("wrong")),
        ("bob", gone, HELPFUL),
    ]:
        number = collection.history.add(visitor, "c", kept)
        collection.history.give_feedback(visitor, "c", number, feedback)
    collection.close()
    return tmp_path


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    return int(ended.value.code or 0)


def test_what_was_judged_is_exported_and_can_be_evaluated(judged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("feedback", "export", "feedback.jsonl") == 0
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == (
        "2 questions written\n"
        "1 left out: the feedback does not say what is right\n"
        "1 left out: the collection no longer holds the document\n"
    )
    assert read_questions(judged / "feedback.jsonl") == [
        (Question("How many loaves does the baker make?", ("bread.md",), ("The baker makes ninety loaves.",)),),
        (Question("Zzz qqq?"),),
    ]
    assert run("evaluate", "feedback.jsonl", "--json") == 0
    measured = json.loads(capsys.readouterr().out)
    assert [measured[name] for name in ("questions", "answerable", "quoted", "accuracy")] == [2, 1, 1.0, 1.0]


@pytest.mark.usefixtures("judged")
def test_a_dash_exports_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("feedback", "export", "-") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["docs"] for line in lines] == [["bread.md"], []]


def test_a_file_is_replaced_only_by_force(judged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (judged / "mine.jsonl").write_text("mine")
    assert run("feedback", "export", "mine.jsonl") == USAGE
    assert "mine.jsonl exists already; name another file, or replace it with --force" in capsys.readouterr().err
    assert (judged / "mine.jsonl").read_text() == "mine"
    assert run("feedback", "export", "mine.jsonl", "--force") == 0
    assert len(read_questions(judged / "mine.jsonl")) == 2
    assert run("feedback", "export", "no-such/mine.jsonl") == USAGE
    assert "no-such/mine.jsonl cannot be written: No such file or directory" in capsys.readouterr().err
