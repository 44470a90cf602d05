"""What each option costs a month at other volumes than today's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from deflect.report.desk.estimate import Estimate
from deflect.report.options.inputs import Floats
from deflect.report.options.model import MONTHS, Key, Way, year

TIMES = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0)
"""Multiples of today's volume."""


@dataclass(frozen=True, slots=True)
class AtVolume:
    """What an option costs at one volume.

    Attributes:
        tickets: A month, at the beginning of the twelve months.
        cost_a_month: A twelfth of the year, with documentation if that was measured.
    """

    key: Key
    tickets: float
    cost_a_month: Estimate


def over_volume(
    ways: Sequence[Way], likely: Mapping[str, Floats], drawn: Mapping[str, Floats], *, documented: bool
) -> tuple[AtVolume, ...]:
    """Reckon every option at multiples of today's volume.

    Args:
        ways: Those whose amounts are known.
        likely: (1,) of each amount.
        drawn: (n,) draws of each amount; those of the volume are not used, for it is given.
        documented: Whether documentation answers its part.
    """
    volumes = [times * float(likely["tickets"][0]) for times in TIMES]
    return tuple(_at(way, volume, likely, drawn, documented) for way in ways for volume in volumes)


def _at(
    way: Way, volume: float, likely: Mapping[str, Floats], drawn: Mapping[str, Floats], documented: bool
) -> AtVolume:
    value, draws = (
        year(way, {**amounts, "tickets": np.full_like(amounts["tickets"], volume)}, documented=documented).total
        for amounts in (likely, drawn)
    )
    low, high = np.percentile(draws / MONTHS, [2.5, 97.5])
    return AtVolume(way.key, volume, Estimate(float(value[0]) / MONTHS, float(low), float(high)))
