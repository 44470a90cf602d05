"""What suggestions in the contact form take off the desk, by the visitors who were drawn to see none."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from deflect.interval import Share, Z, wilson
from deflect.report.desk.estimate import Estimate
from deflect.types import Group, Impression

__all__ = ["Effect", "measure_effect"]

Verdict = Literal["prevents", "does not", "cannot tell", "too early"]

DAYS = 7
"""Days within which another contact, by whatever channel, takes the credit back. More: surer, and later."""

WIDTH = 0.05
"""Half of the widest interval that gets a verdict: wider ones tell too little. Lower: surer, and later."""

MEASURED = (
    "visitors to whom something was, or would have been, suggested, each counted once, from the first time; those of "
    "whom not all days have passed are left out. prevented: share of the control group that contacted you within "
    f"{DAYS} days, by the form or otherwise, less that of the others (Newcombe's hybrid score interval, 1998, 95%). "
    "naive: those who saw suggestions and did not send the form then: it flatters, since many would not have sent it "
    "anyway, write by another way, or come back"
)


NOBODY = wilson(0, 0)


@dataclass(frozen=True, slots=True)
class Effect:
    """What suggestions did.

    Attributes:
        contacted: Share of those who saw suggestions that contacted you in time.
        contacted_control: The same of the control group.
        prevented: Contacts prevented, as a share of the visitors who ask; 0.1 is one in ten.
        said_solved: Share of those who saw suggestions that said it was solved, and did not contact you after all.
        gave_up: Share of them that neither said so nor contacted you: solved, or given up, nobody knows.
        gave_up_control: Those of the control group that did not contact you: they saw nothing, and left all the same.
        naive: Share of them that did not send the form then.
        needed: Visitors that make the interval narrow enough.
        days_until: Days until there are as many, at the rate so far; 0 if there are, None without a rate.
        verdict: `too early`: fewer than needed. `prevents`: the whole interval is above 0. `does not`: it is below
            a twentieth. Else `cannot tell`.
        days: Days from the first visitor who is counted to the last who can be.
        self_served: Of those who saw suggestions and opened an article or contacted you in time, the share that opened
            one and did not contact you.
    """

    contacted: Share
    contacted_control: Share
    prevented: Estimate | None
    said_solved: Share
    gave_up: Share
    gave_up_control: Share
    naive: Share
    needed: int
    days_until: int | None
    verdict: Verdict
    measured: str = MEASURED
    days: float = 0.0
    self_served: Share = NOBODY


@dataclass(frozen=True, slots=True)
class _Visitor:
    group: Group
    contacted: bool
    solved: bool
    sent_then: bool
    opened: bool


def measure_effect(
    impressions: Iterable[Impression],
    *,
    until: datetime,
    contacts: Mapping[str, Sequence[datetime]] | None = None,
) -> Effect:
    """Measure the effect.

    Args:
        impressions: In any order.
        until: Up to when everything is known, aware.
        contacts: When each visitor contacted you in other ways, such as by mail, where your systems can tell.

    Returns:
        The effect; without a control group, or before anybody was seen, no figure of what was prevented.
    """
    views: defaultdict[str, list[Impression]] = defaultdict(list)
    for each in impressions:
        if each.suggested:
            views[each.visitor].append(each)
    ended = until - timedelta(days=DAYS)
    first = {name: min(own, key=lambda each: each.started_at) for name, own in views.items()}
    known = {name: each for name, each in first.items() if each.started_at <= ended}
    visitors = [_visitor(each, views[name], (contacts or {}).get(name, ())) for name, each in known.items()]
    start = min((each.started_at for each in known.values()), default=ended)
    return _effect(visitors, (ended - start).total_seconds() / 86400)


def _visitor(first: Impression, views: Sequence[Impression], contacts: Iterable[datetime]) -> _Visitor:
    end = first.started_at + timedelta(days=DAYS)
    opened = any(each.opened for each in views if each.started_at <= end)
    sent = [each.sent_at for each in views if each.sent_at]
    contacted = any(first.started_at <= at <= end for at in [*sent, *contacts])
    return _Visitor(first.group, contacted, bool(first.solved_by), first.sent_at is not None, opened)


def _effect(visitors: Sequence[_Visitor], days: float) -> Effect:
    shown = [each for each in visitors if each.group == "shown"]
    control = [each for each in visitors if each.group == "control"]
    with_it = wilson(sum(each.contacted for each in shown), len(shown))
    without = wilson(sum(each.contacted for each in control), len(control))
    prevented = difference(without, with_it) if shown and control else None
    needed = _needed(with_it, without) if prevented else 0
    quiet = [each for each in shown if not each.contacted]
    return Effect(
        contacted=with_it,
        contacted_control=without,
        prevented=prevented,
        said_solved=wilson(sum(each.solved for each in quiet), len(shown)),
        gave_up=wilson(sum(not each.solved for each in quiet), len(shown)),
        gave_up_control=wilson(without.whole - without.part, without.whole),
        naive=wilson(sum(not each.sent_then for each in shown), len(shown)),
        needed=needed,
        days_until=_days_until(needed, len(visitors), days) if prevented else None,
        verdict=_verdict(prevented, len(visitors) >= needed),
        days=days,
        self_served=wilson(
            sum(each.opened and not each.contacted for each in shown),
            sum(each.opened or each.contacted for each in shown),
        ),
    )


def difference(one: Share, other: Share) -> Estimate:
    """One share less another with its 95% interval (Newcombe, Statistics in Medicine 17, 1998, page 873, method 10)."""
    value = one.value - other.value
    low = value - math.hypot(one.value - one.low, other.high - other.value)
    high = value + math.hypot(one.high - one.value, other.value - other.low)
    return Estimate(value, low, high)


def _needed(shown: Share, control: Share) -> int:
    """Visitors in both groups together, divided as they are, whose interval is 2 `WIDTH` wide."""
    whole = shown.whole + control.whole
    # One more of either outcome, so that a group in which all did the same does not count as certain.
    spread = sum(
        (each.part + 1) * (each.whole - each.part + 1) / (each.whole + 2) ** 2 / (each.whole / whole)
        for each in (shown, control)
    )
    return math.ceil(Z * Z * spread / WIDTH**2)


def _days_until(needed: int, seen: int, days: float) -> int | None:
    if seen >= needed:
        return 0
    return math.ceil((needed - seen) * days / seen) if seen and days > 0 else None


def _verdict(prevented: Estimate | None, enough: bool) -> Verdict:
    if prevented is None or not enough:
        return "too early"
    if prevented.low > 0:
        return "prevents"
    return "does not" if prevented.high < WIDTH else "cannot tell"
