"""Bootstrap intervals: those of a plain bootstrap over customers, and wider where tickets hang together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.interval import wilson
from deflect.suggest.backtest.resampling import shares

ROWS = st.lists(st.tuples(st.integers(0, 8), st.booleans(), st.booleans()), max_size=40)


def plain_bootstrap(customers: list[str], part: list[bool], draws: int = 4_000) -> tuple[float, float]:
    """Draw customers with replacement, take all their tickets, and count: slow and plain."""
    random = np.random.default_rng(7)
    own = {name: [hit for owner, hit in zip(customers, part, strict=True) if owner == name] for name in set(customers)}
    names = sorted(own)
    found = []
    for _ in range(draws):
        drawn = [hit for at in random.integers(len(names), size=len(names)) for hit in own[names[at]]]
        found.append(sum(drawn) / len(drawn))
    low, high = np.percentile(found, [2.5, 97.5])
    return float(low), float(high)


def test_the_ends_are_those_of_a_plain_bootstrap_over_customers() -> None:
    random = np.random.default_rng(1)
    customers = [f"c{at}" for at in random.integers(40, size=160)]
    part = [bool(hit) for hit in random.random(160) < 0.3]
    found = shares(customers, np.ones(160, dtype=bool), [np.array(part)])[0]
    assert (found.part, found.whole) == (sum(part), 160)
    assert (found.low, found.high) == pytest.approx(plain_bootstrap(customers, part), abs=0.012)


def test_a_customer_who_asks_often_counts_as_one_draw() -> None:
    """A hundred tickets of four customers say less than a hundred of a hundred."""
    part = np.arange(100) % 4 < 2
    few = shares([f"c{at % 4}" for at in range(100)], np.ones(100, dtype=bool), [part])[0]
    many = shares([f"c{at}" for at in range(100)], np.ones(100, dtype=bool), [part])[0]
    assert few.value == many.value == 0.5
    assert few.high - few.low > 3 * (many.high - many.low)


@pytest.mark.parametrize("hit", [True, False])
def test_without_width_wilson_stands_instead(hit: bool) -> None:
    found = shares(["a", "b", "c"], np.ones(3, dtype=bool), [np.full(3, hit)])[0]
    assert found == wilson(3 * hit, 3)


def test_nothing_at_all() -> None:
    assert shares([], np.zeros(0, dtype=bool), [np.zeros(0, dtype=bool)]) == [wilson(0, 0)]


@given(ROWS)
def test_counts_are_exact_and_an_interval_holds_its_share(rows: list[tuple[int, bool, bool]]) -> None:
    customers = [f"c{owner}" for owner, _, _ in rows]
    whole, part = (np.array([row[column] for row in rows], dtype=bool) for column in (1, 2))
    found = shares(customers, whole, [part])[0]
    assert (found.part, found.whole) == (int((part & whole).sum()), int(whole.sum()))
    assert 0 <= found.low <= found.value + 1e-12
    assert found.value - 1e-12 <= found.high <= 1
    assert found == shares(customers, whole, [part])[0], "the same every time"
