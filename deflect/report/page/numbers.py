"""Numbers as a language writes them, each with its exact value for machines."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from deflect.interval import Share
from deflect.report.desk.estimate import Estimate

# Thousands, decimal point, and what goes before %.
MARKS = {"de": (".", ",", "\xa0"), "fr": ("\u202f", ",", "\u202f")}
ENGLISH = (",", ".", "")
MINUS = "−"


@dataclass(frozen=True, slots=True)
class Numbers:
    """Writes numbers in one language, each a `data` element.

    Left to right within Arabic too: an interval would else be read from its upper end.
    """

    language: str

    def count(self, value: float | None, digits: int = 0) -> Markup:
        """Write a number; of none, a dash."""
        return self._data(value, self._plain(value, digits)) if value is not None else Markup("–")

    def amount(self, value: float | None) -> Markup:
        """Write a number with as many decimals as it needs to be told from 0, at most three."""
        return self.count(value, digits(value or 0))

    def percent(self, value: float | None) -> Markup:
        """Write a share as a percentage: whole from 10% on, with a decimal below."""
        return self._data(value, f"{self._hundredth(value)}{self._sign}") if value is not None else Markup("–")

    def share(self, share: Share | None) -> Markup:
        """Write a share with its interval; of nothing, a dash."""
        if share is None or not share.whole:
            return Markup("–")
        return self._between(share.value, self._hundredth(share.value), share.low, share.high, self._sign)

    def change(self, ratio: Estimate) -> Markup:
        """Write what something is multiplied by as a change in percent, with its interval."""
        return self._between(ratio.value, self._hundredth(ratio.value - 1), ratio.low - 1, ratio.high - 1, self._sign)

    def part(self, share: Estimate) -> Markup:
        """Write an estimated share with its interval."""
        return self._between(share.value, self._hundredth(share.value), share.low, share.high, self._sign)

    def growth(self, share: Estimate) -> Markup:
        """Write a share by which something grows or shrinks, with its sign, and with its interval if it has one."""
        text = f"{'+' if share.value > 0 else ''}{self._hundredth(share.value)}"
        if share.low == share.high:
            return self._data(share.value, f"{text}{self._sign}")
        return self._between(share.value, text, share.low, share.high, self._sign)

    def estimate(self, found: Estimate | None, digits: int = 0) -> Markup:
        """Write a figure with its interval."""
        if found is None:
            return Markup("–")
        low, high = self._plain(found.low, digits), self._plain(found.high, digits)
        return self._data(found.value, f"{self._plain(found.value, digits)} [{_span(low, high)}]")

    def points(self, found: Estimate) -> Markup:
        """Write a difference of shares in points."""
        value, low, high = (self._plain(100 * each, 1) for each in (found.value, found.low, found.high))
        return self._data(found.value, f"{value} [{_span(low, high)}]")

    def _between(self, value: float, text: str, low: float, high: float, sign: str) -> Markup:
        return self._data(value, f"{text}{sign} [{_span(self._hundredth(low), self._hundredth(high))}]")

    def _hundredth(self, value: float) -> str:
        return self._plain(100 * value, 0 if abs(value) >= 0.0995 or value == 0 else 1)

    def _plain(self, value: float, digits: int) -> str:
        thousands, point, _ = self._marks
        text = f"{abs(value):,.{digits}f}".replace(",", " ").replace(".", point).replace(" ", thousands)
        return f"{MINUS}{text}" if value < 0 and text.strip("0,.") else text

    def _data(self, value: float, text: str) -> Markup:
        way = Markup(' dir="ltr"') if self.language == "ar" else ""
        return Markup('<data value="{}"{}>{}</data>').format(repr(value), way, text)

    @property
    def _marks(self) -> tuple[str, str, str]:
        return MARKS.get(self.language, ENGLISH)

    @property
    def _sign(self) -> str:
        return f"{self._marks[2]}%"


def digits(value: float) -> int:
    """Decimals that a number needs."""
    if value == round(value):
        return 0
    return 1 if abs(value) >= 10 else 2 if abs(value) >= 0.1 else 3


def _span(low: str, high: str) -> str:
    return f"{low} … {high}" if MINUS in low + high else f"{low}–{high}"
