"""How fast and in how many steps tickets are handled, of all of them or of one part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from deflect.interval import Share, wilson
from deflect.kb.versions import PLATFORMS, versions_in
from deflect.report.desk.estimate import Spread, spread
from deflect.report.desk.hours import OpeningHours
from deflect.types import CleanTicket

ROWS = 12
"""Parts that are shown of each breakdown, the largest first."""

FEWEST_CUSTOMERS = 3
"""Different customers without whom a version or category is not shown: one customer's own would name them."""

MEASURED = {
    "first_response": "hours from creation to the first public message by an agent; tickets never answered are not in",
    "resolution": "hours from creation to the last public message by an agent, of tickets that ended solved or "
    "closed; when a ticket system closed it is not known",
    "business": "the same, counting only the hours of [desk]; public holidays count as open",
    "replies": "public messages by agents a ticket that was answered",
    "one_touch": "share of the solved tickets that took exactly one",
    "reopened": "share of the solved tickets that a tag calls reopened, or in which an agent wrote again after the "
    "message marked as the solution and another by the customer; sources that tell neither make it less",
    "satisfaction": "share good of those rated; who rates is not drawn by chance",
    "once": "of the agents who wrote to a customer, those who did in one ticket only: most of them do where a public "
    "forum helps",
    "intervals": "shares: Wilson, 95%; times: order statistics, 95%",
}


@dataclass(frozen=True, slots=True)
class Handling:
    """How tickets are handled; `MEASURED` says how each figure is measured, all times are in hours.

    Attributes:
        tickets: How many they are.
        mean_replies: Of the answered ones; None if there are none.
    """

    tickets: int
    first_response: Spread
    first_response_business: Spread
    resolution: Spread
    resolution_business: Spread
    mean_replies: float | None
    one_touch: Share
    reopened: Share
    satisfaction: Share
    once: Share


@dataclass(frozen=True, slots=True)
class Part:
    """Tickets of one category, language, version or channel.

    Attributes:
        name: What they have in common.
        share: Of all tickets.
        first_response: In hours, by the calendar.
    """

    name: str
    share: Share
    first_response: Spread
    resolution: Spread
    one_touch: Share
    reopened: Share
    satisfaction: Share


def measure_handling(tickets: Sequence[CleanTicket], hours: OpeningHours) -> Handling:
    """Measure how tickets are handled."""
    replies = [ticket.replies for ticket in tickets if ticket.replies]
    return Handling(
        tickets=len(tickets),
        first_response=_hours(tickets, lambda ticket: ticket.first_response_seconds),
        first_response_business=_business(tickets, lambda ticket: ticket.first_response_seconds, hours),
        resolution=_hours(tickets, lambda ticket: ticket.resolution_seconds),
        resolution_business=_business(tickets, lambda ticket: ticket.resolution_seconds, hours),
        mean_replies=sum(replies) / len(replies) if replies else None,
        one_touch=_solved(tickets, lambda ticket: ticket.replies == 1),
        reopened=_solved(tickets, lambda ticket: ticket.reopened),
        satisfaction=_satisfaction(tickets),
        once=_once(tickets),
    )


def measure_parts(tickets: Sequence[CleanTicket], names: Callable[[CleanTicket], Iterable[str]]) -> tuple[Part, ...]:
    """Break tickets down.

    Args:
        tickets: All of them.
        names: The parts that a ticket is in; there may be several or none.

    Returns:
        The largest `ROWS` that at least `FEWEST_CUSTOMERS` customers are in.
    """
    members: dict[str, list[CleanTicket]] = {}
    for ticket in tickets:
        for name in set(names(ticket)):
            members.setdefault(name, []).append(ticket)
    shared = [pair for pair in members.items() if len({each.customer for each in pair[1]}) >= FEWEST_CUSTOMERS]
    largest = sorted(shared, key=lambda pair: (-len(pair[1]), pair[0]))[:ROWS]
    return tuple(_part(name, part, len(tickets)) for name, part in largest)


def versions(ticket: CleanTicket) -> list[str]:
    """Products with versions that a customer names, without what products run on."""
    named = versions_in(ticket.question)
    return [f"{product} {number}" for product, number in named if product and product.casefold() not in PLATFORMS]


def _part(name: str, tickets: Sequence[CleanTicket], whole: int) -> Part:
    return Part(
        name=name,
        share=wilson(len(tickets), whole),
        first_response=_hours(tickets, lambda ticket: ticket.first_response_seconds),
        resolution=_hours(tickets, lambda ticket: ticket.resolution_seconds),
        one_touch=_solved(tickets, lambda ticket: ticket.replies == 1),
        reopened=_solved(tickets, lambda ticket: ticket.reopened),
        satisfaction=_satisfaction(tickets),
    )


def _hours(tickets: Iterable[CleanTicket], seconds: Callable[[CleanTicket], int | None]) -> Spread:
    return spread(_told([taken / 3600 for ticket in tickets if (taken := seconds(ticket)) is not None]))


def _told(hours: list[float]) -> list[float]:
    """None where all are 0: a source that tells no times of answers gives each that of its ticket."""
    return hours if any(hours) else []


def _business(
    tickets: Iterable[CleanTicket], seconds: Callable[[CleanTicket], int | None], hours: OpeningHours
) -> Spread:
    told = ((ticket.created_at, seconds(ticket)) for ticket in tickets)
    answered = [(start, taken) for start, taken in told if taken is not None]
    within = [hours.between(start, taken) / 3600 for start, taken in answered]
    return spread(within if _told([taken for _, taken in answered]) else [])


def _solved(tickets: Iterable[CleanTicket], holds: Callable[[CleanTicket], bool]) -> Share:
    said = Counter(holds(ticket) for ticket in tickets if ticket.solved)
    return wilson(said[True], said.total())


def _satisfaction(tickets: Iterable[CleanTicket]) -> Share:
    rated = Counter(ticket.rating for ticket in tickets if ticket.rating)
    return wilson(rated["good"], rated.total())


def _once(tickets: Iterable[CleanTicket]) -> Share:
    wrote = Counter(agent for ticket in tickets for agent in ticket.agents)
    return wilson(sum(count == 1 for count in wrote.values()), len(wrote))
