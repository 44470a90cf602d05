"""`deflect backtest`: how good the answers would have been."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from deflect.cli.output import json_option, page_option, progress, rows_text, show, workspace_option
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
        ("answered", _share(total.covered)),
        ("right", _share(total.right)),
        ("wrong", _share(total.wrong)),
        ("right when answered", f"{_share(total.precision)}; naive: {figures.naive_precision.value:.0%}"),
        ("within reach", f"{_share(total.ceiling)} had an article known before their {period}"),
        ("right at 1", f"{_share(figures.hit_1)}; always the most frequent article: {figures.naive_1.value:.0%}"),
        ("right among 3", f"{_share(figures.hit_3)}; always the three most frequent: {figures.naive_3.value:.0%}"),
        ("silent", _reasons(figures)),
        ("confidence", _confidence(figures)),
        *((f"next {period}", _ahead(each, period)) for each in figures.expected if each.figure == "right"),
    ]
    return f"{title}, {total.asked:,} tickets:\n{rows_text(rows)}"


def _reasons(figures: Figures) -> str:
    said = ", ".join(f"{reason} {share.value:.1%}" for reason, share in figures.reasons.items())
    return said or "never"


def _confidence(figures: Figures) -> str:
    found = figures.reliability
    return f"off by {found.error:.3f} on average; {found.by_chance:.3f} would be chance"


def _ahead(expected: Forecast, period: str) -> str:
    said = f"{expected.expected:.0%} right, 90% interval {expected.low:.0%} to {expected.high:.0%}"
    if not expected.checked:
        return f"{said}, not tried on any past {period}"
    held = f"{said}, which held in {expected.held} of {expected.checked} past {period}s"
    return f"{held}, too few: widened {expected.factor:g} times" if expected.factor > 1 else held


def _share(share: Share) -> str:
    return f"{share.value:.0%} ({share.low:.0%} to {share.high:.0%})" if share.whole else "none"
