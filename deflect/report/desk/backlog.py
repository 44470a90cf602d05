"""Tickets that wait: how many at the end of each month."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from deflect.types import CleanTicket


@dataclass(frozen=True, slots=True)
class Backlog:
    """Tickets not settled yet.

    Attributes:
        months: `YYYY-MM`.
        waiting: At the end of each month (UTC), and in the last one at the newest ticket.
        unknown: Tickets that ended solved or closed without an answer: nobody knows when, and they are counted nowhere.
        measured: How.
    """

    months: tuple[str, ...]
    waiting: tuple[int, ...]
    unknown: int
    measured: str = (
        "tickets created by then, less those that ended solved or closed and got their last public message by an agent "
        "by then. A ticket that is open or pending today counts as waiting since it was created"
    )


def measure_backlog(tickets: Sequence[CleanTicket], months: Sequence[str]) -> Backlog:
    """Count the tickets that wait at the end of each month.

    Args:
        tickets: At least one.
        months: From the first to the last ticket's, `YYYY-MM`.
    """
    known = [ticket for ticket in tickets if not ticket.solved or ticket.resolution_seconds is not None]
    came = sorted(ticket.created_at for ticket in known)
    went = sorted(
        ticket.created_at + timedelta(seconds=ticket.resolution_seconds)
        for ticket in known
        if ticket.resolution_seconds is not None
    )
    ends = [min(_end(month), came[-1]) for month in months] if came else []
    waiting = tuple(bisect_right(came, end) - bisect_right(went, end) for end in ends)
    return Backlog(tuple(months[: len(ends)]), waiting, len(tickets) - len(known))


def _end(month: str) -> datetime:
    year, number = int(month[:4]), int(month[5:])
    following = datetime(year + number // 12, number % 12 + 1, 1, tzinfo=UTC)
    return following - timedelta(microseconds=1)
