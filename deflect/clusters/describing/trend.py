"""How many tickets ask a question, week by week, and whether more or fewer come lately.

A question rises or falls if its last four whole weeks stand out from up to twelve before them in both of two figures:
its tickets, and its share of all tickets. The tickets alone would mistake a growing desk or a season for a rising
question; the share alone would call every question falling while an incident brings many tickets about one.

Each figure is put to an exact permutation test (Fisher 1935; Good, "Permutation, Parametric, and Bootstrap Tests of
Hypotheses", 2005): had the last four weeks been any four of the sixteen, in how many of all ways to choose them would
the difference be as large? Weeks, not tickets, are dealt out, because tickets come in clumps: a binomial test, which
takes each ticket for a cause of its own, raises a false alarm for 14% of steady questions where the variance of the
weekly count is twice its mean, and for 29% where it is four times. This one stays at 5% or below in both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from deflect.types import Movement, Trend

RECENT_WEEKS = 4
"""Whole weeks that are looked at. More: smaller changes are seen (recall), but later."""

EARLIER_WEEKS = 12
"""Whole weeks before them that they are compared with, at most: a question that rose stays rising for a quarter."""

LEAST_EARLIER_WEEKS = 4
"""Whole weeks before them without which nothing is said; fewer than this leave no way to be surprised."""

FALSE_ALARMS = 0.05
"""Share of steady questions that are called anything else, at most, over all directions together. Lower: fewer are
called so wrongly (precision), and more that do change are missed (recall)."""

_WEEK = timedelta(days=7)
_EQUAL = 1e-9


def monday(moment: datetime) -> date:
    """The Monday of a moment's week (UTC)."""
    day = moment.astimezone(UTC).date()
    return day - timedelta(days=day.weekday())


def by_week(moments: Iterable[datetime]) -> Counter[date]:
    """Count moments by the Monday of their week (UTC); weeks without any are not in it."""
    return Counter(map(monday, moments))


def monthly(moments: Iterable[datetime]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Count moments by calendar month (UTC).

    Returns:
        The months from the first to the last, `YYYY-MM`, those without any included; and the count of each.
    """
    counts = Counter(12 * day.year + day.month - 1 for day in (moment.astimezone(UTC) for moment in moments))
    months = range(min(counts), max(counts) + 1) if counts else range(0)
    names = tuple(f"{month // 12:04d}-{month % 12 + 1:02d}" for month in months)
    return names, tuple(counts[month] for month in months)


def weekly(moments: Sequence[datetime], *, until: datetime, everything: Mapping[date, int]) -> Trend:
    """Count a question's tickets by week, and tell where they are going.

    Args:
        moments: When each of its tickets was created.
        until: When the newest ticket of all was created: the day that counts as today, whenever this is run.
        everything: All tickets by week, as `by_week` counts them, this question's among them.

    Returns:
        The weeks from the question's first ticket to `until`, and its movement. `new`: its first ticket came in the
        last four whole weeks or since, and the desk is older. `rising` and `falling`: see the module. `steady`:
        neither, or too little is known to tell.
    """
    counts = by_week(moments)
    if not counts:
        return Trend((), ())
    weeks = _weeks(min(counts), max(max(counts), monday(until)))
    return Trend(
        tuple(week.isoformat() for week in weeks),
        tuple(counts[week] for week in weeks),
        _movement(moments, counts, until, everything),
    )


def _weeks(first: date, last: date) -> list[date]:
    return [first + number * _WEEK for number in range((last - first) // _WEEK + 1)]


def _movement(
    moments: Sequence[datetime], counts: Mapping[date, int], until: datetime, everything: Mapping[date, int]
) -> Movement:
    # The week of `until` is not over, unless that is its Sunday; and the desk's first week may have begun before it.
    end = monday(until + timedelta(days=1))
    recent = end - RECENT_WEEKS * _WEEK
    earliest = max(recent - EARLIER_WEEKS * _WEEK, min(everything, default=end) + _WEEK)
    if recent - earliest < LEAST_EARLIER_WEEKS * _WEEK:
        return "steady"
    if min(counts) >= recent and _is_new(moments, recent, everything):
        return "new"
    weeks = _weeks(earliest, end - _WEEK)
    own = np.array([counts.get(week, 0) for week in weeks], dtype=np.float64)
    desk = np.array([everything.get(week, 0) for week in weeks], dtype=np.float64)
    return direction(own, desk)


def _is_new(moments: Sequence[datetime], recent: date, everything: Mapping[date, int]) -> bool:
    """Whether it would be a surprise that a question asked all along was asked on none of the days before.

    Days count, not tickets, because the tickets of one day may have one cause.
    """
    days = {moment.astimezone(UTC).date() for moment in moments}
    since = sum(count for week, count in everything.items() if week >= recent)
    return (since / max(sum(everything.values()), 1)) ** len(days) <= FALSE_ALARMS / 2


def direction(own: NDArray[np.float64], desk: NDArray[np.float64]) -> Movement:
    """Test whether the last `RECENT_WEEKS` weeks hold more or fewer than the rest.

    Args:
        own: (n,) tickets of the question by week; n is at most `RECENT_WEEKS + EARLIER_WEEKS`.
        desk: (n,) all tickets by week.

    Returns:
        `rising`, `falling` or `steady`.
    """
    expected = desk * own.sum() / max(desk.sum(), 1.0)
    share = (own - expected) / np.sqrt(np.maximum(desk, 1.0))  # of like variance in busy weeks and quiet ones
    if _surprise(own) <= FALSE_ALARMS / 2 and _surprise(share) <= FALSE_ALARMS / 2:
        return "rising"
    if _surprise(-own) <= FALSE_ALARMS / 2 and _surprise(-share) <= FALSE_ALARMS / 2:
        return "falling"
    return "steady"


def _surprise(values: NDArray[np.float64]) -> float:
    """Share of all ways to choose `RECENT_WEEKS` weeks in which they sum to more than the last ones do.

    Those in which they sum to the same count half (the mid-p value), because small counts are often equal.
    """
    more = _choices(len(values)) @ values - values[-RECENT_WEEKS:].sum()
    return float(np.mean(more > _EQUAL) + np.mean(np.abs(more) <= _EQUAL) / 2)


@lru_cache(maxsize=EARLIER_WEEKS + 1)
def _choices(weeks: int) -> NDArray[np.float64]:
    """(choices, weeks) rows with a 1 for each of the weeks chosen; at most 1,820 rows."""
    chosen = np.array(list(combinations(range(weeks), RECENT_WEEKS)))
    rows = np.zeros((len(chosen), weeks))
    np.put_along_axis(rows, chosen, 1.0, axis=1)
    return rows
