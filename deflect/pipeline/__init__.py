"""The stages in order, from tickets to the help centre."""

from __future__ import annotations

from deflect.pipeline.clean import cleaner_for
from deflect.pipeline.erase import erase
from deflect.pipeline.figures import load_report, run_backtest, write_backtest
from deflect.pipeline.names import Goal
from deflect.pipeline.run import build_site, clusters_of, run
from deflect.pipeline.summary import Asked, RunSummary

__all__ = [
    "Asked",
    "Goal",
    "RunSummary",
    "build_site",
    "cleaner_for",
    "clusters_of",
    "erase",
    "load_report",
    "run",
    "run_backtest",
    "write_backtest",
]
