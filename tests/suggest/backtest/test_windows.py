"""Cutting time: whole months, shorter windows on a young desk, and none left out."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.errors import WorkspaceError
from deflect.suggest.backtest.windows import LEAST_WINDOWS, cut
from deflect.types import CleanTicket
from tests.suggest.corpus import ticket


def on(days: list[str]) -> list[CleanTicket]:
    return [
        replace(ticket(at, "x"), created_at=datetime.fromisoformat(day).replace(tzinfo=UTC))
        for at, day in enumerate(days)
    ]


def test_months_of_which_the_first_quarter_is_only_learned_from() -> None:
    found = cut(on([f"2024-{month:02}-{day:02}" for month in range(1, 9) for day in (1, 28)]))
    assert found.period == "month"
    assert [each.name for each in found.windows] == [f"2024-{month:02}" for month in range(3, 9)]
    assert [(each.start, each.end) for each in found.windows] == [(at, at + 2) for at in range(4, 16, 2)]


def test_a_month_without_tickets_is_no_window() -> None:
    found = cut(on(["2024-01-05", "2024-02-05", "2024-05-05", "2024-06-05"]))
    assert [each.name for each in found.windows] == ["2024-02", "2024-05", "2024-06"]


def test_a_young_desk_is_cut_into_weeks_and_then_days() -> None:
    weeks = cut(on(["2024-01-01", "2024-01-08", "2024-01-15", "2024-01-28"]))
    assert (weeks.period, [each.name for each in weeks.windows]) == ("week", ["2024-01-08", "2024-01-15", "2024-01-22"])
    days = cut(on(["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04"]))
    assert (days.period, len(days.windows)) == ("day", 3)


def test_a_desk_of_one_day_asks_its_newest_quarter() -> None:
    found = cut(on(["2024-01-01"] * 9))
    assert (found.period, [(each.start, each.end) for each in found.windows]) == ("quarter of the tickets", [(7, 9)])


def test_only_the_latest_windows_on_request() -> None:
    tickets = on([f"2024-{month:02}-01" for month in range(1, 9)])
    assert [each.name for each in cut(tickets, 2).windows] == ["2024-07", "2024-08"]
    assert cut(tickets, 99) == cut(tickets)


@pytest.mark.parametrize("count", range(LEAST_WINDOWS))
def test_too_few_tickets(count: int) -> None:
    with pytest.raises(WorkspaceError, match="too few tickets"):
        cut([ticket(at, "x") for at in range(count)])


@given(st.lists(st.integers(0, 20_000), min_size=LEAST_WINDOWS, max_size=60))
def test_windows_follow_each_other_without_a_gap_to_the_last_ticket(hours: list[int]) -> None:
    start = datetime(2023, 1, 1, tzinfo=UTC)
    tickets = [
        replace(ticket(at, "x"), created_at=start + timedelta(hours=hour)) for at, hour in enumerate(sorted(hours))
    ]
    windows = cut(tickets).windows
    assert windows[0].start > 0
    assert windows[-1].end == len(tickets)
    assert all(before.end == after.start for before, after in itertools.pairwise(windows))
    assert all(each.start < each.end for each in windows)
