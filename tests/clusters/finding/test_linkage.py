"""Average linkage over a graph equals textbook average linkage wherever the graph holds every pair."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage

from deflect.clusters.finding import linkage as own
from deflect.clusters.finding.linkage import average_linkage
from tests.clusters.finding.made import partition, unit_rows


def everybody(count: int) -> NDArray[np.int64]:
    return np.array([[other for other in range(count) if other != row] for row in range(count)])


def textbook(vectors: NDArray[np.float32], threshold: float) -> set[frozenset[int]]:
    """SciPy's average linkage on 1 - cosine similarity."""
    similarity = vectors.astype(np.float64) @ vectors.T.astype(np.float64)
    distance = np.maximum(1 - similarity, 0)[np.triu_indices(len(vectors), 1)]
    return partition(fcluster(linkage(distance, "average"), 1 - threshold, "distance"))


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 40), st.integers(2, 8), st.integers(0, 10_000), st.floats(-0.5, 0.95))
def test_with_every_pair_in_the_graph_it_equals_scipy(count: int, dimension: int, seed: int, threshold: float) -> None:
    vectors = unit_rows(count, dimension, seed)
    assert partition(average_linkage(vectors, everybody(count), threshold)) == textbook(vectors, threshold)


def test_each_row_is_named_after_the_smallest_of_its_cluster() -> None:
    vectors = np.array([[1, 0], [0, 1], [1, 0], [0, 1]], dtype=np.float32)
    assert average_linkage(vectors, everybody(4), 0.9).tolist() == [0, 1, 0, 1]


def test_clusters_that_no_edge_joins_stay_apart_however_similar() -> None:
    vectors = np.array([[1, 0], [1, 0], [1, 0], [1, 0]], dtype=np.float32)
    pairs = np.array([[1], [0], [3], [2]])
    assert average_linkage(vectors, pairs, 0.5).tolist() == [0, 0, 2, 2]


def test_a_higher_threshold_only_splits_clusters() -> None:
    vectors = unit_rows(60, 3, seed=7)
    coarse = partition(average_linkage(vectors, everybody(60), 0.3))
    fine = partition(average_linkage(vectors, everybody(60), 0.8))
    assert all(any(small <= large for large in coarse) for small in fine)
    assert len(fine) > len(coarse)


def test_working_through_edges_in_parts_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = unit_rows(50, 4, seed=3)
    whole = average_linkage(vectors, everybody(50), 0.4)
    monkeypatch.setattr(own, "EDGES_AT_A_TIME", 7)
    assert average_linkage(vectors, everybody(50), 0.4).tolist() == whole.tolist()


def test_two_rows_each_the_others_neighbour_are_one_edge_and_order_of_neighbours_does_not_matter() -> None:
    vectors = unit_rows(30, 4, seed=5)
    near = everybody(30)
    shuffled = np.random.default_rng(0).permuted(near, axis=1)
    assert average_linkage(vectors, near, 0.2).tolist() == average_linkage(vectors, shuffled, 0.2).tolist()
