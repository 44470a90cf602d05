"""Neighbours found by cells against all products in numpy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deflect.models import cells, index
from deflect.models.cells import near_in_cells
from deflect.models.compressed import LEAST_RECALL
from deflect.models.index import neighbours
from deflect.models.vectors import Vectors
from tests.models.test_compressed import grouped, recall, true_neighbours


def test_rows_that_lie_everywhere_alike_are_not_worth_cells() -> None:
    random = np.random.default_rng(0).normal(size=(4200, 64)).astype(np.float32)
    rows = random / np.linalg.norm(random, axis=1, keepdims=True)
    assert near_in_cells(rows, 10) is None
    similarities, positions = neighbours(rows, 9, cells_from=100)
    expected, truth = true_neighbours(rows, 9)
    assert recall(positions[:500], truth[:500]) > 0.999
    assert np.allclose(similarities, expected, atol=1e-5)


def test_few_rows_are_not_worth_cells() -> None:
    assert near_in_cells(grouped(4 * cells.FIRST_REACH - 1), 5) is None


@pytest.mark.parametrize(("dimension", "groups"), [(32, 60), (384, 100), (30, 200)])
def test_as_many_neighbours_are_the_true_ones_as_is_promised(dimension: int, groups: int) -> None:
    rows = grouped(4200, dimension, groups)
    found = near_in_cells(rows, 11)
    assert found is not None
    similarities, positions = neighbours(rows, 10, cells_from=100)
    expected, truth = true_neighbours(rows, 10)
    assert recall(positions[:500], truth[:500]) >= LEAST_RECALL - 0.02
    assert positions.dtype == np.int64
    assert np.mean(expected - similarities) < 0.005


def test_similarities_are_those_of_the_positions_nearest_first() -> None:
    rows = grouped(4200)
    similarities, positions = neighbours(rows, 7, cells_from=100)
    assert np.allclose(similarities, np.einsum("ij,ikj->ik", rows, rows[positions]), atol=1e-5)
    assert (np.diff(similarities, axis=1) <= 0).all()


def test_no_row_is_its_own_neighbour_and_none_is_named_twice() -> None:
    positions = neighbours(grouped(4200), 12, cells_from=100)[1]
    assert not (positions == np.arange(4200)[:, None]).any()
    assert all(len(set(row)) == 12 for row in positions.tolist())


def test_the_same_rows_have_the_same_neighbours_each_time() -> None:
    rows = grouped(4200)
    one, other = (neighbours(each, 5, cells_from=100) for each in (rows, rows.copy()))
    assert one[0].tolist() == other[0].tolist()
    assert one[1].tolist() == other[1].tolist()


def test_a_cell_takes_in_others_until_there_are_as_many_rows_as_wanted() -> None:
    rows = grouped(2000)
    made = cells._cells(rows)
    for cell in range(len(made.near)):
        around = made.around(cell, 500)
        last = made.near[cell][np.searchsorted(np.cumsum(np.diff(made.starts)[made.near[cell]]), 500)]
        assert 500 <= len(around) < 500 + np.diff(made.starts)[last] + 1
        assert len(np.unique(around)) == len(around)
    assert sorted(made.places.tolist()) == list(range(2000))
    assert made.rows.tolist() == rows[made.places].tolist()


@settings(max_examples=8)
@given(copies=st.integers(2, 40), groups=st.integers(1, 30), k=st.integers(1, 30), seed=st.integers(0, 9))
def test_rows_that_are_sent_many_times_find_each_other(copies: int, groups: int, k: int, seed: int) -> None:
    """Equal rows share a cell, whatever their number; and cells that stay empty do no harm."""
    some = grouped(-(-4200 // copies), 16, groups, seed=seed)
    rows: Vectors = np.repeat(some, copies, axis=0)
    found = near_in_cells(rows, k)
    if found is None:
        return
    similarities, positions = found
    assert positions.min() >= 0
    assert positions.max() < len(rows)
    assert np.mean(similarities[:, : min(k, copies)] >= 1 - 1e-5) >= LEAST_RECALL


def test_by_default_cells_are_asked_only_where_they_pay(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(index, "near_in_cells", lambda rows, k: asked.append((len(rows), k)))
    neighbours(grouped(300), 3)
    assert asked == []
    neighbours(grouped(400), 3, cells_from=400)
    assert asked == [(400, 4)]
