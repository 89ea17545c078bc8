"""What is right about an answer: exact figures for answers made by hand."""

from collections.abc import Sequence

import pytest
from support.toy import document

from qa.answering.answer import Answer
from qa.answering.citations import verify
from qa.answering.draft import Draft, Quote
from qa.documents.passages import Passage
from qa.evaluation.measures import ndcg
from qa.evaluation.question_file import Question
from qa.evaluation.scores import has_evidence, score, share_quoted
from qa.filters import Filters
from qa.retrieval.retriever import Hit
from qa.retrieval.search import IndexState, Search
from qa.understanding.questions import understand

PIPES = document("Lead pipes spoil the water of many. New pipes cost 4 billion dollars.", "pipes.md")
ROADS = document("Roads and bridges of the nation are old.", "roads.md")
DOCUMENTS = {"pipes.md": PIPES, "roads.md": ROADS}
COSTS = Question("What do pipes cost?", ("pipes.md",), ("New pipes **cost** 4 billion dollars.",), ("$4 billion",))


def hit(name: str, text: str, rank: int) -> Hit:
    """A hit of these words of a document."""
    start = DOCUMENTS[name].text.index(text)
    return Hit(Passage(start, start + len(text), text, "", None, None), DOCUMENTS[name].info, 1 / rank, rank)


def answered(quotes: Sequence[tuple[str, str]], hits: Sequence[Hit] = (), *, abstains: bool = False) -> Answer:
    """The verified answer of these quotes, (document, words)."""
    made = []
    for name, words in quotes:
        start = DOCUMENTS[name].text.index(words)
        made.append(Quote(name, start, start + len(words), words))
    search = Search(understand("?", "?", Filters()), tuple(hits), IndexState(2, 1.0), {"total": 1.0})
    return verify(Draft(tuple(made), 0.5, abstains), search, DOCUMENTS)


def test_an_answer_that_quotes_the_evidence_from_its_document_is_right() -> None:
    judged = score(COSTS, answered([("pipes.md", "New pipes cost 4 billion dollars.")]))
    assert (judged.quoted, judged.loss, judged.right_citations) == (1.0, 0.0, 1)


def test_a_citation_of_another_document_is_not_right() -> None:
    judged = score(COSTS, answered([("roads.md", "Roads and bridges"), ("pipes.md", "cost 4 billion")]))
    assert (judged.quoted, judged.right_citations) == (1.0, 1)


def test_what_an_answer_withholds_counts_for_its_loss_only() -> None:
    judged = score(COSTS, answered([("pipes.md", "New pipes cost 4 billion dollars.")], abstains=True))
    assert (judged.quoted, judged.loss, judged.right_citations) == (0.0, 0.0, 0)


def test_any_answer_to_an_unanswerable_question_is_a_loss() -> None:
    unanswerable = Question("Who?", evidence=("Roads and bridges",))
    assert score(unanswerable, answered([("roads.md", "Roads and bridges")])).loss == 1.0


def test_a_short_answer_is_compared_by_letters_and_digits() -> None:
    assert share_quoted(COSTS, ["at 4\N{NO-BREAK SPACE}Billion, it"]) == 1.0
    assert share_quoted(COSTS, ["at 5 billion"]) == 0.0
    assert share_quoted(COSTS, []) == 0.0


def test_an_empty_answer_or_piece_of_evidence_is_no_match() -> None:
    assert share_quoted(Question("?", ("a.md",), ("–",), ("…", "")), ["anything"]) == 0.0


def test_a_long_quote_within_the_evidence_shows_it_and_a_short_one_does_not() -> None:
    question = Question("?", ("a.md",), ("Over twenty letters and then some more of them.",))
    assert share_quoted(question, ["twenty letters and then some"]) == 1.0
    assert share_quoted(question, ["twenty letters"]) == 0.0


def test_the_beginning_of_long_evidence_shows_it() -> None:
    question = Question("?", ("a.md",), ("x" * 120 + "y" * 80,))
    assert share_quoted(question, ["x" * 120]) == 1.0
    assert share_quoted(question, ["y" * 80 + "z"]) == 0.0


@pytest.mark.parametrize("groups", [{"type": "list"}, {"type": "multi"}, {"type": "why"}])
def test_where_several_things_are_asked_each_piece_of_evidence_is_its_part(groups: dict[str, str]) -> None:
    question = Question("?", ("a.md",), ("Lead pipes.", "Old roads.", "Weak bridges."), ("lead",), groups)
    assert share_quoted(question, ["Old roads.", "Lead pipes."]) == pytest.approx(2 / 3)
    assert share_quoted(Question("?", ("a.md",), (), ("lead",), groups), ["lead"]) == 0.0


def test_retrieval_is_measured_for_documents_and_for_evidence() -> None:
    hits = [
        hit("roads.md", "Roads and bridges of the nation are old.", 1),
        hit("pipes.md", "Lead pipes spoil the water of many.", 2),
        hit("pipes.md", "New pipes cost 4 billion dollars.", 3),
    ]
    measured = score(COSTS, answered([], hits)).retrieval
    assert measured == {
        "document_recall@1": 0.0,
        "document_recall@5": 1.0,
        "document_recall@10": 1.0,
        "document_ndcg@10": ndcg(["x", "a"], {"a"}, 10),
        "document_mrr": 1 / 2,
        "evidence_recall@1": 0.0,
        "evidence_recall@5": 1.0,
        "evidence_recall@10": 1.0,
        "evidence_ndcg@10": 1 / 2,
        "evidence_mrr": 1 / 3,
    }


def test_a_passage_with_all_the_evidence_first_is_perfect_and_repeating_it_gains_nothing() -> None:
    both = Question("?", ("pipes.md",), ("Lead pipes spoil the water", "New pipes cost 4 billion"))
    whole, part = hit("pipes.md", PIPES.text, 1), hit("pipes.md", "New pipes cost 4 billion dollars.", 2)
    assert score(both, answered([], [whole, part])).retrieval["evidence_ndcg@10"] == 1.0


def test_evidence_that_no_hit_holds_is_missing_from_the_gain() -> None:
    both = Question("?", ("pipes.md",), ("Lead pipes spoil the water", "Words of no document"))
    found = score(both, answered([], [hit("pipes.md", PIPES.text, 1)])).retrieval
    assert found["evidence_ndcg@10"] == pytest.approx(ndcg(["a"], {"a", "b"}, 10))


def test_a_hit_within_the_evidence_holds_it() -> None:
    question = Question("?", ("pipes.md",), (f"{PIPES.text} And more.",))
    assert has_evidence(question, [hit("pipes.md", "Lead pipes spoil the water of many.", 1)])
    assert not has_evidence(question, [hit("roads.md", "Roads and bridges", 1)])
    assert not has_evidence(Question("?"), [hit("roads.md", "Roads and bridges", 1)])
