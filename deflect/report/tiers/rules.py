"""The tier of a ticket, from what happened in it; every rule can be read, and changed in [tiers]."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Literal

from deflect.config import TierSettings
from deflect.interval import Share, wilson
from deflect.types import CleanTicket

Tier = Literal[1, 2, 3]
TIERS: tuple[Tier, ...] = (1, 2, 3)
BY_DEVELOPERS = "tier 3: a developer of [tiers] developers wrote to the customer"
MEANING = {
    1: "answered from what is documented or repeated",
    2: "needs investigation",
    3: "needs a developer",
}


@dataclass(frozen=True, slots=True)
class Tiered:
    """A ticket with its tier.

    Attributes:
        tier: None if nobody answered it.
        reason: The rule that put it there, in words; empty for tier 1 and for none.
    """

    ticket: str
    tier: Tier | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TierFigures:
    """The tickets of one tier.

    Attributes:
        share: Of the answered tickets.
        mean_replies: Of agents a ticket; None without any ticket.
        mean_minutes: Noted by agents, of those that have a note; None without any.
    """

    tier: Tier
    meaning: str
    share: Share
    mean_replies: float | None
    mean_minutes: float | None


@dataclass(frozen=True, slots=True)
class Tiers:
    """All tickets by tier.

    Attributes:
        unanswered: Tickets that have none.
        reasons: How many tickets each rule put into tier 2 or 3; the first that fits counts.
        rules: The rules in force, in words and in the order in which they are asked.
    """

    tiers: tuple[TierFigures, ...]
    unanswered: int
    reasons: dict[str, int]
    rules: tuple[str, ...]
    measured: str = (
        "told by rules from what happened in each ticket; shares with their 95% interval (Wilson), which does not hold "
        "the rules' own mistakes: see how well they agree with you by `deflect tiers sample`"
    )


class Rules:
    """The rules in force.

    Args:
        settings: Which rules count, and from where on.
        known: Refs of the tickets that ask a recurring question, or got an answer that others got too.
        developers: Pseudonyms of the developers.
    """

    def __init__(self, settings: TierSettings, known: Collection[str], developers: Collection[str]) -> None:
        self._settings = settings
        self._known = frozenset(known)
        self._developers = frozenset(developers)

    def of(self, ticket: CleanTicket) -> Tiered:
        """Tell the tier of a ticket by the first rule that fits."""
        if not ticket.replies:
            return Tiered(ticket.id, None)
        for reason, holds in self._third(ticket):
            if holds:
                return Tiered(ticket.id, 3, reason)
        for reason, holds in self._second(ticket):
            if holds:
                return Tiered(ticket.id, 2, reason)
        return Tiered(ticket.id, 1)

    def in_words(self) -> tuple[str, ...]:
        """Every rule in force."""
        of = self._settings
        said = [
            (bool(self._developers), BY_DEVELOPERS),
            (of.handed_over, "tier 3: an agent wrote, or noted, that developers look at it"),
            (of.unknown, "tier 2: no recurring question, no answer that others got too, no link to an article"),
            (of.reopened, "tier 2: it came back after it was solved"),
            (of.exchanges > 0, f"tier 2: the customer had to write back, {of.exchanges} times or more"),
            (of.agents > 0, f"tier 2: {of.agents} or more agents wrote"),
            (of.replies > 0, f"tier 2: {of.replies} or more replies by agents"),
            (of.minutes > 0, f"tier 2: {of.minutes:g} or more minutes of work"),
            (True, "tier 1: everything else that was answered"),
        ]
        return tuple(text for holds, text in said if holds)

    def _third(self, ticket: CleanTicket) -> Iterable[tuple[str, bool]]:
        yield "a developer answered", not self._developers.isdisjoint(ticket.agents)
        yield "developers were asked", self._settings.handed_over and ticket.handed_over

    def _second(self, ticket: CleanTicket) -> Iterable[tuple[str, bool]]:
        of = self._settings
        is_new = ticket.id not in self._known and not ticket.articles
        yield "asks nothing known", of.unknown and is_new
        yield "came back", of.reopened and ticket.reopened
        pasted = " with code or a log" if ticket.technical else ""
        yield f"the customer had to write back{pasted}", 0 < of.exchanges <= ticket.exchanges
        yield "several agents", 0 < of.agents <= len(ticket.agents)
        yield "several replies", 0 < of.replies <= ticket.replies
        yield "much work", 0 < of.minutes <= (ticket.minutes or 0)


def measure_tiers(tickets: Sequence[CleanTicket], rules: Rules) -> Tiers:
    """Put every ticket into its tier and count."""
    found = [rules.of(ticket) for ticket in tickets]
    members: dict[Tier | None, list[CleanTicket]] = {tier: [] for tier in (*TIERS, None)}
    for ticket, tiered in zip(tickets, found, strict=True):
        members[tiered.tier].append(ticket)
    answered = len(tickets) - len(members[None])
    return Tiers(
        tiers=tuple(_figures(tier, members[tier], answered) for tier in TIERS),
        unanswered=len(members[None]),
        reasons=dict(Counter(each.reason for each in found if each.reason).most_common()),
        rules=rules.in_words(),
    )


def _figures(tier: Tier, tickets: Sequence[CleanTicket], answered: int) -> TierFigures:
    noted = [ticket.minutes for ticket in tickets if ticket.minutes is not None]
    return TierFigures(
        tier=tier,
        meaning=MEANING[tier],
        share=wilson(len(tickets), answered),
        mean_replies=fmean(ticket.replies for ticket in tickets) if tickets else None,
        mean_minutes=fmean(noted) if noted else None,
    )
