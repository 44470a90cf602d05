"""The ledger: every recurring question by the customers it affects, what it is, and what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from statistics import fmean
from typing import Literal

from deflect.clusters.describing.trend import monthly as by_month
from deflect.interval import Share, wilson
from deflect.report.demand.series import MEASURED, Interruption, interrupted
from deflect.report.sheets import sheet
from deflect.types import CleanTicket, Cluster, Movement, Shape

Kind = Literal["question", "bug", "feature request", "known limitation", "third party's product", "billing"]
Stage = Literal["tracked", "documented"]

KINDS: dict[Shape, Kind] = {
    "how-to": "question",
    "troubleshooting": "question",
    "bug": "bug",
    "feature-request": "feature request",
    "known-limitation": "known limitation",
    "not-our-product": "third party's product",
    "billing": "billing",
}
FIXABLE: tuple[Kind, ...] = ("bug", "known limitation", "feature request")
HEADINGS = (
    "question", "kind", "customers", "tickets", "tickets a month", "share", "share low", "share high", "trend",
    "hours a month", "stage", "article", "since", "change", "change low", "change high", "outcome",
    "first seen", "last seen", "id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Documentation:
    """The article that answers a question, and the day since which customers could read it; None if nobody knows."""

    article: str
    since: date | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A recurring question in the ledger.

    Attributes:
        kind: Told by what customers ask and agents answer, see the shape of its article.
        tickets_a_month: Lately.
        share: Of all tickets.
        hours_a_month: What it takes the desk, as the options reckon it: by minutes a reply where somebody gave them,
            else by minutes noted on its tickets; None without either.
        stage: `documented` if an article that customers can read answers it.
        article: Its slug; empty if there is none.
        became: What became of it since; None if it is not documented or nobody knows since when.
        by_month: Its tickets of each of the ledger's months.
    """

    question: str
    label: str
    kind: Kind
    customers: int
    tickets: int
    tickets_a_month: float
    share: Share
    movement: Movement
    hours_a_month: float | None
    stage: Stage
    article: str
    became: Interruption | None
    first_seen: str
    last_seen: str
    by_month: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Covered:
    """How much of the desk the largest questions are.

    Attributes:
        question: Id of the smallest of them.
        together: Their share of all tickets.
    """

    question: str
    together: Share


@dataclass(frozen=True, slots=True)
class Demand:
    """The ledger.

    Attributes:
        entries: Most customers first, then most tickets.
        fixes: Ids of what the product could do away with, the most hours a month first; by tickets a month where hours
            are not known.
        kinds: Share of all tickets by kind.
        months: `YYYY-MM`, from the first ticket of all to the last.
        pareto: The questions with most tickets first, each with what it and those before it are together.
    """

    entries: tuple[Entry, ...]
    fixes: tuple[str, ...]
    kinds: dict[Kind, Share]
    months: tuple[str, ...] = ()
    pareto: tuple[Covered, ...] = ()
    measured: str = f"share: Wilson, 95%. became: {MEASURED}"


def measure_demand(
    tickets: Sequence[CleanTicket],
    clusters: Sequence[Cluster],
    *,
    desk: Mapping[str, int],
    shapes: Mapping[str, Shape],
    monthly: Mapping[str, float],
    documented: Mapping[str, Documentation],
    minutes_a_reply: float | None,
) -> Demand:
    """Write the ledger.

    Args:
        tickets: All of them.
        clusters: The recurring questions.
        desk: Tickets of all recurring questions by the Monday of their week.
        shapes: What each is, by its id; `how-to` if it is not in it.
        monthly: Tickets a month of each, lately.
        documented: The article of each that has one which customers can read.
        minutes_a_reply: They go before minutes noted on tickets, as they do for the options; None if nobody said.
    """
    known = {ticket.id: ticket for ticket in tickets}
    months, _ = by_month(ticket.created_at for ticket in tickets)
    entries = []
    for cluster in clusters:
        members = [known[ref] for ref in cluster.member_ids if ref in known]
        page = documented.get(cluster.id)
        a_month = monthly.get(cluster.id, 0.0)
        minutes = _minutes(members, minutes_a_reply)
        entries.append(
            Entry(
                question=cluster.id,
                label=cluster.label,
                kind=KINDS[shapes.get(cluster.id, "how-to")],
                customers=cluster.customers,
                tickets=len(members),
                tickets_a_month=a_month,
                share=wilson(len(members), len(tickets)),
                movement=cluster.trend.movement,
                hours_a_month=None if minutes is None else a_month * minutes / 60,
                stage="documented" if page else "tracked",
                article=page.article if page else "",
                became=interrupted(cluster.trend, desk, page.since) if page and page.since else None,
                first_seen=cluster.first_seen,
                last_seen=cluster.last_seen,
                by_month=_counted(members, months),
            )
        )
    ordered = tuple(sorted(entries, key=lambda each: (-each.customers, -each.tickets, each.question)))
    return Demand(ordered, _fixes(ordered), _kinds(ordered, len(tickets)), months, _pareto(ordered, len(tickets)))


def demand_sheet(demand: Demand) -> str:
    """The ledger as CSV, in which no cell is taken for a formula."""
    return sheet(HEADINGS, map(_row, demand.entries))


def _row(each: Entry) -> tuple[object, ...]:
    became = each.became
    change = became.change if became else None
    return (
        each.label, each.kind, each.customers, each.tickets, each.tickets_a_month,
        each.share.value, each.share.low, each.share.high, each.movement, each.hours_a_month,
        each.stage, each.article, became.since if became else None,
        change.value if change else None, change.low if change else None, change.high if change else None,
        became.outcome if became else None, each.first_seen, each.last_seen, each.question,
    )  # fmt: skip


def _minutes(members: Sequence[CleanTicket], minutes_a_reply: float | None) -> float | None:
    replies = [ticket.replies for ticket in members if ticket.replies]
    if minutes_a_reply is not None and replies:
        return fmean(replies) * minutes_a_reply
    noted = [ticket.minutes for ticket in members if ticket.minutes is not None]
    return fmean(noted) if noted else None


def _counted(members: Sequence[CleanTicket], months: Sequence[str]) -> tuple[int, ...]:
    names, counts = by_month(ticket.created_at for ticket in members)
    own = dict(zip(names, counts, strict=True))
    return tuple(own.get(month, 0) for month in months)


def _pareto(entries: Sequence[Entry], whole: int) -> tuple[Covered, ...]:
    ordered = sorted(entries, key=lambda each: (-each.tickets, each.question))
    totals = accumulate(each.tickets for each in ordered)
    return tuple(Covered(each.question, wilson(total, whole)) for each, total in zip(ordered, totals, strict=True))


def _fixes(entries: Sequence[Entry]) -> tuple[str, ...]:
    fixable = [each for each in entries if each.kind in FIXABLE]
    ordered = sorted(fixable, key=lambda each: (-(each.hours_a_month or 0.0), -each.tickets_a_month, each.question))
    return tuple(each.question for each in ordered)


def _kinds(entries: Sequence[Entry], whole: int) -> dict[Kind, Share]:
    counts: Counter[Kind] = Counter()
    for each in entries:
        counts[each.kind] += each.tickets
    return {kind: wilson(count, whole) for kind, count in counts.most_common()}
