"""What the next window will bring, with an interval that was tried on every window so far.

The expected share is that of the latest windows taken together. Its interval holds three things: that the next window
is only so many tickets, that the latest windows were only so many, and that windows differ by more than chance. Each
past window is foretold from those before it alone; how often its interval held is counted. Where that is less than nine
times in ten, the interval is widened by the factor that split conformal prediction takes from the past misses (Vovk,
Gammerman and Shafer, "Algorithmic Learning in a Random World", 2005; Lei and others, "Distribution-Free Predictive
Inference for Regression", 2018). Its guarantee supposes that windows are exchangeable, and takes nine of them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from deflect.interval import Share

LEVEL = 0.9
LATEST = 6
"""Windows whose share is expected of the next: more are steadier, and slower to follow a desk that changes."""
VARYING = 12
"""Windows that tell how much windows differ: a year of months."""
LEAST = 3


@dataclass(frozen=True, slots=True)
class Forecast:
    """A share expected of the next window.

    Attributes:
        figure: What share.
        expected: 0 to 1.
        low: Lower end of the 90% interval.
        high: Upper end.
        checked: Past windows that were foretold from those before them.
        held: Those whose share lay within its interval, before any widening.
        factor: What the interval was widened by, because it had held too rarely; 1 if it was not.
        held_widened: Past windows whose share lies within the widened interval; the factor was taken from them.
    """

    figure: str
    expected: float
    low: float
    high: float
    checked: int
    held: int
    factor: float
    held_widened: int


@dataclass(frozen=True, slots=True)
class _Interval:
    middle: float
    half: float

    def miss(self, share: float) -> float:
        """How far off a share is, in half widths: up to 1 lies within."""
        return abs(share - self.middle) / self.half


def forecast(figure: str, past: Sequence[Share]) -> Forecast | None:
    """Foretell a share of the next window.

    Args:
        figure: What share.
        past: Of each window, oldest first; those of nothing are passed over.

    Returns:
        None with fewer than `LEAST` windows.
    """
    known = [share for share in past if share.whole]
    if len(known) < LEAST:
        return None
    misses = [_interval(known[:at]).miss(known[at].value) for at in range(LEAST, len(known))]
    factor = widening(misses)
    ahead = _interval(known)
    return Forecast(
        figure=figure,
        expected=ahead.middle,
        low=max(0.0, ahead.middle - factor * ahead.half),
        high=min(1.0, ahead.middle + factor * ahead.half),
        checked=len(misses),
        held=sum(miss <= 1 for miss in misses),
        factor=factor,
        held_widened=sum(miss <= factor for miss in misses),
    )


def widening(misses: Sequence[float]) -> float:
    """The factor for intervals that held too rarely.

    Args:
        misses: Of each past window, in half widths of its interval; up to 1 held.

    Returns:
        1 if nine in ten held; else the conformal quantile of the misses, which is the largest where there are fewer
        than nine, rounded up to hundredths.
    """
    if not misses or sum(miss <= 1 for miss in misses) >= LEVEL * len(misses):
        return 1.0
    rank = min(math.ceil(LEVEL * (len(misses) + 1)), len(misses))
    return max(1.0, math.ceil(sorted(misses)[rank - 1] * 100) / 100)


def _interval(known: Sequence[Share]) -> _Interval:
    from scipy.stats import t

    latest = known[-LATEST:]
    part, whole = sum(share.part for share in latest), sum(share.whole for share in latest)
    middle = part / whole
    # Half a ticket more on either side, so that a share of 0 or 1 is not taken for certain.
    spread = (part + 0.5) / (whole + 1) * (1 - (part + 0.5) / (whole + 1))
    size = float(np.mean([share.whole for share in known[-LEAST:]]))
    variance = spread / size + spread / whole + _beyond_chance(known[-VARYING:]) * (1 + 1 / len(latest))
    return _Interval(middle, float(t.ppf((1 + LEVEL) / 2, min(len(known), VARYING) - 1)) * math.sqrt(variance))


def _beyond_chance(known: Sequence[Share]) -> float:
    """How much windows vary beyond what their numbers of tickets explain (DerSimonian and Laird, 1986); at least 0."""
    whole = sum(share.whole for share in known)
    middle = sum(share.part for share in known) / whole
    excess = sum(share.whole * (share.value - middle) ** 2 for share in known) - (len(known) - 1) * middle * (
        1 - middle
    )
    return max(0.0, excess / (whole - sum(share.whole**2 for share in known) / whole))
