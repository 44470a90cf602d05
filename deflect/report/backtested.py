"""What the backtest says to the report: what would have been answered, by how many articles, and at which risk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from deflect.interval import Share, wilson

if TYPE_CHECKING:
    from deflect.suggest.backtest import BacktestResult, Judge, Point

LEAST_JUDGED = 20
"""Tickets with a link, in the newest windows, from which on those alone judge; fewer give hardly an interval."""


@dataclass(frozen=True, slots=True)
class Backtested:
    """The newest windows of the backtest.

    Attributes:
        windows: Their names, oldest first.
        judge: What told right from wrong. By `links`, what agents linked alone, and the figures do not flatter; with
            recurring questions, which were found on later tickets too, they do, and are an upper bound.
        right: Tickets answered rightly, of all that came: estimated by `carried_over` where only some can be judged.
        precision: Right answers, of those given that can be judged; None if none was given.
        covered: Tickets answered, of those that can be judged.
        wrong: Tickets answered wrongly, of those.
        said: Tickets answered, of all that came, whether they can be judged or not.
        articles: Different articles that gave the right answers.
        curve: Risk and coverage, surest first, of all windows.
        flattering: Tickets answered rightly if recurring questions judge as well; None if they do anyway.
        missing: How many more tickets that can be judged it takes, about, to tell whether the risk that the owner
            accepts holds; 0 if that can be told.
    """

    windows: tuple[str, ...]
    judge: Judge
    right: Share
    precision: Share | None
    covered: Share
    wrong: Share
    said: Share
    articles: int
    curve: tuple[Point, ...]
    flattering: Share | None
    missing: int = 0

    @property
    def flatters(self) -> bool:
        """Whether `right` is an upper bound only."""
        return self.judge != "links"


def backtested(result: BacktestResult) -> Backtested:
    """Take what the report needs from a backtest: judged by links where enough tickets have one."""
    by_links = result.links if result.links and result.links.lately.asked >= LEAST_JUDGED else None
    found = by_links or result.all
    return Backtested(
        windows=result.newest,
        judge=found.judge,
        right=carried_over(found.said_lately, found.lately.precision) if by_links else found.lately.right,
        precision=found.lately.precision,
        covered=found.lately.covered,
        wrong=found.lately.wrong,
        said=found.said_lately,
        articles=found.answered_by,
        curve=found.curve,
        flattering=None if found is result.all else result.all.lately.right,
        missing=found.rule.history,
    )


def carried_over(said: Share, precision: Share | None) -> Share:
    """Estimate how many of all tickets were answered rightly where only some answers can be judged.

    The others are taken to be right as often. What is judged alone would tell too much: tickets in which agents link an
    article are answered more often than others.

    Args:
        said: Tickets answered, of all.
        precision: Right answers, of those judged; None if no answer could be.

    Returns:
        The number of right answers, rounded, of all tickets. Its interval spans the products of both intervals' ends,
        so that it holds in at least 95 of 100 cases.
    """
    precision = precision or wilson(0, 0)
    part = round(said.part * precision.value)
    value = part / said.whole if said.whole else 0.0
    return Share(part, said.whole, min(said.low * precision.low, value), max(said.high * precision.high, value))
