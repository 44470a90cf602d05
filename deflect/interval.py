"""A share of a whole with its 95% interval."""

from __future__ import annotations

import math
from dataclasses import dataclass

Z = 1.959964


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole with its 95% interval (Wilson, "Probable Inference", 1927).

    Attributes:
        part: How many.
        whole: Of how many.
        low: Lower end of the interval, 0 to 1.
        high: Upper end.
    """

    part: int
    whole: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """The share, 0 to 1; 0 of nothing."""
        return self.part / self.whole if self.whole else 0.0

    def __str__(self) -> str:
        if not self.whole:
            return "not known (0 of 0)"
        return f"{self.value:.1%} ({self.low:.1%} to {self.high:.1%}; {self.part} of {self.whole})"


def percent(value: float) -> str:
    """Write a share as a percentage: whole from 10% on, with a decimal below, so that 0.4% is not 0%."""
    return f"{100 * value:.0f}%" if abs(value) >= 0.0995 or value == 0 else f"{100 * value:.1f}%"


def wilson(part: int, whole: int) -> Share:
    """Give a share with its 95% Wilson interval; 0 to 1 if the whole is empty."""
    if not whole:
        return Share(0, 0, 0.0, 1.0)
    share, spread = part / whole, Z * Z / whole
    middle = (share + spread / 2) / (1 + spread)
    half = math.sqrt(share * (1 - share) * spread + spread * spread / 4) / (1 + spread)
    # Rounding alone may put an end of the interval on the wrong side of a share of 0 or 1.
    return Share(part, whole, max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half)))
