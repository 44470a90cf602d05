"""The learnt map is within-class whitening, shrunk; it removes what wordings differ in and keeps what questions do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.linalg import fractional_matrix_power
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

from deflect.clusters.finding.sharpening import TRUST, TRUST_HALF_WAY, sharpening, within_scatter


def grouped(groups: int, size: int, dimension: int, seed: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    random = np.random.default_rng(seed)
    labels = np.repeat(np.arange(groups), size)
    rows = random.normal(size=(groups, dimension))[labels] + 0.3 * random.normal(size=(len(labels), dimension))
    return np.asarray(rows, dtype=np.float32), labels


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 5), st.integers(3, 9), st.integers(2, 8), st.integers(0, 10_000))
def test_the_scatter_is_that_of_scikit_learns_discriminant(groups: int, size: int, dimension: int, seed: int) -> None:
    rows, labels = grouped(groups, size, dimension, seed)
    scatter, freedom = within_scatter(rows, labels)
    peer = LinearDiscriminantAnalysis(solver="lsqr", store_covariance=True).fit(rows.astype(np.float64), labels)
    assert freedom == groups * size - groups
    # scikit-learn divides by the number of rows
    assert scatter * freedom / len(rows) == pytest.approx(peer.covariance_, abs=1e-4)


def test_the_map_is_the_inverse_square_root_of_the_shrunk_scatter() -> None:
    rows, labels = grouped(6, 20, 7, seed=1)
    scatter, freedom = within_scatter(rows, labels)
    trust = TRUST * freedom / (freedom + TRUST_HALF_WAY)
    shrunk = trust * scatter / (np.trace(scatter) / 7) + (1 - trust) * np.eye(7)
    assert sharpening(rows, labels) == pytest.approx(fractional_matrix_power(shrunk, -0.5), abs=1e-4)


def test_directions_that_wordings_differ_in_shrink_most() -> None:
    random = np.random.default_rng(2)
    labels = np.repeat(np.arange(10), 30)
    rows = np.zeros((300, 3), dtype=np.float32)
    rows[:, 0] = labels
    rows[:, 1] = 5 * random.normal(size=300)
    rows[:, 2] = 0.1 * random.normal(size=300)
    what, wording, _ = np.diag(sharpening(rows, labels))
    assert wording < 0.9 * what


@pytest.mark.parametrize(
    ("rows", "labels"),
    [
        (np.zeros((9, 4)), np.zeros(9, dtype=np.int64)),
        (np.random.default_rng(0).normal(size=(9, 4)), np.arange(9)),
        (np.random.default_rng(0).normal(size=(8, 4)), np.repeat(np.arange(4), 2)),
        (np.ones((6, 4)), np.repeat([3, 9], 3)),
    ],
    ids=["equal rows", "nobody together", "pairs only", "equal within groups"],
)
def test_without_anything_to_learn_from_it_does_nothing(rows: NDArray[Any], labels: NDArray[Any]) -> None:
    assert sharpening(np.asarray(rows, dtype=np.float32), labels).tolist() == np.eye(4).tolist()


def test_groups_of_two_and_rows_alone_say_nothing() -> None:
    rows, labels = grouped(5, 8, 6, seed=3)
    random = np.random.default_rng(4)
    more = np.vstack([rows, random.normal(size=(6, 6)).astype(np.float32)])
    names = np.concatenate([labels, [90, 90, 91, 91, 92, -1]])
    assert sharpening(more, names) == pytest.approx(sharpening(rows, labels), abs=1e-6)


def test_names_and_order_of_groups_and_rows_do_not_matter() -> None:
    rows, labels = grouped(5, 8, 6, seed=5)
    order = np.random.default_rng(6).permutation(len(rows))
    renamed = np.array([40, -7, 3, 12, 0])[labels]
    assert sharpening(rows[order], renamed[order]) == pytest.approx(sharpening(rows, labels), abs=1e-5)


@pytest.mark.parametrize("scale", [0.01, 100.0])
def test_the_unit_that_vectors_are_measured_in_does_not_matter(scale: float) -> None:
    rows, labels = grouped(5, 8, 6, seed=7)
    assert sharpening(rows * np.float32(scale), labels) == pytest.approx(sharpening(rows, labels), abs=1e-3)


def test_the_fewer_rows_the_less_it_does() -> None:
    widths = np.arange(1, 7, dtype=np.float32)
    few, many = (sharpening(rows * widths, labels) for rows, labels in (grouped(4, n, 6, seed=8) for n in (4, 400)))
    assert np.linalg.norm(few - np.eye(6)) < 0.5 * np.linalg.norm(many - np.eye(6))


def test_what_is_given_stays_as_it_is() -> None:
    rows, labels = grouped(4, 6, 5, seed=9)
    before = rows.copy()
    sharpening(rows, labels)
    assert rows.tolist() == before.tolist()
