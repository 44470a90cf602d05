"""The amounts of one desk put into the model: at their likely value or drawn, today and with articles that pay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deflect.config import CostSettings
from deflect.report.options.first import Question, in_order
from deflect.report.options.inputs import Floats, Measured, all_inputs, amount, values
from deflect.report.options.model import COMMON, Way, Writing, answerable, year

SEED = 20_190_101
TRIED = 64
"""Numbers of articles that are tried at each of many values at most. More: slower, and nearer to the best one."""
TINY = 1e-6
"""Of an amount of money, so that rounding decides nothing."""


@dataclass(frozen=True, slots=True)
class Least:
    """The form in which one way costs least.

    Attributes:
        total: Cost of the year, (n,).
        writes: How many articles are written for it, (n,); -1 where it costs least as it is today.
    """

    total: Floats
    writes: NDArray[np.int64]


class Case:
    """The amounts of one desk, ready to be put at one value or drawn."""

    def __init__(
        self, costs: CostSettings, measured: Measured, questions: Sequence[Question], documented: float
    ) -> None:
        self.inputs = all_inputs(costs, measured)
        self.growth_given = amount(costs.growth) is not None
        self.measured = measured
        self.questions = in_order(questions)
        asked = documented + sum(each.tickets for each in self.questions)
        self.recurring = min(asked / measured.tickets.likely, 1.0) if measured.tickets.likely else 0.0
        taken = documented + np.cumsum([0.0, *(each.tickets for each in self.questions)])
        self.parts = taken / asked if asked else np.zeros(1)
        self.judged = measured.answered is not None and asked > 0
        shares = measured.languages or {}
        self.spoken = sum(shares.get(each, 0.0) for each in costs.languages) if costs.languages and shares else 1.0

    def missing(self, way: Way) -> tuple[str, ...]:
        """What is blank that an option needs."""
        known = set(self.complete({name: np.zeros(1) for name in self.inputs}))
        names = [name for name in (*COMMON, *way.needs) if name not in known]
        return tuple("minutes_a_reply" if name == "minutes" else name for name in names)

    def likely(self, **changed: Floats) -> dict[str, Floats]:
        """Every amount at its likely value, but those changed."""
        n = max((len(each) for each in changed.values()), default=1)
        return self.complete({name: np.full(n, x.likely) for name, x in self.inputs.items()} | changed)

    def drawn(self, n: int) -> dict[str, Floats]:
        """Every amount drawn; an amount's draws are the same whatever else is given."""
        made = {}
        for name, each in self.inputs.items():
            rng = np.random.default_rng([SEED, *name.encode()])
            made[name] = each.draw(rng, n)
        return self.complete(made)

    def complete(self, given: Mapping[str, Floats]) -> dict[str, Floats]:
        """Add what follows from amounts, and what does not play a part."""
        made = values(self.inputs, self.measured, given)
        nothing = np.zeros_like(made["tickets"])
        made["spoken"], made["recurring"] = nothing + self.spoken, nothing + self.recurring
        return {"answered": nothing, "hours_an_article": nothing, **made}

    def writing(self, articles: int | None) -> Writing | None:
        """The documentation with so many new articles, those that remove most before; None is as it is today."""
        return None if articles is None else Writing(float(self.parts[articles]), articles)

    def total(self, way: Way, amounts: Mapping[str, Floats], articles: int | None) -> Floats:
        """Cost of the year with so many new articles."""
        return year(way, amounts, self.writing(articles)).total

    def least(self, way: Way, amounts: Mapping[str, Floats], *, every: bool = False) -> Least:
        """Find the form of a way that costs least: as it is today, or with articles; of equals the fewest.

        Args:
            way: How the rest is handled.
            amounts: (n,) of each amount.
            every: Try every number of articles, else `TRIED` of them that are evenly apart.
        """
        least = self.total(way, amounts, None)
        writes = np.full(least.shape, -1, dtype=np.int64)
        for articles in self._tried(every=every):
            found = self.total(way, amounts, articles)
            better = found < least - TINY
            least, writes = np.where(better, found, least), np.where(better, articles, writes)
        return Least(least, writes)

    def plan(self, way: Way) -> int | None:
        """How many articles pay within the twelve months, all amounts at their likely value; None if none does."""
        found = int(self.least(way, self.likely(), every=True).writes[0])
        return None if found < 0 else found

    def a_ticket_less(self, way: Way, articles: int | None) -> float | None:
        """What one ticket less, of those that articles take away, saves: mean of those of the articles that pay.

        Args:
            way: How the rest is handled.
            articles: Those that pay; if none does, it is the mean of all that could be written.
        """
        amounts = self.likely()
        most = articles or len(self.questions)
        part = float(self.parts[most] - self.parts[0])
        removed = part * float((amounts["tickets"] * answerable(amounts))[0]) * 12
        if not removed:
            return None
        free = {**amounts, "hours_an_article": np.zeros(1)}
        return float((self.total(way, free, 0) - self.total(way, free, most))[0]) / removed

    def _tried(self, *, every: bool) -> list[int]:
        if not self.judged:
            return []
        most = len(self.questions)
        if every or most <= TRIED:
            return list(range(most + 1))
        return sorted({round(each) for each in np.linspace(0, most, TRIED)})
