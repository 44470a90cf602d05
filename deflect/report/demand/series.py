"""What became of a question since its article was there: an interrupted time series."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np

from deflect.report.counts import regress
from deflect.report.desk.estimate import Estimate
from deflect.types import Trend

Outcome = Literal["fell", "did not", "not known"]

BEFORE, AFTER = 8, 4
"""Whole weeks before and after the article without which nothing is said. More: surer, and later."""

KEEPS = 0.8
"""Share of its tickets that must surely still come for a question to count as not fallen: with the interval's lower end
above it, a fall by more than a fifth is ruled out. Higher: fewer articles are called useless that help a little."""

MEASURED = (
    "tickets a week of the question beside those of all other recurring questions, quasi-Poisson regression on time "
    "with a step at the article's day (Wagner and others, “Segmented regression analysis of interrupted time series”, "
    "2002); 95% interval. The article's own week and the unfinished first and last weeks are left out. Other things "
    "that happened in that week, such as a release that fixed it, count as the article's"
)


@dataclass(frozen=True, slots=True)
class Interruption:
    """What became of a question since a day.

    Attributes:
        since: The article's day, `YYYY-MM-DD`.
        before: Whole weeks before it.
        after: Whole weeks since.
        change: By what its tickets a week are multiplied since; None if the weeks or tickets are too few.
        outcome: `fell`: the whole interval is below 1. `did not`: it is above `KEEPS`. Else `not known`.
    """

    since: str
    before: int
    after: int
    change: Estimate | None
    outcome: Outcome


def interrupted(trend: Trend, desk: Mapping[str, int], since: date) -> Interruption:
    """Tell whether fewer ask a question since its article was there.

    Args:
        trend: Of the question.
        desk: Tickets of all recurring questions by the Monday of their week, this one's among them.
        since: The article's day.
    """
    own = dict(zip(trend.weeks, trend.tickets, strict=True))
    monday = (since - timedelta(days=since.weekday())).isoformat()
    weeks = [week for week in sorted(desk)[1:-1] if week != monday]
    before, after = sum(week < monday for week in weeks), sum(week > monday for week in weeks)
    told = before >= BEFORE and after >= AFTER
    change = _change([own.get(week, 0) for week in weeks], [desk[week] for week in weeks], before) if told else None
    return Interruption(since.isoformat(), before, after, change, _outcome(change))


def _change(own: list[int], desk: list[int], before: int) -> Estimate | None:
    counts = np.array(own, float)
    others = np.maximum(np.array(desk, float) - counts, 1.0)
    time = np.arange(len(own)) / 52
    step = (np.arange(len(own)) >= before).astype(float)
    # None asked before or none since: the step has no bounds, and a regression would not settle.
    if counts[:before].sum() == 0 or counts[before:].sum() == 0:
        return _none_left(counts, others, before)
    fit = regress(counts, np.column_stack([np.ones(len(own)), time, step]), others)
    return fit.ratio(2) if fit else None


def _none_left(counts: np.ndarray, others: np.ndarray, before: int) -> Estimate | None:
    """With no ticket since, the upper end is what 3 tickets would be ("rule of three"; Hanley, JAMA 1983)."""
    earlier = counts[:before].sum()
    if not earlier:
        return None
    expected = earlier * others[before:].sum() / others[:before].sum()
    return Estimate(0.0, 0.0, float(3.0 / expected))


def _outcome(change: Estimate | None) -> Outcome:
    if change is None:
        return "not known"
    if change.high < 1:
        return "fell"
    return "did not" if change.low > KEEPS else "not known"
