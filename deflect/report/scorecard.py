"""How a partner does, beside how the desk did: the same figures of two groups of tickets, and the difference."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from deflect.interval import Share, wilson
from deflect.report.desk.estimate import Estimate
from deflect.report.effect import difference
from deflect.report.quality import Judged
from deflect.types import CleanTicket

Verdict = Literal["better", "worse", "not known"]

DEFINITIONS = {
    "resolved": "of the answered tickets, those that ended solved and were not passed on: no agent wrote that "
    "developers look at it, no developer of [tiers] answered, and, of the partner's, nobody else answered",
    "one_touch": "of the solved tickets, those that took exactly one reply",
    "reopened": "of the solved tickets, those that came back",
    "quality": "of the rated tickets, those rated good; who rates is not drawn by chance",
    "reviewed": "of the replies that peers reviewed (deflect quality), those without a mark below 3; counted as they "
    "were drawn, in proportion to all replies",
}
CAVEAT = (
    "Tickets were not given to either side by chance: other questions, a release or a season count as the partner's. "
    "The newest may still come back"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure before and after.

    Attributes:
        change: After less before, in shares, with its 95% interval; None if either side has no ticket for it.
        verdict: `better` or `worse` if the whole interval is on that side of 0.
    """

    name: str
    meaning: str
    before: Share
    after: Share
    change: Estimate | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The figures of two groups of tickets.

    Attributes:
        before: Answered tickets of the desk.
        after: Answered tickets of the partner, or since the day.
    """

    before: int
    after: int
    figures: tuple[Figure, ...]
    caveat: str = CAVEAT
    measured: str = (
        "shares: Wilson, 95%; change: Newcombe's hybrid score interval (“Interval estimation for the difference "
        "between independent proportions”, 1998, method 10), 95%, each figure by itself"
    )


def measure_scorecard(
    tickets: Sequence[CleanTicket],
    *,
    partner: Collection[str] = (),
    since: datetime | None = None,
    developers: Collection[str] = (),
    reviewed: Sequence[Judged] = (),
) -> Scorecard:
    """Compare how tickets were handled before and after.

    Args:
        tickets: All of them; those that nobody answered are left out.
        partner: Pseudonyms of the partner's agents. A ticket is theirs if one of them answered; without any, every
            ticket since the day counts as after.
        since: The partner's tickets count from this moment on, the desk's before it; all count if it is not given.
        developers: Pseudonyms of the developers.
        reviewed: Replies that peers reviewed: the partner's by who wrote them and when.
    """
    theirs, devs = frozenset(partner), frozenset(developers)
    answered = [ticket for ticket in tickets if ticket.replies]
    after = [each for each in answered if _is_theirs(each, theirs) and (since is None or each.created_at >= since)]
    before = [each for each in answered if not _is_after(each, theirs, since)]

    def kept(ticket: CleanTicket) -> bool:
        passed_on = ticket.handed_over or not devs.isdisjoint(ticket.agents)
        strangers = theirs and not theirs.isdisjoint(ticket.agents) and not theirs.issuperset(ticket.agents)
        return ticket.solved and not passed_on and not strangers

    def figure(
        name: str, counts: Callable[[CleanTicket], bool], holds: Callable[[CleanTicket], bool], *, more: bool = True
    ) -> Figure:
        return _figure(name, *([holds(each) for each in side if counts(each)] for side in (before, after)), more=more)

    return Scorecard(
        before=len(before),
        after=len(after),
        figures=(
            figure("resolved", lambda _: True, kept),
            figure("one_touch", lambda each: each.solved, lambda each: each.replies == 1),
            figure("reopened", lambda each: each.solved, lambda each: each.reopened, more=False),
            figure("quality", lambda each: each.rating is not None, lambda each: each.rating == "good"),
            _figure("reviewed", *_judged(reviewed, theirs, since)),
        ),
    )


def _figure(name: str, before: Sequence[bool], after: Sequence[bool], *, more: bool = True) -> Figure:
    old, new = (wilson(sum(side), len(side)) for side in (before, after))
    change = difference(new, old) if old.whole and new.whole else None
    return Figure(name, DEFINITIONS[name], old, new, change, _verdict(change, more=more))


def _judged(
    reviewed: Iterable[Judged], theirs: frozenset[str], since: datetime | None
) -> tuple[list[bool], list[bool]]:
    """Whether each reviewed reply is good, of the desk before and of the partner."""
    before, after = [], []
    for each in reviewed:
        late = since is None or each.at >= since
        if late and (not theirs or each.agent in theirs):
            after.append(each.good)
        elif each.agent not in theirs and not (late and since):
            before.append(each.good)
    return before, after


def _is_theirs(ticket: CleanTicket, theirs: frozenset[str]) -> bool:
    return not theirs or not theirs.isdisjoint(ticket.agents)


def _is_after(ticket: CleanTicket, theirs: frozenset[str], since: datetime | None) -> bool:
    """Whether a ticket is none of the desk's own: the partner's, or, with a day, not before it."""
    if since is not None and ticket.created_at >= since:
        return True
    return bool(theirs) and not theirs.isdisjoint(ticket.agents)


def _verdict(change: Estimate | None, *, more: bool) -> Verdict:
    if change is None or change.low <= 0 <= change.high:
        return "not known"
    return "better" if (change.low > 0) == more else "worse"
