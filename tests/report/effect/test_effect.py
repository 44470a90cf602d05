"""The effect that is measured is the effect that there is, and nothing is said too early."""

from __future__ import annotations

import dataclasses
import random
from datetime import UTC, datetime, timedelta

import pytest

from benchmarks.effect import KINDS, desk, trial
from deflect.interval import wilson
from deflect.report.effect import difference, measure_effect
from deflect.types import Group, Impression

AT = datetime(2026, 5, 4, 9, tzinfo=UTC)
UNTIL = AT + timedelta(days=30)


def view(visitor: str, group: Group, **more: object) -> Impression:
    made = Impression("0" * 16, visitor, group, 0.5, "/contact", "en", AT, "site", ("a",))
    return dataclasses.replace(made, **more)  # type: ignore[arg-type]


def test_without_anybody_or_without_a_control_group_nothing_is_said() -> None:
    for seen in ([], [view("a", "shown")]):
        found = measure_effect(seen, until=UNTIL)
        assert (found.prevented, found.verdict, found.days_until) == (None, "too early", None)


@pytest.mark.parametrize(
    ("more", "contacts", "expected"),
    [
        ({"sent_at": AT + timedelta(minutes=1)}, [], 1),
        ({"solved_by": ("a",)}, [], 0),
        ({"solved_by": ("a",)}, [AT + timedelta(days=6)], 1),
        ({"solved_by": ("a",)}, [AT + timedelta(days=8)], 0),
        ({}, [AT - timedelta(days=1)], 0),
    ],
)
def test_another_contact_within_the_days_takes_the_credit_back(
    more: dict[str, object], contacts: list[datetime], expected: int
) -> None:
    found = measure_effect([view("a", "shown", **more)], until=UNTIL, contacts={"a": contacts})
    assert (found.contacted.part, found.contacted.whole) == (expected, 1)
    assert found.said_solved.part + found.gave_up.part == 1 - expected


def test_a_second_page_view_of_the_same_visitor_is_no_second_visitor_and_its_message_counts() -> None:
    again = view("a", "shown", started_at=AT + timedelta(days=2), sent_at=AT + timedelta(days=2, minutes=3))
    found = measure_effect([again, view("a", "shown", solved_by=("a",))], until=UNTIL)
    assert (found.contacted.part, found.contacted.whole, found.naive.part) == (1, 1, 1)


def test_who_was_seen_too_lately_and_who_was_shown_nothing_is_left_out() -> None:
    late = view("a", "shown", started_at=UNTIL - timedelta(days=6))
    found = measure_effect([late, view("b", "shown", suggested=())], until=UNTIL)
    assert found.contacted.whole == 0


def test_too_few_visitors_get_no_verdict_and_the_days_that_it_takes() -> None:
    found = desk(KINDS["usual"], 100, random.Random(3))
    assert found.verdict == "too early"
    assert found.needed > 1000
    assert found.days_until is not None
    assert 50 * 10 < found.days_until < 70 * 20
    many = desk(KINDS["strong"], 4000, random.Random(3))
    assert (many.verdict, many.days_until) == ("prevents", 0)
    assert desk(KINDS["no effect"], 8_000, random.Random(3)).verdict == "does not"


def test_the_difference_is_that_of_newcombes_own_example() -> None:
    """56 of 70 and 48 of 80, his table II (a): 0.2000, 0.0524 to 0.3339."""
    found = difference(wilson(56, 70), wilson(48, 80))
    assert (found.value, found.low, found.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)


@pytest.mark.parametrize("name", ["usual", "most switch channel", "many come back"])
def test_bias_is_below_a_point_and_intervals_hold_and_the_naive_figure_flatters(name: str) -> None:
    found = trial(KINDS[name], desks=150, visitors=300, seed=11)
    assert abs(found.bias) < 1
    assert 0.9 <= found.held <= 0.99
    assert found.naive > 10
