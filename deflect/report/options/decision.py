"""The options side by side: what each costs as it is today and with the articles that pay, and which costs least."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from deflect.config import CostSettings
from deflect.report.desk.estimate import Estimate
from deflect.report.options.case import Case
from deflect.report.options.first import Question
from deflect.report.options.inputs import YEAR, Floats, Measured
from deflect.report.options.model import MONTHS, WAYS, Key, Way, Year, answerable, year
from deflect.report.options.over_volume import AtVolume, over_volume
from deflect.report.options.turning import BreakEven, Flip, break_evens, flips, writing_pays_from
from deflect.report.options.units import Unit, unit_of

DRAWS = 4_000
MEASURED = (
    "mean month of the twelve to come, from today's volume, which grows as `growth` says; an hour of your own counts "
    f"by [costs] owner_hour; intervals: the middle 95% of {DRAWS:,} draws of every uncertain amount (Monte Carlo, "
    "seeded), all options on the same draws, and so is the difference that articles make; value: all amounts at their "
    "likely value. Articles count from the first month, and their hours of writing in it. Only those are written that "
    "pay: in order, as many as make the twelve months cost least"
)


@dataclass(frozen=True, slots=True)
class Input:
    """An amount that went in, what it is counted in, and where it is from."""

    name: str
    low: float
    likely: float
    high: float
    source: str
    unit: Unit


@dataclass(frozen=True, slots=True)
class Growth:
    """How tickets grow over the twelve months.

    Attributes:
        a_year: Share by which they grow a year, above -1; negative where the desk shrinks.
        given: Whether it was given in [costs].
        months: Whole months that it was measured on; None if it was given, or nothing was measured.
        short: Whether those are less than a year; then no more is taken for the twelve months than they show.
        first: Tickets a month in the first of the twelve months.
        last: In the last of them.
    """

    a_year: Estimate
    given: bool
    months: int | None
    short: bool
    first: float
    last: float


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
        before: As it is today, no article being written.
        after: With the articles that pay; None if none does, or what they answer was not measured.
        articles: How many of the articles that could be written pay within the twelve months, in order; None if what
            they answer was not measured.
        takes: Share of all tickets that those articles, and those that are there already, take away.
        saves: Cost a month as it is today less that with the articles, in the same draws: above 0 they save.
        saves_in: Share of the draws in which they do.
        cheapest: Share of the draws in which nothing costs less than this, as it is today or with its articles.
        warning: What to bear in mind, or empty.
    """

    key: Key
    label: str
    needs: tuple[str, ...]
    cover: float | None = None
    before: Forecast | None = None
    after: Forecast | None = None
    articles: int | None = None
    takes: Estimate | None = None
    saves: Estimate | None = None
    saves_in: float | None = None
    cheapest: float | None = None
    warning: str = ""

    @property
    def least(self) -> Forecast | None:
        """The form that costs less: with the articles if any pays, else as it is today."""
        return self.after or self.before


@dataclass(frozen=True, slots=True)
class Options:
    """The options and the decision.

    Attributes:
        best: The cheapest of those that can be reckoned, each as it is today or with the articles that pay, whichever
            costs less, all amounts at their likely value; None without any.
        articles: Articles that could be written.
        hours_known: Whether the hours to write one are given; else they count as none, and articles look too good.
        writing_pays_from: Tickets a month from which on an article pays under the best; None if it does at no volume
            that was tried, or that was not measured.
        flips: Amounts that would turn the decision round, those within their own range first; empty: none does alone.
        over_volume: What each option that can be reckoned costs at other volumes.
        a_ticket_less: What one ticket less saves under the best; None if that was not measured.
    """

    currency: str
    inputs: tuple[Input, ...]
    options: tuple[Option, ...]
    best: Key | None
    articles: int
    hours_known: bool
    growth: Growth
    writing_pays_from: int | None
    break_even: tuple[BreakEven, ...]
    flips: tuple[Flip, ...]
    over_volume: tuple[AtVolume, ...]
    a_ticket_less: float | None = None
    measured: str = MEASURED

    @property
    def chosen(self) -> Option | None:
        """The best option."""
        return next((each for each in self.options if each.key == self.best), None)


def weigh(
    costs: CostSettings, measured: Measured, questions: Sequence[Question] = (), documented: float = 0.0
) -> Options:
    """Reckon every option.

    Args:
        costs: Amounts; of an uncertain one every value between its ends is possible.
        measured: What the tickets say.
        questions: Those that an article could be written on.
        documented: Tickets a month of the questions that have an article already, which takes no hours.
    """
    case = Case(costs, measured, questions, documented)
    ready = [way for way in WAYS if not case.missing(way)]
    plans = {way.key: case.plan(way) for way in ready}
    options = _options(case, ready, plans)
    best = min(ready, key=lambda way: float(case.total(way, case.likely(), plans[way.key])[0])) if ready else None
    return Options(
        currency=costs.currency,
        inputs=tuple(Input(n, x.low, x.likely, x.high, x.source, unit_of(n)) for n, x in case.inputs.items()),
        options=options,
        best=best.key if best else None,
        articles=len(case.questions),
        hours_known="hours_an_article" in case.inputs,
        growth=_growth(case),
        writing_pays_from=writing_pays_from(case, best) if best and case.judged else None,
        break_even=break_evens(case, ready),
        flips=flips(case, ready, best, plans[best.key]) if best else (),
        over_volume=over_volume(case, ready, DRAWS),
        a_ticket_less=case.a_ticket_less(best, plans[best.key]) if best and case.judged else None,
    )


def _growth(case: Case) -> Growth:
    found, tickets = case.inputs["growth"], case.inputs["tickets"].likely
    is_measured = case.measured.growth is not None and not case.growth_given
    months = case.measured.months if is_measured else None
    last = tickets * (1 + found.likely) ** ((MONTHS - 1) / MONTHS)
    a_year = Estimate(found.likely, found.low, found.high)
    return Growth(a_year, case.growth_given, months, months is not None and months < YEAR, tickets, last)


def _options(case: Case, ready: Sequence[Way], plans: Mapping[Key, int | None]) -> tuple[Option, ...]:
    drawn = case.drawn(DRAWS)
    today = {way.key: year(way, drawn, None) for way in ready}
    then = {way.key: year(way, drawn, case.writing(plans[way.key])) for way in ready if plans[way.key] is not None}
    shares = _cheapest(today, then)
    return tuple(
        _option(case, way, plans[way.key], today[way.key], then.get(way.key), shares[way.key])
        if way in ready
        else Option(way.key, way.label, case.missing(way))
        for way in WAYS
    )


def _cheapest(today: Mapping[Key, Year], then: Mapping[Key, Year]) -> dict[Key, float]:
    """In what share of the draws each option is the cheapest in one of its forms; the first of equals counts."""
    forms = [(key, found.total) for key, found in (*today.items(), *then.items())]
    winners = np.argmin([total for _, total in forms], axis=0) if forms else np.zeros(0)
    return {
        key: float(np.isin(winners, [at for at, (each, _) in enumerate(forms) if each == key]).mean()) for key in today
    }


def _option(case: Case, way: Way, plan: int | None, today: Year, then: Year | None, cheapest: float) -> Option:
    before = year(way, case.likely(), None)
    found = Option(
        key=way.key,
        label=way.label,
        needs=(),
        cover=case.inputs[way.cover].likely,
        before=_forecast(before, today),
        articles=(plan or 0) if case.judged else None,
        cheapest=cheapest,
        warning=_warning(case, way),
    )
    return found if then is None else _with_articles(case, way, plan, found, (before, today), then)


def _with_articles(
    case: Case, way: Way, plan: int | None, found: Option, today: tuple[Year, Year], then: Year
) -> Option:
    """Add the articles; `then` and the second of `today` are of the same draws, so that each has its own difference."""
    writing = case.writing(plan)
    after, part = year(way, case.likely(), writing), writing.part if writing else 0.0
    gain = (today[1].total - then.total) / MONTHS
    return replace(
        found,
        after=_forecast(after, then),
        takes=_between(answerable(case.likely()) * part, answerable(case.drawn(DRAWS)) * part),
        saves=_between((today[0].total - after.total) / MONTHS, gain),
        saves_in=float((gain > 0).mean()),
    )


def _warning(case: Case, way: Way) -> str:
    least, tickets = case.inputs.get("service_least"), case.inputs["tickets"].likely
    if way.key.startswith("service") and least and tickets < least.likely:
        return f"{tickets:,.0f} tickets a month are fewer than the {least.likely:,.0f} of service_least"
    return ""


def _forecast(one: Year, many: Year) -> Forecast:
    def figure(of: Callable[[Year], Floats]) -> Estimate:
        return _between(of(one), of(many))

    return Forecast(
        cost_a_year=figure(lambda y: y.total),
        cost_a_month=figure(lambda y: y.total / MONTHS),
        cost_a_ticket=figure(lambda y: y.total / np.maximum(y.tickets.sum(axis=1), 1e-9)),
        paid_a_month=figure(lambda y: y.pay.mean(axis=1)),
        owner_hours=figure(lambda y: y.hours.mean(axis=1)),
        left=figure(lambda y: y.left.mean(axis=1)),
        minutes_a_ticket=figure(_minutes_each),
    )


def _between(likely: Floats, draws: Floats) -> Estimate:
    low, high = np.percentile(draws, [2.5, 97.5])
    return Estimate(float(likely[0]), float(low), float(high))


def _minutes_each(found: Year) -> Floats:
    return np.asarray(found.work.sum(axis=1) * 60 / np.maximum(found.left.sum(axis=1), 1e-9))
