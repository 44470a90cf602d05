"""Groups that ask alike but for noise become one; others stay apart, whatever their size."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from deflect.clusters.finding import merging
from deflect.clusters.finding.merging import FEWEST, merge_alike

DIMENSION = 48


def scattered(
    sizes: list[int], meanings: list[int], seed: int, noise: float = 0.2
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Groups of rows around orthogonal meanings; several groups may have the same."""
    random = np.random.default_rng(seed)
    groups = np.repeat(np.arange(len(sizes)), sizes)
    centres = np.eye(DIMENSION)[np.array(meanings, dtype=np.int64)[groups]]
    rows = centres + random.normal(scale=noise, size=centres.shape)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32), groups


def corrected(first: NDArray[Any], second: NDArray[Any]) -> float:
    """The similarity of two groups over what their own members have, from all pairs one by one."""

    def within(rows: NDArray[Any]) -> float:
        pairs = [float(rows[i] @ rows[j]) for i in range(len(rows)) for j in range(i)]
        return float(np.mean(pairs))

    across = np.mean([float(one @ other) for one in first for other in second])
    return float(across / np.sqrt(within(first) * within(second)))


def test_samples_of_one_meaning_become_one_although_their_rows_are_unlike() -> None:
    rows, groups = scattered([12, 9, 15, 8], [0, 0, 1, 0], seed=1)
    assert (rows[groups == 0] @ rows[groups == 1].T).mean() < 0.5
    merged = merge_alike(rows, groups, 0.8)
    assert adjusted_rand_score(np.array([0, 0, 1, 0])[groups], merged) == 1.0


def test_the_threshold_is_that_of_the_corrected_similarity() -> None:
    rows, groups = scattered([10, 10], [0, 0], seed=2)
    alike = corrected(rows[groups == 0], rows[groups == 1])
    assert len(set(merge_alike(rows, groups, alike - 1e-4))) == 1
    assert len(set(merge_alike(rows, groups, alike + 1e-4))) == 2


def test_groups_too_small_to_know_their_noise_stay_as_they_are() -> None:
    rows, groups = scattered([20, FEWEST - 1, FEWEST - 1], [0, 0, 0], seed=3)
    assert merge_alike(rows, groups, 0.5).tolist() == groups.tolist()


@pytest.mark.parametrize("sizes", [[], [7], [1, 1, 1]])
def test_where_there_are_not_two_groups_nothing_changes(sizes: list[int]) -> None:
    rows, groups = scattered(sizes, list(range(len(sizes))), seed=4)
    assert merge_alike(rows, groups, 0.1).tolist() == groups.tolist()


def test_more_groups_than_candidates_of_each_come_together_too() -> None:
    parts = 3 * merging.CANDIDATES
    rows, groups = scattered([8] * parts + [9, 9], [0] * parts + [1, 2], seed=5)
    merged = merge_alike(rows, groups, 0.6)
    assert [len(set(merged[groups < parts])), len(set(merged))] == [1, 3]


@given(st.lists(st.integers(1, 12), min_size=1, max_size=8), st.floats(0.1, 1.0), st.integers(0, 1000))
def test_groups_are_only_ever_joined_whole_and_named_by_one_of_them(
    sizes: list[int], threshold: float, seed: int
) -> None:
    rows, groups = scattered(sizes, [place % 3 for place in range(len(sizes))], seed)
    merged = merge_alike(rows, groups, threshold)
    for group in set(groups):
        assert len(set(merged[groups == group])) == 1
    for name in set(merged):
        assert name in groups[merged == name]
