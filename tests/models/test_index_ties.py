"""Neighbours where vectors are equal, few or cut into blocks, and what quality makes of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deflect.errors import ModelError
from deflect.models.index import Index, neighbours
from deflect.models.quality import agreement
from deflect.models.vectors import Vectors, unit_rows

AXES = np.eye(4, dtype=np.float32)


def rows(count: int, seed: int = 0) -> Vectors:
    return unit_rows(np.random.default_rng(seed).normal(size=(count, 8)))


@settings(deadline=None, max_examples=80)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=40), st.integers(1, 45), st.integers(1, 50))
def test_with_duplicates_the_similarities_are_the_best_of_the_others(picked: list[int], k: int, block: int) -> None:
    """Vectors along four axes: similarities are 0 or 1 exactly, so every tie is a real one."""
    base = AXES[picked]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("deflect.models.index.BLOCK", block)
        similarities, positions = neighbours(base, k)
    truth = base @ base.T
    np.fill_diagonal(truth, -np.inf)
    width = min(k, len(picked) - 1)
    assert np.array_equal(similarities, -np.sort(-truth, axis=1)[:, :width])
    assert np.array_equal(np.take_along_axis(truth, positions, axis=1), similarities)
    assert all(len(set(row)) == width and place not in row for place, row in enumerate(positions.tolist()))


@pytest.mark.parametrize("k", [1, 2, 3, 1000])
def test_two_vectors_are_each_others_only_neighbour(k: int) -> None:
    similarities, positions = neighbours(AXES[:2], k)
    assert positions.tolist() == [[1], [0]]
    assert similarities.tolist() == [[0.0], [0.0]]


def test_more_than_there_are_gives_all_nearest_first() -> None:
    base = unit_rows(np.array([[1, 0], [1, 0.1], [-1, 0]], np.float32))
    similarities, positions = Index.build(base).search(base[:1], 99)
    assert positions.tolist() == [[0, 1, 2]]
    assert similarities[0, 0] == 1
    assert similarities[0, 2] == -1


@pytest.mark.parametrize("size", [1, 31, 32, 33, 64, 65])
def test_a_block_that_ends_where_the_vectors_end_loses_none(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deflect.models.index.BLOCK", 32)
    base = rows(size)
    truth = base @ base.T
    np.fill_diagonal(truth, -np.inf)
    similarities, positions = neighbours(base, 1)
    assert positions.shape == (size, min(1, size - 1))
    if size > 1:
        assert positions[:, 0].tolist() == truth.argmax(axis=1).tolist()
        assert np.allclose(similarities[:, 0], truth.max(axis=1), atol=1e-6)


def test_a_compressed_index_of_equal_vectors_still_answers() -> None:
    base = np.repeat(rows(3), 200, axis=0)
    index = Index.build(base, exact_limit=100)
    similarities, positions = index.search(rows(3), 5)
    assert np.allclose(similarities, 1, atol=1e-3)
    assert (positions // 200 == np.arange(3)[:, None]).all()
    assert len(index) == 600


@pytest.mark.parametrize("shape", [(8,), (2, 2, 2)])
def test_what_is_no_table_of_rows_is_refused(shape: tuple[int, ...]) -> None:
    bad = np.zeros(shape, np.float32)
    for call in (Index.build, lambda rows: neighbours(rows, 1), lambda rows: Index.build(AXES).search(rows, 1)):
        with pytest.raises(ModelError, match=f"array of {len(shape)} dimensions"):
            call(bad)


def test_queries_against_an_empty_index_are_checked_all_the_same() -> None:
    empty = Index.build(np.empty((0, 8), np.float32))
    with pytest.raises(ModelError, match="4 dimensions where 8 are expected"):
        empty.search(AXES, 1)


def test_searching_changes_neither_the_queries_nor_the_index() -> None:
    base, asked = rows(50), rows(9, seed=1)
    index, before = Index.build(base), asked.copy()
    first, second = index.search(asked, 4), index.search(asked[::-1], 4)
    assert np.array_equal(asked, before)
    assert np.array_equal(first[1], second[1][::-1])


def test_the_index_keeps_its_own_copy_of_the_vectors() -> None:
    base = rows(20)
    index, asked = Index.build(base), base[:1].copy()
    base[:] = 0
    assert index.search(asked, 1)[1].tolist() == [[0]]


def test_encoders_that_agree_and_disagree() -> None:
    line = unit_rows(np.array([[np.cos(x), np.sin(x)] for x in (0, 0.1, 1.0, 1.1)], np.float32))
    swapped = line[[0, 2, 1, 3]]
    assert agreement(line, line, 1) == 1
    assert agreement(line, swapped, 1) == 0
    assert agreement(line, swapped, 3) == 1
    assert agreement(line, line @ np.array([[0, 1], [-1, 0]], np.float32), 2) == 1


@pytest.mark.parametrize("count", [0, 1])
def test_without_neighbours_there_is_nothing_to_differ_in(count: int) -> None:
    assert agreement(rows(count), rows(count, seed=1)) == 1


@settings(deadline=None, max_examples=30)
@given(st.integers(2, 30), st.integers(1, 12), st.integers(0, 99))
def test_agreement_is_a_share_that_does_not_depend_on_which_is_first(count: int, k: int, seed: int) -> None:
    first, second = rows(count, seed), rows(count, seed + 1)
    found = agreement(first, second, k)
    assert 0 <= found <= 1
    assert found == pytest.approx(agreement(second, first, k))
    near = [{*neighbours(one, k)[1][row].tolist()} for one in (first, second) for row in range(count)]
    shares = [len(near[row] & near[count + row]) / min(k, count - 1) for row in range(count)]
    assert found == pytest.approx(float(np.mean(shares)))
