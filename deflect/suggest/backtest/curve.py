"""Coverage against risk, and confidence against truth."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deflect.interval import Share
from deflect.suggest.backtest import resampling

STEPS = (0.02, *(step / 20 for step in range(1, 21)))
BINS = 10
CHANCE_DRAWS = 200

Numbers = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the risk-coverage curve: answering the surest tickets only.

    Attributes:
        threshold: `suggest.threshold` that gives this coverage.
        coverage: Tickets answered, of those asked.
        risk: Answers that are wrong, of those given.
    """

    threshold: float
    coverage: Share
    risk: Share


@dataclass(frozen=True, slots=True)
class Bin:
    """Tickets of about the same confidence.

    Attributes:
        confidence: Mean confidence of the surest candidate, 0 to 1.
        right: Tickets whose surest candidate is right, of those in the bin.
    """

    confidence: float
    right: Share


@dataclass(frozen=True, slots=True)
class Reliability:
    """Whether a confidence of 0.7 means right seven times in ten.

    Attributes:
        bins: Up to `BINS` bins of equally many tickets, least sure first.
        error: Expected calibration error: mean distance between confidence and share right, weighed by tickets, 0 to 1
            (Naeini, Cooper and Hauskrecht, 2015, with bins of equal size).
        by_chance: What perfectly calibrated confidences would show on as many tickets, on average: less than this
            cannot be told from 0.
    """

    bins: tuple[Bin, ...]
    error: float
    by_chance: float


def curve(confidences: Sequence[float], right: Sequence[bool], customers: Sequence[str]) -> tuple[Point, ...]:
    """Trace the risk as ever less sure tickets are answered too.

    Args:
        confidences: (n,) of each ticket asked.
        right: (n,) whether each ticket's answer is right.
        customers: (n,) whose ticket each is.

    Returns:
        A point for each of `STEPS`; tickets of equal confidence are answered together, as a threshold would.
    """
    sure, hits = np.asarray(confidences, dtype=np.float64), np.asarray(right, dtype=bool)
    falling = np.sort(sure)[::-1]
    wanted = [float(falling[max(math.ceil(step * len(sure)), 1) - 1]) for step in STEPS] if len(sure) else []
    return tuple(_point(threshold, sure, hits, customers) for threshold in dict.fromkeys(wanted))


def _point(threshold: float, sure: Numbers, right: NDArray[np.bool_], customers: Sequence[str]) -> Point:
    answered = sure >= threshold
    coverage = resampling.shares(customers, np.ones(len(sure), dtype=bool), [answered])[0]
    return Point(threshold, coverage, resampling.shares(customers, answered, [~right])[0])


def reliability(confidences: Sequence[float], right: Sequence[bool], customers: Sequence[str]) -> Reliability:
    """Compare confidences with what came true; arguments as for `curve`."""
    sure, hits = np.asarray(confidences, dtype=np.float64), np.asarray(right, dtype=np.float64)
    order = np.argsort(sure, kind="stable")
    parts = [part for part in np.array_split(order, BINS) if len(part)]
    random = np.random.default_rng(resampling.SEED)
    drawn = [_error(sure, (random.random(len(sure)) < sure).astype(float), parts) for _ in range(CHANCE_DRAWS)]
    return Reliability(
        bins=tuple(_bin(part, sure, hits, customers) for part in parts),
        error=_error(sure, hits, parts),
        by_chance=float(np.mean(drawn)),
    )


def _bin(part: NDArray[np.int64], sure: Numbers, hits: Numbers, customers: Sequence[str]) -> Bin:
    owners = [customers[at] for at in part]
    right = resampling.shares(owners, np.ones(len(part), dtype=bool), [hits[part] > 0])[0]
    return Bin(float(sure[part].mean()), right)


def _error(sure: Numbers, hits: Numbers, parts: Sequence[NDArray[np.int64]]) -> float:
    gaps = [len(part) * abs(float(sure[part].mean() - hits[part].mean())) for part in parts]
    return sum(gaps) / max(len(sure), 1)
