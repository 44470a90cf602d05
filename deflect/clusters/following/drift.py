"""Whether new tickets can be given to the known questions, or the questions have to be found anew."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from deflect.clusters.following.assign import Assigner
from deflect.clusters.following.centres import Floats, Ints

MOST_NEW = 0.2
"""New tickets as a share of those the questions were found in. Higher: questions are found anew less often, and slow
changes in what customers ask are followed later."""

FALSE_ALARM = 0.01
"""Chance of finding the questions anew, at one look, because of how many tickets fit no question although no more do
than usual. Lower: a change is seen later."""

NOTICEABLE = 0.05
"""Share of new tickets by which more must fit no question than usual. A ticket that was there when the questions were
found fits a little better than a new one ever does, also if it is left out while that is measured."""

AS_CLOSE = 0.05
"""Share of the tickets of known questions that are less close to others of theirs than tickets of a new question have
to be. Higher: fewer new questions are seen, and fewer where there is none."""


@dataclass(frozen=True, slots=True)
class Newcomers:
    """The new tickets of one language, beside those that its questions were found in.

    Attributes:
        known: Tickets that the questions were found in.
        new: Tickets that came since.
        unassigned: New ones that fit no question.
        usual_unassigned: Of a sample of the known tickets, those that would fit none if they were new.
        usual: Size of this sample.
        alike: New ones that fit no question and are as close to others of these as tickets of a question are.
    """

    known: int
    new: int
    unassigned: int
    usual_unassigned: int
    usual: int
    alike: int


@dataclass(frozen=True, slots=True)
class Drift:
    """Whether to find the questions anew, and why.

    Attributes:
        refit: Whether to.
        reason: A sentence for people.
        share_new: New tickets as a share of those that the questions were found in.
        unassigned_new: Share of the new tickets that fit no question.
        unassigned_usual: Share of the known ones that would fit none if they were new.
    """

    refit: bool
    reason: str
    share_new: float = 0.0
    unassigned_new: float = 0.0
    unassigned_usual: float = 0.0


def newcomers(assigner: Assigner, vectors: Floats, labels: Ints) -> Newcomers:
    """Count what tells whether new tickets ask what is known.

    Args:
        assigner: Learnt from the tickets that the questions were found in.
        vectors: (m, d) of the new tickets, no row zero.
        labels: (m,) what the assigner gave them.

    Raises:
        ModelError: A row is all zeros.
    """
    alone = vectors[labels < 0]
    close = assigner.closeness(alone) >= assigner.typical(AS_CLOSE)
    return Newcomers(
        known=assigner.known,
        new=len(labels),
        unassigned=len(alone),
        usual_unassigned=int(assigner.left_alone.sum()),
        usual=len(assigner.left_alone),
        alike=int(close.sum()),
    )


def drift(parts: Sequence[Newcomers], *, min_size: int = 5) -> Drift:
    """Decide whether the questions have to be found anew.

    They have to if new tickets are many beside those that the questions were found in, if enough of them ask the same
    thing that is no known question, or if noticeably more of them than usual fit none. The last is a one-sided test of
    two proportions, whose chance of a false alarm is `FALSE_ALARM` at each look, over all parts together.

    Args:
        parts: Counts for each language, one that nobody wrote in before included; empty if no questions were ever
            found.
        min_size: Fewest tickets of a question.
    """
    known, new = sum(part.known for part in parts), sum(part.new for part in parts)
    if not known:
        return Drift(True, "found the questions for the first time")
    if not new:
        return Drift(False, "no new tickets came")
    alike = max(part.alike if part.known else part.new for part in parts)
    refit, why = True, ""
    if alike >= min_size:
        why = f"{alike:,} new tickets ask something not seen before"
    elif any(_fit_worse(part, FALSE_ALARM / len(parts)) for part in parts):
        why = f"{_new(parts):.0%} of the new tickets fit no known question, {_usual(parts):.0%} did before"
    elif new > MOST_NEW * known:
        why = f"{new:,} new tickets came since they were found in {known:,}"
    else:
        refit = False
    reason = f"found the questions anew: {why}" if refit else _nothing_new(new, sum(part.unassigned for part in parts))
    return Drift(refit, reason, new / known, _new(parts), _usual(parts))


def _nothing_new(new: int, unassigned: int) -> str:
    given = f"{new - unassigned:,} new {_tickets(new - unassigned)} given to known questions"
    left = f"; {unassigned:,} ask what is no recurring question yet" if unassigned else ""
    return f"{given}{left}; nothing new showed up"


def _tickets(count: int) -> str:
    return "ticket was" if count == 1 else "tickets were"


def _new(parts: Sequence[Newcomers]) -> float:
    return sum(part.unassigned for part in parts) / max(1, sum(part.new for part in parts))


def _usual(parts: Sequence[Newcomers]) -> float:
    """What the new tickets of these languages would be left with if they were as the known ones."""
    expected = sum(part.new * part.usual_unassigned / part.usual for part in parts if part.usual)
    return expected / max(1, sum(part.new for part in parts))


def _fit_worse(part: Newcomers, false_alarm: float) -> bool:
    """Whether clearly more new tickets than usual fit no question (z-test of two proportions, one-sided)."""
    if not part.new or not part.usual:
        return False
    share, usual = part.unassigned / part.new, part.usual_unassigned / part.usual + NOTICEABLE
    pooled = (part.unassigned + usual * part.usual) / (part.new + part.usual)
    spread = math.sqrt(max(pooled * (1 - pooled), 0.0) * (1 / part.new + 1 / part.usual))
    return share - usual > NormalDist().inv_cdf(1 - false_alarm) * spread
