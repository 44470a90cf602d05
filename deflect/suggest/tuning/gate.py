"""Whether one encoder is better than another beyond noise, judged on the same tickets.

Only tickets that one encoder answers rightly and the other does not tell them apart. If both were equally good, each of
those would be a toss of a coin; how likely so many heads are is exact and needs no large numbers (McNemar, "Note on the
sampling error of the difference between correlated proportions or percentages", 1947, in its exact form).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEAST_SURE = 0.025
"""Chance of as great a gain between equals at which a gain counts: lower adopts fewer encoders that are no better, and
misses more that are."""
DRAWS = 10_000
PLACES = 3

Hits = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two encoders did on the same tickets.

    Attributes:
        asked: Tickets.
        before: Share whose first article is right with the encoder in use, and share with a right one among three.
        after: The same with the other encoder.
        gained: Tickets whose first article is right only with the other encoder.
        lost: Tickets whose first article is right only with the encoder in use.
        chance: Of so many gained or more, if both were equally good.
        interval: Of the gain at 1, 95 in 100 bootstrap draws of the tickets.
        worse_at_3: Whether fewer have a right one among three, beyond noise.
    """

    asked: int
    before: tuple[float, float]
    after: tuple[float, float]
    gained: int
    lost: int
    chance: float
    interval: tuple[float, float]
    worse_at_3: bool

    @property
    def gain(self) -> float:
        """By how much the share of tickets whose first article is right grew, -1 to 1."""
        return (self.gained - self.lost) / self.asked if self.asked else 0.0

    @property
    def passes(self) -> bool:
        """Whether the other encoder is better beyond noise."""
        return self.chance <= LEAST_SURE and not self.worse_at_3

    @property
    def short(self) -> int:
        """How many more of the tickets on which they differ had to be gained, and not lost; 0 if it is beyond noise.

        Where they differ on too few tickets for any gain to be told from noise, the fewest that could are taken.
        """
        apart = max(self.gained + self.lost, apart_needed())
        return next(more for more in range(apart + 1) if chance(self.gained + more, apart) <= LEAST_SURE)


def compare(before: Hits, after: Hits) -> Comparison:
    """Compare two encoders on the same tickets.

    Args:
        before: (n, 3) whether the first, second and third article is right with the encoder in use.
        after: The same with the other one.
    """
    first = (before[:, 0], after[:, 0])
    three = (np.asarray(before.any(axis=1)), np.asarray(after.any(axis=1)))
    gained, lost = _apart(*first)
    gained_3, lost_3 = _apart(*three)
    return Comparison(
        asked=len(before),
        before=(_share(first[0]), _share(three[0])),
        after=(_share(first[1]), _share(three[1])),
        gained=gained,
        lost=lost,
        chance=chance(gained, gained + lost),
        interval=_interval(gained, lost, len(before)),
        worse_at_3=chance(lost_3, gained_3 + lost_3) <= LEAST_SURE,
    )


def chance(heads: int, tosses: int) -> float:
    """How likely so many heads or more are in so many tosses of a fair coin; 1 for no toss."""
    return float(sum(math.comb(tosses, more) for more in range(heads, tosses + 1)) / 2**tosses)


def apart_needed() -> int:
    """Fewest tickets that can tell two encoders apart, if all of them speak for one."""
    return math.ceil(-math.log2(LEAST_SURE))


def _apart(before: Hits, after: Hits) -> tuple[int, int]:
    return int((after & ~before).sum()), int((before & ~after).sum())


def _share(right: NDArray[np.bool_]) -> float:
    return round(float(right.mean()), 4) if len(right) else 0.0


def _interval(gained: int, lost: int, asked: int) -> tuple[float, float]:
    """Of the gain; drawing tickets with replacement is drawing how many of them are gained, lost and the same."""
    if not asked:
        return -1.0, 1.0
    shares = np.array([gained, lost, asked - gained - lost]) / asked
    drawn = np.random.default_rng(0).multinomial(asked, shares, size=DRAWS)
    low, high = np.quantile((drawn[:, 0] - drawn[:, 1]) / asked, [0.025, 0.975])
    return round(float(low), 4), round(float(high), 4)
