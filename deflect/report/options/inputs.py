"""What the options are reckoned from: amounts that may be uncertain, and what was measured on the tickets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deflect.config import Amount, CostSettings
from deflect.interval import Share

Floats = NDArray[np.float64]

BLANK = "given in [costs]"
NOT_AMOUNTS = ("currency", "languages")
YEAR = 12
"""Whole months from which on a trend is carried on as it is. More: fewer seasons are taken for growth."""


@dataclass(frozen=True, slots=True)
class Range:
    """An amount that may be uncertain.

    Attributes:
        low: The least it may be.
        likely: What it is taken for where one value is needed; of two given values, the middle.
        high: The most it may be.
        source: Where it comes from.
        share: Counts that it is a share of; it is then drawn from them.
    """

    low: float
    likely: float
    high: float
    source: str = BLANK
    share: Share | None = None

    @property
    def is_certain(self) -> bool:
        """Whether there is nothing to draw."""
        return self.low == self.high

    def draw(self, rng: np.random.Generator, n: int) -> Floats:
        """Draw n values: a triangle over three, evenly between two, a share by its counts (Jeffreys' prior)."""
        if self.is_certain:
            return np.full(n, self.likely)
        if self.share is not None:
            return rng.beta(self.share.part + 0.5, self.share.whole - self.share.part + 0.5, n)
        if np.isclose(self.likely, (self.low + self.high) / 2):
            return rng.uniform(self.low, self.high, n)
        return rng.triangular(self.low, self.likely, self.high, n)


@dataclass(frozen=True, slots=True)
class Measured:
    """What the tickets say.

    Attributes:
        tickets: A month.
        replies: Public replies a ticket of tier 1.
        further_replies: The same of the others.
        tier1: Share of the answered tickets that are tier 1.
        answered: Share of the tickets that documentation would have answered; None if that was not measured.
        minutes: A ticket of tier 1, where the source tells what agents spent.
        further_minutes: The same of the others.
        growth: Share by which tickets grow a year; None if the months are too few.
        months: Whole months that the growth was measured on.
        cover: Hours a week that the desk is open.
        languages: Share of the tickets by language.
    """

    tickets: Range
    replies: float
    further_replies: float
    tier1: Share
    answered: Share | None
    cover: float
    minutes: float | None = None
    further_minutes: float | None = None
    growth: Range | None = None
    months: int = 0
    languages: Mapping[str, float] | None = None


def amount(value: Amount, source: str = BLANK) -> Range | None:
    """Read an amount of the settings; None if it is blank."""
    given = value if isinstance(value, tuple) else (value,)
    if not given:
        return None
    middle = given[1] if len(given) == 3 else (given[0] + given[-1]) / 2
    return Range(given[0], middle, given[-1], source)


def of_share(share: Share, source: str) -> Range:
    """A measured share as an amount."""
    return Range(share.low, share.value, share.high, source, share)


def all_inputs(costs: CostSettings, measured: Measured) -> dict[str, Range]:
    """Put together what is known.

    Returns:
        Every known amount by its name in [costs], and `tickets`, `tier1`, `answered`, `minutes`, `further_minutes`,
        `replies` and `cover` as measured. What is blank is not in it.
    """
    given = {name: amount(getattr(costs, name), _source(costs, name)) for name in _names()}
    found = {name: value for name, value in given.items() if value is not None}
    found["tickets"], found["cover"] = measured.tickets, _fixed(measured.cover, "opening hours in [desk]")
    found["tier1"] = of_share(measured.tier1, "tiers of your tickets")
    found["replies"] = _fixed(measured.replies, "your tickets")
    if measured.answered is not None:
        found["answered"] = of_share(measured.answered, "backtest")
    found.setdefault("growth", _growth(measured))
    return found | _minutes(found, measured)


def _growth(measured: Measured) -> Range:
    """What is taken for a year to come: the trend, but of less than a year no more than those months themselves show.

    Half a year's trend may be half a season; carried on for twelve months it would count twice what was seen.
    """
    seen = measured.growth
    if seen is None:
        return _fixed(0.0, "not measured, taken as none")
    if measured.months >= YEAR:
        return seen
    low, likely, high = ((1 + each) ** (measured.months / YEAR) - 1 for each in (seen.low, seen.likely, seen.high))
    return Range(low, likely, high, "what your whole months show, less than a year")


def _minutes(found: Mapping[str, Range], measured: Measured) -> dict[str, Range]:
    """Minutes a ticket as agents noted them. Without notes they follow from the minutes a reply, see `values`."""
    if "minutes_a_reply" in found or measured.minutes is None or measured.further_minutes is None:
        return {}
    told = {"minutes": measured.minutes, "further_minutes": measured.further_minutes}
    return {name: _fixed(value, "minutes noted on your tickets") for name, value in told.items()}


def values(inputs: Mapping[str, Range], measured: Measured, drawn: Mapping[str, Floats]) -> dict[str, Floats]:
    """Complete drawn amounts by those that follow from them."""
    made = dict(drawn)
    if "minutes_a_reply" in inputs:
        made["minutes"] = made["minutes_a_reply"] * measured.replies
        made["further_minutes"] = made["minutes_a_reply"] * measured.further_replies
    return made


def _fixed(value: float, source: str) -> Range:
    return Range(value, value, value, source)


def _names() -> list[str]:
    return [name for name in CostSettings.model_fields if name not in NOT_AMOUNTS]


def _source(costs: CostSettings, name: str) -> str:
    field = CostSettings.model_fields[name]
    is_default = getattr(costs, name) == field.default
    return f"default: {field.description}" if is_default else BLANK
