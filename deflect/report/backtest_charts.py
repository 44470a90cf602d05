"""The charts of a backtest: risk by coverage, figures by window, and confidence against truth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from deflect.report.drawing import INKS, Draw

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from deflect.interval import Share
    from deflect.suggest.backtest import Figures, Forecast, Point, Reliability

BAND = 0.18
LABELLED = 6


def risk_chart(
    curve: Sequence[Point],
    covered: Share,
    wrong: float,
    names: tuple[str, str] = ("tickets answered (%)", "answers wrong (%)"),
) -> Draw:
    """Draw the share of answers that are wrong by the share of tickets answered, with what is in force.

    Args:
        curve: In any order.
        covered: What is answered now.
        wrong: Share of those answers that is wrong, 0 to 1.
        names: Of the axes, across and up.
    """

    def draw(axes: Axes) -> None:
        points = sorted(curve, key=lambda point: point.coverage.value)
        across = [100 * point.coverage.value for point in points]
        _band(axes, across, [point.risk for point in points], "accent", "-")
        if covered.part:
            axes.plot([100 * covered.value], [100 * wrong], marker="D", markersize=9, color=INKS["bad"])
        axes.set(xlabel=names[0], ylabel=names[1], xlim=(0, 100))
        axes.set_ylim(bottom=0)

    return draw


def window_chart(figures: Figures, period: str) -> Draw:
    """Draw what was right, wrong and within reach, window by window, and what is expected of the next."""

    def draw(axes: Axes) -> None:
        windows, places = figures.windows, list(range(len(figures.windows)))
        _band(axes, places, [each.right for each in windows], "good", "-", "o")
        _band(axes, places, [each.wrong for each in windows], "bad", "--", "s")
        axes.plot(places, [100 * each.ceiling.value for each in windows], color=INKS["soft"], linestyle=":")
        for expected in figures.expected:
            _ahead(axes, expected, len(places))
        step = max(1, -(-len(places) // LABELLED))
        axes.set_xticks(places[::step], [each.name for each in windows][::step], rotation=35, ha="right")
        axes.set(ylabel="of the tickets asked (%)", ylim=(0, 100), xlabel=f"{period}; last: the next one")

    return draw


def reliability_chart(found: Reliability) -> Draw:
    """Draw how often the surest candidate is right by how sure it is; on the diagonal, confidence keeps its word."""

    def draw(axes: Axes) -> None:
        axes.plot([0, 100], [0, 100], color=INKS["soft"], linestyle=":")
        sure = [100 * each.confidence for each in found.bins]
        right = [100 * each.right.value for each in found.bins]
        spread = [_below([each.right for each in found.bins]), _above([each.right for each in found.bins])]
        axes.errorbar(sure, right, yerr=spread, color=INKS["accent"], marker="o", capsize=3)
        axes.set(xlabel="confidence (%)", ylabel="right (%)", xlim=(0, 100), ylim=(0, 100))

    return draw


def _band(axes: Axes, across: Sequence[float], shares: Sequence[Share], ink: str, line: str, marker: str = "") -> None:
    low, high = [100 * each.low for each in shares], [100 * each.high for each in shares]
    axes.fill_between(across, low, high, color=INKS[ink], alpha=BAND, linewidth=0)
    values = [100 * each.value for each in shares]
    axes.plot(across, values, color=INKS[ink], linestyle=line, marker=marker, markersize=4)


def _ahead(axes: Axes, expected: Forecast, place: int) -> None:
    looks = {"right": ("good", "o", 0.2), "wrong": ("bad", "s", 0.8)}
    if expected.figure not in looks:
        return
    ink, marker, shift = looks[expected.figure]
    spread = [[100 * (expected.expected - expected.low)], [100 * (expected.high - expected.expected)]]
    middle = [100 * expected.expected]
    axes.errorbar([place + shift], middle, yerr=spread, color=INKS[ink], marker=marker, capsize=4, linewidth=2)


def _below(shares: Sequence[Share]) -> list[float]:
    return [100 * (each.value - each.low) for each in shares]


def _above(shares: Sequence[Share]) -> list[float]:
    return [100 * (each.high - each.value) for each in shares]
