"""Evaluation on a collection of two documents: figures by hand, conversations, groups, mistakes, the picture."""

import sys
from pathlib import Path

import pytest
from support.places import Write

from qa import Collection
from qa.errors import QuotableError, UsageError
from qa.evaluation import plot as plotting
from qa.evaluation.evaluate import Evaluation, evaluate
from qa.evaluation.question_file import Question

TRADE = Question(
    "How much is the trade of a day in billion dollars?",
    ("trade.md",),
    ("Trade of 1.9 **billion** dollars a day",),
    ("1.9 billion",),
    {"type": "number", "style": "plain"},
)
WATER = Question("Do lead pipes spoil the water of many?", ("water.md",), ("Lead pipes spoil the water of many.",))
UNKNOWN = Question("zzz qqq?", groups={"style": "plain"})


@pytest.fixture
def indexed(collection: Collection, folder: Path, write: Write) -> Collection:
    write("trade.md", "Trade of 1.9 billion dollars a day.\n")
    write("water.md", "Lead pipes spoil the water of many.\n")
    collection.index([folder])
    return collection


def test_everything_right_has_perfect_figures(indexed: Collection) -> None:
    evaluation = evaluate(indexed, [(TRADE,), (WATER,), (UNKNOWN,)])
    figures = evaluation.parts["questions"].figures
    counted = {"questions": 3, "answerable": 2, "unanswerable": 1, "citations": 2, "not_verbatim": 0, "aurc": 1 / 9}
    assert figures == pytest.approx({name: counted.get(name, 1.0) for name in figures})


def test_a_wrong_document_and_a_wrong_answer_show(indexed: Collection) -> None:
    wrong = Question(WATER.question, ("trade.md",), ("Trade of 1.9 billion dollars a day.",), ("1.9 billion",))
    figures = evaluate(indexed, [(wrong,), (TRADE,)]).parts["questions"].figures
    halved = ("document_recall@1", "evidence_recall@1", "cited", "quoted", "citation_precision", "quoted_when_answered")
    assert {figures[name] for name in halved} == {0.5}
    assert figures["document_recall@5"] == figures["answered"] == figures["accuracy"] == 1.0
    assert figures["document_mrr"] == 3 / 4


def test_without_unanswerable_questions_their_figures_are_none(indexed: Collection) -> None:
    figures = evaluate(indexed, [(TRADE,)]).parts["questions"].figures
    names = [name for name, figure in figures.items() if figure is None]
    assert names == ["abstained_when_unanswerable", "abstained_at_75_answered", "auroc"]


def test_without_answerable_questions_their_figures_are_none(indexed: Collection) -> None:
    measured = evaluate(indexed, [(UNKNOWN,)]).parts["questions"]
    assert measured.figures["abstained_when_unanswerable"] == measured.figures["accuracy"] == 1.0
    assert measured.figures["document_recall@5"] is measured.figures["quoted"] is None
    assert measured.threshold is measured.target is None


def test_the_curve_ends_with_everything_answered_and_the_points_stand_on_it(indexed: Collection) -> None:
    measured = evaluate(indexed, [(TRADE,), (WATER,), (UNKNOWN,)]).parts["questions"]
    assert (measured.curve[-1].coverage, measured.curve[-1].risk) == (1.0, pytest.approx(1 / 3))
    assert measured.threshold in measured.curve
    assert measured.target == measured.threshold
    assert measured.target is not None
    assert measured.target.coverage == pytest.approx(2 / 3)


def test_later_turns_are_asked_with_those_before_and_measured_apart(indexed: Collection) -> None:
    follow_up = Question("and how much of it a day?", TRADE.docs, TRADE.evidence, TRADE.answers)
    evaluation = evaluate(indexed, [(Question("Is there trade of billion dollars?", ("trade.md",)), follow_up)])
    assert list(evaluation.parts) == ["first_turns", "later_turns"]
    assert [measured.figures["questions"] for measured in evaluation.parts.values()] == [1, 1]
    later = evaluation.parts["later_turns"].figures
    assert later["answered"] == later["document_recall@1"] == 1.0
    assert set(evaluation.to_dict()) == {"first_turns", "later_turns", "groups"}


def test_groups_have_the_figures_of_their_questions(indexed: Collection) -> None:
    groups = evaluate(indexed, [(TRADE,), (WATER,), (UNKNOWN,)]).groups
    assert {field: list(values) for field, values in groups.items()} == {"style": ["plain"], "type": ["number"]}
    assert (groups["style"]["plain"]["questions"], groups["style"]["plain"]["answerable"]) == (2, 1)


def test_latency_has_every_stage_and_the_total_last(indexed: Collection) -> None:
    latency = evaluate(indexed, [(TRADE,)]).parts["questions"].latency_ms
    assert list(latency) == ["load", "encode", "retrieve", "answer", "total"]
    assert all(0 <= median <= slow for median, slow in latency.values())


def test_documents_that_the_collection_does_not_hold_are_named_before_anything_is_asked(indexed: Collection) -> None:
    names = ("trade.md", "a.md", "b.md", "c.md", "d.md")
    message = "4 of the 5 documents that the questions name are not in the collection: 'a.md', 'b.md', 'c.md', …;"
    with pytest.raises(UsageError, match=message):
        evaluate(indexed, [(Question("?", names),)], lambda *_: pytest.fail("asked"))
    with pytest.raises(UsageError, match="1 of the 1 documents .* 'a.md'; `quotable status --documents`"):
        evaluate(indexed, [(Question("?", ("a.md",)),)])


def test_progress_is_told(indexed: Collection) -> None:
    told: list[tuple[str, int, int]] = []
    evaluate(indexed, [(TRADE,), (UNKNOWN,)], lambda *step: told.append(step))
    assert told == [("questions", 1, 2), ("questions", 2, 2)]


@pytest.fixture
def evaluation(indexed: Collection) -> Evaluation:
    return evaluate(indexed, [(TRADE,), (WATER, UNKNOWN)])


def test_the_picture_has_a_panel_a_part_with_labelled_axes_and_both_points(
    evaluation: Evaluation, tmp_path: Path
) -> None:
    plotting.draw(evaluation, tmp_path / "curve.svg")
    picture = (tmp_path / "curve.svg").read_text(encoding="utf-8")
    for words in (
        "First turns: 2 answerable, 0 not",
        "Later turns: 0 answerable, 1 not",
        "coverage: share of all questions that are answered",
        "risk: share of these answers that is wrong",
        "75 % of the answerable answered (confidence ≥ ",
        "threshold in use (confidence ≥ ",
    ):
        assert words in picture


def test_a_png_is_drawn_too(evaluation: Evaluation, tmp_path: Path) -> None:
    plotting.draw(evaluation, tmp_path / "curve.PNG")
    assert (tmp_path / "curve.PNG").read_bytes().startswith(b"\x89PNG")


def test_a_picture_that_cannot_be_drawn_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match=r"curve\.pdf ends in '\.pdf'; name a \.png or \.svg file"):
        plotting.require(tmp_path / "curve.pdf")
    with pytest.raises(UsageError, match=r"curve\.png cannot be written: there is no folder .*missing"):
        plotting.require(tmp_path / "missing" / "curve.png")
    plotting.require(tmp_path / "curve.svg")
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(QuotableError, match=r"the picture needs matplotlib: pip install '\.\[evaluate\]'"):
        plotting.require(tmp_path / "curve.svg")
