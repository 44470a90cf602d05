"""What a recurring question costs the agents."""

from __future__ import annotations

from collections.abc import Iterable

from deflect.types import CleanTicket


def total_minutes(members: Iterable[CleanTicket]) -> float | None:
    """Add up the minutes that agents spent on tickets.

    Returns:
        The minutes noted, so that tickets without a note make it less than was spent; None if none has one.
    """
    noted = [ticket.minutes for ticket in members if ticket.minutes is not None]
    return sum(noted) if noted else None
