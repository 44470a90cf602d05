"""What one way of finding articles gave for tickets whose article is known, and how good that is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.suggest.summary import Bar, Part, Row
from deflect.suggest.replay import Replayed

COVERAGE = 0.2
DRAWS = 2_000
MEASURES = ("right at 1", "right at 3", f"precision at {COVERAGE:.0%} coverage")

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one way gave for n tickets.

    Attributes:
        hits: (n, 3) whether the first, second and third article is right.
        sure: (n,) how sure the way is of its first.
    """

    hits: NDArray[np.bool_]
    sure: Floats


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measure, and the interval that 95 in 100 bootstrap draws of the tickets give, all in per cent."""

    value: float
    low: float
    high: float

    @property
    def interval(self) -> str:
        return f"{self.low:.1f}–{self.high:.1f}"

    def __str__(self) -> str:
        return f"{self.value:.1f} ({self.interval})"


def ordered(found: Replayed, score: Callable[[int], Floats]) -> Outcome:
    """Put each ticket's candidates in the order of a score.

    Args:
        found: The tickets asked and their candidates.
        score: For the position of a ticket, (m,) how much speaks for each of its candidates, at least 0; of equals,
            the first comes first.
    """
    hits, sure = np.zeros((len(found.tickets), 3), dtype=bool), np.zeros(len(found.tickets))
    for at in range(len(found.tickets)):
        scores = score(at)
        best = np.argsort(-scores, kind="stable")[:3]
        hits[at, : len(best)] = found.right(at)[best]
        sure[at] = scores.max(initial=0.0)
    return Outcome(hits, sure)


def by_scores(found: Replayed, scores: Floats) -> Outcome:
    """Put articles in the order of a score.

    Args:
        found: n tickets asked, and the articles there were.
        scores: (n, m) how much speaks for each article, m at most their number; of equals, the first comes first.
    """
    order = np.argsort(-scores, axis=1, kind="stable")[:, :3]
    slugs = [target.article for target in found.targets]
    hits = [[slugs[at] in truth for at in best] for best, truth in zip(order, found.truth, strict=True)]
    return Outcome(np.array(hits, dtype=bool), scores.max(axis=1))


def estimates(outcome: Outcome) -> tuple[Estimate, ...]:
    """Give what `MEASURES` names."""
    first, three = outcome.hits[:, 0], np.asarray(outcome.hits.any(axis=1))
    measures: list[Callable[[Ints], float]] = [
        lambda at: float(first[at].mean()),
        lambda at: float(three[at].mean()),
        lambda at: _surest(first.take(at), outcome.sure[at]),
    ]
    return tuple(_with_interval(measure, len(first)) for measure in measures)


def rows(part: Part, name: str, outcome: Outcome, bars: Sequence[Bar | None] = (None, None, None)) -> list[Row]:
    """Give one row of the last table for each of `MEASURES`."""
    return [
        Row(part, f"{name}: {measure}", found.value, f"{found.value:.1f}%", f"{found.interval}; n = {count:,}", bar)
        for measure, found, bar in zip(MEASURES, estimates(outcome), bars, strict=True)
        for count in [len(outcome.hits)]
    ]


def one_row(part: Part, name: str, outcome: Outcome) -> Row:
    """Give one row of the last table for all of `MEASURES`, which no bar is asked of."""
    found = estimates(outcome)
    figures = " / ".join(f"{each.value:.1f}" for each in found)
    basis = " / ".join(each.interval for each in found)
    return Row(part, f"{name}: {' / '.join(MEASURES)}", None, f"{figures}%", f"{basis}; n = {len(outcome.hits):,}")


def _surest(right: NDArray[np.bool_], sure: Floats) -> float:
    order = np.argsort(-sure, kind="stable")[: max(int(len(sure) * COVERAGE), 1)]
    return float(right[order].mean())


def _with_interval(measure: Callable[[Ints], float], count: int) -> Estimate:
    random = np.random.default_rng(0)
    drawn = [measure(random.integers(count, size=count)) for _ in range(DRAWS)]
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Estimate(100 * measure(np.arange(count)), 100 * float(low), 100 * float(high))
