"""`deflect backtest` on all Thunderbird tickets: seconds with vectors cached, the first figures, and what held.

Usage: python -m benchmarks.suggest backtest [WORKSPACE]
WORKSPACE is one that `deflect run` was done in, that of Thunderbird tickets if none is named.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Sequence

from benchmarks.suggest.summary import Row, at_least, at_most, share_row
from benchmarks.suggest.thunderbird import workspace_at
from deflect.interval import wilson
from deflect.pipeline import run_backtest, write_backtest
from deflect.suggest import BacktestResult
from deflect.suggest.backtest import Figures

LONGEST = at_most(600, "600 s")
HELD = at_least(0.9, "90%")
CALIBRATION = at_most(0.03, "0.03")


def main(arguments: Sequence[str] | None = None) -> list[Row]:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("workspace", nargs="?")
    workspace = workspace_at(ask.parse_args(arguments).workspace)
    if workspace is None:
        return []
    run_backtest(workspace, 1)  # whatever was not encoded yet is encoded now
    start, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_utime
    result = run_backtest(workspace)
    write_backtest(workspace, result)
    seconds, processor = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_utime - used
    tickets = result.learned + result.asked
    print(
        f"{tickets:,} tickets, {len(result.windows)} {result.period}s asked: {seconds:.0f} s, of the processor ", end=""
    )
    print(f"{processor:.0f} s, peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB\n")
    print("| judged by | tickets | answered | right | wrong | right when answered | within reach | ", end="")
    print("at 1 | at 3 | calibration error (chance) |\n|---|---|---|---|---|---|---|---|---|---|")
    for figures in [result.trusted] if result.links == result.all else [result.trusted, result.all]:
        print(figures_row(figures))
    print("\n| next month | expected | 90% interval | held in past months | widened |\n|---|---|---|---|---|")
    print("\n".join(forecast_rows(result)))
    took = Row("backtest", f"{tickets:,} tickets, vectors cached", seconds, f"{seconds:.0f} s", "one run", LONGEST)
    return [took, *summed(result)]


def summed(result: BacktestResult) -> list[Row]:
    """What the last table shows of the figures to trust most."""
    figures = result.trusted
    found, begun = figures.reliability, f"backtest by {figures.judge}"
    basis = f"{found.by_chance:.3f} by chance; n = {figures.total.asked:,}"
    kept = figures.expected[:1]
    return [
        Row("calibration", f"{begun}: expected error", found.error, f"{found.error:.3f}", basis, CALIBRATION),
        share_row("backtest", f"{begun}: answered", figures.total.covered),
        *(
            share_row("backtest", f"{begun}: months whose interval held {each.figure}", held, HELD)
            for each in kept
            for held in [wilson(each.held_widened, each.checked)]
        ),
    ]


def figures_row(figures: Figures) -> str:
    total = figures.total
    shares = (total.covered, total.right, total.wrong, total.precision, total.ceiling, figures.hit_1, figures.hit_3)
    cells = [f"{share.value:.1%} ({share.low:.1%}–{share.high:.1%})" if share else "–" for share in shares]
    found = figures.reliability
    ends = f"{found.error:.3f} ({found.by_chance:.3f})"
    return f"| {figures.judge} | {total.asked:,} | {' | '.join(cells)} | {ends} |"


def forecast_rows(result: BacktestResult) -> list[str]:
    return [
        f"| {each.figure} | {each.expected:.1%} | {each.low:.1%}–{each.high:.1%} | {each.held} of {each.checked} | "
        f"{f'{each.factor:g} times' if each.factor > 1 else 'no'} |"
        for each in result.trusted.expected
    ]
