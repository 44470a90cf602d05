"""What each way to handle support costs, and what would change that, as text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deflect.report import Load
    from deflect.report.desk.estimate import Estimate
    from deflect.report.options import BreakEven, Flip, Option, Options

FLIPS = 6
HEAD = f"{'cost a month, all in':<34}{'a ticket':>12}{'your hours':>12}{'left to you':>12}   way"


def best_lines(found: Options) -> list[str]:
    """The cheapest way, the articles that pay under it, and what is left out."""
    best = found.chosen
    if best is None or best.least is None:
        writing = ("hours_an_article",) if found.articles and not found.hours_known else ()
        needs = ", ".join((*found.options[0].needs, *writing))
        return [f"What each way to handle the rest costs needs amounts in [costs] or by --cost, first {needs}."]
    missing = sum(bool(each.needs) for each in found.options)
    left_out = f" {missing} options lack their prices." if missing else ""
    cost = f"{money(found, best.least.cost_a_month)} a month, your own hours included"
    if missing == len(found.options) - 1:
        said = f"Only one way to handle the rest can be reckoned so far: {best.label}, {cost}.{left_out}"
    else:
        sure = f"; nothing costs less in {best.cheapest:.0%} of the draws" if best.cheapest is not None else ""
        said = f"Cheapest over the next twelve months: {best.label}, {cost}{sure}.{left_out}"
    return [said, *_pays(found, best)]


def options_lines(load: Load) -> list[str]:
    """What each way costs as it is today and with the articles that pay, or what it needs."""
    if load.options is None:
        return []
    found = load.options
    rows = [line for each in found.options for line in _option(found, each)]
    if found.best is None:
        return ["", "what each way to handle the rest costs", *rows]
    return ["", *_basis(found), HEAD, *rows, *_even(found), *_flips(found)]


def money(found: Options, value: Estimate | float, digits: int = 0) -> str:
    """Write money with its currency, an estimate with its interval too."""
    from deflect.report.options import NO_CURRENCY

    unit = found.currency or NO_CURRENCY
    if isinstance(value, int | float):
        return f"{value:,.{digits}f} {unit}"
    return f"{value.value:,.{digits}f} {unit} ({value.low:,.{digits}f} to {value.high:,.{digits}f})"


def _pays(found: Options, best: Option) -> list[str]:
    if best.articles is None or not found.articles:
        return []
    if not found.hours_known:
        what = "Which articles pay cannot be told without hours_an_article; so far writing counts as nothing"
        return [f"{what}, which flatters them."]
    if not best.articles:
        return [f"Write no new article for now: none of {found.articles} saves in twelve months what writing it costs."]
    takes = f", which take {_share(best.takes)} of all tickets away" if best.takes else ""
    if best.articles == found.articles:
        return [f"Write all {found.articles} articles{takes}: they pay within twelve months."]
    rest = "the rest would cost more than they save in twelve months"
    return [f"Write only the articles that pay: {best.articles} of {found.articles}{takes}; {rest}."]


def _basis(found: Options) -> Iterator[str]:
    yield "what each way to handle the rest costs: a mean month of the next twelve, with 95% intervals"
    yield "  a cost holds your own hours by owner_hour; with articles written, the hours of writing them, too"
    yield f"  {_growth(found)}"
    if not found.currency:
        yield '  ¤ stands for the currency of your amounts; name it in [costs], such as currency = "EUR"'


def _growth(found: Options) -> str:
    growth, span = found.growth, f"from {found.growth.first:,.0f} tickets a month to {found.growth.last:,.0f}"
    if growth.given:
        return f"with {_share(growth.a_year)} growth a year, as you gave it: {span}"
    if growth.months is None:
        return f"without growth, which was not measured: {growth.first:,.0f} tickets a month"
    if growth.short:
        few = f"{growth.months} whole months are less than a year and may be a season"
        return f"with {_share(growth.a_year)} growth a year: {span}; {few}, so no more is taken than they show"
    return f"with {_share(growth.a_year)} growth a year, extrapolated from {growth.months} months: {span}"


def _share(found: Estimate) -> str:
    ends = "" if found.low == found.high else f" ({found.low:.0%} to {found.high:.0%})"
    return f"{found.value:.0%}{ends}"


def _option(found: Options, each: Option) -> list[str]:
    if each.needs:
        return [f"  needs: {', '.join(each.needs)}: {each.label}"]
    rows = []
    for name, form in (("as it is today", each.before), (_written(found, each), each.after)):
        if form:
            figures = (
                f"{money(found, form.cost_a_ticket.value, 2):>12}{form.owner_hours.value:12.1f}{form.left.value:12.0f}"
            )
            rows.append(f"{money(found, form.cost_a_month):<34}{figures}   {each.label}, {name}")
    if each.saves and each.saves_in is not None:
        rows.append(
            f"{'':70}   the articles save {money(found, each.saves)} a month, in {each.saves_in:.0%} of the draws"
        )
    if each.articles == 0 and not each.after and found.articles:
        rows.append(f"{'':70}   no article pays within twelve months")
    return [*rows, *([f"{'':70}   {each.warning}"] if each.warning else [])]


def _written(found: Options, each: Option) -> str:
    return f"{each.articles} of {found.articles} new articles written"


def _even(found: Options) -> Iterator[str]:
    for each in found.break_even:
        yield f"break-even with doing it yourself: {_from(each)}: {each.key}"
    best = found.chosen
    if best and best.articles is not None and found.articles and found.hours_known:
        at = found.writing_pays_from
        yield f"writing articles pays: {'at no volume tried' if at is None else f'from {at:,} tickets a month'}"


def _flips(found: Options) -> Iterator[str]:
    if not found.flips:
        yield "would turn it round: no amount alone, within its range or at half or twice of what you gave"
    for each in found.flips[:FLIPS]:
        within = ", within its range" if each.within else ""
        was, at = (_counted(found, each, value) for value in (each.likely, each.at))
        yield f"would turn it round: {each.name} = {at} rather than {was}{within} → {_to(found, each)}"


def _to(found: Options, each: Flip) -> str:
    return each.to if each.to != found.best else "writing articles pays" if each.articles else "no article pays"


def _counted(found: Options, each: Flip, value: float) -> str:
    if each.unit == "money":
        return money(found, value, 0 if value >= 100 else 2)
    return f"{value:.1%}" if each.unit == "share" else f"{value:.4g} {each.unit}"


def _from(each: BreakEven) -> str:
    return "at no volume tried" if each.tickets is None else f"from {each.tickets:,} tickets a month"
