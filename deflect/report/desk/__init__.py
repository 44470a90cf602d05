"""The load on the desk in full: volume, backlog, times, steps and hours, whole and by part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from deflect.config import DeskSettings
from deflect.report.desk.around_the_clock import Clock, measure_clock
from deflect.report.desk.backlog import Backlog, measure_backlog
from deflect.report.desk.handling import MEASURED, Handling, Part, measure_handling, measure_parts, versions
from deflect.report.desk.hours import opening_hours
from deflect.report.desk.volume import Volume, measure_volume
from deflect.types import CleanTicket

__all__ = ["Backlog", "Clock", "Desk", "Handling", "Part", "Volume", "measure_desk"]


@dataclass(frozen=True, slots=True)
class Desk:
    """The load on the desk.

    Attributes:
        by_category: By the tags that the desk gives; a ticket may be in several, or in none.
        by_version: By the products with a version that customers name in their question; most name none.
        by_channel: Empty if the source does not tell.
        measured: How each figure of `handling` and of the parts is measured.
    """

    volume: Volume
    backlog: Backlog
    handling: Handling
    clock: Clock
    by_category: tuple[Part, ...]
    by_language: tuple[Part, ...]
    by_version: tuple[Part, ...]
    by_channel: tuple[Part, ...]
    measured: dict[str, str] = field(default_factory=lambda: dict(MEASURED))


def measure_desk(tickets: Sequence[CleanTicket], settings: DeskSettings) -> Desk:
    """Measure the load on the desk.

    Args:
        tickets: At least one.
        settings: When the desk works.
    """
    hours = opening_hours(settings)
    moments = [ticket.created_at for ticket in tickets]
    volume = measure_volume(moments)
    return Desk(
        volume=volume,
        backlog=measure_backlog(tickets, volume.months),
        handling=measure_handling(tickets, hours),
        clock=measure_clock(moments, hours),
        by_category=measure_parts(tickets, lambda ticket: ticket.tags),
        by_language=measure_parts(tickets, lambda ticket: [ticket.language]),
        by_version=measure_parts(tickets, versions),
        by_channel=measure_parts(tickets, lambda ticket: [ticket.channel] if ticket.channel else []),
    )
