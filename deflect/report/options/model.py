"""Twelve months of support, reckoned for one way to handle it: what is paid, and what is left for the owner.

Every amount is an array of n values, one a draw, so that one reckoning serves one value and two thousand alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from deflect.report.options.inputs import Floats

MONTHS = 12
WEEKS_A_MONTH = 52 / 12

Key = Literal["do-it-yourself", "part-time", "full-time", "contractor", "service-by-reply", "service-by-plan"]
Values = Mapping[str, Floats]


@dataclass(frozen=True, slots=True)
class Year:
    """Twelve months under one option; each array is (n, 12).

    Attributes:
        tickets: That come and that documentation did not answer.
        pay: To others.
        work: Hours of the owner's own on tickets.
        hours: The same, with those of training and writing.
        left: Tickets that the owner handles in the end: tiers 2 and 3, what others cannot take yet, what comes back.
        value: What an hour of the owner's own is worth, (n, 1).
    """

    tickets: Floats
    pay: Floats
    work: Floats
    hours: Floats
    left: Floats
    value: Floats

    @property
    def total(self) -> Floats:
        """Cost of the year, (n,): what is paid, and the owner's hours by their worth."""
        return np.asarray((self.pay + self.hours * self.value).sum(axis=1))


@dataclass(frozen=True, slots=True)
class Writing:
    """What documentation takes and what it takes to write, of each draw or of all.

    Attributes:
        part: Of what documentation can answer, the part that it does, 0 to 1.
        articles: New ones to write.
    """

    part: float
    articles: int


@dataclass(frozen=True, slots=True)
class Way:
    """One way to handle tier 1.

    Attributes:
        needs: Amounts without which nothing can be said, besides `COMMON`.
        cover: The amount that says in how many hours a week it answers.
        pay: Pay of each month from the amounts and the tickets that others handle, (n, 12).
    """

    key: Key
    label: str
    needs: tuple[str, ...]
    cover: str
    pay: Callable[[Values, Floats], Floats] | None = None


def year(way: Way, values: Values, writing: Writing | None) -> Year:
    """Reckon twelve months.

    Args:
        way: How tier 1 is handled.
        values: (n,) of each amount.
        writing: The documentation, whose hours of writing are the owner's; None for as it is today.

    Returns:
        The year. Tickets grow evenly by `growth` a year from today's; what documentation answers is tier 1.
    """
    v = {name: each[:, None] for name, each in values.items()}
    months = np.arange(MONTHS)
    tickets = v["tickets"] * (1 + v["growth"]) ** (months / 12)
    answered = answerable(v) * writing.part if writing else 0.0
    easy, hard = tickets * (v["tier1"] - answered), tickets * (1 - v["tier1"])
    handled = easy * _skill(v, months) * v["spoken"] if way.pay else np.zeros_like(easy)
    back = handled * v["escalation"] if way.pay else np.zeros_like(easy)
    work = ((easy - handled) * v["minutes"] + (hard + back) * v["further_minutes"]) / 60
    hours = work.copy()
    hours[:, 0] += values["training_hours"] if way.pay else 0.0
    hours[:, 0] += values["hours_an_article"] * writing.articles if writing else 0.0
    pay = way.pay(v, handled) if way.pay else np.zeros_like(easy)
    return Year(easy + hard, pay, work, hours, easy - handled + hard + back, v["owner_hour"])


def answerable(v: Values) -> Floats:
    """Share of all tickets that documentation can answer: what the backtest says, of tier 1, of recurring questions."""
    return np.minimum(np.minimum(v["answered"], v["recurring"]), v["tier1"])


def _skill(v: Values, months: Floats | np.ndarray) -> Floats:
    """Share of tier 1 that somebody new handles each month."""
    ramp = v["ramp_months"]
    return np.where(ramp > 0, np.minimum(1.0, (months + 1) / np.maximum(ramp, 1e-9)), 1.0)


def _hired(salary: str, week: str) -> Callable[[Values, Floats], Floats]:
    def pay(v: Values, handled: Floats) -> Floats:
        busiest = (handled * v["minutes"] / 60).max(axis=1, keepdims=True)
        capacity = np.maximum(v[week] * WEEKS_A_MONTH, 1e-9)
        people = np.maximum(np.ceil(busiest / capacity - 1e-9), 1.0)
        return np.broadcast_to(people * v[salary] * (1 + v["overhead"]), handled.shape)

    return pay


def _contractor(v: Values, handled: Floats) -> Floats:
    return handled * v["minutes"] / 60 * v["contractor_hour"]


def _by_reply(v: Values, handled: Floats) -> Floats:
    return np.maximum(handled * v["replies"] * v["reply_price"], v["reply_minimum"])


def _by_plan(v: Values, handled: Floats) -> Floats:
    included = np.maximum(v["plan_tickets"], 1e-9)
    if "plan_extra" in v:
        return v["plan_price"] + np.maximum(handled - included, 0) * v["plan_extra"]
    return v["plan_price"] * np.maximum(np.ceil(handled / included - 1e-9), 1.0)


COMMON = ("owner_hour", "minutes")
NEW = ("escalation", "ramp_months", "training_hours")
WAYS = (
    Way("do-it-yourself", "do it yourself", (), "cover"),
    Way(
        "part-time",
        "hire in part time",
        ("part_time_salary", "part_time_hours", "overhead", *NEW),
        "part_time_hours",
        _hired("part_time_salary", "part_time_hours"),
    ),
    Way(
        "full-time",
        "hire in full time",
        ("full_time_salary", "full_time_hours", "overhead", *NEW),
        "full_time_hours",
        _hired("full_time_salary", "full_time_hours"),
    ),
    Way("contractor", "a contractor by the hour", ("contractor_hour", *NEW), "cover", _contractor),
    Way(
        "service-by-reply",
        "support as a service, by reply",
        ("reply_price", "reply_minimum", "service_hours", *NEW),
        "service_hours",
        _by_reply,
    ),
    Way(
        "service-by-plan",
        "support as a service, by plan",
        ("plan_price", "plan_tickets", "service_hours", *NEW),
        "service_hours",
        _by_plan,
    ),
)
