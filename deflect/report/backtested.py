"""What the backtest says to the report: what would have been answered, by how many articles, and at which risk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from deflect.interval import Share

if TYPE_CHECKING:
    from deflect.suggest.backtest import BacktestResult, Point


@dataclass(frozen=True, slots=True)
class Backtested:
    """The newest windows of the backtest, judged by links and recurring questions, which flatters.

    Attributes:
        windows: Their names, oldest first.
        right: Tickets answered rightly, of those asked.
        covered: Tickets answered.
        wrong: Tickets answered wrongly.
        articles: Different articles that gave the right answers.
        curve: Risk and coverage, surest first.
    """

    windows: tuple[str, ...]
    right: Share
    covered: Share
    wrong: Share
    articles: int
    curve: tuple[Point, ...]


def backtested(result: BacktestResult) -> Backtested:
    """Take what the report needs from a backtest."""
    found = result.all
    total = found.total
    return Backtested(result.windows, total.right, total.covered, total.wrong, found.answered_by, found.curve)
