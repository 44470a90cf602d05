"""The compressed index against all products in numpy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deflect.errors import ModelError
from deflect.models import codes
from deflect.models.codes import LEAST_RECALL, coded_index
from deflect.models.index import EXACT_FOR_ONE, EXACT_LIMIT, Index
from deflect.models.vectors import Vectors, unit_rows
from tests.models.test_compressed import grouped, recall

HALF = 1e-3


def best(rows: Vectors, asked: Vectors, k: int) -> np.ndarray:
    return np.argsort(-(asked @ rows.T), axis=1, kind="stable")[:, :k]


@pytest.mark.parametrize("bad", [np.full((200, 16), np.nan, np.float32), np.ones((200, 16), np.float32)])
def test_rows_that_are_not_of_length_one_are_not_compressed(bad: Vectors) -> None:
    with pytest.raises(ModelError):
        Index.build(bad, exact_limit=100)


@pytest.mark.parametrize(("dimension", "groups", "k"), [(32, 60, 10), (384, 200, 200), (30, 60, 50), (7, 40, 10)])
def test_questions_that_are_not_among_the_rows_find_the_share_that_is_promised(
    dimension: int, groups: int, k: int
) -> None:
    every = grouped(4_300, dimension, groups)
    rows, asked = every[:4_000], every[4_000:]
    index = Index.build(rows, k=k, exact_limit=1_000)
    assert index.recall is not None
    assert index.recall >= LEAST_RECALL
    assert recall(index.search(asked, k)[1], best(rows, asked, k)) >= LEAST_RECALL - 0.02


def test_recall_suffices_even_where_nothing_is_near_anything() -> None:
    rows = unit_rows(np.random.default_rng(0).normal(size=(2_500, 48)))
    index = Index.build(rows, k=16, exact_limit=100)
    assert recall(index.search(rows, 16)[1], best(rows, rows, 16)) >= LEAST_RECALL - 0.02


def test_similarities_are_true_to_half_precision_and_the_nearest_comes_first() -> None:
    rows = grouped(3_000, 384)
    asked = rows[::30]
    similarities, positions = Index.build(rows, exact_limit=100).search(asked, 20)
    truth = np.einsum("id,ikd->ik", asked, rows[positions])
    assert np.abs(similarities - truth).max() < HALF
    assert (np.diff(similarities, axis=1) <= 0).all()
    assert similarities.max() <= 1


def test_the_reported_recall_counts_equal_rows_as_one_another() -> None:
    rows = grouped(3_000, 16)
    rows[::2] = rows[0]
    index, share = coded_index(rows, 12)
    assert share >= LEAST_RECALL
    assert index.k_factor <= codes.FIRST_CANDIDATES * 8  # type: ignore[attr-defined]  # of the kind that refines


@settings(deadline=None, max_examples=15)
@given(st.integers(40, 160), st.integers(1, 170), st.integers(1, 12), st.integers(0, 99))
def test_few_rows_and_more_neighbours_than_there_are_rows(count: int, k: int, dimension: int, seed: int) -> None:
    rows = unit_rows(np.random.default_rng(seed).normal(size=(count, dimension)))
    similarities, positions = Index.build(rows, k=k, exact_limit=1).search(rows[:5], k)
    assert positions.shape == similarities.shape == (5, min(k, count))
    truth = np.einsum("id,ikd->ik", rows[:5], rows[positions])
    assert np.abs(similarities - truth)[positions >= 0].max() < HALF
    assert (similarities[positions < 0] == -1).all()
    for row in positions:
        found = row[row >= 0].tolist()
        assert len(set(found)) == len(found) > 0


def test_a_loaded_one_finds_what_the_built_one_found_and_takes_the_vectors_from_the_file(tmp_path: Path) -> None:
    rows = grouped(3_000, 64)
    built = Index.build(rows, k=20, exact_limit=100)
    loaded = Index.load(tmp_path / "index", built.save(tmp_path / "index"))
    before, after = built.search(rows[:50], 20), loaded.search(rows[:50], 20)
    assert np.array_equal(before[0], after[0])
    assert np.array_equal(before[1], after[1])
    assert (tmp_path / "index").stat().st_size < rows.nbytes * 0.75


def test_the_same_rows_give_the_same_index(tmp_path: Path) -> None:
    rows = grouped(2_000)
    seals = {Index.build(rows.copy(), exact_limit=100).save(tmp_path / "index") for _ in range(2)}
    assert len(seals) == 1


def test_at_the_limit_search_is_still_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "coded_index", lambda *_: pytest.fail("compressed"))
    assert Index.build(grouped(500), exact_limit=500).recall == 1.0
    assert EXACT_FOR_ONE <= EXACT_LIMIT
