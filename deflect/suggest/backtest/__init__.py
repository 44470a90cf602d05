"""How good suggestions would have been: past tickets, each window asked of what was known before it.

Right is what an agent linked in the ticket, or the article of the ticket's own recurring question, if the ticket was
answered as others that ask it. The second is kind to deflect: recurring questions are found on all tickets at once, so
that a later ticket helped to shape the one it belongs to. Where agents linked articles, `links` judges by those alone,
without recurring questions and drafted articles, and is the figure to trust. Confidence is fitted anew for each window,
on what came before it; a ticket that was posted twice is evidence for the second only if the first came before the
window.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from deflect.config import SuggestSettings
from deflect.suggest.backtest.curve import Bin, Point, Reliability
from deflect.suggest.backtest.forecast import Forecast
from deflect.suggest.backtest.groups import Group
from deflect.suggest.backtest.resampling import METHOD
from deflect.suggest.backtest.result import BacktestResult, Figures, Judge, figures
from deflect.suggest.backtest.walk import walk
from deflect.suggest.backtest.windows import Cut, cut
from deflect.suggest.replay import History
from deflect.suggest.sensitive import Topics

__all__ = ["BacktestResult", "Bin", "Figures", "Forecast", "Group", "Judge", "Point", "Reliability", "backtest"]

Progress = Callable[[int, int], None]

FLATTERS = (
    "Recurring questions were found on all tickets, the later ones included: figures judged by them flatter. "
    "Those judged by what agents linked do not."
)
BY_LINKS = (
    "Judged by links, only tickets in which an agent linked an article count, and every other answer is wrong, a good "
    "one too: agents link one of several pages that help."
)
ONE_TIME = (
    "Which sentences say nothing of a question, and how texts become vectors, was learned once, not anew for each "
    "window."
)


def silent(_done: int, _total: int) -> None:
    """Show no progress."""


def backtest(
    past: History, settings: SuggestSettings, latest: int | None = None, progress: Progress = silent
) -> BacktestResult:
    """Walk forward through time, asking each window of what was known before it.

    Args:
        past: All tickets, oldest first. The text of drafted articles is not used: they stand by the votes of earlier
            tickets.
        settings: The risk or the threshold that the owner states, and what is left to a person.
        latest: Ask at most so many windows, the newest.
        progress: Called with tickets done and tickets to do.

    Raises:
        WorkspaceError: There are too few tickets to divide.
    """
    cuts = cut(past.tickets, latest)
    asked = sum(window.end - window.start for window in cuts.windows)
    rounds = 2 if past.clusters else 1
    done = [0]

    def report(count: int) -> None:
        done[0] += count
        progress(done[0], rounds * asked)

    progress(0, rounds * asked)
    held = cache(Topics.of(settings.sensitive).touched)  # each ticket is asked in many windows, and twice
    links = _judged(past.with_links_only(), cuts, settings, "links", report, held)
    every = _judged(past, cuts, settings, "links and recurring questions", report, held) if past.clusters else links
    return BacktestResult(
        period=cuts.period,
        windows=tuple(window.name for window in cuts.windows),
        learned=cuts.windows[0].start,
        asked=asked,
        links=links if links.total.asked else None,
        all=every,
        caveats=(METHOD, ONE_TIME, BY_LINKS, *([FLATTERS] if past.clusters else [])),
    )


def _judged(
    past: History,
    cuts: Cut,
    settings: SuggestSettings,
    judge: Judge,
    report: Callable[[int], None],
    held: Callable[[str], str],
) -> Figures:
    walked = walk(past, cuts.windows, settings, report, held)
    return figures(walked, judge, [window.name for window in cuts.windows], past.articles)
