"""What turns the decision round: the volume from which on another way or an article pays, and single amounts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from deflect.config import CostSettings
from deflect.report.options.case import Case
from deflect.report.options.inputs import Floats
from deflect.report.options.model import Key, Way
from deflect.report.options.units import Unit, unit_of

VOLUMES = np.arange(1, 5_001, dtype=np.float64)
STEPS = 101
FURTHER = 2.0
"""A certain amount is tried from its value divided by this to its value times this. More: flips that will not come."""


@dataclass(frozen=True, slots=True)
class BreakEven:
    """Tickets a month from which on an option costs no more than doing it yourself; None if it does at no volume.

    Each of the two is taken as it is today or with the articles that pay at that volume, whichever costs less.

    Attributes:
        tickets: Up to 5,000 were tried; beyond this number it costs no more at any of them.
    """

    key: Key
    tickets: int | None


@dataclass(frozen=True, slots=True)
class Flip:
    """An amount that turns the decision round, all others being as likely.

    Attributes:
        at: The value, nearest to the likely one, at which the decision is another.
        likely: The value that it is taken for.
        unit: What both are counted in.
        to: What is cheapest there; the same as now where only articles begin or cease to pay.
        articles: Whether any article pays there.
        within: Whether `at` lies within the amount's own range; else the amount was given as certain, and half to
            twice of it was tried.
    """

    name: str
    at: float
    likely: float
    unit: Unit
    to: Key
    articles: bool
    within: bool


def break_evens(case: Case, ready: Sequence[Way]) -> tuple[BreakEven, ...]:
    """Find the volume from which on each way costs no more than doing it yourself."""
    amounts = case.likely(tickets=VOLUMES) if ready else {}
    totals = {way.key: case.least(way, amounts).total for way in ready}
    own = next((totals[way.key] for way in ready if way.pay is None), None)
    if own is None:
        return ()
    return tuple(BreakEven(way.key, _from_there_on(totals[way.key] <= own + 1e-9)) for way in ready if way.pay)


def writing_pays_from(case: Case, way: Way) -> int | None:
    """Find the volume from which on an article pays under a way."""
    return _from_there_on(case.least(way, case.likely(tickets=VOLUMES)).writes > 0)


def flips(case: Case, ready: Sequence[Way], best: Way, plan: int | None) -> tuple[Flip, ...]:
    """Find the amounts that turn the decision round: which way is cheapest, and whether any article pays.

    Args:
        case: The amounts.
        ready: The ways that can be reckoned.
        best: The cheapest of them.
        plan: The articles that pay under it.

    Returns:
        Those within their own range first, then those that have to move least.
    """
    found = [_flip(case, ready, best, bool(plan), name, tried) for name, tried in _tried(case)]
    return tuple(sorted((each for each in found if each), key=lambda each: (not each.within, _moves(each))))


def _tried(case: Case) -> Iterator[tuple[str, Floats]]:
    """Values of each amount: its range, or where it is certain and the owner's to change, half to twice of it."""
    for name, each in case.inputs.items():
        if not each.is_certain:
            yield name, np.linspace(each.low, each.high, STEPS)
        elif each.likely > 0 and name in CostSettings.model_fields:
            most = 1.0 if name == "escalation" else each.likely * FURTHER
            yield name, np.linspace(each.likely / FURTHER, max(most, each.likely), STEPS)


def _flip(case: Case, ready: Sequence[Way], best: Way, writes: bool, name: str, tried: Floats) -> Flip | None:
    given = case.inputs[name]
    amounts = case.likely(**{name: tried})
    least = [case.least(way, amounts) for way in ready]
    winners = np.argmin([each.total for each in least], axis=0)
    wrote = np.array([least[winner].writes[at] > 0 for at, winner in enumerate(winners)])
    other = [at for at in range(STEPS) if ready[winners[at]] is not best or wrote[at] != writes]
    if not other:
        return None
    at = min(other, key=lambda each: abs(float(tried[each]) - given.likely))
    value, to = float(tried[at]), ready[winners[at]].key
    return Flip(name, value, given.likely, unit_of(name), to, bool(wrote[at]), not given.is_certain)


def _moves(flip: Flip) -> float:
    """By how much an amount has to change, as a share of it."""
    return abs(flip.at - flip.likely) / abs(flip.likely) if flip.likely else abs(flip.at)


def _from_there_on(holds: np.ndarray) -> int | None:
    """The first volume from which on it holds at every one tried."""
    failing = np.flatnonzero(~holds)
    at = int(failing[-1]) + 1 if len(failing) else 0
    return int(VOLUMES[at]) if at < len(VOLUMES) else None
