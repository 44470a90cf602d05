"""What each option costs a month at other volumes than today's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from deflect.report.desk.estimate import Estimate
from deflect.report.options.case import Case
from deflect.report.options.model import MONTHS, Key, Way

TIMES = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0)
"""Multiples of today's volume."""


@dataclass(frozen=True, slots=True)
class AtVolume:
    """What an option costs at one volume.

    Attributes:
        tickets: A month, at the beginning of the twelve months.
        articles: How many are written, for as many pay there; None if it costs least as it is today.
        cost_a_month: A twelfth of the year.
    """

    key: Key
    tickets: float
    articles: int | None
    cost_a_month: Estimate


def over_volume(case: Case, ways: Sequence[Way], draws: int) -> tuple[AtVolume, ...]:
    """Reckon every option at multiples of today's volume.

    Args:
        case: The amounts; the draws of the volume are not used, for it is given.
        ways: Those whose amounts are known.
        draws: How many, of each amount.
    """
    volumes = [times * case.inputs["tickets"].likely for times in TIMES]
    drawn = case.drawn(draws)
    return tuple(
        _at(case, way, volume, {**drawn, "tickets": np.full(draws, volume)}) for way in ways for volume in volumes
    )


def _at(case: Case, way: Way, volume: float, drawn: dict[str, np.ndarray]) -> AtVolume:
    likely = case.likely(tickets=np.full(1, volume))
    found = int(case.least(way, likely, every=True).writes[0])
    articles = None if found < 0 else found
    value, draws = (case.total(way, amounts, articles) / MONTHS for amounts in (likely, drawn))
    low, high = np.percentile(draws, [2.5, 97.5])
    return AtVolume(way.key, volume, articles, Estimate(float(value[0]), float(low), float(high)))
