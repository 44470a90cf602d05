"""How well two judges of the same tickets agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from deflect.interval import Share, wilson
from deflect.report.desk.estimate import Estimate
from deflect.report.tiers.rules import TIERS, Tier

SAMPLES = 4_000
SEED = 1960


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well rules agree with a person.

    Attributes:
        share: Of the tickets, those that both put into the same tier.
        kappa: Cohen's: 1 is full agreement, 0 what chance gives (Cohen, "A Coefficient of Agreement for Nominal
            Scales", 1960); None if all tickets are in one tier, for then chance agrees fully too.
        naive: The share if the rules always said the tier that the person says most: it flatters where one is frequent.
        confused: How often the person said one tier and the rules another: `person → rules`.
    """

    share: Share
    kappa: Estimate | None
    naive: float
    confused: dict[str, int]
    measured: str = (
        "share: Wilson, 95%; kappa: the middle 95% of 4,000 samples drawn from the tickets with replacement, seeded"
    )


def agree(person: Sequence[Tier], rules: Sequence[Tier]) -> Agreement:
    """Compare two judges.

    Args:
        person: What a person says of each ticket; at least one.
        rules: What the rules say of the same, in the same order.
    """
    pairs = list(zip(person, rules, strict=True))
    table = np.zeros((len(TIERS), len(TIERS)))
    for one, other in pairs:
        table[one - 1, other - 1] += 1
    confused = Counter(f"{one} → {other}" for one, other in pairs if one != other)
    return Agreement(
        share=wilson(sum(one == other for one, other in pairs), len(pairs)),
        kappa=_kappa_with_interval(table),
        naive=float(table.sum(axis=1).max() / len(pairs)) if pairs else 0.0,
        confused=dict(confused.most_common()),
    )


def kappa(table: np.ndarray, costs: np.ndarray | None = None) -> float | None:
    """Cohen's kappa of a square table of counts; None if chance agrees fully.

    Args:
        table: What one judge says by what the other says.
        costs: How bad each way to disagree is, 0 on the diagonal (Cohen, "Weighted Kappa", 1968); all alike if not
            given.
    """
    costs = 1 - np.eye(len(table)) if costs is None else costs
    whole = table.sum()
    chance = float((costs * np.outer(table.sum(axis=1), table.sum(axis=0))).sum() / whole) if whole else 0.0
    return None if chance <= 0 else float(1 - (costs * table).sum() / chance)


def _kappa_with_interval(table: np.ndarray) -> Estimate | None:
    value = kappa(table)
    if value is None:
        return None
    rng = np.random.default_rng(SEED)
    whole = int(table.sum())
    drawn = rng.multinomial(whole, table.ravel() / whole, SAMPLES).reshape(-1, *table.shape)
    # A sample in which all tickets are in one tier says nothing of chance.
    told = [each for each in map(kappa, drawn) if each is not None]
    low, high = np.percentile(told, [2.5, 97.5])
    return Estimate(value, min(float(low), value), max(float(high), value))
