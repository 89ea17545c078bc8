"""The formulas of the evaluation: values by hand, laws, and another implementation beside them."""

import math
import random
from collections.abc import Callable, Sequence

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.evaluation.measures import (
    RiskPoint,
    aurc,
    auroc,
    mean,
    ndcg,
    percentile,
    reciprocal_rank,
    risk_coverage,
    success,
    threshold_answering,
)

NAMES = st.sampled_from("abcdefghijklmno")
RANKINGS = st.lists(NAMES, max_size=20)
RELEVANT = st.sets(NAMES, max_size=6)
CONFIDENCES = st.integers(0, 20).map(lambda twentieths: twentieths / 20)
ANSWERS = st.lists(st.tuples(CONFIDENCES, st.sampled_from([0.0, 0.5, 1.0])), min_size=1, max_size=30)


def test_ndcg_by_hand() -> None:
    assert ndcg(["a", "x", "b"], {"a", "b"}, 10) == pytest.approx((1 + 1 / 2) / (1 + 1 / math.log2(3)))
    assert ndcg(["x", "a"], {"a"}, 10) == pytest.approx(1 / math.log2(3))
    assert ndcg(["x", "a"], {"a"}, 1) == 0.0
    assert ndcg(["a"], set(), 10) == 0.0


def test_ndcg_counts_what_stands_twice_at_its_best_rank() -> None:
    assert ndcg(["a", "a", "b"], {"a", "b"}, 2) == 1.0


def test_ndcg_of_more_relevant_than_k_can_be_perfect() -> None:
    assert ndcg(["a", "b"], {"a", "b", "c"}, 2) == 1.0


def test_success_and_reciprocal_rank_by_hand() -> None:
    assert [success(["x", "x", "a"], {"a", "b"}, k) for k in (1, 2, 3)] == [0.0, 0.0, 1.0]
    assert reciprocal_rank(["x", "x", "y", "b", "a"], {"a", "b"}) == 1 / 3
    assert reciprocal_rank(["x"], {"a"}) == 0.0


@pytest.mark.parametrize(
    ("measure", "other"),
    [
        (lambda ranking, relevant: ndcg(ranking, relevant, 10), ir_measures.nDCG @ 10),
        (lambda ranking, relevant: success(ranking, relevant, 5), ir_measures.Success @ 5),
        (reciprocal_rank, ir_measures.RR),
    ],
    ids=["ndcg", "success", "reciprocal rank"],
)
@given(ranking=RANKINGS, relevant=RELEVANT.filter(bool))
def test_ranking_measures_are_those_of_ir_measures(
    measure: Callable[[Sequence[str], set[str]], float], other: object, ranking: list[str], relevant: set[str]
) -> None:
    qrels = {"q": dict.fromkeys(relevant, 1)}
    ranking = list(dict.fromkeys(ranking))
    run = {"q": {name: float(-rank) for rank, name in enumerate(ranking)}}
    expected = ir_measures.calc_aggregate([other], qrels, run)[other] if run["q"] else 0.0
    assert measure(ranking, relevant) == pytest.approx(expected)


@given(ranking=RANKINGS, relevant=RELEVANT, k=st.integers(1, 20))
def test_ndcg_is_within_0_and_1_and_perfect_with_the_relevant_first(
    ranking: list[str], relevant: set[str], k: int
) -> None:
    assert 0 <= ndcg(ranking, relevant, k) <= 1 + 1e-12
    assert not relevant or ndcg([*sorted(relevant), *ranking], relevant, k) == pytest.approx(1)


def test_auroc_by_hand() -> None:
    assert auroc([0.9, 0.4], [0.4, 0.1]) == (1 + 1 + 0.5 + 1) / 4
    assert auroc([0.9], [0.1]) == 1.0
    assert auroc([], [0.1]) is None
    assert auroc([0.9], []) is None


@given(positive=st.lists(CONFIDENCES, min_size=1), negative=st.lists(CONFIDENCES, min_size=1))
def test_auroc_is_kept_by_a_rising_map_and_turned_by_a_falling_one(
    positive: list[float], negative: list[float]
) -> None:
    area = auroc(positive, negative)
    assert area == auroc([math.exp(3 * p) for p in positive], [math.exp(3 * n) for n in negative])
    assert auroc([-p for p in positive], [-n for n in negative]) == pytest.approx(1 - (area or 0))


def test_the_threshold_answers_at_least_the_share() -> None:
    assert threshold_answering(0.75, [0.1, 0.2, 0.3, 0.4]) == 0.2
    assert threshold_answering(0.75, [0.1, 0.2, 0.3, 0.4, 0.5]) == 0.2
    assert threshold_answering(0.9, [score / 10 for score in range(10)]) == 0.1
    assert threshold_answering(1.0, [0.3, 0.1]) == 0.1
    assert threshold_answering(0.0, [0.3, 0.1]) == 0.3
    assert threshold_answering(0.75, []) is None


@given(confidences=st.lists(CONFIDENCES, min_size=1), share=st.sampled_from([0.5, 0.75, 0.9]))
def test_a_higher_threshold_answers_less_than_the_share(confidences: list[float], share: float) -> None:
    threshold = threshold_answering(share, confidences)
    assert threshold is not None
    assert mean([score >= threshold for score in confidences]) >= share  # type: ignore[operator]
    assert sum(score > threshold for score in confidences) < share * len(confidences) + 1e-9


def test_risk_coverage_by_hand() -> None:
    assert risk_coverage([0.2, 0.9, 0.5, 0.5], [1.0, 0.0, 1.0, 0.0]) == [
        RiskPoint(0.9, 0.25, 0.0),
        RiskPoint(0.5, 0.75, 1 / 3),
        RiskPoint(0.2, 1.0, 0.5),
    ]
    assert risk_coverage([], []) == []


def test_aurc_by_hand() -> None:
    assert aurc([0.9, 0.5, 0.2], [0.0, 1.0, 0.5]) == pytest.approx((0 + 1 / 2 + 1.5 / 3) / 3)
    assert aurc([0.5, 0.5], [1.0, 0.0]) == 0.5  # the mean of the two orders, 3/4 and 1/4
    assert aurc([], []) is None


@given(answers=ANSWERS)
def test_risk_coverage_ends_at_the_overall_risk(answers: list[tuple[float, float]]) -> None:
    confidences, losses = map(list, zip(*answers, strict=True))
    last = risk_coverage(confidences, losses)[-1]
    assert last == RiskPoint(min(confidences), 1.0, mean(losses))  # type: ignore[arg-type]


@given(answers=ANSWERS, shuffled=st.randoms(use_true_random=False))
def test_risk_coverage_and_its_area_depend_on_no_order(
    answers: list[tuple[float, float]], shuffled: random.Random
) -> None:
    other = list(answers)
    shuffled.shuffle(other)
    one, two = (tuple(map(list, zip(*some, strict=True))) for some in (answers, other))
    assert risk_coverage(*one) == risk_coverage(*two)
    assert 0 <= (aurc(*one) or 0) == aurc(*two) <= 1


@given(answers=ANSWERS, constant=CONFIDENCES)
def test_a_constant_confidence_has_the_overall_risk_as_its_area(
    answers: list[tuple[float, float]], constant: float
) -> None:
    losses = [loss for _, loss in answers]
    assert aurc([constant] * len(losses), losses) == pytest.approx(mean(losses))


def test_percentiles_are_values_that_occurred() -> None:
    assert percentile([4.0, 1.0, 3.0, 2.0], 0.5) == 2.0
    assert percentile([4.0, 1.0, 3.0, 2.0], 0.95) == 4.0
    assert percentile([1.0], 0.0) == 1.0


def test_a_mean_of_nothing_is_none() -> None:
    assert mean([]) is None
    assert mean([1, 0, 0, 1]) == 0.5
