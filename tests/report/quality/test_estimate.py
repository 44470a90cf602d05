"""Means and drifts, against the formulas of the books worked another way, and intervals that hold what they promise."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from deflect.report.quality.draw import allocate
from deflect.report.quality.estimate import drift, mean_difference, stratified_mean


def test_of_nothing_there_is_no_mean() -> None:
    assert stratified_mean([], {"a": 3}) is None


def test_a_stratum_counts_by_the_replies_it_stands_for() -> None:
    """By hand: (90 × (4 + 3) / 2 + 10 × 1) / 100 = 3.25; the stratum without a mark counts for nothing."""
    found = stratified_mean([("a", 4), ("a", 3), ("b", 1)], {"a": 90, "b": 10, "c": 900})
    assert found is not None
    assert found.value == pytest.approx(3.25)


def test_the_ends_of_the_interval_are_where_the_score_test_turns() -> None:
    """They solve |mean - end| = t × √(end × (1 - end) / n′) with n′ = mean × (1 - mean) / Σ W² s² / n."""
    marks = {"a": [4, 3, 4, 2, 3, 4], "b": [1, 2, 4, 3]}
    sizes = {"a": 60, "b": 20}
    found = stratified_mean([(name, mark) for name, own in marks.items() for mark in own], sizes)
    assert found is not None
    share = {name: (np.array(own) - 1) / 3 for name, own in marks.items()}
    mean = 0.75 * share["a"].mean() + 0.25 * share["b"].mean()
    error = 0.75**2 * share["a"].var(ddof=1) / 6 + 0.25**2 * share["b"].var(ddof=1) / 4
    count = mean * (1 - mean) / error
    for end in (found.low, found.high):
        place = (end - 1) / 3
        assert abs(mean - place) == pytest.approx(stats.t.ppf(0.975, 9) * math.sqrt(place * (1 - place) / count))
    assert found.low < found.value < found.high


@pytest.mark.parametrize(("mark", "count"), [(4, 5), (4, 20), (1, 20), (4, 1), (3, 7), (2, 7), (2, 1)])
def test_marks_that_are_all_the_same_are_not_certain(mark: int, count: int) -> None:
    found = stratified_mean([("a", mark)] * count, {"a": 100})
    assert found is not None
    assert found.value == pytest.approx(mark)
    assert found.high - found.low > 0.2
    assert 1 <= found.low <= found.value <= found.high <= 4


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 4)), min_size=1, max_size=40))
def test_an_interval_holds_its_mean_and_stays_on_the_scale(marks: list[tuple[str, int]]) -> None:
    found = stratified_mean(marks, {"a": 50, "b": 5, "c": 1})
    assert found is not None
    assert 1 <= found.low <= found.value <= found.high <= 4


def test_the_interval_holds_the_true_mean_about_19_times_in_20() -> None:
    """Eight strata that differ, of which the smallest give one reply each; 300 samples of 40."""
    rng = np.random.default_rng(7)
    sizes = {str(place): size for place, size in enumerate((80, 60, 40, 20, 9, 5, 3, 2))}
    all_marks = {name: np.clip(rng.choice(4, 4000, p=[0.05, 0.15, 0.4, 0.4]) + 1 - (int(name) % 3 == 2), 1, 4)
                 for name in sizes}  # fmt: skip
    true = sum(sizes[name] * own.mean() for name, own in all_marks.items()) / sum(sizes.values())
    given_out = allocate(sizes, 40)
    held = 0
    for _ in range(300):
        marks = [(name, float(mark)) for name, many in given_out.items() for mark in rng.choice(all_marks[name], many)]
        found = stratified_mean(marks, sizes)
        assert found is not None
        held += found.low <= true <= found.high
    assert 0.92 <= held / 300 <= 0.98


def test_a_drift_is_the_slope_that_scipy_finds() -> None:
    weeks, values = [1, 2, 3, 5, 8, 9], [3.0, 3.1, 2.9, 3.4, 3.3, 3.6]
    oracle = stats.linregress(weeks, values)
    found = drift(weeks, values, [2.0] * 6)
    assert found is not None
    reach = stats.t.ppf(0.975, 4) * oracle.stderr
    assert (found.value, found.low, found.high) == pytest.approx(
        (13 * oracle.slope, 13 * (oracle.slope - reach), 13 * (oracle.slope + reach))
    )


def test_a_week_that_counts_twice_moves_the_line_as_two_weeks_do() -> None:
    once = drift([1, 2, 3, 3], [3.0, 2.0, 4.0, 4.0], [1, 1, 1, 1])
    twice = drift([1, 2, 3], [3.0, 2.0, 4.0], [1, 1, 2])
    assert once is not None
    assert twice is not None
    assert once.value == pytest.approx(twice.value)


@pytest.mark.parametrize(("weeks", "values"), [([], []), ([1, 2], [3, 4]), ([5, 5, 5], [1, 2, 3])])
def test_without_enough_weeks_there_is_no_drift(weeks: list[float], values: list[float]) -> None:
    assert drift(weeks, values, [1.0] * len(weeks)) is None


def test_a_difference_has_students_interval() -> None:
    values = [0.5, -0.2, 0.4, 0.3, 0.0]
    found = mean_difference(values)
    assert found is not None
    low, high = stats.t.interval(0.95, 4, loc=np.mean(values), scale=stats.sem(values))
    assert (found.value, found.low, found.high) == pytest.approx((0.2, low, high))
    assert mean_difference([1.0]) is mean_difference([]) is None
