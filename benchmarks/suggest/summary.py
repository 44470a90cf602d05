"""The one table at the end: what each section measured, its interval, and the bar that it has to clear."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from benchmarks.clustering.tables import heading, row
from deflect.interval import Share

Part = Literal["retrieval", "ablation", "calibration", "risk", "abstention", "backtest", "latency"]
HEADINGS = ("part", "measure", "figure", "interval or number", "bar", "cleared")


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure to reach.

    Attributes:
        sense: Whether a figure has to be as high as it, or as low.
        value: In the figure's own unit.
        shown: As the table writes it.
    """

    sense: Literal["at least", "at most"]
    value: float
    shown: str

    def cleared(self, figure: float) -> bool:
        """Whether a figure is as good; one that is not a number never is."""
        return figure >= self.value if self.sense == "at least" else figure <= self.value

    def __str__(self) -> str:
        return f"{self.sense} {self.shown}"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure.

    Attributes:
        part: Which part of suggesting it speaks of.
        measure: What was measured, and on what.
        figure: None if there is none, as where nothing was answered, or several.
        shown: The figure as the table writes it, or why there is none.
        basis: Its 95% interval, or the number of cases behind it.
        bar: None where nothing is asked of it.
    """

    part: Part
    measure: str
    figure: float | None
    shown: str
    basis: str
    bar: Bar | None = None

    @property
    def verdict(self) -> str:
        """`met` or `missed`; empty without a bar, or without a figure to hold against it."""
        if self.bar is None or self.figure is None:
            return ""
        return "met" if self.bar.cleared(self.figure) else "missed"

    @property
    def cells(self) -> tuple[str, ...]:
        """What the table shows of it, in the order of `HEADINGS`."""
        return (self.part, self.measure, self.shown, self.basis, str(self.bar) if self.bar else "", self.verdict)


def table(rows: Iterable[Row]) -> str:
    """Write all rows as one Markdown table, part by part, in the order in which each part's were measured."""
    order = get_args(Part)
    lines = [row(each.cells) for each in sorted(rows, key=lambda each: order.index(each.part))]
    return "\n".join([heading(HEADINGS), *lines])


def at_least(value: float, shown: str) -> Bar:
    return Bar("at least", value, shown)


def at_most(value: float, shown: str) -> Bar:
    return Bar("at most", value, shown)


def share_row(part: Part, measure: str, share: Share, bar: Bar | None = None, *, beside: str = "") -> Row:
    """A part of a whole with its interval and counts.

    Args:
        part: Which part of suggesting it speaks of.
        measure: What was measured, and on what.
        share: Of nothing, there is no figure.
        bar: Held against the share, 0 to 1.
        beside: What else the reader has to know of it, before the interval.
    """
    if not share.whole:
        return Row(part, measure, None, "silent", "nothing was answered", bar)
    said = f"{beside}; " if beside else ""
    basis = f"{said}{share.low:.1%}–{share.high:.1%}; {share.part:,} of {share.whole:,}"
    return Row(part, measure, share.value, f"{share.value:.1%}", basis, bar)
