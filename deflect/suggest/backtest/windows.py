"""Time cut into windows: calendar months, or what is shorter where a desk is young."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from deflect.errors import WorkspaceError
from deflect.types import CleanTicket

Period = Literal["month", "week", "day", "quarter of the tickets"]

WARM_UP = 0.25
"""Share of the windows that is only learned from: higher tells less of the past, and that from more experience."""
LEAST_WINDOWS = 4


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time whose tickets are asked of what came before it.

    Attributes:
        name: `2024-03` for a month, the first day for a week or day.
        start: Position of its first ticket, in order of time.
        end: Position after its last one.
    """

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cut:
    """How the past is cut.

    Attributes:
        period: What a window is.
        windows: Those to ask, oldest first; whatever comes before the first is only learned from.
    """

    period: Period
    windows: tuple[Window, ...]


_NAMES: dict[Period, Callable[[datetime], str]] = {
    "month": lambda moment: f"{moment:%Y-%m}",
    "week": lambda moment: f"{moment - timedelta(days=moment.weekday()):%Y-%m-%d}",
    "day": lambda moment: f"{moment:%Y-%m-%d}",
}


def cut(tickets: Sequence[CleanTicket], latest: int | None = None) -> Cut:
    """Cut a past into windows.

    Args:
        tickets: Oldest first.
        latest: Ask at most so many windows, the newest; None asks all but the first quarter of them.

    Returns:
        Months; weeks where there are fewer than four months with tickets, days where there are fewer than four weeks,
        and the newest quarter of the tickets as one window where all came within three days.

    Raises:
        WorkspaceError: There are too few tickets to divide.
    """
    if len(tickets) < LEAST_WINDOWS:
        raise WorkspaceError("there are too few tickets for a backtest", "", "Import more: deflect import")
    for period, name in _NAMES.items():
        found = _windows(tickets, name)
        if len(found) >= LEAST_WINDOWS:
            asked = found[max(1, round(len(found) * WARM_UP)) :]
            return Cut(period, tuple(asked[-latest:] if latest else asked))
    start = len(tickets) - len(tickets) // 4
    return Cut("quarter of the tickets", (Window(_NAMES["day"](tickets[start].created_at), start, len(tickets)),))


def _windows(tickets: Sequence[CleanTicket], name: Callable[[datetime], str]) -> list[Window]:
    found: list[Window] = []
    for period, group in itertools.groupby(tickets, key=lambda ticket: name(ticket.created_at)):
        start = found[-1].end if found else 0
        found.append(Window(period, start, start + sum(1 for _ in group)))
    return found
