"""Renewals by the support that customers had before: who was answered at once, who waited, and who never wrote."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from typing import Literal

from deflect.connectors import BadRow
from deflect.interval import Share, wilson
from deflect.report.desk.estimate import Estimate
from deflect.report.effect import difference
from deflect.report.sheets import sheet
from deflect.types import CleanTicket

Experience = Literal["one_touch", "several", "waited", "reopened", "never"]

FEW = 30
"""Customers below which a group is said to be small: the interval of a half is then over 17 points to either side."""

DEFINITIONS: Mapping[Experience, str] = {
    "one_touch": "wrote, and every ticket was solved by one reply in time",
    "several": "wrote, and is none of the others: a ticket took several replies, was not solved, or was still going on "
    "at the renewal",
    "waited": "a ticket had its first reply late, or never; and none was reopened",
    "reopened": "a ticket came back after it was solved",
    "never": "wrote no ticket in these days",
}
MEASURED = (
    "each customer counts once, by the newest renewal whose days the tickets cover, and in one group: reopened goes "
    "before waited, that before several replies, that before one reply. Only what happened before the renewal's day "
    "(UTC) counts. Shares: Wilson, 95%; differences from those who never wrote: Newcombe's hybrid score interval "
    "(1998, method 10), 95%, each by itself"
)
CAVEAT = (
    "This is no proof of cause: who writes differs from who does not, and who has trouble may leave for the trouble, "
    "however support answers"
)
HEADINGS = (
    "experience", "customers", "renewed", "share", "share low", "share high", "difference", "difference low",
    "difference high", "small", "meaning",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Due:
    """A customer's renewal.

    Attributes:
        customer: Anything that tells customers apart; it is not kept.
        tickets: Refs of all their tickets.
        on: The day (UTC).
        renewed: None if it is not known yet.
    """

    customer: str
    tickets: tuple[str, ...]
    on: date
    renewed: bool | None


@dataclass(frozen=True, slots=True)
class Group:
    """Customers of one experience.

    Attributes:
        renewed: Share that renewed.
        difference: That less the share of those who never wrote, with its interval; None if either group is empty.
        small: Whether they are fewer than `FEW`.
    """

    experience: Experience
    meaning: str
    renewed: Share
    difference: Estimate | None
    small: bool


@dataclass(frozen=True, slots=True)
class Retention:
    """Renewals by experience; every row of the list is counted in one of `all`, `earlier`, … `bad`.

    Attributes:
        days: Days before the renewal whose tickets count.
        waited_hours: Hours after which a first reply is late, by the calendar.
        groups: All five, in a fixed order; none if nobody of the list ever wrote.
        all: Share of the counted customers that renewed.
        rows: Of the list.
        earlier: Rows of customers who count by a newer one.
        unknown: Rows that do not say yet whether they renewed.
        outside: Rows of whose days the tickets do not cover all.
        erased: Rows of customers who were erased.
        bad: Rows that could not be read.
        found: Share of the customers of the list who ever wrote: a small one may mean that the list names them
            otherwise than the tickets do.
        few: Customers below which a group is small.
        unread: The rows that could not be read, by line, each with the reason.
    """

    days: int
    waited_hours: float
    groups: tuple[Group, ...]
    all: Share
    rows: int
    earlier: int
    unknown: int
    outside: int
    erased: int
    bad: int
    found: Share
    few: int = FEW
    unread: tuple[BadRow, ...] = ()
    caveat: str = CAVEAT
    measured: str = MEASURED


@dataclass(frozen=True, slots=True)
class Rules:
    """When a ticket counts, and when a reply is late; see `Retention`."""

    days: int = 365
    waited_hours: float = 24.0


@dataclass(slots=True)
class _Sorted:
    """Rows by what becomes of them."""

    newest: dict[str, Due] = field(default_factory=dict)
    earlier: int = 0
    unknown: int = 0
    outside: int = 0


def measure_retention(
    tickets: Iterable[CleanTicket],
    dues: Sequence[Due],
    last: Mapping[str, datetime],
    rules: Rules | None = None,
    *,
    bad: Sequence[BadRow] = (),
    erased: int = 0,
) -> Retention:
    """Measure renewals by experience.

    Args:
        tickets: All of them.
        dues: Rows of the list.
        last: When somebody last wrote in each ticket, by its ref.
        rules: Which tickets count.
        bad: Rows that could not be read.
        erased: Rows of customers who were erased.
    """
    rules = rules or Rules()
    known = {each.id: each for each in tickets}
    rows = _sort(dues, known, timedelta(days=rules.days))
    outcomes: defaultdict[Experience, list[bool]] = defaultdict(list)
    for due in rows.newest.values():
        own = [known[ref] for ref in due.tickets if ref in known]
        outcomes[_experience(own, _start(due.on), last, rules)].append(bool(due.renewed))
    wrote = {each.customer: any(ref in known for ref in each.tickets) for each in dues}
    found = wilson(sum(wrote.values()), len(wrote))
    return Retention(
        days=rules.days,
        waited_hours=rules.waited_hours,
        groups=_groups(outcomes) if found.part else (),
        all=_renewed(list(chain.from_iterable(outcomes.values()))),
        rows=len(dues) + len(bad) + erased,
        earlier=rows.earlier,
        unknown=rows.unknown,
        outside=rows.outside,
        erased=erased,
        bad=len(bad),
        found=found,
        unread=tuple(bad),
    )


def retention_sheet(found: Retention) -> str:
    """Write the groups as CSV, every cell safe for a spreadsheet."""
    return sheet(HEADINGS, map(_cells, found.groups))


def _cells(group: Group) -> list[object]:
    change = group.difference
    ends = [change.value, change.low, change.high] if change else [None] * 3
    share = group.renewed
    shares = [share.value, share.low, share.high] if share.whole else [None] * 3
    small = "yes" if group.small else "no"
    return [group.experience, share.whole, share.part, *shares, *ends, small, group.meaning]


def _sort(dues: Sequence[Due], known: Mapping[str, CleanTicket], days: timedelta) -> _Sorted:
    moments = [each.created_at for each in known.values()]
    first, newest = min(moments, default=None), max(moments, default=None)
    rows = _Sorted()
    for due in sorted(dues, key=lambda each: each.on, reverse=True):
        if due.renewed is None:
            rows.unknown += 1
        elif first is None or newest is None or not _covered(due.on, first, newest, days):
            rows.outside += 1
        elif due.customer in rows.newest:
            rows.earlier += 1
        else:
            rows.newest[due.customer] = due
    return rows


def _covered(on: date, first: datetime, newest: datetime, days: timedelta) -> bool:
    # Not the start of the days: no date is before the year 1.
    return on <= newest.date() and _start(on) - first >= days


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _experience(tickets: Iterable[CleanTicket], at: datetime, last: Mapping[str, datetime], rules: Rules) -> Experience:
    days = timedelta(days=rules.days)
    own = [_of(each, at, last, rules) for each in tickets if timedelta() < at - each.created_at <= days]
    order: tuple[Experience, ...] = ("reopened", "waited", "several", "one_touch")
    return next((each for each in order if each in own), "never")


def _of(ticket: CleanTicket, at: datetime, last: Mapping[str, datetime], rules: Rules) -> Experience:
    """What a ticket was like up to a moment; of one that went on after it, only how long it had waited is known."""
    over = last.get(ticket.id, ticket.created_at) < at
    seconds = ticket.first_response_seconds
    answered = at if seconds is None else min(at, ticket.created_at + timedelta(seconds=seconds))
    if over and ticket.reopened:
        return "reopened"
    if answered - ticket.created_at > timedelta(hours=rules.waited_hours):
        return "waited"
    return "one_touch" if over and ticket.solved and ticket.replies == 1 else "several"


def _groups(outcomes: Mapping[Experience, Sequence[bool]]) -> tuple[Group, ...]:
    shares = {name: _renewed(outcomes.get(name, ())) for name in DEFINITIONS}
    never = shares["never"]
    return tuple(
        Group(
            experience=name,
            meaning=DEFINITIONS[name],
            renewed=share,
            difference=difference(share, never) if name != "never" and share.whole and never.whole else None,
            small=share.whole < FEW,
        )
        for name, share in shares.items()
    )


def _renewed(outcomes: Sequence[bool]) -> Share:
    said = Counter(outcomes)
    return wilson(said[True], said.total())
