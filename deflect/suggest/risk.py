"""From the risk that the owner states to the least confidence to answer with.

The owner states which share of the answers given may be wrong: `max_wrong`. That share is not monotone in the threshold
(of fewer answers a greater part may be wrong), so conformal risk control (Angelopoulos et al. 2022) does not hold for
it as it stands. Learn then test (Angelopoulos, Bates, Candès, Jordan, Lei, "Learn then Test", 2021) does: each
threshold is a hypothesis, "more than `max_wrong` of its answers are wrong", and the exact binomial test of
Clopper and Pearson rejects it or does not. Thresholds are tested one after the other, in an order that other tickets
fixed beforehand, until the first that is not rejected (fixed-sequence testing); so no correction for many tests is due.

What is guaranteed: if the tickets that come in and those that the threshold was measured on are exchangeable, then with
probability at least `CERTAINTY` over the measured ones, at most `max_wrong` of all answers to come are wrong in the
long run. It holds for any number of measured tickets and any model of confidence, whole tickets being asked. Wrong is
an answer that is neither the article an agent linked nor that of the ticket's recurring question, where the ticket was
answered as others that ask it. It is not said that
each stretch of tickets keeps to it, nor each topic, nor what is left when stale articles are held back. And questions
change in time, so that exchangeability is an approximation: how often the risk held on later tickets is measured by
`python -m benchmarks.suggest risk`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from deflect.types import AbstentionReason, ThresholdFrom

CERTAINTY = 0.9
"""How sure the threshold is to keep to the risk. Higher raises precision, lowers coverage and needs more tickets."""

ASKED_SHARE = 0.5
"""Part of the tickets, the newest, that are asked of those before them."""

MEASURED_SHARE = 0.5
"""Part of those asked, the newest, on which thresholds are measured."""

NEVER = 2.0
"""A threshold that no confidence reaches."""

MOST_TICKETS = 1_000_000


@dataclass(frozen=True, slots=True)
class Step:
    """What answering at or above one confidence came to, on two sets of tickets that share none.

    Attributes:
        threshold: Least confidence to answer with, 0 to 1.
        planned_answered: Tickets answered of those that fix the order of the tests.
        planned_wrong: Those of them answered wrongly.
        answered: Tickets answered of those that are measured: confidence saw none of their answers.
        wrong: Those of them answered wrongly.
    """

    threshold: float
    planned_answered: int
    planned_wrong: int
    answered: int
    wrong: int


@dataclass(frozen=True, slots=True)
class Rule:
    """When an answer is given.

    Attributes:
        threshold: Least confidence to answer with, 0 to 1; None: nothing is answered.
        by: `history`: found so that `max_wrong` holds. `settings`: the owner set it, and nothing is guaranteed.
        max_wrong: Share of the answers that may be wrong.
        answered: Measured tickets that were answered at the threshold; for `not-enough-history` at that where testing
            starts, from which `missing` is reckoned; else 0.
        wrong: Those of them answered wrongly.
        reason: Why nothing is answered; None if something is. `not-enough-history`: too few tickets to tell.
            `too-often-wrong`: enough, and more than `max_wrong` of the answers were wrong where least should be.
        missing: For `not-enough-history`, how many more tickets must be measured, about; at least 1.
    """

    threshold: float | None
    by: ThresholdFrom
    max_wrong: float
    answered: int = 0
    wrong: int = 0
    reason: AbstentionReason | None = None
    missing: int = 0

    @property
    def history(self) -> int:
        """How many more tickets of history that is: the newest part is asked, and half of that is measured.

        Rounded up to two digits: it is reckoned from few tickets, and more digits would promise what they cannot tell.
        """
        count = math.ceil(self.missing / (ASKED_SHARE * MEASURED_SHARE))
        digits: int = 10 ** max(len(str(count)) - 2, 0)
        return -(-count // digits) * digits

    @property
    def allowed(self) -> str:
        """The share of answers that may be wrong, as a percentage: 5%, 2.5%."""
        return f"{self.max_wrong:.1%}".replace(".0%", "%")

    @property
    def reckoned(self) -> str:
        """From what `missing` is reckoned, which tells how rough it is; empty if nothing is missing."""
        if not self.missing:
            return ""
        if not self.answered:
            return "no past ticket could be measured yet"
        answers = "1 answer" if self.answered == 1 else f"{self.answered:,} answers"
        return f"reckoned from {answers} to past tickets, {self.wrong:,} wrong"

    @property
    def in_words(self) -> str:
        """Which threshold is in force and where it comes from, or why there is none; no full stop behind it."""
        if self.threshold is not None:
            found = f"found in the past for max_wrong {self.max_wrong:g}" if self.by == "history" else "set by you"
            return f"answers from {self.threshold:.2f} on, {found}"
        needed = f": about {self.history:,} more past tickets with a known answer are needed" if self.missing else ""
        basis = f" ({self.reckoned})" if self.missing else ""
        return f"silent, {(self.reason or '').replace('-', ' ')}{needed} to keep to max_wrong {self.max_wrong:g}{basis}"


def in_force(steps: Sequence[Step], measured: int, threshold: float | Literal["history"], max_wrong: float) -> Rule:
    """Tell when answers are given.

    Args:
        steps: Highest threshold first.
        measured: Tickets that were measured, answered or not.
        threshold: One that the owner set overrides what history says.
        max_wrong: Share of the answers that may be wrong, above 0 and below 1. Lower raises precision, lowers coverage.
    """
    if threshold != "history":
        return Rule(threshold, "settings", max_wrong)
    start = _start(steps, max_wrong)
    found: Step | None = None
    for step in steps[start:]:
        if chance(step.wrong, step.answered, max_wrong) > 1 - CERTAINTY:
            break
        found = step
    if found is None:
        return _silent(steps[start] if steps else Step(1.0, 0, 0, 0, 0), measured, max_wrong)
    return Rule(found.threshold, "history", max_wrong, found.answered, found.wrong)


def chance(wrong: int, answered: int, share: float) -> float:
    """How likely so few are wrong, or fewer, if `share` of all answers are: the exact binomial tail.

    Args:
        wrong: 0 to `answered`.
        answered: At least 0.
        share: Above 0 and below 1.

    Returns:
        0 to 1; it is at most 1 - c exactly where the upper bound of Clopper and Pearson at confidence c is at most
        `share`.
    """
    at = np.arange(wrong)
    ways = np.concatenate([[0.0], np.cumsum(np.log((answered - at) / (at + 1)))])
    logs = ways + np.arange(wrong + 1) * math.log(share / (1 - share)) + answered * math.log1p(-share)
    return min(1.0, float(np.exp(logs).sum()))


def least_answered(max_wrong: float) -> int:
    """Fewest measured answers, all of them right, that show a risk to hold."""
    return math.ceil(math.log(1 - CERTAINTY) / math.log1p(-max_wrong))


def _start(steps: Sequence[Step], max_wrong: float) -> int:
    """Where testing starts: the threshold that the planning tickets make the surest; no measured answer has a say."""
    chances = [chance(step.planned_wrong, step.planned_answered, max_wrong) for step in steps]
    return min(range(len(steps)), key=chances.__getitem__, default=0)


def _silent(start: Step, measured: int, max_wrong: float) -> Rule:
    answered, least = start.answered, least_answered(max_wrong)
    share = start.wrong / max(answered, 1)
    if share > max_wrong and answered >= least:
        return Rule(None, "history", max_wrong, reason="too-often-wrong")
    needed = _needed(min(share, max_wrong / 2), max_wrong)
    # One ticket in so many is answered there; before any is, the least that can be needed is all that can be said.
    asked_for_one = measured / answered if answered else 1.0
    missing = math.ceil(needed * asked_for_one) - measured
    return Rule(None, "history", max_wrong, answered, start.wrong, "not-enough-history", max(missing, 1))


def _needed(share: float, max_wrong: float) -> int:
    """Answers of which that share is wrong that would show the risk to hold, to a tenth."""
    count = least_answered(max_wrong)
    while chance(round(share * count), count, max_wrong) > 1 - CERTAINTY and count < MOST_TICKETS:
        count += max(count // 10, 1)
    return count
