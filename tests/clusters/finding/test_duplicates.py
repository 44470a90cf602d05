"""Collapsing against all pairs compared one by one."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deflect.clusters.finding import duplicates
from deflect.clusters.finding.duplicates import collapse
from deflect.errors import ModelError
from deflect.models.vectors import Vectors, unit_rows


def rows(count: int, dimension: int = 32, seed: int = 0) -> Vectors:
    return unit_rows(np.random.default_rng(seed).normal(size=(count, dimension)))


def at(similarity: float, base: Vectors, seed: int = 1) -> Vectors:
    """Rows that have this similarity to the rows of the base."""
    away = np.random.default_rng(seed).normal(size=base.shape)
    away -= (away * base).sum(axis=1, keepdims=True) * base
    return unit_rows(similarity * base + np.sqrt(1 - similarity**2) * unit_rows(away))


def partition(stands: np.ndarray) -> set[frozenset[int]]:
    return {frozenset(np.flatnonzero(stands == row).tolist()) for row in np.unique(stands)}


def planted(count: int, similarity: float) -> Vectors:
    base = rows(count, 64)
    return np.concatenate([base, at(similarity, base)])


@pytest.mark.parametrize("threshold", [0.0, -0.5, 1.01, float("nan")])
def test_a_threshold_that_is_no_similarity_is_refused(threshold: float) -> None:
    with pytest.raises(ValueError, match="above 0 and at most 1"):
        collapse(rows(3), threshold=threshold)


@pytest.mark.parametrize("bad", [np.ones((2, 4), np.float32), np.full((2, 4), np.nan, np.float32), np.ones(4)])
def test_rows_that_are_not_of_length_one_are_refused(bad: Vectors) -> None:
    with pytest.raises(ModelError):
        collapse(bad)


@pytest.mark.parametrize("count", [0, 1])
def test_few_rows_stand_for_themselves(count: int) -> None:
    stands = collapse(rows(count))
    assert stands.dtype == np.int64
    assert stands.tolist() == list(range(count))


def test_the_first_of_equal_rows_stands_for_them() -> None:
    base = rows(4)
    assert collapse(base[[2, 0, 2, 1, 0, 2]]).tolist() == [0, 1, 0, 3, 1, 0]


def test_both_zeros_of_floating_point_are_equal() -> None:
    row = np.zeros((2, 4), np.float32)
    row[:, 0] = 1
    row[1, 1] = -0.0
    assert collapse(row, threshold=1.0).tolist() == [0, 0]


def test_the_sums_by_representative_give_weights_and_bring_values_back() -> None:
    base = rows(3)
    left, where, weights = np.unique(collapse(base[[0, 1, 0, 0, 2]]), return_inverse=True, return_counts=True)
    assert left.tolist() == [0, 1, 4]
    assert weights.tolist() == [3, 1, 1]
    assert np.array(["a", "b", "c"])[where].tolist() == ["a", "b", "a", "a", "c"]


def test_a_chain_does_not_grow() -> None:
    """Each row has 0.996 to the next: the ends have nothing in common."""
    angles = np.arange(40) * np.arccos(0.996)
    chain = unit_rows(np.stack([np.cos(angles), np.sin(angles)], axis=1))
    stands = collapse(chain)
    assert ((chain * chain[stands]).sum(axis=1) >= 0.995).all()
    assert len(np.unique(stands)) >= 13


def test_the_row_with_the_most_near_duplicates_stands_for_them() -> None:
    middle = rows(1, 64)
    around = np.concatenate([at(0.996, middle, seed) for seed in range(6)])
    stands = collapse(np.concatenate([around, middle]))
    assert stands.tolist() == [6] * 7


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 60), st.integers(0, 99), st.sampled_from([0.9, 0.98, 1.0]))
def test_every_row_is_near_its_own_and_those_that_stand_are_apart(count: int, seed: int, threshold: float) -> None:
    random = np.random.default_rng(seed)
    base = rows(max(1, count // 4), 8, seed)
    some = unit_rows(base[random.integers(len(base), size=count)] + random.normal(scale=0.05, size=(count, 8)))
    stands = collapse(some, threshold=threshold)
    every = some @ some.T
    assert (every[np.arange(count), stands][stands != np.arange(count)] >= threshold - 1e-5).all()
    assert (stands[stands] == stands).all()
    left = np.unique(stands)
    among = every[np.ix_(left, left)]
    np.fill_diagonal(among, -1)
    assert (among < threshold + 1e-5).all()


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 50), st.integers(0, 99))
def test_the_same_rows_in_another_order_are_put_together_alike(count: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    base = rows(max(1, count // 3), 6, seed)
    some = unit_rows(base[random.integers(len(base), size=count)] + random.normal(scale=0.03, size=(count, 6)))
    some = some[random.integers(count, size=count)]  # equal ones among them
    order = random.permutation(count)
    back = [frozenset(order[list(part)].tolist()) for part in partition(collapse(some[order]))]
    assert set(back) == partition(collapse(some))


def test_sketches_put_together_what_comparing_all_pairs_does(monkeypatch: pytest.MonkeyPatch) -> None:
    some = np.concatenate([planted(700, 0.997), rows(600, 64, seed=7)])
    exact = collapse(some)
    monkeypatch.setattr(duplicates, "FEW", 10)
    assert partition(collapse(some)) == partition(exact)
    order = np.random.default_rng(3).permutation(len(some))
    back = {frozenset(order[list(part)].tolist()) for part in partition(collapse(some[order]))}
    assert back == partition(exact)


@pytest.mark.parametrize(("similarity", "least"), [(0.9953, 0.9), (0.9975, 0.99), (0.999, 1.0)])
def test_sketches_find_near_duplicates_among_many(similarity: float, least: float) -> None:
    some = planted(6000, similarity)
    stands = collapse(some)
    assert (stands[:6000] == stands[6000:]).mean() >= least
    assert ((some * some[stands]).sum(axis=1) >= 0.995 - 1e-5).all()


def test_sketches_put_nothing_together_that_is_apart() -> None:
    assert len(np.unique(collapse(planted(3000, 0.993)))) == 6000


def test_equal_rows_are_together_however_many_there_are() -> None:
    base = rows(10, 16)
    picked = np.random.default_rng(0).integers(10, size=9000)
    stands = collapse(base[picked])
    assert len(np.unique(stands)) == 10
    assert (base[picked][stands] == base[picked]).all()


def test_the_same_rows_give_the_same_result_and_are_not_changed() -> None:
    some = planted(3000, 0.996)
    before = some.copy()
    assert np.array_equal(collapse(some), collapse(some))
    assert np.array_equal(some, before)


def test_four_times_the_rows_take_not_much_more_than_four_times_the_time() -> None:
    def seconds(count: int) -> float:
        some = planted(count, 0.997)
        start = time.process_time()
        collapse(some)
        return time.process_time() - start

    seconds(3000)
    assert seconds(12_000) < 4 * 3 * max(seconds(3000), 0.05)
