"""Shares with their interval."""

from __future__ import annotations

import math
from dataclasses import dataclass

Z_95 = 1.959964


@dataclass(frozen=True, slots=True)
class Share:
    """A share, 0 to 1, with its 95% interval and the counts it comes from."""

    count: int
    total: int
    value: float
    low: float
    high: float


def share(count: int, total: int) -> Share:
    """Give a share with its Wilson interval.

    Args:
        count: 0 to total.
        total: Of nothing, the share is 0 and the interval everything.

    Returns:
        Share with a 95% interval (Wilson, "Probable inference, the law of succession, and statistical inference",
        1927), which stays within 0 to 1 and holds for small counts.
    """
    if not total:
        return Share(0, 0, 0.0, 0.0, 1.0)
    value = count / total
    scale = 1 + Z_95**2 / total
    middle = (value + Z_95**2 / (2 * total)) / scale
    half = Z_95 / scale * math.sqrt(value * (1 - value) / total + Z_95**2 / (4 * total**2))
    return Share(count, total, value, max(0.0, middle - half), min(1.0, middle + half))
