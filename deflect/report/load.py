"""How many tickets come, how they are handled, and which of them ask recurring questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles

from deflect.interval import Share, wilson
from deflect.kb.documentation import Documented
from deflect.report.backtested import Backtested
from deflect.report.demand import Demand
from deflect.report.desk import Desk
from deflect.report.effect import Effect
from deflect.report.kcs import Kcs
from deflect.report.options import FirstArticle, Options
from deflect.report.quality import Quality
from deflect.report.retention import Retention
from deflect.report.self_service import SelfService
from deflect.report.tiers import Tiers
from deflect.types import CleanTicket, Cluster

LARGEST = 15


@dataclass(frozen=True, slots=True)
class RecurringQuestion:
    """A recurring question with its tickets and the customers who asked."""

    question: str
    tickets: int
    customers: int


@dataclass(frozen=True, slots=True)
class Load:
    """The load on the desk.

    Attributes:
        tickets: Tickets that were learned from.
        customers: Different customers among them.
        months: First to last month, `YYYY-MM`.
        by_month: Tickets of each.
        recurring: Share of tickets that ask a recurring question.
        one_touch: Share of the solved tickets that took one public reply.
        first_response_p50: Median hours to the first reply, by the calendar; None without replies.
        first_response_p90: Hours within which nine in ten got theirs.
        languages: Tickets by language, most first.
        questions: The largest recurring questions.
        documented: Recurring questions that existing documentation answers, the one asked most lately first.
        kcs: What the articles do; None if that was not asked.
        desk: The load in full; None if that was not asked.
        tiers: Tickets by tier; None if that was not asked.
        answered: Share of the later tickets that documentation would have answered rightly; None if they are too few.
        options: Ways to handle support and their costs; None if that was not asked.
        demand: The ledger of what is asked; None if that was not asked.
        effect: What suggestions in the contact form did; None without a log of them.
        first: What to write first, what removes most before.
        backtest: What `answered` is from; None if that is.
        self_service: How far customers help themselves; None if that was not asked.
        retention: Renewals by the support customers had; None without a list of customers.
        quality: What peers' reviews say of replies; None if none was drawn for them.
    """

    tickets: int
    customers: int
    months: tuple[str, ...]
    by_month: tuple[int, ...]
    recurring: Share
    one_touch: Share
    first_response_p50: float | None
    first_response_p90: float | None
    languages: dict[str, int]
    questions: tuple[RecurringQuestion, ...]
    documented: tuple[Documented, ...] = ()
    kcs: Kcs | None = None
    desk: Desk | None = None
    tiers: Tiers | None = None
    answered: Share | None = None
    options: Options | None = None
    demand: Demand | None = None
    effect: Effect | None = None
    first: tuple[FirstArticle, ...] = ()
    backtest: Backtested | None = None
    self_service: SelfService | None = None
    retention: Retention | None = None
    quality: Quality | None = None


def measure_load(tickets: Sequence[CleanTicket], clusters: Sequence[Cluster]) -> Load:
    """Measure the load.

    Args:
        tickets: At least one.
        clusters: Largest first.
    """
    from deflect.clusters.describing.trend import monthly

    months, by_month = monthly(ticket.created_at for ticket in tickets)
    covered = {ref for cluster in clusters for ref in cluster.member_ids}
    solved = [ticket for ticket in tickets if ticket.solved]
    middle, late = _hours(tickets)
    return Load(
        tickets=len(tickets),
        customers=len({ticket.customer for ticket in tickets}),
        months=months,
        by_month=by_month,
        recurring=wilson(sum(ticket.id in covered for ticket in tickets), len(tickets)),
        one_touch=wilson(sum(ticket.replies == 1 for ticket in solved), len(solved)),
        first_response_p50=middle,
        first_response_p90=late,
        languages=dict(Counter(ticket.language for ticket in tickets).most_common()),
        questions=tuple(
            RecurringQuestion(each.label, len(each.member_ids), each.customers) for each in clusters[:LARGEST]
        ),
    )


def _hours(tickets: Sequence[CleanTicket]) -> tuple[float | None, float | None]:
    waits = [each.first_response_seconds / 3600 for each in tickets if each.first_response_seconds is not None]
    waits = waits if any(waits) else []  # no times of answers were told, see `deflect.report.desk.handling`
    if len(waits) < 2:
        only = round(waits[0], 2) if waits else None
        return only, only
    cuts = quantiles(waits, n=10, method="inclusive")
    return round(cuts[4], 2), round(cuts[8], 2)
