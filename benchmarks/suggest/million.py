"""One question among very many vectors: the index that a run makes against comparing with all of them.

Usage: part of python -m benchmarks.suggest speed
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.clustering.tables import heading, row
from benchmarks.suggest.made import mixed
from benchmarks.suggest.summary import Row, at_least, at_most
from deflect.models import Index
from deflect.models.index import EXACT_FOR_ONE
from deflect.suggest.retrieval import NEIGHBOURS

ASKED, EXACTLY_ASKED = 300, 20
TRUTH = 10

Vectors = NDArray[np.float32]


def measure(base: Vectors, count: int, folder: Path) -> list[Row]:
    """Print recall, latency and size at a number of vectors made of real ones."""
    import faiss

    rows = mixed(base, count, seed=2)[1]
    asked = mixed(base[::-1], ASKED, seed=3)[1]
    start = time.process_time()
    built = Index.build(rows, k=NEIGHBOURS, exact_limit=EXACT_FOR_ONE)
    took = time.process_time() - start
    index = Index.load(folder / "index", built.save(folder / "index"))
    del built
    truth = faiss.knn(asked, rows, TRUTH, metric=faiss.METRIC_INNER_PRODUCT)[1]
    found = [timed(index, question) for question in asked]
    share = np.mean([np.isin(true, near[:TRUTH]).mean() for true, (near, *_) in zip(truth, found, strict=True)])
    exact = faiss.IndexFlatIP(rows.shape[1])
    exact.add(rows)
    bare = [timed(Index(exact), question)[1:] for question in asked[:EXACTLY_ASKED]]
    names = (
        "vectors",
        "search",
        "recall@10",
        "p50 ms",
        "p99 ms",
        "of the processor, p50",
        "p99",
        "MB",
        "built in, CPU s",
    )
    print("\n" + heading(names))
    size = (folder / "index").stat().st_size / 2**20
    line(count, "as a run makes it", f"{share:.4f}", [each[1:] for each in found], size, f"{took:.0f}")
    line(count, "all compared", "1", bare, rows.nbytes / 2**20, "")
    high = float(np.percentile([clock for _, clock, _ in found], 99))
    begun, basis = f"{count:,} vectors", f"n = {ASKED}"
    return [
        Row("latency", f"{begun}: recall@{TRUTH}", float(share), f"{share:.4f}", basis, at_least(0.97, "0.97")),
        Row("latency", f"{begun}: p99", high, f"{high:.1f} ms", basis, at_most(60, "60 ms")),
    ]


def timed(index: Index, question: Vectors) -> tuple[NDArray[np.int64], float, float]:
    """Nearest of one question, and milliseconds by the clock and of the processor."""
    clock, used = time.perf_counter(), time.process_time()
    near = index.search(question[None], NEIGHBOURS)[1][0]
    return near, (time.perf_counter() - clock) * 1000, (time.process_time() - used) * 1000


def line(count: int, name: str, share: str, times: Sequence[tuple[float, float]], size: float, took: str) -> None:
    middle, high = np.percentile(times, [50, 99], axis=0)
    figures = [f"{each:.1f}" for each in (middle[0], high[0], middle[1], high[1])]
    print(row([f"{count:,}", name, share, *figures, f"{size:,.0f}", took]), flush=True)
