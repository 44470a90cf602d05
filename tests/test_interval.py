"""A share comes with Wilson's interval."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from deflect.interval import Share, wilson


@given(st.integers(0, 500), st.integers(1, 500))
def test_the_interval_is_the_one_scipy_gives(part: int, whole: int) -> None:
    part = min(part, whole)
    expected = binomtest(part, whole).proportion_ci(0.95, method="wilson")
    found = wilson(part, whole)
    assert found.value == part / whole
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-6)


def test_a_share_of_nothing_says_that_anything_is_possible() -> None:
    assert wilson(0, 0) == Share(0, 0, 0.0, 1.0)
    assert wilson(0, 0).value == 0.0
    assert str(wilson(0, 0)) == "not known (0 of 0)"
    assert str(wilson(0, 4)) == "0.0% (0.0% to 49.0%; 0 of 4)"
