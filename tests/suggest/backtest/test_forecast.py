"""Foretelling a window: intervals that hold as often as they say, and an honest word where they did not."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.interval import Share, wilson
from deflect.suggest.backtest.forecast import LATEST, LEAST, forecast, widening


def windows(shares: list[float], size: int = 200) -> list[Share]:
    return [wilson(round(share * size), size) for share in shares]


def drawn(random: np.random.Generator, count: int, spread: float) -> list[Share]:
    """Windows of 100 tickets around a share of 0.3 that itself varies from window to window."""
    true = np.clip(0.3 + spread * random.standard_normal(count), 0.02, 0.98)
    return [wilson(int(random.binomial(100, share)), 100) for share in true]


@pytest.mark.parametrize("spread", [0.0, 0.06])
def test_of_many_desks_the_interval_holds_the_next_window_in_nine_of_ten(spread: float) -> None:
    """Also where windows differ by more than chance; 300 made-up desks with 18 windows each, the 19th held out."""
    random = np.random.default_rng(5)
    held = 0
    for _ in range(300):
        *past, after = drawn(random, 19, spread)
        found = forecast("right", past)
        assert found is not None
        held += found.low <= after.value <= found.high
    assert held / 300 >= 0.9


def test_the_expected_share_is_that_of_the_latest_windows() -> None:
    found = forecast("right", windows([0.9] * 5 + [0.2] * LATEST))
    assert found is not None
    assert found.expected == pytest.approx(0.2)


def test_each_past_window_is_foretold_from_those_before_it_alone() -> None:
    """A later window changes no earlier check: one more window adds one check."""
    steady = windows([0.3] * 9)
    before, after = forecast("right", steady), forecast("right", [*steady, wilson(190, 200)])
    assert before is not None
    assert after is not None
    assert (before.checked, before.held) == (9 - LEAST, 9 - LEAST)
    assert (after.checked, after.held) == (10 - LEAST, 9 - LEAST)


def test_an_interval_that_did_not_hold_is_said_and_widened() -> None:
    found = forecast("right", windows([0.3, 0.3, 0.3, 0.9, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.9, 0.3]))
    assert found is not None
    assert found.held / found.checked < 0.9
    assert found.factor > 1
    assert found.held_widened / found.checked >= 0.9


def test_the_factor_by_hand() -> None:
    """Of ten misses two are out; the conformal rank is the tenth of them, for 0.9 of eleven is 9.9."""
    assert widening([0.1] * 8 + [1.2, 1.5]) == 1.5
    assert widening([0.1] * 28 + [1.2, 1.4, 1.5, 2.0]) == 1.4
    assert widening([0.1] * 9 + [7.0]) == 1
    assert widening([]) == 1


@given(st.lists(st.floats(0, 9), max_size=30))
def test_widened_misses_hold_nine_times_in_ten(misses: list[float]) -> None:
    factor = widening(misses)
    assert factor >= 1
    assert sum(miss <= factor for miss in misses) >= math.floor(0.9 * len(misses))


@pytest.mark.parametrize("count", range(LEAST))
def test_too_few_windows_foretell_nothing(count: int) -> None:
    assert forecast("right", windows([0.3] * count)) is None


def test_windows_without_tickets_are_passed_over() -> None:
    assert forecast("right", [wilson(0, 0), *windows([0.3] * 5)]) == forecast("right", windows([0.3] * 5))


@given(
    st.lists(
        st.integers(1, 30).flatmap(lambda n: st.integers(0, n).map(lambda k: wilson(k, n))), min_size=LEAST, max_size=12
    )
)
def test_ends_stay_shares_around_what_is_expected(past: list[Share]) -> None:
    found = forecast("right", past)
    assert found is not None
    assert 0 <= found.low <= found.expected <= found.high <= 1
    assert found.held <= found.held_widened <= found.checked
