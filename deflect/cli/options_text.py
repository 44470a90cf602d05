"""The answer first, then the options, what to write first and the desk, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deflect.cli.answered_text import unanswered_text
from deflect.cli.costs_text import best_lines
from deflect.cli.figures_text import share_text
from deflect.interval import percent

if TYPE_CHECKING:
    from deflect.report import Load
    from deflect.report.demand import Entry
    from deflect.report.desk.estimate import Spread
    from deflect.report.options import FirstArticle

SHOWN = 10
FIRST_HEAD = "removed a month  together  hours to write        pays back  question"


def answer_lines(load: Load) -> list[str]:
    """The answer in a few sentences."""
    if load.desk is None or load.tiers is None:
        return []
    lately = load.desk.volume.lately
    said = [unanswered_text(load) or f"Of {lately.value:,.0f} tickets a month, {_answered(load)}"]
    easy = load.tiers.tiers[0].share
    part = _percent(easy.value, easy.low, easy.high) if easy.whole else "not known: no answer came with the tickets"
    said.append(f"Tier 1, answered from what is documented or repeated, are {part}.")
    return [*said, *(best_lines(load.options) if load.options else [""]), _first(load)]


def first_lines(load: Load) -> list[str]:
    """The articles that remove most, and which of them pay."""
    rows = [
        f"{each.removed:15.1f}  {each.share:8.1%}  {_hours(each.hours):>14}  {_months(each):>16}  {each.label}"
        for each in load.first[:SHOWN]
        if each.removed > 0
    ]
    if not rows or load.answered is None:
        return []
    return ["", "what to write first", FIRST_HEAD, *rows]


def fix_lines(load: Load) -> list[str]:
    """What the product could do away with, and what became of documented questions."""
    if load.demand is None:
        return []
    entries = {each.question: each for each in load.demand.entries}
    rows = [
        f"{each.customers:9}  {each.tickets_a_month:15.1f}  {_hours(each.hours_a_month):>13}  {each.kind}: {each.label}"
        for each in (entries[name] for name in load.demand.fixes[:SHOWN])
    ]
    head = ["", "what to fix in the product", "customers  tickets a month  hours a month  what it is"] if rows else []
    became = [each for each in load.demand.entries if each.became and each.became.change]
    said = [line for each in became[:SHOWN] for line in _became(each)]
    return [*head, *rows, *(["", "documented since, and what became of it"] if said else []), *said]


def effect_lines(load: Load) -> list[str]:
    """What suggestions in the contact form prevented, and by how much views flatter."""
    found = load.effect
    if found is None:
        return []
    if found.prevented is None:
        return ["", "suggestions in the form: no visitor of the control group, or none whose days have passed yet"]
    points = [f"{100 * each:.1f}" for each in (found.prevented.value, found.prevented.low, found.prevented.high)]
    wait = "" if found.days_until is None else f", about {found.days_until:,} days from now"
    early = f"; {found.needed:,} visitors are needed{wait}" if found.verdict == "too early" else ""
    return [
        "",
        f"suggestions prevented  {points[0]} points ({points[1]} to {points[2]}) of contacts: {found.verdict}{early}",
        f"         contact you  {share_text(found.contacted)}",
        f"        without them  {share_text(found.contacted_control)}",
        f"      said it solved  {share_text(found.said_solved)}; left without a word {share_text(found.gave_up)}",
        f"               naive  {share_text(found.naive)} did not send the form then, which flatters",
    ]


def desk_lines(load: Load) -> list[str]:
    """The load in full."""
    if load.desk is None or load.tiers is None:
        return []
    desk, handling = load.desk, load.desk.handling
    growth = desk.volume.growth
    rows = [
        ("growth a year", _percent(growth.value - 1, growth.low - 1, growth.high - 1) if growth else ""),
        ("", desk.volume.note),
        ("waiting", f"{desk.backlog.waiting[-1]:,} tickets" if desk.backlog.waiting else "not known"),
        ("resolution", _spread(handling.resolution)),
        ("in your hours", f"first response: {_spread(handling.first_response_business)}"),
        ("", f"resolution: {_spread(handling.resolution_business)}"),
        ("replies a ticket", f"{handling.mean_replies:.2f}" if handling.mean_replies else "none"),
        ("reopened", share_text(handling.reopened)),
        ("satisfaction", share_text(handling.satisfaction) if handling.satisfaction.whole else "nobody rated"),
        ("while closed", f"{share_text(desk.clock.outside)}: {desk.clock.further_hours:g} further hours a week"),
        ("", f"would each bring {desk.clock.tickets_a_further_hour:.2f} tickets"),
        *((f"tier {each.tier}", f"{share_text(each.share)}: {each.meaning}") for each in load.tiers.tiers),
    ]
    return ["", *(f"{name:>16}  {value}" for name, value in rows if value)]


def _answered(load: Load) -> str:
    if load.answered is None:
        return "too few are there to say what documentation would answer."
    share = load.answered
    said = _percent(share.value, share.low, share.high)
    if load.backtest is not None and load.backtest.flatters:
        asked = f"backtest, {share.whole:,} asked; judged by recurring questions too, which flatters"
        return f"at most {said} would have been answered rightly from what was known ({asked})."
    judged = load.backtest.covered.whole if load.backtest else share.whole
    asked = f"backtest, {share.whole:,} asked; right by the {judged:,} in which an agent linked an article"
    return f"{said} would have been answered rightly from what was known ({asked})."


def _first(load: Load) -> str:
    if not load.first or load.answered is None:
        return ""
    first = load.first[0]
    if first.pays is False:
        best = f"The best one, on “{first.label}”, would take away {first.removed:.1f} tickets a month"
        return f"First: write no new article for now. {best}: in twelve months that saves less than writing it costs."
    back = f"; it has paid after {first.pays_back:.1f} months" if first.pays and first.pays_back else ""
    return f"First: publish an article on “{first.label}”{back}. Its draft: deflect review."


def _hours(found: float | None) -> str:
    return "–" if found is None else f"{found:.1f}"


def _became(each: Entry) -> list[str]:
    became = each.became
    if became is None or became.change is None:
        return []
    change = became.change
    times = f"× {change.value:.2f} ({change.low:.2f} to {change.high:.2f})"
    return [f"{became.since}  {became.outcome:>9}  {times}  {each.label}"]


def _months(each: FirstArticle) -> str:
    if each.pays is False:
        return "not in 12 months"
    return "–" if each.pays_back is None else f"{each.pays_back:.1f} months"


def _percent(value: float, low: float, high: float) -> str:
    return f"{percent(value)} ({percent(low)} to {percent(high)})"


def _spread(found: Spread) -> str:
    if found.p50 is None or found.p90 is None:
        return "not known"
    return f"half within {found.p50.value:.1f} h, nine in ten within {found.p90.value:.1f} h"
