"""What a backtest found, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from deflect.interval import Share
from deflect.suggest.backtest import curve, groups, resampling
from deflect.suggest.backtest.curve import Point, Reliability
from deflect.suggest.backtest.forecast import Forecast, forecast
from deflect.suggest.backtest.groups import Group
from deflect.suggest.backtest.walk import Outcome, Walked
from deflect.suggest.backtest.windows import Period
from deflect.suggest.risk import Rule
from deflect.types import AbstentionReason, Article

LATELY = 3
"""Windows, the newest, that tell what answers would do now: earlier ones knew less, fewer say it less surely."""

Judge = Literal["links", "links and recurring questions"]


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured by one way to tell right from wrong.

    Attributes:
        judge: What tells right from wrong.
        total: All tickets that can be judged.
        reasons: Why nothing was said, as shares of those.
        later: Tickets whose right article came only in their window or after it.
        never: Tickets that no article answers.
        hit_1: The surest candidate is right, whether shown or not, of the tickets that some article answers.
        hit_3: One of the three surest is right, of the same.
        naive_1: As `hit_1` if the article most frequent before the window were always named.
        naive_3: As `hit_3` for the three most frequent.
        naive_precision: Right answers if the most frequent article were shown for every ticket.
        said: Tickets answered, of all, those that cannot be judged included.
        rule: The threshold in force in the newest window.
        fitted: Windows whose confidence was fitted; in the others the stated defaults were used.
        windows: By window, oldest first.
        categories: By tag, or by the right article's category on a desk without tags; a ticket may be in several.
        languages: By language, ISO 639-1, largest first.
        curve: Risk and coverage, surest first.
        reliability: Confidence against truth.
        expected: Shares expected of the next window; empty with fewer than three windows.
        lately: Tickets of the newest `LATELY` windows that can be judged.
        said_lately: Tickets of those windows answered, of all, those that cannot be judged included.
        answered_by: Different articles among the right answers of those windows.
    """

    judge: Judge
    total: Group
    reasons: dict[AbstentionReason, Share]
    later: int
    never: int
    hit_1: Share
    hit_3: Share
    naive_1: Share
    naive_3: Share
    naive_precision: Share
    said: Share
    rule: Rule
    fitted: int
    windows: tuple[Group, ...]
    categories: tuple[Group, ...]
    languages: tuple[Group, ...]
    curve: tuple[Point, ...]
    reliability: Reliability
    expected: tuple[Forecast, ...]
    lately: Group
    said_lately: Share
    answered_by: int

    @property
    def needed(self) -> str:
        """What is missing to answer within the risk, or that more would not help; empty if something is answered."""
        if self.rule.threshold is not None:
            return ""
        if self.rule.reason == "too-often-wrong":
            return f"At no confidence were at most {self.rule.allowed} of the answers wrong."
        judged = "in which an agent linked an article" if self.judge == "links" else "whose answer is known"
        risk = f"at most {self.rule.allowed} would be wrong"
        return f"To tell whether {risk} takes about {self.rule.history:,} more tickets {judged}."


@dataclass(frozen=True, slots=True)
class BacktestResult:
    """How past tickets would have fared, each asked of what was known before its window.

    Attributes:
        period: What a window is.
        windows: Names of the windows asked, oldest first.
        learned: Tickets before the first of them, only learned from.
        asked: Tickets in them.
        links: Judged by what agents linked alone; None if nothing was linked in the windows.
        all: Judged by links and recurring questions; flatters, see `caveats`.
        caveats: What to bear in mind, a sentence each.
    """

    period: Period
    windows: tuple[str, ...]
    learned: int
    asked: int
    links: Figures | None
    all: Figures
    caveats: tuple[str, ...]

    @property
    def trusted(self) -> Figures:
        """The figures to trust most."""
        return self.links or self.all

    @property
    def newest(self) -> tuple[str, ...]:
        """Names of the windows of `lately`."""
        return self.windows[-LATELY:]


def figures(walked: Walked, judge: Judge, windows: Sequence[str], articles: Sequence[Article]) -> Figures:
    """Count what became of tickets.

    Args:
        walked: All of them.
        judge: By links, only tickets in which an agent linked something are judged; else all are.
        windows: Their names, oldest first.
        articles: For the categories of tickets on a desk without tags.
    """
    every = walked.outcomes
    judged = [each for each in every if each.truth or judge != "links"]
    by_window = groups.by_window(judged, windows)
    customers = [each.ticket.customer for each in judged]
    confidences, first = [each.confidence for each in judged], [any(each.hits[:1]) for each in judged]
    newest = set(windows[-LATELY:])
    late = [each for each in judged if each.window in newest]
    return Figures(
        judge=judge,
        total=groups.group("all", judged),
        reasons=groups.reasons(judged),
        later=sum(bool(each.truth) and not each.known for each in judged),
        never=sum(not each.truth for each in judged),
        **_hits(judged),
        said=_said(every),
        rule=walked.rules[-1],
        fitted=sum(count > 0 for count in walked.fitted),
        windows=by_window,
        categories=groups.grouped(judged, groups.categories(judged, articles)),
        languages=groups.grouped(judged, lambda each: (each.ticket.language,)),
        curve=curve.curve(confidences, first, customers),
        reliability=curve.reliability(confidences, first, customers),
        expected=_expected(by_window),
        lately=groups.group("lately", late),
        said_lately=_said([each for each in every if each.window in newest]),
        answered_by=len({each.said for each in late if each.right and each.said}),
    )


def _said(outcomes: Sequence[Outcome]) -> Share:
    said = np.array([each.silent is None for each in outcomes], dtype=bool)
    return resampling.shares([each.ticket.customer for each in outcomes], np.ones(len(outcomes), dtype=bool), [said])[0]


def _hits(judged: Sequence[Outcome]) -> dict[str, Share]:
    customers = [each.ticket.customer for each in judged]
    answerable = np.array([bool(each.truth) for each in judged], dtype=bool)
    parts = {
        "hit_1": [any(each.hits[:1]) for each in judged],
        "hit_3": [any(each.hits) for each in judged],
        "naive_1": [any(each.naive[:1]) for each in judged],
        "naive_3": [any(each.naive) for each in judged],
    }
    columns = [np.array(part, dtype=bool) for part in parts.values()]
    found = dict(zip(parts, resampling.shares(customers, answerable, columns), strict=True))
    everything = np.ones(len(judged), dtype=bool)
    return found | {"naive_precision": resampling.shares(customers, everything, [columns[2]])[0]}


def _expected(windows: Sequence[Group]) -> tuple[Forecast, ...]:
    series = {
        "answered": [each.covered for each in windows],
        "right": [each.right for each in windows],
        "wrong": [each.wrong for each in windows],
        "right when answered": [each.precision for each in windows if each.precision],
    }
    found = (forecast(figure, past) for figure, past in series.items())
    return tuple(each for each in found if each is not None)
