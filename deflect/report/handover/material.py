"""What the pack is written from; everything in it may be shown to a partner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from deflect.interval import Share
from deflect.report.demand import Entry
from deflect.report.desk import Desk
from deflect.report.handover.conventions import Convention
from deflect.report.handover.playbook import Canned
from deflect.report.tiers import Tiers


@dataclass(frozen=True, slots=True)
class Asked:
    """A recurring question as the partner is told of it.

    Attributes:
        entry: Its line in the ledger, with a label that may be shown.
        tier_1: Share of its answered tickets that were tier 1.
        canned: The answer to hand out; None if no reply has anything that may be said to everybody.
        article: Address of the article that answers it, else its title; empty if there is none.
        owner: What agents said of whose it is, of a third party's product; empty if they did not.
    """

    entry: Entry
    tier_1: Share
    canned: Canned | None
    article: str = ""
    owner: str = ""

    @property
    def is_tier_1(self) -> bool:
        """Whether more than half of its answered tickets were."""
        return 2 * self.tier_1.part > self.tier_1.whole


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that the pack tells.

    Attributes:
        vendor: The vendor's name; may be empty.
        since: Day of the oldest ticket, `YYYY-MM-DD`.
        until: Day of the newest.
        tickets: How many it rests on.
        tiers: How they fall into tiers, and by which rules.
        examples: What customers wrote in tickets that each rule put into tier 2 or 3, by the rule's reason.
        questions: Recurring questions, those that most customers ask first.
        conventions: How replies begin and end, by language.
        desk: The load, with hours and service levels.
        arrivals: Tickets by weekday (Monday is 0), hour by the desk's clock and language.
        time_zone: The desk's.
    """

    vendor: str
    since: str
    until: str
    tickets: int
    tiers: Tiers
    examples: Mapping[str, tuple[str, ...]]
    questions: tuple[Asked, ...]
    conventions: Mapping[str, Convention]
    desk: Desk
    arrivals: Mapping[tuple[int, int, str], int]
    time_zone: str
