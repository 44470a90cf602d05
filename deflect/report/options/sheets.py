"""The options and what to write first as tables for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deflect.report.options.decision import Forecast, Option, Options
from deflect.report.options.first import FirstArticle
from deflect.report.options.units import NO_CURRENCY
from deflect.report.sheets import sheet

FIGURES = (
    "cost_a_year",
    "cost_a_month",
    "cost_a_ticket",
    "paid_a_month",
    "owner_hours",
    "left",
    "minutes_a_ticket",
)
ENDS = ("", "_low", "_high")
OPTIONS = (
    "option",
    "form",
    "articles_written",
    "articles_possible",
    "currency",
    *(f"{name}{end}" for name in FIGURES for end in ENDS),
    *(f"saves_a_month{end}" for end in ENDS),
    "cover_hours_a_week",
    "cheapest_in",
    "needs",
)
ARTICLES = ("question", "tickets_removed_a_month", "share_together", "hours", "hours_saved_a_month", "months", "write")


def options_sheet(found: Options) -> str:
    """Write the options as CSV: a row for each as it is today, and one with the articles that pay."""
    return sheet(OPTIONS, (row for each in found.options for row in _rows(found, each)))


def articles_sheet(first: Sequence[FirstArticle]) -> str:
    """Write the articles in the order in which to write them as CSV; `write` says whether one pays."""
    return sheet(ARTICLES, map(_article, first))


def _rows(found: Options, each: Option) -> Iterator[list[object]]:
    unit = found.currency or NO_CURRENCY
    if each.before is None:
        blank = [None] * (len(OPTIONS) - 6)
        yield [each.key, "not reckoned", None, found.articles, unit, *blank, " ".join(each.needs)]
        return
    last = [each.cover, each.cheapest, ""]
    yield [each.key, "as today", 0, found.articles, unit, *_figures(each.before), *[None] * 3, *last]
    if each.after and each.saves:
        saves = [each.saves.value, each.saves.low, each.saves.high]
        yield [each.key, "articles", each.articles, found.articles, unit, *_figures(each.after), *saves, *last]


def _figures(found: Forecast) -> list[object]:
    estimates = [getattr(found, name) for name in FIGURES]
    return [end for each in estimates for end in (each.value, each.low, each.high)]


def _article(each: FirstArticle) -> list[object]:
    write = None if each.pays is None else "yes" if each.pays else "no"
    return [each.label, each.removed, each.share, each.hours, each.saved, each.pays_back, write]
