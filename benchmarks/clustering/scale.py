"""Seconds and peak memory of finding the questions, by number of vectors; and beside BERTopic's pipeline."""

from __future__ import annotations

import math
import sys
from pathlib import Path

import numpy as np

from benchmarks.clustering import child
from benchmarks.clustering.peers import BERTOPIC, INSTALL, OURS, WAYS
from benchmarks.clustering.sets import CACHE, DATA, Vectors, there, vectors_of
from benchmarks.clustering.tables import heading, row
from benchmarks.clustering.tickets import starts

REAL, ALL = 12_000, 152_951
SIZES = (1_000, 10_000, 100_000, ALL, 1_000_000)
BESIDE = 27_568  # as many as Thunderbird's forum has in two years
OTHER = 0.7
BLOCK = 10_000
FIREFOX = DATA / "firefox" / "questions.jsonl.gz"


def run(largest: int) -> None:
    """Print both tables.

    Args:
        largest: Sizes above it are left out.
    """
    if not there(FIREFOX, "Firefox questions"):
        return
    texts = starts(FIREFOX, max(REAL, min(largest, ALL)))
    real = vectors_of(texts, "int8")
    print(f"Up to {len(texts):,}, vectors of titles and first words of Firefox questions; the rest made from them: a")
    print(f"real vector with {OTHER} of another added (similarity to it about {1 / math.hypot(1, OTHER):.2f}). Growth:")
    print("the exponent of processor time from the row above.\n")
    print(heading(("vectors", "seconds", "CPU s", "growth exponent", "peak MB", "found", "assigned")))
    before: tuple[int, float] | None = None
    for size in (size for size in SIZES if size <= largest):
        done = child.measured(OURS, of_size(real, size), 1, (-1,))
        exponent = math.log(done.busy[0] / before[1]) / math.log(size / before[0]) if before else math.nan
        before = size, done.busy[0]
        print(row(_cells(size, done, "" if math.isnan(exponent) else f"{exponent:.2f}")), flush=True)
    print()
    _beside(of_size(real, BESIDE))


def of_size(real: Path, size: int) -> Path:
    """Make as many vectors as wanted out of real ones, the real ones first; kept for the next time.

    Args:
        real: A .npy file of (n, d) unit rows in random order or evenly spread.
        size: How many; of fewer than n, a random part.
    """
    path = CACHE / f"{real.stem}-{size}.npy"
    if not path.exists():
        rows = np.load(real)
        random = np.random.default_rng(size)
        rows = rows[random.permutation(len(rows))]
        part = path.with_suffix(".part.npy")
        made = np.lib.format.open_memmap(part, mode="w+", dtype=np.float32, shape=(size, rows.shape[1]))
        made[: len(rows)] = rows[:size]
        for start in range(min(len(rows), size), size, BLOCK):
            made[start : start + BLOCK] = _perturbed(rows, min(BLOCK, size - start), random)
        made.flush()
        part.rename(path)
    return path


def _perturbed(rows: Vectors, count: int, random: np.random.Generator) -> Vectors:
    one, other = rows[random.integers(len(rows), size=(2, count))]
    made = one + OTHER * other
    unit: Vectors = made / np.linalg.norm(made, axis=1, keepdims=True)
    return unit


def _cells(size: int, done: child.Measured, third: str) -> list[str]:
    labels = done.labels[0]
    found, assigned = f"{labels.max() + 1:,}", f"{(labels >= 0).mean():.2f}"
    return [
        f"{size:,}",
        f"{done.seconds[0]:.1f}",
        f"{done.busy[0]:.1f}",
        third,
        f"{done.megabytes:,.0f}",
        found,
        assigned,
    ]


def _beside(vectors: Path) -> None:
    if missing := WAYS[BERTOPIC].missing():
        print(f"{BERTOPIC}: skipped, {' and '.join(missing)} not installed. Run: {INSTALL}", file=sys.stderr)
        return
    print(heading(("way", "vectors", "seconds", "CPU s", "of deflect's", "peak MB", "found", "assigned")))
    ours = child.measured(OURS, vectors, 1, (-1,))
    theirs = child.measured(BERTOPIC, vectors, 1, (-1,))
    for name, done in ((OURS, ours), (BERTOPIC, theirs)):
        print(row([name, *_cells(BESIDE, done, f"{done.seconds[0] / ours.seconds[0]:.1f}")]), flush=True)
