"""How many tickets come a month, whether more and more do, and whether some months bring more than others."""

from __future__ import annotations

import calendar
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from deflect.clusters.describing.trend import monthly
from deflect.interval import Z
from deflect.report.counts import regress
from deflect.report.desk.estimate import Estimate

TREND_MONTHS = 6
"""Whole months without which no trend is told: a line through fewer follows chance. More: fewer false trends."""

LATELY = 3
"""Whole months that today's volume is the mean of."""

SEASON_MONTHS = 24
"""Whole months without which no season is told: each month of the year must have come twice."""


@dataclass(frozen=True, slots=True)
class Volume:
    """Tickets by month.

    Attributes:
        months: `YYYY-MM`, oldest first, those without any included.
        tickets: Of each.
        whole: Whether each month lies wholly between the oldest and the newest ticket; others are in no trend.
        a_month: Mean of the whole months; of all if none is whole.
        lately: Mean of the last three whole months, with its interval; of all that there are if they are fewer.
        growth: By what a month's tickets are multiplied in a year's time; None if `note` says why.
        season: For January to December, by what its tickets are multiplied beyond the trend; empty if `note` says why.
        note: Why there is no trend or no season; empty if there are both.
        measured: How.
    """

    months: tuple[str, ...]
    tickets: tuple[int, ...]
    whole: tuple[bool, ...]
    a_month: float
    lately: Estimate
    growth: Estimate | None
    season: tuple[float, ...]
    note: str
    measured: str = (
        "growth: quasi-Poisson regression of the whole months' tickets on time, by days a month; 95% interval. "
        "lately: Poisson, 95%. season: each calendar month over that line, mean of the years"
    )


def measure_volume(moments: Sequence[datetime]) -> Volume:
    """Count tickets by month (UTC).

    Args:
        moments: When they were created; at least one.
    """
    months, counts = monthly(moments)
    first, last = min(moments).date(), max(moments).date()
    whole = tuple(_is_whole(month, first, last) for month in months)
    told = [(month, count) for month, count, full in zip(months, counts, whole, strict=True) if full]
    growth = _growth(told) if len(told) >= TREND_MONTHS else None
    season = _season(told) if len(told) >= SEASON_MONTHS else ()
    kept = [count for _, count in told] or list(counts)
    mean = sum(kept) / len(kept)
    return Volume(
        months, counts, whole, mean, _lately(kept[-LATELY:]), growth, season, _note(len(told), growth, season)
    )


def _lately(counts: Sequence[int]) -> Estimate:
    mean, half = sum(counts) / len(counts), Z * math.sqrt(sum(counts)) / len(counts)
    return Estimate(mean, max(mean - half, 0.0), mean + half)


def _is_whole(month: str, first: date, last: date) -> bool:
    start = date.fromisoformat(f"{month}-01")
    end = start.replace(day=_days(month))
    return first <= start and end <= last


def _days(month: str) -> int:
    return calendar.monthrange(int(month[:4]), int(month[5:]))[1]


def _growth(told: Sequence[tuple[str, int]]) -> Estimate | None:
    years = np.arange(len(told)) / 12
    columns = np.column_stack([np.ones(len(told)), years])
    fit = regress(np.array([count for _, count in told], float), columns, np.array([_days(m) for m, _ in told], float))
    return fit.ratio(1) if fit else None


def _season(told: Sequence[tuple[str, int]]) -> tuple[float, ...]:
    """Ratios to the fitted line, their mean over the year being 1."""
    counts = np.array([count for _, count in told], float)
    days = np.array([_days(month) for month, _ in told], float)
    years = np.arange(len(told)) / 12
    fit = regress(counts, np.column_stack([np.ones(len(told)), years]), days)
    if fit is None:
        return ()
    line = np.exp(fit.coefficients[0] + fit.coefficients[1] * years) * days
    of = np.array([int(month[5:]) for month, _ in told])
    ratios = np.array([counts[of == number].sum() / line[of == number].sum() for number in range(1, 13)])
    return tuple(float(each) for each in ratios / ratios.mean())


def _note(whole: int, growth: Estimate | None, season: tuple[float, ...]) -> str:
    if growth is None:
        return f"{whole} whole months are too few to tell a trend ({TREND_MONTHS}) or a season ({SEASON_MONTHS})"
    return "" if season else f"{whole} whole months are too few to tell a season ({SEASON_MONTHS}) from a trend"
