"""Business hours: how much of the time between two moments the desk was open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

from deflect.config import DeskSettings, Weekday

DAYS = get_args(Weekday)


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """When the desk works, each week alike; public holidays are not known.

    Attributes:
        zone: Where it is.
        opens: Seconds from midnight.
        closes: Seconds from midnight, later than `opens`.
        working: Whether each day is worked on, Monday first.
    """

    zone: ZoneInfo
    opens: int
    closes: int
    working: tuple[bool, ...]

    @property
    def hours_a_week(self) -> float:
        """Hours that the desk is open in a week."""
        return sum(self.working) * (self.closes - self.opens) / 3600

    def local(self, moment: datetime) -> datetime:
        """A moment by the desk's clock."""
        return moment.astimezone(self.zone)

    def is_open(self, moment: datetime) -> bool:
        """Whether somebody works at a moment."""
        here = self.local(moment)
        return self.working[here.weekday()] and self.opens <= _seconds(here) < self.closes

    def between(self, start: datetime, seconds: int) -> float:
        """Open seconds in a stretch of time.

        Args:
            start: Its beginning, aware.
            seconds: Its length by the calendar, at least 0.

        Returns:
            0 to `seconds`. The night in which clocks change is as long as any other.
        """
        end = start + timedelta(seconds=seconds)
        return self._before(self.local(end)) - self._before(self.local(start))

    def _before(self, here: datetime) -> float:
        """Open seconds from a Monday long ago to a moment."""
        weeks, day = divmod(here.toordinal() - 1, 7)
        days = weeks * sum(self.working) + sum(self.working[:day])
        today = min(max(_seconds(here), self.opens), self.closes) - self.opens if self.working[day] else 0
        return days * (self.closes - self.opens) + today


def opening_hours(settings: DeskSettings) -> OpeningHours:
    """Read opening hours from the settings."""
    working = tuple(day not in settings.weekend for day in DAYS)
    return OpeningHours(ZoneInfo(settings.time_zone), _clock(settings.opens), _clock(settings.closes), working)


def _clock(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60


def _seconds(here: datetime) -> float:
    return here.hour * 3600 + here.minute * 60 + here.second + here.microsecond / 1e6
