"""What all tickets share is taken off as far as promised, and two views become one row."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from deflect.clusters.finding.centring import ORDINARY_SIMILARITY, beside, centred, plain
from deflect.errors import ModelError

DIMENSION = 32


def sharing(count: int, shared: float, seed: int) -> NDArray[np.float32]:
    """Random rows with something in common."""
    rows = np.random.default_rng(seed).normal(size=(count, DIMENSION))
    rows[:, 0] += shared
    return np.asarray(rows, dtype=np.float32)


def similarity(rows: NDArray[Any]) -> float:
    mean = rows.mean(axis=0, dtype=np.float64)
    return float(mean @ mean)


def test_rows_hardly_alike_are_only_scaled() -> None:
    rows = sharing(500, 1.0, seed=0)
    assert plain(rows) == pytest.approx(rows / np.linalg.norm(rows, axis=1, keepdims=True), abs=1e-6)


@pytest.mark.parametrize("shared", [8.0, 20.0, 60.0])
def test_where_an_encoder_finds_all_alike_similarity_is_brought_down_to_the_ordinary(shared: float) -> None:
    rows = sharing(4000, shared, seed=1)
    assert similarity(rows / np.linalg.norm(rows, axis=1, keepdims=True)) > 0.6
    assert similarity(plain(rows)) == pytest.approx(ORDINARY_SIMILARITY, abs=0.05)


@pytest.mark.parametrize("way", [plain, centred])
def test_equal_rows_stay_equal_and_have_a_direction(way: Any) -> None:
    rows = way(np.tile(np.arange(1, 5, dtype=np.float32), (12, 1)))
    assert rows @ rows.T == pytest.approx(np.ones((12, 12)), abs=1e-5)


@pytest.mark.parametrize("way", [plain, centred])
def test_a_row_of_zeros_is_refused(way: Any) -> None:
    with pytest.raises(ModelError, match="zeros"):
        way(np.vstack([np.zeros(4), np.eye(4)]))


@settings(max_examples=30, deadline=None)
@given(st.integers(2, 30), st.floats(0.1, 2.0), st.integers(0, 10_000))
def test_similarity_of_two_answered_tickets_is_the_weighted_mean_of_both_views(
    count: int, weight: float, seed: int
) -> None:
    questions, answers = sharing(count, 1.0, seed), sharing(count, 1.0, seed + 1)
    rows = beside(questions, answers, centred, weight).astype(np.float64)
    asked, told = centred(questions).astype(np.float64), centred(answers).astype(np.float64)
    expected = (asked @ asked.T + weight**2 * told @ told.T) / (1 + weight**2)
    assert rows @ rows.T == pytest.approx(expected, abs=1e-4)


def test_the_unanswered_compare_by_question_alone_and_do_not_move_the_mean_of_answers() -> None:
    questions, answers = sharing(20, 1.0, seed=2), sharing(20, 3.0, seed=3)
    answers[12:] = 0.0
    rows = beside(questions, answers, centred, 0.5)
    asked = centred(questions)
    assert rows[12:] @ rows[12:].T == pytest.approx(asked[12:] @ asked[12:].T, abs=1e-5)
    alone = centred(answers[:12])
    assert rows[:12, DIMENSION:] * np.sqrt(1.25) == pytest.approx(0.5 * alone, abs=1e-5)


def test_answers_may_have_another_dimension() -> None:
    rows = beside(sharing(9, 1.0, seed=4), np.ones((9, 3), dtype=np.float32), plain, 1.0)
    assert rows.shape == (9, DIMENSION + 3)
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1.0, abs=1e-6)
