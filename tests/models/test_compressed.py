"""Neighbours above the limit against all products in numpy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deflect.errors import ModelError
from deflect.models import compressed, index
from deflect.models.compressed import LEAST_RECALL, compressed_index
from deflect.models.index import neighbours
from deflect.models.vectors import Vectors, unit_rows


def grouped(count: int, dimension: int = 32, groups: int = 60, noise: float = 0.3, seed: int = 0) -> Vectors:
    """Rows around centres, as questions lie around what is asked."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(groups, dimension))
    return unit_rows(centres[random.integers(groups, size=count)] + noise * random.normal(size=(count, dimension)))


def true_neighbours(rows: Vectors, k: int) -> tuple[Vectors, np.ndarray]:
    every = rows @ rows.T
    np.fill_diagonal(every, -np.inf)
    positions = np.argsort(-every, axis=1, kind="stable")[:, :k]
    return np.take_along_axis(every, positions, axis=1), positions


def recall(found: np.ndarray, truth: np.ndarray) -> float:
    return float(np.mean([np.isin(one, other).mean() for one, other in zip(truth, found, strict=True)]))


@pytest.mark.parametrize("bad", [np.full((20, 4), np.nan, np.float32), np.ones((20, 4), np.float32)])
def test_rows_that_are_not_of_length_one_are_refused_above_the_limit_too(bad: Vectors) -> None:
    with pytest.raises(ModelError):
        neighbours(bad, 3, exact_limit=5)


@pytest.mark.parametrize("k", [0, -1])
def test_no_neighbours_cannot_be_asked_for_above_the_limit_either(k: int) -> None:
    with pytest.raises(ModelError, match="at least one neighbour"):
        neighbours(grouped(20), k, exact_limit=5)


@pytest.mark.parametrize(("dimension", "groups"), [(32, 60), (384, 200), (30, 60), (7, 40), (64, 3000)])
def test_above_the_limit_most_neighbours_are_the_true_ones(dimension: int, groups: int) -> None:
    rows = grouped(3000, dimension, groups)
    similarities, positions = neighbours(rows, 10, exact_limit=100)
    expected, truth = true_neighbours(rows, 10)
    assert recall(positions, truth) >= LEAST_RECALL - 0.02
    assert positions.dtype == np.int64
    # What is found in place of a true neighbour is hardly less near.
    assert np.mean(expected - similarities) < 0.005


def test_the_recall_that_is_reported_is_true() -> None:
    rows = grouped(4000)
    found, reported = compressed_index(rows, 11)
    _, positions = found.search(rows, 11)
    truth = np.argsort(-(rows @ rows.T), axis=1)[:, :11]
    assert reported >= LEAST_RECALL
    assert recall(positions, truth) == pytest.approx(reported, abs=0.02)


def test_recall_suffices_even_where_nothing_is_near_anything() -> None:
    """Directions at random have no neighbours to speak of: then more is read, however long it takes."""
    rows = unit_rows(np.random.default_rng(0).normal(size=(2500, 48)))
    assert compressed_index(rows, 16)[1] >= LEAST_RECALL


def test_similarities_are_exact_and_the_nearest_comes_first() -> None:
    rows = grouped(3000)
    similarities, positions = neighbours(rows, 8, exact_limit=100)
    truth = np.einsum("id,ikd->ik", rows.astype(float), rows[positions].astype(float))
    assert np.allclose(similarities, truth, atol=1e-5)
    assert (np.diff(similarities, axis=1) <= 1e-6).all()
    assert similarities.max() <= 1


def test_no_row_is_its_own_neighbour_and_none_is_named_twice() -> None:
    rows = grouped(3000)
    positions = neighbours(rows, 12, exact_limit=100)[1]
    assert (positions != np.arange(3000)[:, None]).all()
    assert ((positions >= 0) & (positions < 3000)).all()
    assert (np.diff(np.sort(positions, axis=1), axis=1) > 0).all()


def test_the_same_rows_give_the_same_neighbours() -> None:
    rows = grouped(2000)
    first, second = neighbours(rows, 5, exact_limit=100), neighbours(rows.copy(), 5, exact_limit=100)
    assert np.array_equal(first[0], second[0])
    assert np.array_equal(first[1], second[1])


def test_at_the_limit_neighbours_are_still_exact() -> None:
    rows = grouped(500)
    similarities, _ = neighbours(rows, 10, exact_limit=500)
    assert np.allclose(similarities, true_neighbours(rows, 10)[0], atol=1e-5)


def test_up_to_the_limit_no_codes_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compressed, "compressed_index", lambda *_: pytest.fail("compressed"))
    assert neighbours(grouped(300), 3)[1].shape == (300, 3)
    assert index.EXACT_NEIGHBOURS >= 10_000


def test_lists_that_hold_too_few_are_made_up_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """One list read of each row, and lists that hold fewer than are asked for."""
    rows = grouped(2000, groups=500, noise=0.02)
    monkeypatch.setattr(compressed, "FIRST_PROBES", 1)
    monkeypatch.setattr(compressed, "LEAST_RECALL", 0.0)
    monkeypatch.setattr(compressed, "TRAINING_PER_LIST", 4)
    monkeypatch.setattr(compressed, "LISTS_PER_ROOT", 10)
    similarities, positions = neighbours(rows, 15, exact_limit=100)
    assert (positions >= 0).all()
    truth = np.einsum("id,ikd->ik", rows, rows[positions])
    assert np.allclose(similarities, truth, atol=1e-5)
    assert similarities.min() > -1


def test_equal_rows_are_neighbours_of_each_other_above_the_limit() -> None:
    rows = np.repeat(grouped(100), 20, axis=0)
    similarities, positions = neighbours(rows, 5, exact_limit=100)
    assert np.allclose(similarities, 1, atol=1e-5)
    assert np.allclose(np.einsum("id,ikd->ik", rows, rows[positions]), 1, atol=1e-5)
    assert (positions != np.arange(2000)[:, None]).all()


@pytest.mark.parametrize("copies", [60, 2000])
def test_rows_that_are_all_equal_have_neighbours(copies: int) -> None:
    rows = np.repeat(grouped(1), copies, axis=0)
    similarities, positions = neighbours(rows, 4, exact_limit=10)
    assert np.allclose(similarities, 1, atol=1e-5)
    assert (positions != np.arange(copies)[:, None]).all()


@settings(deadline=None, max_examples=25)
@given(st.integers(40, 160), st.integers(1, 170), st.integers(1, 12), st.integers(0, 99))
def test_few_rows_can_be_compressed_too(count: int, k: int, dimension: int, seed: int) -> None:
    rows = unit_rows(np.random.default_rng(seed).normal(size=(count, dimension)))
    similarities, positions = neighbours(rows, k, exact_limit=1)
    width = min(k, count - 1)
    assert similarities.shape == positions.shape == (count, width)
    assert all(len(set(row)) == width and place not in row for place, row in enumerate(positions.tolist()))
    assert np.allclose(similarities, np.einsum("id,ikd->ik", rows, rows[positions]), atol=1e-5)


def test_a_macro_sent_to_half_of_the_desk_needs_no_more_effort_than_other_answers() -> None:
    rows = unit_rows(np.random.default_rng(3).normal(size=(6_000, 16)).astype(np.float32))
    rows[::2] = rows[0]
    index, recall = compressed_index(rows, 12)
    assert recall >= LEAST_RECALL
    assert index.k_factor < 100  # type: ignore[attr-defined]  # of the kind that refines
