"""Every way on every labelled set: mean and spread over seeds."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import numpy as np

from benchmarks.clustering import child
from benchmarks.clustering.measures import Measures, measure
from benchmarks.clustering.peers import INSTALL, WAYS
from benchmarks.clustering.sets import Labelled, labelled_sets, vectors_of
from benchmarks.clustering.tables import heading, row

SEEDS = (0, 1, 2, 3, 4)
SPREAD = ("f1", "accuracy", "ari")
PLAIN = ("precision", "recall", "nmi", "assigned", "purity")
HEADINGS = (
    "set", "way", "BCubed F1", "accuracy", "ARI", "BCubed P", "R", "NMI", "assigned", "purity", "found / true",
    "seconds", "CPU s", "peak MB",
)  # fmt: skip


def run(only: str = "") -> None:
    """Print the table; ways whose packages are missing are named on stderr.

    Args:
        only: Part of the names of the ways wanted.
    """
    ways = [name for name, way in WAYS.items() if only in name and not _missing(name, way.missing())]
    print(heading(HEADINGS))
    for labelled in labelled_sets():
        vectors = vectors_of(labelled.texts)
        for name in ways:
            done = child.measured(name, vectors, len(set(labelled.truth)), SEEDS)
            print(_row(labelled, name, done), flush=True)
    seeded = "; ".join(name for name in ways if WAYS[name].random) or "none here"
    print(f"\n{len(SEEDS)} runs each, ± their standard deviation: seeds for the random ways ({seeded}), for the others")
    print("shuffled rows.")


def _missing(name: str, modules: Sequence[str]) -> bool:
    if modules:
        print(f"{name}: skipped, {' and '.join(modules)} not installed. Run: {INSTALL}", file=sys.stderr)
    return bool(modules)


def _row(labelled: Labelled, name: str, done: child.Measured) -> str:
    runs = [measure(labelled.truth, labels) for labels in done.labels]
    spread = [f"{_mean(runs, field):.3f} ± {_deviation(runs, field):.3f}" for field in SPREAD]
    found = f"{_mean(runs, 'found'):.0f} / {runs[0].true}"
    plain = [f"{_mean(runs, field):.3f}" for field in PLAIN]
    needed = [f"{np.mean(done.seconds):.1f}", f"{np.mean(done.busy):.1f}", f"{done.megabytes:.0f}"]
    return row([labelled.name, name, *spread, *plain, found, *needed])


def _mean(runs: Sequence[Measures], field: str) -> float:
    return float(np.mean([getattr(each, field) for each in runs]))


def _deviation(runs: Sequence[Measures], field: str) -> float:
    return float(np.std([getattr(each, field) for each in runs]))
