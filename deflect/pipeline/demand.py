"""How often a question is asked now, and what became of it since its article was published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Literal

import numpy as np

from deflect.clusters.describing.trend import EARLIER_WEEKS, LEAST_EARLIER_WEEKS, RECENT_WEEKS, direction
from deflect.types import Cluster, Trend

Effect = Literal["fell", "keeps coming", "not known"]

WEEKS_A_MONTH = 365.25 / 12 / 7

KEEPS = 0.8
"""Least share of its earlier tickets a week that a question still brings to count as still coming. Higher: fewer
articles are called useless that help a little (precision); more that hardly help pass (recall)."""

LEAST_ASKED = 4
"""Fewest tickets since then to say so: fewer may be chance."""


def by_week(clusters: Iterable[Cluster]) -> Counter[str]:
    """Tickets that ask any recurring question, by the Monday of their week."""
    desk: Counter[str] = Counter()
    for cluster in clusters:
        desk.update(dict(zip(cluster.trend.weeks, cluster.trend.tickets, strict=True)))
    return desk


def a_month(trend: Trend) -> float:
    """Tickets a month that ask a question: the mean of its last whole weeks, up to twelve.

    The newest ticket's week is not over, and is left out unless it is the only one. A question that is newer than
    four weeks counts as if it were four weeks old: one busy day is no month.
    """
    counts = (trend.tickets[:-1] or trend.tickets)[-EARLIER_WEEKS:]
    return WEEKS_A_MONTH * sum(counts) / max(len(counts), RECENT_WEEKS)


def effect(trend: Trend, desk: Mapping[str, int], since: date) -> Effect:
    """Tell what became of a question after a day, such as that of its article's publication.

    Args:
        trend: Of the question.
        desk: Tickets of all questions by week, as `by_week` counts them.
        since: The day. Its own week counts neither before nor after.

    Returns:
        `fell`: its last four whole weeks stand out from up to twelve before that day, by the permutation test of
        `trend`. `keeps coming`: they do not, and nearly as many tickets a week come as before.
        `not known`: neither, or fewer than four whole weeks have passed.
    """
    own = dict(zip(trend.weeks, trend.tickets, strict=True))
    monday = since - timedelta(days=since.weekday())
    weeks = sorted(desk)[:-1]
    before = [week for week in weeks if week < monday.isoformat()][-EARLIER_WEEKS:]
    after = [week for week in weeks if week > monday.isoformat()][-EARLIER_WEEKS:]
    if len(after) < RECENT_WEEKS:
        return "not known"
    compared = before + after[-RECENT_WEEKS:]
    counts = np.array([own.get(week, 0) for week in compared], dtype=np.float64)
    total = np.array([desk[week] for week in compared], dtype=np.float64)
    if len(before) >= LEAST_EARLIER_WEEKS and direction(counts, total) == "falling":
        return "fell"
    asked = sum(own.get(week, 0) for week in after)
    earlier = sum(own.get(week, 0) for week in before) / max(len(before), 1)
    return "keeps coming" if asked >= LEAST_ASKED and asked / len(after) >= KEEPS * earlier else "not known"
