"""Confidence: fitted on the past, never falling when more speaks for an article."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from deflect.errors import ModelError
from deflect.suggest import calibration
from deflect.suggest.calibration import DEFAULT, Calibration
from deflect.suggest.retrieval import FEATURES

UNIT = st.floats(0, 1)


def answered(count: int, seed: int = 0) -> tuple[list[NDArray[np.float64]], list[NDArray[np.bool_]]]:
    """Tickets of one candidate each, right with the probability that a known model gives."""
    random = np.random.default_rng(seed)
    features = random.random((count, len(FEATURES)))
    chance = 1 / (1 + np.exp(-(-4 + features[:, :2] @ np.array([5.0, 3.0]))))
    right = random.random(count) < chance
    return [row[None] for row in features], [np.array([each]) for each in right]


KNOWN = (DEFAULT, calibration.fit(*answered(200)))


def test_a_known_model_is_found_again() -> None:
    fitted = calibration.fit(*answered(4_000))
    assert fitted.intercept == pytest.approx(-4, abs=0.5)
    assert fitted.coefficients == pytest.approx((5, 3, *[0] * (len(FEATURES) - 2)), abs=0.5)
    assert fitted.asked == 4_000


def test_confidence_is_how_often_it_is_right() -> None:
    fitted = calibration.fit(*answered(4_000))
    features, right = answered(4_000, seed=1)
    confidence = fitted.confidence(np.concatenate(features))
    for low in (0.0, 0.25, 0.5, 0.75):
        among = (confidence >= low) & (confidence < low + 0.25)
        assert np.concatenate(right)[among].mean() == pytest.approx(confidence[among].mean(), abs=0.05)


def test_the_fit_is_at_its_optimum() -> None:
    """No small step in any direction that is allowed lowers the loss, computed here independently."""
    features, right = answered(300)
    rows, truth = np.concatenate(features), np.concatenate(right)
    fitted = calibration.fit(features, right)

    def loss(intercept: float, coefficients: NDArray[np.float64]) -> float:
        total = 0.0
        for row, hit in zip(rows, truth, strict=True):
            chance = 1 / (1 + math.exp(-(intercept + float(row @ coefficients))))
            total -= math.log(chance if hit else 1 - chance)
        return total + 0.5 * float(((coefficients * (rows.std(axis=0) + 1e-6)) ** 2).sum())

    best = loss(fitted.intercept, np.array(fitted.coefficients))
    for at in range(len(FEATURES)):
        for step in (-0.05, 0.05):
            moved = np.array(fitted.coefficients)
            moved[at] = max(moved[at] + step, 0)
            assert loss(fitted.intercept, moved) >= best - 1e-6


def test_a_feature_that_speaks_against_gets_no_say() -> None:
    features, right = answered(400)
    against = [
        np.where(np.arange(len(FEATURES)) == 2, 1.0 - each[0], row) for row, each in zip(features, right, strict=True)
    ]
    assert calibration.fit(against, right).coefficients[2] == 0


@given(st.lists(UNIT, min_size=len(FEATURES), max_size=len(FEATURES)), st.integers(0, len(FEATURES) - 1), UNIT)
def test_more_in_favour_never_lowers_confidence(values: list[float], at: int, more: float) -> None:
    better = list(values)
    better[at] += more
    for known in KNOWN:
        low, high = known.confidence(np.array([values, better]))
        assert 0 <= low <= high <= 1


@pytest.mark.parametrize(
    ("features", "expected"),
    [((0.8, 0.5, 0.33, 0.4, 0.4), 0.77), ((0.5, 0.1, 0.0, 0.0, 0.0), 0.08), ((0, 0, 0, 0, 0), 0.01)],
)
def test_the_defaults_give_what_they_state(features: tuple[float, ...], expected: float) -> None:
    given = np.zeros((1, len(FEATURES)))
    given[0, : len(features)] = features
    assert DEFAULT.confidence(given)[0] == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize("count", [0, 1, calibration.LEAST_ASKED - 1])
def test_too_few_tickets_leave_the_defaults(count: int) -> None:
    features, right = answered(count)
    assert calibration.fit(features, right) is DEFAULT


@pytest.mark.parametrize("hit", [True, False])
def test_all_right_or_all_wrong_leaves_the_defaults(hit: bool) -> None:
    features, right = answered(100)
    assert calibration.fit(features, [np.full(1, hit) for _ in right]) is DEFAULT


def test_tickets_without_candidates_count_as_wrong() -> None:
    features, right = answered(100)
    nothing = np.zeros((0, len(FEATURES)))
    fitted = calibration.fit([*features, *[nothing] * 100], [*right, *[np.zeros(0, dtype=bool)] * 100])
    assert fitted.asked == 200
    assert fitted.right == pytest.approx(np.concatenate(right).sum() / 200, abs=1e-4)


def test_json_round_trip_is_exact() -> None:
    for known in KNOWN:
        assert calibration.from_json(json.loads(json.dumps(known.as_json()))) == known


@pytest.mark.parametrize(
    "damage",
    [{"features": ["similarity"]}, {"coefficients": [1.0]}, {"intercept": "high"}, {"floor": None}, {"asked": "many"}],
)
def test_a_calibration_of_another_version_is_refused(damage: dict[str, object]) -> None:
    with pytest.raises(ModelError, match="deflect run"):
        calibration.from_json(DEFAULT.as_json() | damage)


def test_a_calibration_without_a_key_is_refused() -> None:
    with pytest.raises(ModelError):
        calibration.from_json({})


def test_extreme_features_do_not_overflow() -> None:
    known = Calibration(0, (1e6,) * len(FEATURES), 0)
    assert known.confidence(np.array([[1.0], [-1.0]]).repeat(len(FEATURES), axis=1)).tolist() == pytest.approx(
        [1, 0], abs=1e-9
    )
