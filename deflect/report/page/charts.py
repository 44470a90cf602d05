"""The charts of the page; no text of a ticket is in them: series are told apart by mark, and named beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from deflect.report.backtest_charts import LABELLED
from deflect.report.drawing import INKS, Draw
from deflect.report.page.days import named

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from deflect.report.demand import Demand, Entry
    from deflect.report.desk import Volume
    from deflect.report.options import Options

Words = Mapping[str, str]

LOOKS = (
    ("accent", "-", "o", "●"),
    ("good", "--", "s", "■"),
    ("bad", "-", "^", "▲"),
    ("text", ":", "D", "◆"),
    ("soft", "-.", "v", "▼"),
    ("accent", ":", "P", "✚"),
)
"""How the series of a chart look: ink, line, mark, and the mark as a character."""

BAND = 0.13


def load_chart(volume: Volume, words: Words, language: str) -> Draw:
    """Draw tickets by month."""

    def draw(axes: Axes) -> None:
        places = range(len(volume.months))
        for place, tickets, whole in zip(places, volume.tickets, volume.whole, strict=True):
            axes.bar(place, tickets, color=INKS["accent"], alpha=1.0 if whole else 0.4, width=0.75)
        _by_month(axes, volume.months, words, language)
        axes.grid(visible=False, axis="x")

    return draw


def pareto_chart(demand: Demand, words: Words) -> Draw:
    """Draw the share of all tickets that the largest questions are together."""

    def draw(axes: Axes) -> None:
        across = list(range(len(demand.pareto) + 1))
        shares = [0.0, *(100 * each.together.value for each in demand.pareto)]
        axes.fill_between(across, shares, color=INKS["accent"], alpha=BAND, linewidth=0)
        axes.plot(across, shares, color=INKS["accent"])
        axes.set(xlabel=words["axis_questions"], ylabel=words["axis_all"], ylim=(0, 100), xlim=(0, across[-1]))
        axes.locator_params(axis="x", integer=True)

    return draw


def cost_chart(options: Options, today: float, words: Words) -> Draw:
    """Draw what each option that can be reckoned costs over the volume."""

    def draw(axes: Axes) -> None:
        for key, look in looks_of(options).items():
            found = [each for each in options.over_volume if each.key == key]
            across = [each.tickets for each in found]
            ends = [each.cost_a_month.low for each in found], [each.cost_a_month.high for each in found]
            axes.fill_between(across, *ends, color=INKS[look[0]], alpha=BAND, linewidth=0)
            values = [each.cost_a_month.value for each in found]
            axes.plot(across, values, color=INKS[look[0]], linestyle=look[1], marker=look[2], markersize=5)
        axes.axvline(today, color=INKS["soft"], linestyle=":")
        axes.set(xlabel=words["a_month"], ylabel=words["cost"], xlim=(0, None), ylim=(0, None))

    return draw


def demand_chart(months: Sequence[str], entries: Sequence[Entry], words: Words, language: str) -> Draw:
    """Draw the tickets a month of questions."""

    def draw(axes: Axes) -> None:
        places = range(len(months))
        for each, (ink, line, mark, _) in zip(entries, LOOKS, strict=False):
            axes.plot(places, each.by_month, color=INKS[ink], linestyle=line, marker=mark, markersize=5)
        _by_month(axes, months, words, language)

    return draw


def looks_of(options: Options) -> dict[str, tuple[str, str, str, str]]:
    """How each option that can be reckoned looks, by its key."""
    return dict(zip(dict.fromkeys(each.key for each in options.over_volume), LOOKS, strict=False))


def _by_month(axes: Axes, months: Sequence[str], words: Words, language: str) -> None:
    step = max(1, -(-len(months) // LABELLED))
    names = [named(month, language) for month in months]
    axes.set_xticks(list(range(len(months)))[::step], names[::step], rotation=35, ha="right")
    axes.set(ylabel=words["axis_tickets"])
    axes.set_ylim(bottom=0)
    axes.locator_params(axis="y", integer=True)
