"""What the backtest says to the report: what would have been answered, by how many articles, and at which risk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from deflect.interval import Share

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
        right: Tickets answered rightly, of those judged.
        covered: Tickets answered, of those judged.
        wrong: Tickets answered wrongly, of those judged.
        said: Tickets answered, of all that came, whether they can be judged or not.
        articles: Different articles that gave the right answers.
        curve: Risk and coverage, surest first, of all windows.
        flattering: Tickets answered rightly if recurring questions judge as well; None if they do anyway.
    """

    windows: tuple[str, ...]
    judge: Judge
    right: Share
    covered: Share
    wrong: Share
    said: Share
    articles: int
    curve: tuple[Point, ...]
    flattering: Share | None

    @property
    def flatters(self) -> bool:
        """Whether `right` is an upper bound only."""
        return self.judge != "links"


def backtested(result: BacktestResult) -> Backtested:
    """Take what the report needs from a backtest: judged by links where enough tickets have one."""
    from deflect.suggest.backtest.result import LATELY

    by_links = result.links if result.links and result.links.lately.asked >= LEAST_JUDGED else None
    found = by_links or result.all
    return Backtested(
        windows=result.windows[-LATELY:],
        judge=found.judge,
        right=found.lately.right,
        covered=found.lately.covered,
        wrong=found.lately.wrong,
        said=found.said_lately,
        articles=found.answered_by,
        curve=found.curve,
        flattering=None if found is result.all else result.all.lately.right,
    )
