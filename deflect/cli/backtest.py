"""`deflect backtest`: how good the answers would have been."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from deflect.cli.output import json_option, page_option, progress, rows_text, show, workspace_option
from deflect.interval import percent
from deflect.workspace import Workspace

if TYPE_CHECKING:
    from deflect.interval import Share
    from deflect.suggest import BacktestResult
    from deflect.suggest.backtest import Figures, Forecast


@click.command("backtest")
@workspace_option
@json_option
@click.option(
    "--windows",
    type=click.IntRange(1),
    metavar="N",
    help="Ask only the N latest months (weeks or days on a young desk).  [default: all but the first quarter]",
)
@page_option("backtest.html")
def backtest_command(folder: str, as_data: bool, windows: int | None, page: Path | None) -> None:
    """Ask your own past tickets, month by month, of what was known before each month, and count the right answers.

    Shares carry their 95% interval. Nothing but the report is written.
    """
    from deflect.pipeline import run_backtest, write_backtest

    workspace = Workspace.open(folder)
    with progress() as report:
        result = run_backtest(workspace, windows, report)
    file = write_backtest(workspace, result, page)
    show(result, as_data, lambda: f"{backtest_text(result)}\n\nReport with charts: {file}")


def backtest_text(result: BacktestResult) -> str:
    """Lay out a backtest, the figures to trust first."""
    span = " to ".join(dict.fromkeys((result.windows[0], result.windows[-1])))
    head = (
        f"Asked {result.asked:,} tickets, {span}, each of what was known before its {result.period}; "
        f"learned first from {result.learned:,} earlier ones."
    )
    blocks = [head]
    if result.links:
        blocks.append(_figures_text("Judged by the articles that agents linked", result.links, result.period))
    if result.all != result.links:
        blocks.append(_figures_text("Judged by links and recurring questions", result.all, result.period))
    return "\n\n".join([*blocks, "\n".join(result.caveats)])


def _figures_text(title: str, figures: Figures, period: str) -> str:
    total = figures.total
    rows = [
        (f"newest {period}", figures.rule.in_words),
        ("answered", _covered(figures)),
        ("right", _share(total.right)),
        ("wrong", _share(total.wrong)),
        ("right when answered", _precision(figures)),
        ("within reach", f"{_share(total.ceiling)} had an article known before their {period}"),
        ("right at 1", f"{_share(figures.hit_1)}; always the most frequent article: {percent(figures.naive_1.value)}"),
        ("right among 3", f"{_share(figures.hit_3)}; always the three most frequent: {percent(figures.naive_3.value)}"),
        ("silent", _reasons(figures)),
        ("confidence", _confidence(figures)),
        *((f"next {period}", _ahead(each, period)) for each in figures.expected if each.figure == "right"),
    ]
    return f"{title}, {total.asked:,} tickets:\n{rows_text(rows)}"


def _covered(figures: Figures) -> str:
    said, judged = figures.said, figures.total.covered
    every = f"; of all {said.whole:,} tickets: {_share(said)}" if said.whole != judged.whole else ""
    return f"{_share(judged)}{every}"


def _precision(figures: Figures) -> str:
    naive = f"naive: {percent(figures.naive_precision.value)}"
    if figures.total.precision is None:
        return f"–; nothing was answered, so it was not measured. {figures.needed}".rstrip()
    return f"{_share(figures.total.precision)}; {naive}"


def _reasons(figures: Figures) -> str:
    said = ", ".join(f"{reason} {share.value:.1%}" for reason, share in figures.reasons.items())
    return said or "never"


def _confidence(figures: Figures) -> str:
    found = figures.reliability
    return f"off by {found.error:.3f} on average; {found.by_chance:.3f} would be chance"


def _ahead(expected: Forecast, period: str) -> str:
    ends = f"{percent(expected.low)} to {percent(expected.high)}"
    said = f"{percent(expected.expected)} right, 90% interval {ends}"
    if not expected.checked:
        return f"{said}, not tried on any past {period}"
    held = f"{said}, which held in {expected.held} of {expected.checked} past {period}s"
    return f"{held}, too few: widened {expected.factor:g} times" if expected.factor > 1 else held


def _share(share: Share) -> str:
    return f"{percent(share.value)} ({percent(share.low)} to {percent(share.high)})" if share.whole else "none"
