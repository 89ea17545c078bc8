"""How passages match a question."""

from collections.abc import Sequence

import numpy as np
import pytest

from qa.documents.passages import Passage
from qa.retrieval.matching import WORDS, Matcher, PassageMatch, SentenceMatch, TermStatistics
from qa.store.passage_vectors import PassageVector

QUESTION = np.array([[1, 0]], dtype=np.float32)


class _Statistics(TermStatistics):
    """Terms are words in lower case; 'rare' is rarer than the others, and what stands nowhere as rare as can be."""

    def terms(self, text: str) -> list[str]:
        return text.lower().replace(".", "").split()

    def idf(self, terms: Sequence[str]) -> list[float]:
        return [{"rare": 2.0, "": 3.0}.get(term, 0.0) for term in terms]


def matcher(subject: str) -> Matcher:
    return Matcher(_Statistics(), subject, QUESTION)


def passage(text: str, context: str = "") -> Passage:
    return Passage(0, len(text), text, context, None, None)


def vector(whole: float, *sentences: float) -> PassageVector:
    rows = np.array([[one, 0] for one in sentences], dtype=np.float32).reshape(-1, 2)
    return PassageVector(np.array([whole, 0], dtype=np.float32), rows)


def matched(subject: str, text: str, vectors: PassageVector, context: str = "") -> PassageMatch:
    return matcher(subject).match([(passage(text, context), vectors)])[0]


def sentences(subject: str, text: str, vectors: PassageVector, context: str = "") -> tuple[SentenceMatch, ...]:
    return matcher(subject).match_sentences([(passage(text, context), vectors)])[0]


def test_a_sentence_has_its_similarity_and_its_share_of_the_terms_by_their_idf() -> None:
    given = ("rare fox", "A rare one. The fox ran.", vector(0.5, 0.25, 0.75))
    found = sentences(*given)
    assert [(s.start, s.end, s.similarity, s.coverage) for s in found] == [(0, 11, 0.25, 0.75), (12, 24, 0.75, 0.25)]
    assert found[0].score == 0.25 + WORDS * 0.75
    assert matched(*given) == PassageMatch(0.5, frozenset({"rare", "fox"}), 0.0, found[1].score)


def test_context_and_neighbours_count_beside_the_sentence() -> None:
    given = ("rare fox hen pig", "A rare one. The fox ran. So.", vector(0, 0, 0, 0), "Hen")
    assert matched(*given).context_coverage == pytest.approx(1 / 6)
    assert [s.coverage for s in sentences(*given)] == pytest.approx([4 / 6, 2 / 6, 1 / 6])
    assert [s.coverage_nearby for s in sentences(*given)] == pytest.approx([5 / 6, 5 / 6, 2 / 6])
    assert matched(*given).held == {"rare", "fox", "hen"}


def test_sentences_that_were_encoded_otherwise_have_the_similarity_of_the_passage() -> None:
    assert [s.similarity for s in sentences("x", "One. Two.", vector(0.5, 0.1))] == [0.5, 0.5]


def test_a_question_without_terms_is_matched_by_meaning_alone() -> None:
    assert [(s.coverage, s.coverage_nearby, s.score) for s in sentences("", "One.", vector(0.5, 0.5))] == [(0, 0, 0.5)]
    assert matcher("").information == 0


def test_a_passage_without_a_sentence_matches_as_a_whole() -> None:
    assert matched("rare", " ", vector(0.5), "Rare").best == 0.5
    assert sentences("rare", " ", vector(0.5), "Rare") == ()


def test_passages_match_the_same_together_and_alone() -> None:
    one, other = (
        (passage("A rare one. The fox ran.", "Hen"), vector(0.5, 0.1, 0.2)),
        (passage("Fox."), vector(0.4, 0.3)),
    )
    together = matcher("rare fox hen")
    assert together.match([one, other]) == [*together.match([one]), *together.match([other])]
    assert together.match([]) == []


def test_information_is_counted_in_terms_that_stand_nowhere() -> None:
    assert matcher("rare fox fox").information == (3 + 1) / 4
