"""Which sentences go into an answer. The weights are tuned elsewhere; here is what must hold however they are."""

from dataclasses import replace

import pytest
from support.toy import ToyEncoder, document

from qa.answering.choosing import Candidate, best_first, chosen
from qa.answering.hit_sentences import Sentence, sentences
from qa.answering.reading import Finding
from qa.documents.passages import split
from qa.retrieval.matching import SentenceMatch
from qa.retrieval.retriever import Hit
from qa.understanding.answer_types import AnswerType

PLAIN = "One came early. Two came late. Three came later. Four came last. Five stayed away. Six had gone."


def found(text: str = PLAIN) -> list[Sentence]:
    made = document(text)
    return sentences(Hit(split(made, ToyEncoder().count_tokens, 400)[0], made.info, 1.0, 1))


def candidates(similarities: dict[int, float], text: str = PLAIN, alone: float | None = None) -> list[Candidate]:
    """Candidates of sentences by their number in the text, of these similarities."""
    its = found(text)
    return best_first(
        [
            Candidate(
                its[number],
                SentenceMatch(its[number].start, its[number].end, similarity, 0.0, 0.0),
                0.5,
                0.0,
                None if alone is None else Finding(its[number].start, its[number].end, 0.0, 0.0),
                alone,
            )
            for number, similarity in similarities.items()
        ]
    )


def numbers(answering: list[Candidate], text: str = PLAIN) -> list[int]:
    starts = [sentence.start for sentence in found(text)]
    return [starts.index(one.sentence.start) for one in answering]


def test_three_at_most_go_into_an_answer_and_only_those_nearly_as_good_as_the_best() -> None:
    scored = candidates({0: 0.9, 2: 0.85, 4: 0.8, 5: 0.7})
    assert numbers(chosen(scored, AnswerType.NUMBER)) == [0, 2, 4]
    assert numbers(chosen(candidates({0: 0.9, 2: 0.3, 4: 0.8}), AnswerType.NUMBER)) == [0, 4]


def test_what_adjoins_the_best_comes_with_it_where_an_answer_may_be_longer_than_a_sentence() -> None:
    scored = candidates({2: 0.9, 5: 0.85, 0: 0.8, 3: 0.7, 1: 0.6})
    assert numbers(chosen(scored, AnswerType.REASON)) == [2, 3, 1, 0, 5]
    assert numbers(chosen(scored, AnswerType.DATE)) == [2, 5, 0]


def test_no_more_than_four_sentences_are_taken_together() -> None:
    scored = candidates({number: 0.9 - number / 100 for number in range(6)})
    assert numbers(chosen(scored, AnswerType.REASON)) == [0, 1, 2, 3]


def test_what_adjoins_the_best_is_left_out_where_it_answers_far_less() -> None:
    assert numbers(chosen(candidates({2: 0.9, 3: 0.3}), AnswerType.REASON)) == [2]


def test_what_adjoins_the_best_is_left_out_where_the_quotation_gets_too_long() -> None:
    scores = {0: 0.9, 3: 0.85, 4: 0.8, 1: 0.7}
    long = PLAIN.replace("Two came", f"Two {'and two ' * 100}came")
    assert numbers(chosen(candidates(scores), AnswerType.REASON)) == [0, 1, 3, 4]
    assert numbers(chosen(candidates(scores, long), AnswerType.REASON), long) == [0, 3, 4]


def test_sentences_of_two_paragraphs_do_not_adjoin() -> None:
    apart = "One came early.\n\nTwo came late."
    first, second = found(apart)
    assert not second.adjoins(first)
    assert not first.adjoins(second)
    first, second, third = found()[:3]
    assert second.adjoins(first)
    assert not first.adjoins(second)
    assert not third.adjoins(first)
    assert not second.adjoins(replace(first, speaker="MR. A"))


@pytest.mark.parametrize("better", [{"alone": 2.0}, {"fits": 1.0}, {"below_best": 0.1}])
def test_a_better_sign_scores_higher(better: dict[str, float]) -> None:
    (one,) = candidates({0: 0.5}, alone=1.0)
    assert replace(one, **better).score > one.score


def test_how_little_a_place_counts_has_an_end() -> None:
    (one,) = candidates({0: 0.5}, alone=1.0)

    def at(place: float) -> float:
        return replace(one, finding=Finding(0, 1, 0.0, place)).score

    assert at(0.0) > at(-1.0) > at(-8.0) == at(-20.0)
