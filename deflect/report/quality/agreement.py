"""How far reviewers agree, on the replies that two or more of them marked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from deflect.interval import Share, wilson
from deflect.report.desk.estimate import Estimate
from deflect.report.quality.rubric import HIGH, LOW
from deflect.report.tiers.agreement import kappa

Table = NDArray[np.float64]

SCALE = HIGH - LOW + 1
SAMPLES = 2_000
SEED = 1968

FEWEST_SHARED = 10
"""Replies marked by two without which nothing is said of agreement. Higher: surer, and later."""

TENTATIVE = 0.667
"""From which on conclusions may be drawn with care (Krippendorff, "Content Analysis", 2004, page 241). Higher: fewer
rubrics count as clear."""

Verdict = Literal["agree", "do not agree", "cannot tell", "too few"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far reviewers agree on one criterion.

    Attributes:
        method: `weighted kappa` of two reviewers, `Krippendorff's alpha` of more; 1 is full agreement, 0 chance.
        shared: Replies marked by two or more.
        same: Share of them whose marks are all the same: it flatters where one mark is frequent.
        value: None if no reply is shared, or all marks are the same, for then chance agrees fully too.
        verdict: `agree`: the whole interval is at 0.667 or above. `do not agree`: it is below. Else `cannot tell`.
    """

    method: Literal["weighted kappa", "Krippendorff's alpha"]
    shared: int
    same: Share
    value: Estimate | None
    verdict: Verdict


def agree(units: Sequence[Mapping[str, int]]) -> Agreement:
    """Compare reviewers.

    Args:
        units: The marks of each reply by reviewer; those of one reviewer alone tell nothing.
    """
    shared = [unit for unit in units if len(unit) > 1]
    judges = sorted({name for unit in shared for name in unit})
    pair = len(judges) == 2
    tables = [_of_two(unit, judges) if pair else _of_many(unit) for unit in shared]
    value = _with_interval(np.array(tables), weighted_kappa if pair else alpha) if tables else None
    return Agreement(
        method="weighted kappa" if pair else "Krippendorff's alpha",
        shared=len(shared),
        same=wilson(sum(len(set(unit.values())) == 1 for unit in shared), len(shared)),
        value=value,
        verdict=_verdict(value, len(shared)),
    )


def weighted_kappa(table: Table) -> float | None:
    """Cohen's kappa with quadratic weights of a table of marks; None if chance agrees fully."""
    return kappa(table, _costs(len(table)))


def alpha(coincidences: Table) -> float | None:
    """Krippendorff's alpha for marks whose distances count ("Computing Krippendorff's Alpha-Reliability", 2011).

    Args:
        coincidences: How often each two marks stand at the same reply, both ways round, each reply as often as it has
            marks.

    Returns:
        None if all marks are the same.
    """
    marks = coincidences.sum(axis=0)
    whole = marks.sum()
    costs = _costs(len(coincidences))
    chance = float((costs * np.outer(marks, marks)).sum())
    return None if chance <= 0 else float(1 - (whole - 1) * (costs * coincidences).sum() / chance)


def _costs(size: int) -> Table:
    """How bad each way to disagree is: marks two apart disagree four times as much as neighbours."""
    return np.subtract.outer(np.arange(size), np.arange(size)).astype(float) ** 2


def _of_two(unit: Mapping[str, int], judges: Sequence[str]) -> Table:
    table = np.zeros((SCALE, SCALE))
    table[unit[judges[0]] - LOW, unit[judges[1]] - LOW] = 1
    return table


def _of_many(unit: Mapping[str, int]) -> Table:
    table = np.zeros((SCALE, SCALE))
    for one, other in permutations(unit.values(), 2):
        table[one - LOW, other - LOW] += 1 / (len(unit) - 1)
    return table


def _with_interval(tables: Table, measure: Callable[[Table], float | None]) -> Estimate | None:
    """A figure of all replies, and the middle 95% of those of samples of them drawn with replacement."""
    value = measure(tables.sum(axis=0))
    if value is None:
        return None
    rng = np.random.default_rng(SEED)
    drawn = rng.multinomial(len(tables), np.full(len(tables), 1 / len(tables)), SAMPLES)
    sums = np.tensordot(drawn, tables, axes=1)
    # A sample in which all marks are the same says nothing of chance.
    told = [each for each in map(measure, sums) if each is not None]
    low, high = np.percentile(told, [2.5, 97.5])
    return Estimate(value, min(float(low), value), max(float(high), value))


def _verdict(value: Estimate | None, shared: int) -> Verdict:
    if shared < FEWEST_SHARED:
        return "too few"
    if value is None:
        return "cannot tell"
    if value.low >= TENTATIVE:
        return "agree"
    return "do not agree" if value.high < TENTATIVE else "cannot tell"
