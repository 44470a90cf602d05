"""Smoothing draws neighbours together as written down, and the spread is that of all pairs."""

from __future__ import annotations

from typing import Any
from unittest.mock import Mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from deflect.clusters.finding import smoothing
from deflect.clusters.finding.smoothing import smoothed, spread
from deflect.errors import ModelError
from deflect.models import neighbours
from tests.clusters.finding.made import unit_rows


def by_hand(rows: NDArray[Any], count: int, copies: NDArray[Any] | None = None) -> NDArray[Any]:
    """One round, row by row, with all similarities at hand."""
    moved = []
    for own, row in enumerate(rows):
        similarity = rows @ row
        similarity[own] = -9
        near = np.argsort(-similarity)[:count]
        total = row * (1 if copies is None else copies[own]) + sum(
            max(similarity[other], 0) ** 2 * rows[other] for other in near
        )
        moved.append(total / np.linalg.norm(total))
    return np.array(moved)


@settings(max_examples=30, deadline=None)
@given(st.integers(3, 40), st.integers(2, 8), st.integers(1, 6), st.integers(1, 3), st.integers(0, 10_000))
def test_it_equals_the_same_done_row_by_row(count: int, dimension: int, near: int, rounds: int, seed: int) -> None:
    rows = unit_rows(count, dimension, seed)
    expected = rows.astype(np.float64)
    for _ in range(rounds):
        expected = by_hand(expected, min(near, count - 1))
    assert smoothed(rows, min(near, count - 1), rounds=rounds) == pytest.approx(expected, abs=1e-3)


def test_a_row_that_stands_for_many_moves_less() -> None:
    rows, copies = unit_rows(20, 5, seed=4), np.arange(1, 21)
    assert smoothed(rows, 6, copies, rounds=1) == pytest.approx(by_hand(rows, 6, copies), abs=1e-5)


def test_neighbours_that_are_known_are_not_sought_again_in_the_first_round(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = unit_rows(50, 6, seed=1)
    whole = smoothed(rows, 5)
    counted = Mock(side_effect=neighbours)
    monkeypatch.setattr(smoothing, "neighbours", counted)
    assert smoothed(rows, 5, first=neighbours(rows, 5)).tolist() == whole.tolist()
    assert counted.call_count == smoothing.ROUNDS - 1


def test_what_is_given_stays_as_it_is() -> None:
    rows = unit_rows(20, 4, seed=2)
    before = rows.copy()
    smoothed(rows, 5)
    assert rows.tolist() == before.tolist()


def test_rows_of_other_lengths_are_refused() -> None:
    with pytest.raises(ModelError, match="length 1"):
        smoothed(np.full((9, 4), 3.0, dtype=np.float32), 3)


def test_two_groups_draw_together_and_apart() -> None:
    random = np.random.default_rng(3)
    rows = np.repeat(np.eye(2, 16), 20, axis=0) + 0.2 * random.normal(size=(40, 16))
    rows = np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)
    before, after = rows @ rows.T, smoothed(rows, 8) @ smoothed(rows, 8).T
    assert after[:20, :20].mean() > before[:20, :20].mean() + 0.1
    assert after[:20, 20:].max() < 0.5


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 60), st.integers(1, 12), st.integers(0, 10_000))
def test_the_spread_is_the_root_mean_square_similarity_of_all_pairs(count: int, dimension: int, seed: int) -> None:
    rows = unit_rows(count, dimension, seed)
    similarity = (rows.astype(np.float64) @ rows.T.astype(np.float64))[np.triu_indices(count, 1)]
    assert spread(rows) == pytest.approx(np.sqrt((similarity**2).mean()), abs=2e-3)


def test_the_spread_of_one_topic_is_1_and_of_orthogonal_ones_0() -> None:
    assert spread(np.tile(np.eye(1, 8, dtype=np.float32), (9, 1))) == pytest.approx(1.0, abs=1e-6)
    assert spread(np.eye(8, dtype=np.float32)) == pytest.approx(0.0, abs=1e-6)


def test_the_more_topics_the_smaller_the_spread() -> None:
    spreads = [spread(np.repeat(np.eye(topics, 64, dtype=np.float32), 10, axis=0)) for topics in (1, 4, 16, 64)]
    assert spreads == sorted(spreads, reverse=True)
    assert spreads[2] == pytest.approx(np.sqrt(9 / 159)), "9 of the other 159 rows are of the same topic"
