"""The index against exact products in numpy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deflect.errors import ModelError
from deflect.models.codes import LEAST_RECALL
from deflect.models.index import Index, neighbours
from deflect.models.vectors import Vectors, unit_rows


def rows(count: int, dimension: int = 16, seed: int = 0) -> Vectors:
    return unit_rows(np.random.default_rng(seed).normal(size=(count, dimension)))


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (np.full((2, 16), np.nan, np.float32), "NaN"),
        (np.ones((2, 16), np.float32), "length 1"),
        (np.zeros((2, 16), np.float32), "length 1"),
        (np.eye(8, dtype=np.float32), "8 dimensions where 16 are expected"),
    ],
)
def test_queries_that_would_give_wrong_similarities_are_refused(bad: Vectors, said: str) -> None:
    with pytest.raises(ModelError, match=said):
        Index.build(rows(5)).search(bad, 1)


@pytest.mark.parametrize("bad", [np.full((2, 4), np.nan, np.float32), np.ones((2, 4), np.float32)])
def test_vectors_that_are_not_unit_rows_are_not_indexed(bad: Vectors) -> None:
    with pytest.raises(ModelError):
        Index.build(bad)
    with pytest.raises(ModelError):
        neighbours(bad, 1)


@pytest.mark.parametrize("k", [0, -1])
def test_no_neighbours_cannot_be_asked_for(k: int) -> None:
    with pytest.raises(ModelError, match="at least one neighbour"):
        Index.build(rows(5)).search(rows(1), k)
    with pytest.raises(ModelError, match="at least one neighbour"):
        neighbours(rows(5), k)


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 60), st.integers(1, 40), st.integers(1, 70), st.integers(0, 9))
def test_search_is_the_exact_product_sorted(count: int, queries: int, k: int, seed: int) -> None:
    base, asked = rows(count, seed=seed), rows(queries, seed=seed + 100)
    similarities, positions = Index.build(base).search(asked, k)
    truth = asked.astype(float) @ base.T.astype(float)
    expected = -np.sort(-truth, axis=1)[:, :k]
    assert similarities.shape == positions.shape == (queries, min(k, count))
    assert np.allclose(similarities, expected, atol=1e-5)
    assert np.allclose(np.take_along_axis(truth, positions, axis=1), expected, atol=1e-5)


@settings(deadline=None, max_examples=40)
@given(st.integers(2, 60), st.integers(1, 70), st.integers(0, 9))
def test_neighbours_are_exact_and_never_the_vector_itself(count: int, k: int, seed: int) -> None:
    base = rows(count, seed=seed)
    similarities, positions = neighbours(base, k)
    truth = base.astype(float) @ base.T.astype(float)
    np.fill_diagonal(truth, -np.inf)
    expected = -np.sort(-truth, axis=1)[:, : min(k, count - 1)]
    assert np.allclose(similarities, expected, atol=1e-5)
    assert (positions != np.arange(count)[:, None]).all()
    assert all(len(set(row)) == len(row) for row in positions.tolist())


def test_equal_vectors_are_neighbours_of_each_other_but_not_of_themselves() -> None:
    base = np.repeat(rows(1), 30, axis=0)
    similarities, positions = neighbours(base, 5)
    assert np.allclose(similarities, 1)
    assert (positions != np.arange(30)[:, None]).all()
    assert (similarities <= 1).all()


def test_neighbours_do_not_depend_on_the_block_they_are_found_in(monkeypatch: pytest.MonkeyPatch) -> None:
    base = rows(100)
    whole = neighbours(base, 7)
    monkeypatch.setattr("deflect.models.index.BLOCK", 33)
    parts = neighbours(base, 7)
    assert np.allclose(whole[0], parts[0], atol=1e-6)
    assert np.array_equal(whole[1], parts[1])


@pytest.mark.parametrize("count", [0, 1])
def test_too_few_vectors_have_no_neighbours(count: int) -> None:
    similarities, positions = neighbours(rows(count), 3)
    assert similarities.shape == positions.shape == (count, 0)


def test_an_empty_index_finds_nothing() -> None:
    index = Index.build(np.empty((0, 16), np.float32))
    similarities, positions = index.search(rows(3), 4)
    assert (len(index), index.dimension) == (0, 16)
    assert similarities.shape == positions.shape == (3, 0)


def test_no_queries_find_nothing() -> None:
    assert Index.build(rows(5)).search(rows(0), 2)[1].shape == (0, 2)


def test_similarities_stay_within_one_whatever_rounding_does() -> None:
    base = rows(500, 384)
    similarities, _ = Index.build(base).search(base, 1)
    assert similarities.max() <= 1
    assert similarities.min() > 1 - 1e-5


@pytest.mark.parametrize("exact_limit", [1000, 100])
def test_a_saved_index_comes_back_the_same(tmp_path: Path, exact_limit: int) -> None:
    index = Index.build(rows(400), exact_limit=exact_limit)
    seal = index.save(tmp_path / "index")
    again = Index.load(tmp_path / "index", seal)
    asked = rows(20, seed=1)
    before, after = index.search(asked, 5), again.search(asked, 5)
    assert np.array_equal(before[0], after[0])
    assert np.array_equal(before[1], after[1])
    assert len(again) == 400
    assert again.recall == (1.0 if exact_limit == 1000 else None)
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


@pytest.mark.parametrize("place", [0, 4, 40, -1])
def test_one_flipped_bit_is_found_before_the_file_is_parsed(
    tmp_path: Path, place: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "index"
    seal = Index.build(rows(50)).save(path)
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)
    monkeypatch.setattr("faiss.read_index", lambda *_: pytest.fail("parsed"))
    with pytest.raises(ModelError, match=r"index is damaged .*deflect run"):
        Index.load(path, seal)


@pytest.mark.parametrize("length", [0, 10, 1000])
def test_a_truncated_index_is_refused(tmp_path: Path, length: int) -> None:
    path = tmp_path / "index"
    seal = Index.build(rows(50)).save(path)
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(ModelError, match="index is damaged"):
        Index.load(path, seal)


def test_a_missing_index_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"index is missing .*Run: deflect run"):
        Index.load(tmp_path / "index", "0" * 64)


def test_above_the_limit_the_measured_recall_is_kept_and_true() -> None:
    random = np.random.default_rng(5)
    centres = random.normal(size=(60, 32))
    base = unit_rows(centres[random.integers(60, size=6000)] + 0.3 * random.normal(size=(6000, 32)))
    index = Index.build(base, exact_limit=1000)
    assert index.recall is not None
    assert LEAST_RECALL <= index.recall <= 1
    truth = np.argsort(-(base[1::7] @ base.T), axis=1)[:, :10]
    found = index.search(base[1::7], 10)[1]
    recall = np.mean([np.isin(one, other).mean() for one, other in zip(truth, found, strict=True)])
    assert recall > LEAST_RECALL - 0.03


def test_at_the_limit_search_is_still_exact() -> None:
    assert Index.build(rows(100), exact_limit=100).recall == 1.0
