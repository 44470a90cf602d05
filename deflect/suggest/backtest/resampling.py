"""Intervals by the bootstrap over customers: a customer's tickets are alike, so customers are what is drawn again.

Efron, "Bootstrap Methods: Another Look at the Jackknife" (1979); over clusters, Davison and Hinkley, "Bootstrap Methods
and their Application" (1997), section 3.8. Customers whose counts are equal are exchangeable, so that one multinomial
draw over the distinct counts is the same as drawing customers one by one, and costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deflect.interval import Share, wilson

RESAMPLES = 2_000
SEED = 20_240_229
EDGES = (2.5, 97.5)

METHOD = (
    f"95% intervals: percentile bootstrap, {RESAMPLES:,} resamples of customers with all their tickets; where none or "
    "all of a group have the outcome, which leaves the bootstrap without width, the Wilson interval stands instead."
)


def shares(customers: Sequence[str], whole: NDArray[np.bool_], parts: Sequence[NDArray[np.bool_]]) -> list[Share]:
    """Give shares of one whole with their 95% intervals.

    Args:
        customers: (n,) whose ticket each is.
        whole: (n,) which tickets are the whole.
        parts: For each share, (n,) which tickets are the part; only those in the whole count.

    Returns:
        One for each part; equal input gives equal intervals.
    """
    inside = np.asarray(whole, dtype=bool)
    owners = np.unique(np.asarray(customers, dtype=object)[inside].astype(str), return_inverse=True)[1]
    columns = [np.ones(int(inside.sum())), *(np.asarray(part, dtype=bool)[inside] for part in parts)]
    counts = [np.bincount(owners, weights=column).astype(np.int64) for column in columns]
    drawn = _draws(np.stack(counts, axis=1)) if len(owners) else np.zeros((0, len(columns)))
    totals = [int(count.sum()) for count in counts]
    return [_share(total, totals[0], drawn[:, at], drawn[:, 0]) for at, total in enumerate(totals[1:], start=1)]


def _draws(counts: NDArray[np.int64]) -> NDArray[Any]:
    """(resamples, columns) totals of the counts of customers drawn with replacement."""
    kinds, frequency = np.unique(counts, axis=0, return_counts=True)
    random = np.random.default_rng(SEED)
    totals: NDArray[Any] = random.multinomial(len(counts), frequency / len(counts), size=RESAMPLES) @ kinds
    return totals


def _share(part: int, whole: int, parts: NDArray[Any], wholes: NDArray[Any]) -> Share:
    if part in (0, whole):
        return wilson(part, whole)
    low, high = np.percentile(parts / wholes, EDGES)  # every customer drawn has a ticket: no whole is 0
    return Share(part, whole, min(float(low), part / whole), max(float(high), part / whole))
