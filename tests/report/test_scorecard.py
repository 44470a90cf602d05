"""The figures of a partner beside the desk's, against published intervals and counts by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from deflect.interval import wilson
from deflect.report.scorecard import Figure, measure_scorecard
from deflect.types import CleanTicket

DAY = datetime(2026, 6, 1, tzinfo=UTC)


def change(before: tuple[int, int], after: tuple[int, int]) -> Figure:
    """The figure of quality with so many good of so many rated on each side."""
    told = [
        ticket(number, day, rating="good" if number < good else "bad")
        for day, (good, rated) in ((-1, before), (1, after))
        for number in range(rated)
    ]
    return next(each for each in measure_scorecard(told, since=DAY).figures if each.name == "quality")


@pytest.mark.parametrize(
    ("after", "before", "low", "high"),
    [((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090), ((10, 10), (0, 20), 0.6791, 1.0)],
)
def test_the_interval_of_a_change_is_the_published_one(
    after: tuple[int, int], before: tuple[int, int], low: float, high: float
) -> None:
    """Table II of Newcombe, 1998, method 10."""
    found = change(before, after)
    assert (found.before, found.after, found.verdict) == (wilson(*before), wilson(*after), "better")
    assert found.change is not None
    assert (found.change.low, found.change.high) == pytest.approx((low, high), abs=5e-5)


def test_with_nothing_on_one_side_there_is_no_change() -> None:
    assert change((0, 0), (1, 2)).change is None
    assert change((1, 2), (0, 0)).change is None


def ticket(number: int, day: int, agents: tuple[str, ...] = ("own",), **changed: Any) -> CleanTicket:
    given: dict[str, Any] = {
        "id": f"desk:{number}", "subject": "", "question": "How?", "answer": "So.", "agent": agents[0],
        "customer": f"c{number}", "language": "en", "created_at": DAY + timedelta(days=day), "solved": True,
        "replies": 1, "agents": agents,
    }  # fmt: skip
    return CleanTicket(**given | changed)


def counts(figures: tuple[Figure, ...]) -> dict[str, tuple[int, int, int, int]]:
    return {each.name: (each.before.part, each.before.whole, each.after.part, each.after.whole) for each in figures}


TICKETS = [
    ticket(1, -3),
    ticket(2, -2, handed_over=True, replies=2, rating="bad"),
    ticket(3, -1, ("own", "dev"), rating="good"),
    ticket(4, -1, solved=False),
    ticket(5, -1, replies=0),
    ticket(6, 0, ("theirs",), rating="good"),
    ticket(7, 1, ("theirs", "own"), replies=2, reopened=True),
    ticket(8, 2, ("own",), rating="good"),
    ticket(9, -2, ("theirs",), solved=False),
]


def test_by_agents_the_desks_own_tickets_are_before() -> None:
    found = measure_scorecard(TICKETS, partner={"theirs"}, developers={"dev"})
    assert (found.before, found.after) == (5, 3)
    assert counts(found.figures) == {
        "resolved": (2, 5, 1, 3),
        "one_touch": (3, 4, 1, 2),
        "reopened": (0, 4, 1, 2),
        "quality": (2, 3, 1, 1),
        "reviewed": (0, 0, 0, 0),
    }


def test_by_day_all_since_are_after() -> None:
    found = measure_scorecard(TICKETS, since=DAY, developers={"dev"})
    assert (found.before, found.after) == (5, 3)
    assert counts(found.figures)["resolved"] == (1, 5, 3, 3)


def test_by_both_only_the_partners_since_and_the_desks_before_count() -> None:
    found = measure_scorecard(TICKETS, partner={"theirs"}, since=DAY, developers={"dev"})
    assert (found.before, found.after) == (4, 2)


def test_a_verdict_needs_the_whole_interval_and_more_reopened_is_worse() -> None:
    before = [ticket(number, -1) for number in range(40)]
    after = [ticket(100 + number, 1, reopened=number < 20, replies=1) for number in range(40)]
    found = {each.name: each.verdict for each in measure_scorecard([*before, *after], since=DAY).figures}
    assert found.pop("reopened") == "worse"
    assert found == dict.fromkeys(("resolved", "one_touch", "quality", "reviewed"), "not known")
