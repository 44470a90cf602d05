"""The risk that the owner states is kept to as often as is promised, and without enough tickets nothing is answered."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta, binom

from deflect.suggest import risk
from deflect.suggest.risk import CERTAINTY, Rule, Step, in_force

COUNTS = st.integers(0, 400).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))


def steps(*rows: tuple[float, int, int, int, int]) -> tuple[Step, ...]:
    return tuple(Step(*row) for row in rows)


@given(COUNTS, st.sampled_from([0.01, 0.05, 0.1, 0.3, 0.5, 0.9]))
def test_the_tail_is_the_binomial_one(counts: tuple[int, int], share: float) -> None:
    wrong, answered = counts
    assert risk.chance(wrong, answered, share) == pytest.approx(float(binom.cdf(wrong, answered, share)), abs=1e-9)


@pytest.mark.parametrize(("wrong", "answered"), [(0, 0), (0, 7), (3, 9), (9, 9)])
def test_the_tail_is_exact_in_fractions(wrong: int, answered: int) -> None:
    share = Fraction(1, 20)
    exact = sum(math.comb(answered, at) * share**at * (1 - share) ** (answered - at) for at in range(wrong + 1))
    assert risk.chance(wrong, answered, 0.05) == pytest.approx(float(exact), rel=1e-12)


@given(COUNTS.filter(lambda counts: counts[0] < counts[1]), st.sampled_from([0.02, 0.05, 0.2]))
def test_a_threshold_passes_exactly_where_clopper_and_pearson_bound_its_share(
    counts: tuple[int, int], max_wrong: float
) -> None:
    wrong, answered = counts
    bound = float(beta.ppf(CERTAINTY, wrong + 1, answered - wrong))
    if abs(bound - max_wrong) > 1e-9:
        assert (risk.chance(wrong, answered, max_wrong) <= 1 - CERTAINTY) is (bound <= max_wrong)


def test_a_million_answers_do_not_underflow() -> None:
    assert risk.chance(40_000, 1_000_000, 0.05) < 1e-300
    assert risk.chance(60_000, 1_000_000, 0.05) == pytest.approx(1.0)


@pytest.mark.parametrize(("max_wrong", "least"), [(0.05, 45), (0.1, 22), (0.01, 230), (0.5, 4)])
def test_fewest_answers_all_right(max_wrong: float, least: int) -> None:
    assert risk.least_answered(max_wrong) == least
    assert (1 - max_wrong) ** least <= 1 - CERTAINTY < (1 - max_wrong) ** (least - 1)


def test_a_threshold_that_the_owner_set_overrides_the_history() -> None:
    rule = in_force(steps((0.9, 100, 0, 100, 0)), 200, 0.3, 0.05)
    assert rule == Rule(0.3, "settings", 0.05)
    assert in_force((), 0, 0.0, 0.05).threshold == 0.0


def test_the_lowest_threshold_before_the_first_that_fails_is_taken() -> None:
    """By hand: 1 of 100 and 2 of 200 pass at 5%, 20 of 300 fails, and what comes after is not looked at."""
    found = steps((0.9, 100, 0, 100, 1), (0.8, 200, 6, 200, 2), (0.7, 300, 20, 300, 20), (0.6, 400, 25, 400, 0))
    assert in_force(found, 500, "history", 0.05) == Rule(0.8, "history", 0.05, 200, 2)


def test_testing_starts_where_the_planning_tickets_are_surest_and_never_above() -> None:
    """The highest threshold answers too few to pass, and must not keep the next from being tested."""
    found = steps((0.99, 10, 0, 10, 0), (0.9, 100, 0, 100, 1), (0.5, 300, 100, 300, 100))
    assert in_force(found, 400, "history", 0.05).threshold == 0.9
    # What was measured has no say in where to start: only the planning tickets move it.
    worse = steps((0.99, 10, 0, 10, 0), (0.9, 100, 20, 100, 1), (0.5, 300, 100, 300, 100))
    assert in_force(worse, 400, "history", 0.05).threshold is None


def test_without_history_it_says_how_much_is_missing() -> None:
    rule = in_force((), 0, "history", 0.05)
    assert (rule.threshold, rule.reason) == (None, "not-enough-history")
    # Half of the answers may be as wrong as is allowed, so that more than the 45 of a faultless past are named.
    assert rule.missing >= 45


def test_the_missing_tickets_suffice_if_they_come_out_as_those_before() -> None:
    rule = in_force(steps((0.9, 30, 0, 30, 0)), 60, "history", 0.05)
    assert (rule.threshold, rule.reason, rule.missing) == (None, "not-enough-history", 30)
    grown = steps((0.9, 30, 0, 45, 0))
    assert in_force(grown, 90, "history", 0.05).threshold == 0.9


@pytest.mark.parametrize(("missing", "told"), [(1, 4), (24, 96), (25, 100), (26, 110), (45, 180), (659, 2_700)])
def test_so_rough_a_number_has_two_digits_and_is_never_less_than_reckoned(missing: int, told: int) -> None:
    """By hand: four times as many, as half is asked and half of that measured; 2,636 becomes 2,700."""
    assert Rule(None, "history", 0.05, reason="not-enough-history", missing=missing).history == told


def test_the_number_comes_with_what_it_is_reckoned_from() -> None:
    few = in_force(steps((0.97, 10, 1, 12, 1), (0.5, 40, 20, 40, 3)), 50, "history", 0.05)
    assert (few.answered, few.wrong, few.reason) == (12, 1, "not-enough-history")
    assert few.reckoned == "reckoned from 12 answers to past tickets, 1 wrong"
    assert few.in_words.endswith("to keep to max_wrong 0.05 (reckoned from 12 answers to past tickets, 1 wrong)")
    assert "no past ticket could be measured yet" in in_force((), 0, "history", 0.05).reckoned
    assert "from 1 answer to" in in_force(steps((0.9, 1, 0, 1, 0)), 1, "history", 0.05).reckoned
    assert Rule(None, "history", 0.05, reason="too-often-wrong").reckoned == ""


def test_enough_tickets_and_too_many_wrong_is_said_to_be_that() -> None:
    rule = in_force(steps((0.9, 100, 30, 100, 30)), 200, "history", 0.05)
    assert (rule.threshold, rule.reason, rule.missing) == (None, "too-often-wrong", 0)


@given(COUNTS, st.sampled_from([0.01, 0.05, 0.2, 0.5]))
def test_a_stricter_risk_never_answers_more_at_one_threshold(counts: tuple[int, int], max_wrong: float) -> None:
    wrong, answered = counts
    found = steps((0.7, 300, 0, answered, wrong))
    if in_force(found, 400, "history", max_wrong).threshold is not None:
        assert in_force(found, 400, "history", min(max_wrong * 1.5, 0.99)).threshold is not None


def test_the_promise_holds_exactly_for_two_thresholds() -> None:
    """Every outcome of 60 and 40 further answers is enumerated with its probability: the worst case is at the limit."""
    max_wrong, first, more = 0.1, 60, 40
    for top, further in ((0.1001, 0.0), (0.1001, 0.9), (0.05, 0.19), (0.02, 0.5)):
        all_risk = (first * top + more * further) / (first + more)
        broken = 0.0
        for one, two in product(range(first + 1), range(more + 1)):
            rule = in_force(
                steps((0.9, 60, 0, first, one), (0.5, 100, 9, first + more, one + two)), 100, "history", max_wrong
            )
            kept = {None: 0.0, 0.9: top, 0.5: all_risk}[rule.threshold]
            if kept > max_wrong:
                broken += float(binom.pmf(one, first, top) * binom.pmf(two, more, further))
        assert broken <= 1 - CERTAINTY + 1e-9


@pytest.mark.parametrize("max_wrong", [0.1, 0.2])
def test_the_promise_holds_on_made_up_histories_with_a_known_risk(max_wrong: float) -> None:
    """Confidence is the square of the chance to be right; the true share wrong above each threshold is known."""
    random = np.random.default_rng(1)
    levels = np.linspace(0.95, 0.05, 20)
    true_wrong = np.array([float(np.mean(1 - np.linspace(level, 1, 2_000) ** 0.5)) for level in levels])
    broken = answered = 0
    for _ in range(400):
        sure, wrong = zip(*(_history(random, 600) for _ in range(2)), strict=True)
        rows = [
            Step(float(level), *(int(count) for at in (0, 1) for count in _counted(sure[at], wrong[at], level)))
            for level in levels
        ]
        rule = in_force(rows, 600, "history", max_wrong)
        if rule.threshold is not None:
            answered += 1
            broken += true_wrong[int(np.flatnonzero(levels == rule.threshold)[0])] > max_wrong
    assert answered > 100
    assert broken / 400 <= 1 - CERTAINTY + 3 * math.sqrt(0.1 * 0.9 / 400)


def _history(random: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
    sure = random.random(count)
    return sure, random.random(count) > sure**0.5


def _counted(sure: np.ndarray, wrong: np.ndarray, level: float) -> tuple[int, int]:
    kept = sure >= level
    return int(kept.sum()), int(wrong[kept].sum())


def test_more_answers_with_the_same_share_wrong_need_less() -> None:
    missing = [
        in_force(steps((0.9, size, 0, size, size // 40)), 2 * size, "history", 0.05).missing for size in (40, 80, 120)
    ]
    assert all(later <= earlier for earlier, later in pairwise(missing))
