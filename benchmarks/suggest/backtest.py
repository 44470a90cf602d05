"""`deflect backtest` on all Thunderbird tickets: seconds with vectors cached, the first figures, and what held.

The workspace is the folder in DEFLECT_THUNDERBIRD if it is set, and must have been run; else one is made of
../shared/data/thunderbird in the temporary folder, which takes long once, and kept.

Usage: python -m benchmarks.suggest backtest
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.clustering.sets import CACHE, DATA
from deflect.pipeline import run_backtest, write_backtest
from deflect.suggest import BacktestResult
from deflect.suggest.backtest import Figures
from deflect.workspace import Workspace

TOOL = DATA.parent / "tools" / "sumo_to_tickets.py"


def main(arguments: Sequence[str] | None = None) -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.parse_args(arguments)
    workspace = thunderbird()
    if workspace is None:
        return
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


def thunderbird() -> Workspace | None:
    """The workspace to measure on; None if there are no tickets to make it of."""
    if named := os.environ.get("DEFLECT_THUNDERBIRD"):
        return Workspace.open(named)
    if not (DATA / "thunderbird").is_dir():
        print("left out: ../shared/data/thunderbird is not there")
        return None
    folder = CACHE / "thunderbird"
    if not folder.exists():
        make(folder)
    return Workspace.open(folder)


def make(folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    records = folder.with_suffix(".jsonl")
    with records.open("wb") as out:
        subprocess.run([sys.executable, str(TOOL), str(DATA / "thunderbird")], stdout=out, check=True)
    deflect = [sys.executable, "-m", "deflect"]
    subprocess.run([*deflect, "init", str(folder)], check=True)
    subprocess.run([*deflect, "import", "jsonl", str(records), "-w", str(folder)], check=True)
    subprocess.run([*deflect, "run", "-w", str(folder)], check=True)


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
