"""When tickets come, by the desk's clock, and what cover of all hours would take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from deflect.interval import Share, wilson
from deflect.report.desk.hours import OpeningHours

WEEK = 168


@dataclass(frozen=True, slots=True)
class Clock:
    """When tickets come.

    Attributes:
        hours: 7 rows of 24 counts, Monday first, by the desk's clock.
        outside: Share of the tickets that come while the desk is closed.
        open_hours: Hours a week that it is open.
        further_hours: Hours a week that somebody more would have to be there to cover all.
        tickets_a_further_hour: Tickets that come in each of those hours: below 1, whoever is there waits for work.
        measured: How.
    """

    hours: tuple[tuple[int, ...], ...]
    outside: Share
    open_hours: float
    further_hours: float
    tickets_a_further_hour: float
    measured: str = "creation of each ticket by the time zone and hours of [desk]; weeks from the oldest to the newest"


def measure_clock(moments: Sequence[datetime], hours: OpeningHours) -> Clock:
    """Tell when tickets come.

    Args:
        moments: When they were created; at least one.
        hours: When the desk works.
    """
    counts = [[0] * 24 for _ in range(7)]
    for here in map(hours.local, moments):
        counts[here.weekday()][here.hour] += 1
    outside = sum(not hours.is_open(moment) for moment in moments)
    weeks = max((max(moments) - min(moments)).total_seconds() / (7 * 86400), 1.0)
    further = WEEK - hours.hours_a_week
    return Clock(
        hours=tuple(map(tuple, counts)),
        outside=wilson(outside, len(moments)),
        open_hours=hours.hours_a_week,
        further_hours=further,
        tickets_a_further_hour=outside / weeks / further,
    )
