"""The options side by side: what each costs, from which volume on another is cheaper, and what would turn it round."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from deflect.config import CostSettings
from deflect.report.desk.estimate import Estimate
from deflect.report.options.inputs import Floats, Measured, Range, all_inputs, values
from deflect.report.options.model import COMMON, MONTHS, WAYS, Key, Way, Year, year
from deflect.report.options.over_volume import AtVolume, over_volume

DRAWS = 4_000
SEED = 20_190_101
VOLUMES = np.arange(1, 5_001, dtype=np.float64)
STEPS = 101
MEASURED = (
    "twelve months from today's volume; an hour of your own counts by [costs] owner_hour; intervals: the middle 95% of "
    f"{DRAWS:,} draws of every uncertain amount (Monte Carlo, seeded), all options on the same draws; value: all "
    "amounts at their likely value. Documentation counts from the first month, and its hours of writing in it"
)


@dataclass(frozen=True, slots=True)
class Input:
    """An amount that went in, and where it is from."""

    name: str
    low: float
    likely: float
    high: float
    source: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """Twelve months under one option.

    Attributes:
        cost_a_year: What is paid, and the owner's hours by their worth.
        cost_a_month: A twelfth of that.
        cost_a_ticket: Of those that come, documentation having answered its own.
        paid_a_month: To others.
        owner_hours: Of the owner's own, a month.
        left: Tickets a month that the owner handles in the end.
        minutes_a_ticket: Of the owner's own on each of those, without training and writing: what is left is harder.
    """

    cost_a_year: Estimate
    cost_a_month: Estimate
    cost_a_ticket: Estimate
    paid_a_month: Estimate
    owner_hours: Estimate
    left: Estimate
    minutes_a_ticket: Estimate


@dataclass(frozen=True, slots=True)
class Option:
    """One way to handle support.

    Attributes:
        needs: Amounts to give in [costs] before anything can be said; then all else is None.
        cover: Hours a week in which somebody answers.
        before: As things are.
        after: With the documentation that the backtest supports; None if that was not measured.
        cheapest: Share of the draws in which no other option costs less, with documentation if that was measured.
        warning: What to bear in mind, or empty.
    """

    key: Key
    label: str
    needs: tuple[str, ...]
    cover: float | None = None
    before: Forecast | None = None
    after: Forecast | None = None
    cheapest: float | None = None
    warning: str = ""


@dataclass(frozen=True, slots=True)
class BreakEven:
    """Tickets a month from which on an option costs no more than doing it yourself; None if it does at no volume.

    Attributes:
        tickets: Up to 5,000 were tried; beyond this number it costs no more at any of them.
    """

    key: Key
    tickets: int | None


@dataclass(frozen=True, slots=True)
class Flip:
    """An amount that turns the decision round within its own range, all others being as likely.

    Attributes:
        at: The value, nearest to the likely one, at which `to` is the cheapest.
    """

    name: str
    at: float
    to: Key


@dataclass(frozen=True, slots=True)
class Options:
    """The options and the decision.

    Attributes:
        best: The cheapest of those that can be reckoned, all amounts at their likely value; None without any.
        flips: Amounts that would turn that round; empty: none does on its own.
        over_volume: What each option that can be reckoned costs at other volumes.
    """

    currency: str
    inputs: tuple[Input, ...]
    options: tuple[Option, ...]
    best: Key | None
    break_even: tuple[BreakEven, ...]
    flips: tuple[Flip, ...]
    over_volume: tuple[AtVolume, ...]
    measured: str = MEASURED


def weigh(costs: CostSettings, measured: Measured, articles: int = 0) -> Options:
    """Reckon every option.

    Args:
        costs: Amounts; of an uncertain one every value between its ends is possible.
        measured: What the tickets say.
        articles: How many are to be written.
    """
    case = _Case(costs, measured, articles)
    found = case.inputs
    ready = [way for way in WAYS if not case.missing(way)]
    likely, drawn = case.likely(), case.drawn(DRAWS)
    cheapest = case.cheapest(ready, drawn)
    best = case.best(ready, likely) if ready else None
    return Options(
        currency=costs.currency,
        inputs=tuple(Input(name, x.low, x.likely, x.high, x.source) for name, x in found.items()),
        options=tuple(_option(case, way, cheapest.get(way.key)) for way in WAYS),
        best=best,
        break_even=_break_evens(case, ready),
        flips=_flips(case, ready, best) if best else (),
        over_volume=over_volume(ready, likely, drawn, documented=case.documented),
    )


class _Case:
    """The amounts of one desk, ready to be put at one value or drawn."""

    def __init__(self, costs: CostSettings, measured: Measured, articles: int) -> None:
        self.inputs = all_inputs(costs, measured)
        self.measured = measured
        self.articles = articles
        self.documented = measured.answered is not None
        shares = measured.languages or {}
        self.spoken = sum(shares.get(each, 0.0) for each in costs.languages) if costs.languages and shares else 1.0

    def missing(self, way: Way) -> tuple[str, ...]:
        """What is blank that an option needs."""
        known = set(self.complete({name: np.zeros(1) for name in self.inputs}))
        names = [name for name in (*COMMON, *way.needs) if name not in known]
        return tuple("minutes_a_reply" if name == "minutes" else name for name in names)

    def likely(self, **changed: Floats) -> dict[str, Floats]:
        """Every amount at its likely value, but those changed."""
        n = max((len(each) for each in changed.values()), default=1)
        return self.complete({name: np.full(n, x.likely) for name, x in self.inputs.items()} | changed)

    def drawn(self, n: int) -> dict[str, Floats]:
        """Every amount drawn; an amount's draws are the same whatever else is given."""
        made = {}
        for name, each in self.inputs.items():
            rng = np.random.default_rng([SEED, *name.encode()])
            made[name] = each.draw(rng, n)
        return self.complete(made)

    def complete(self, given: Mapping[str, Floats]) -> dict[str, Floats]:
        """Add what follows from amounts, and what does not play a part."""
        made = values(self.inputs, self.measured, given)
        nothing = np.zeros_like(made["tickets"])
        made["writing"] = made.get("hours_an_article", nothing) * self.articles
        made["spoken"] = nothing + self.spoken
        return {"answered": nothing, **made}

    def best(self, ways: list[Way], amounts: Mapping[str, Floats]) -> Key:
        """The cheapest option at the first of the values."""
        return min(ways, key=lambda way: self.total(way, amounts)[0]).key

    def cheapest(self, ways: list[Way], amounts: Mapping[str, Floats]) -> dict[Key, float]:
        """In what share of the draws each option is the cheapest; the first of equals counts."""
        if not ways:
            return {}
        winners = np.argmin([self.total(way, amounts) for way in ways], axis=0)
        return {way.key: float((winners == at).mean()) for at, way in enumerate(ways)}

    def total(self, way: Way, amounts: Mapping[str, Floats]) -> Floats:
        """Cost of the year that is compared: with documentation if it was measured."""
        return year(way, amounts, documented=self.documented).total


def _option(case: _Case, way: Way, cheapest: float | None) -> Option:
    missing = case.missing(way)
    if missing:
        return Option(way.key, way.label, missing)
    return Option(
        key=way.key,
        label=way.label,
        needs=(),
        cover=case.inputs[way.cover].likely,
        before=_forecast(case, way, documented=False),
        after=_forecast(case, way, documented=True) if case.documented else None,
        cheapest=cheapest,
        warning=_warning(case, way),
    )


def _warning(case: _Case, way: Way) -> str:
    least, tickets = case.inputs.get("service_least"), case.inputs["tickets"].likely
    if way.key.startswith("service") and least and tickets < least.likely:
        return f"{tickets:,.0f} tickets a month are fewer than the {least.likely:,.0f} of service_least"
    return ""


def _forecast(case: _Case, way: Way, *, documented: bool) -> Forecast:
    one, many = year(way, case.likely(), documented=documented), year(way, case.drawn(DRAWS), documented=documented)

    def figure(of: object) -> Estimate:
        assert callable(of)
        low, high = np.percentile(of(many), [2.5, 97.5])
        return Estimate(float(of(one)[0]), float(low), float(high))

    return Forecast(
        cost_a_year=figure(lambda y: y.total),
        cost_a_month=figure(lambda y: y.total / MONTHS),
        cost_a_ticket=figure(lambda y: y.total / np.maximum(y.tickets.sum(axis=1), 1e-9)),
        paid_a_month=figure(lambda y: y.pay.mean(axis=1)),
        owner_hours=figure(lambda y: y.hours.mean(axis=1)),
        left=figure(lambda y: y.left.mean(axis=1)),
        minutes_a_ticket=figure(_minutes_each),
    )


def _minutes_each(found: Year) -> Floats:
    return np.asarray(found.work.sum(axis=1) * 60 / np.maximum(found.left.sum(axis=1), 1e-9))


def _break_evens(case: _Case, ready: list[Way]) -> tuple[BreakEven, ...]:
    amounts = case.likely(tickets=VOLUMES) if ready else {}
    own = next((case.total(way, amounts) for way in ready if way.pay is None), None)
    if own is None:
        return ()
    return tuple(BreakEven(way.key, _from_there_on(case.total(way, amounts) <= own + 1e-9)) for way in ready if way.pay)


def _from_there_on(holds: np.ndarray) -> int | None:
    """The first volume from which on it holds at every one tried."""
    failing = np.flatnonzero(~holds)
    at = int(failing[-1]) + 1 if len(failing) else 0
    return int(VOLUMES[at]) if at < len(VOLUMES) else None


def _flips(case: _Case, ready: list[Way], best: Key) -> tuple[Flip, ...]:
    found = (_flip(case, ready, best, name, each) for name, each in case.inputs.items() if not each.is_certain)
    return tuple(flip for flip in found if flip)


def _flip(case: _Case, ready: list[Way], best: Key, name: str, given: Range) -> Flip | None:
    tried = np.linspace(given.low, given.high, STEPS)
    amounts = case.likely(**{name: tried})
    winners = np.argmin([case.total(way, amounts) for way in ready], axis=0)
    other = [at for at in range(STEPS) if ready[winners[at]].key != best]
    if not other:
        return None
    nearest = min(other, key=lambda at: abs(float(tried[at]) - given.likely))
    return Flip(name, float(tried[nearest]), ready[winners[nearest]].key)
