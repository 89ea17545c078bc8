"""Reciprocal rank fusion."""

from qa.retrieval.fusion import reciprocal_rank_fusion


def test_the_score_is_the_papers_sum() -> None:
    assert reciprocal_rank_fusion([[7, 8], [8, 9]]) == [(8, 1 / 62 + 1 / 61), (7, 1 / 61), (9, 1 / 62)]
    assert reciprocal_rank_fusion([[7], [8, 7]], rrf_k=0) == [(7, 1 + 1 / 2), (8, 1)]


def test_fusion_of_one_ranking_keeps_its_order() -> None:
    assert [identity for identity, _ in reciprocal_rank_fusion([[5, 3, 9]])] == [5, 3, 9]


def test_equal_scores_come_in_the_order_of_ids() -> None:
    assert [identity for identity, _ in reciprocal_rank_fusion([[9, 4], [4, 9], [2], [3]])] == [4, 9, 2, 3]


def test_the_order_of_the_rankings_does_not_matter() -> None:
    rankings = [[1, 2, 3], [3, 1], [4]]
    assert reciprocal_rank_fusion(rankings) == reciprocal_rank_fusion(rankings[::-1])


def test_fusion_of_nothing_is_nothing() -> None:
    assert reciprocal_rank_fusion([]) == reciprocal_rank_fusion([[], []]) == []
