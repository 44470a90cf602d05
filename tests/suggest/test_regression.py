"""Few rounds come near the optimum, wherever classes and directions differ widely in size."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import log_softmax

from deflect.suggest import regression

Rows = NDArray[np.float32]


def uneven(count: int = 600, classes: int = 12, dimension: int = 20) -> tuple[Rows, Rows]:
    """Unit rows about one shared direction, and classes of which the first is 200 times the last."""
    random = np.random.default_rng(3)
    often = np.geomspace(200, 1, classes)
    chosen = random.choice(classes, size=count, p=often / often.sum())
    scale = np.geomspace(1, 0.02, dimension)
    rows = 3 * scale[0] * np.eye(dimension)[0] + scale * (
        random.normal(size=(classes, dimension))[chosen] + random.normal(size=(count, dimension))
    )
    shares = np.eye(classes)[chosen]
    shares[:40] = 0.5 * shares[:40] + 0.5 * np.roll(shares[:40], 1, axis=1)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32), np.asarray(shares, np.float32)


def loss(table: NDArray[np.float64], vectors: Rows, shares: Rows) -> float:
    """The definition, in double precision."""
    rows = np.column_stack([vectors, np.ones(len(vectors))]).astype(np.float64)
    return float(-(shares * log_softmax(rows @ table.T, axis=1)).sum() + regression.PENALTY / 2 * (table**2).sum())


def optimum(vectors: Rows, shares: Rows) -> float:
    """What BFGS finds with the slope of the definition, given all the rounds that it wants."""
    rows = np.column_stack([vectors, np.ones(len(vectors))]).astype(np.float64)
    shape = (shares.shape[1], rows.shape[1])

    def slope(at: NDArray[np.float64]) -> NDArray[np.float64]:
        table = at.reshape(shape)
        wrong = np.exp(log_softmax(rows @ table.T, axis=1)) - shares
        return np.asarray(wrong.T @ rows + regression.PENALTY * table, dtype=np.float64).ravel()

    options = {"maxiter": 5_000, "gtol": 1e-4}
    at = np.zeros(shape[0] * shape[1])
    return float(minimize(lambda a: loss(a.reshape(shape), vectors, shares), at, jac=slope, options=options).fun)


def test_the_rounds_that_are_made_come_within_a_hundredth_of_the_optimum() -> None:
    vectors, shares = uneven()
    best = optimum(vectors, shares)
    assert best <= loss(regression.fitted(vectors, shares).astype(np.float64), vectors, shares) <= 1.01 * best


def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors, shares = uneven()
    monkeypatch.setattr(regression, "ITERATIONS", 400)
    whole = loss(regression.fitted(vectors, shares).astype(np.float64), vectors, shares)
    monkeypatch.setattr(regression, "BLOCK", 7)
    assert loss(regression.fitted(vectors, shares).astype(np.float64), vectors, shares) == pytest.approx(whole, 1e-4)


def test_the_same_rows_give_the_same_bytes() -> None:
    assert regression.fitted(*uneven()).tobytes() == regression.fitted(*uneven()).tobytes()


@pytest.mark.parametrize("count", [2, 19, 20, 21])
def test_as_many_rows_as_directions_or_one_more_or_less_are_learned_from_alike(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The turn goes another way below; a row that stands twice leaves a direction without spread."""
    monkeypatch.setattr(regression, "ITERATIONS", 400)
    vectors = np.concatenate([uneven(count)[0], uneven(count)[0][:1]])
    shares = np.eye(2, dtype=np.float32)[np.arange(count + 1) % 2]
    found = loss(regression.fitted(vectors, shares).astype(np.float64), vectors, shares)
    assert found == pytest.approx(optimum(vectors, shares), rel=1e-4)
