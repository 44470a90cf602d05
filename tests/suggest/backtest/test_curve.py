"""Risk by coverage and confidence against truth: figures worked out by hand, and the threshold that gives them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.suggest.backtest.curve import curve, reliability

ANSWERS = st.lists(st.tuples(st.integers(0, 20).map(lambda n: n / 20), st.booleans()), max_size=40)


def own(count: int) -> list[str]:
    return [f"c{at}" for at in range(count)]


def test_the_curve_by_hand() -> None:
    points = curve([0.9, 0.8, 0.8, 0.1], [True, False, True, False], own(4))
    assert [(each.coverage.value, each.threshold) for each in points] == [(0.25, 0.9), (0.75, 0.8), (1.0, 0.1)]
    assert [(each.risk.part, each.risk.whole) for each in points] == [(0, 1), (1, 3), (2, 4)]


@given(ANSWERS)
def test_each_point_is_what_its_threshold_gives(answers: list[tuple[float, bool]]) -> None:
    points = curve([sure for sure, _ in answers], [right for _, right in answers], own(len(answers)))
    for point in points:
        given_out = [right for sure, right in answers if sure >= point.threshold]
        assert (point.coverage.part, point.coverage.whole) == (len(given_out), len(answers))
        assert point.risk.part == len(given_out) - sum(given_out)
    assert [point.threshold for point in points] == sorted({point.threshold for point in points}, reverse=True)
    assert not answers or points[-1].coverage.value == 1


def test_no_tickets_no_curve() -> None:
    assert curve([], [], []) == ()
    assert (reliability([], [], []).bins, reliability([], [], []).error) == ((), 0)


def test_the_calibration_error_by_hand() -> None:
    """Ten bins of two: in each, 0.25 sure and right half the time, or 0.75 sure and always right."""
    sure = [0.25] * 10 + [0.75] * 10
    right = [True, False] * 5 + [True] * 10
    found = reliability(sure, right, own(20))
    assert [each.right.whole for each in found.bins] == [2] * 10
    assert [each.confidence for each in found.bins] == [0.25] * 5 + [0.75] * 5
    assert found.error == pytest.approx(0.25)


def test_perfect_confidences_show_what_chance_shows() -> None:
    random = np.random.default_rng(3)
    sure = random.random(2_000)
    found = reliability(sure.tolist(), (random.random(2_000) < sure).tolist(), own(2_000))
    assert found.error == pytest.approx(found.by_chance, abs=0.015)
    assert found.by_chance < 0.04


def test_overconfidence_is_seen() -> None:
    found = reliability([0.9] * 200, [True, False] * 100, own(200))
    assert found.error == pytest.approx(0.4)
    assert found.error > 5 * found.by_chance
