"""A tuned encoder passes only with a gain beyond noise, and what is short of that is said exactly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.suggest.tuning.gate import LEAST_SURE, Comparison, Hits, apart_needed, chance, compare


def hits(first: list[bool], three: list[bool] | None = None) -> Hits:
    found = np.zeros((len(first), 3), dtype=bool)
    found[:, 0] = first
    found[:, 2] = first if three is None else three
    return found


def differing(gained: int, lost: int, same: int = 100) -> Comparison:
    before = [False] * gained + [True] * lost + [True, False] * (same // 2)
    after = [True] * gained + [False] * lost + [True, False] * (same // 2)
    return compare(hits(before), hits(after))


@given(st.integers(0, 200), st.integers(0, 200))
def test_the_chance_is_that_of_the_binomial_test(gained: int, lost: int) -> None:
    from scipy.stats import binomtest

    expected = binomtest(gained, gained + lost, 0.5, "greater").pvalue if gained + lost else 1.0
    assert chance(gained, gained + lost) == pytest.approx(expected, rel=1e-9, abs=1e-300)


@given(st.integers(0, 60), st.integers(0, 60))
def test_it_passes_exactly_where_the_two_sided_mcnemar_test_at_5_percent_finds_a_gain(gained: int, lost: int) -> None:
    from scipy.stats import binomtest

    found = differing(gained, lost)
    apart = gained + lost
    two_sided = binomtest(gained, apart, 0.5).pvalue if apart else 1.0
    # For a fair coin, two tails are twice one.
    assert found.passes == (gained > lost and two_sided <= 2 * LEAST_SURE)


@given(st.integers(0, 40), st.integers(0, 40))
def test_short_is_how_many_more_gained_ones_would_have_passed(gained: int, lost: int) -> None:
    found = differing(gained, lost)
    assert (found.short == 0) == found.passes
    if found.short and gained + lost >= apart_needed() and found.short <= lost:
        assert differing(gained + found.short, lost - found.short).passes
        assert not differing(gained + found.short - 1, lost - found.short + 1).passes


def test_no_ticket_and_equal_encoders_do_not_pass() -> None:
    assert not compare(hits([]), hits([])).passes
    same = differing(0, 0)
    assert (same.gain, same.chance, same.passes, same.short) == (0.0, 1.0, False, 6)
    assert apart_needed() == 6  # 2 ** -6 = 0.016 is the first at most 0.025


def test_a_loss_never_passes() -> None:
    assert not differing(0, 50).passes
    assert differing(0, 50).gain == pytest.approx(-50 / 150)


def test_a_gain_at_1_that_loses_at_3_does_not_pass() -> None:
    before, after = [False] * 40 + [False] * 60, [True] * 40 + [False] * 60
    lost_at_3 = compare(hits(before, [True] * 100), hits(after, [True] * 40 + [False] * 60))
    assert lost_at_3.chance <= LEAST_SURE
    assert lost_at_3.worse_at_3
    assert not lost_at_3.passes
    assert lost_at_3.short == 0
    assert compare(hits(before, [True] * 100), hits(after, [True] * 100)).passes


def test_shares_and_interval_are_those_of_the_tickets() -> None:
    found = differing(30, 10, same=160)
    assert found.asked == 200
    assert found.before == (0.45, 0.45)
    assert found.after == (0.55, 0.55)
    assert found.gain == pytest.approx(0.1)
    # The paired differences have mean 0.1 and standard deviation sqrt(0.2 - 0.01); 1.96 standard errors either way.
    spread = 1.96 * np.sqrt((0.2 - 0.01) / 200)
    assert found.interval == pytest.approx((0.1 - spread, 0.1 + spread), abs=0.008)
