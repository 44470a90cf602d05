"""How far customers help themselves, in the figures that help centres are compared by, each with what it is."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from deflect.interval import Share, Z, wilson
from deflect.report.desk.estimate import Estimate
from deflect.report.desk.volume import LATELY
from deflect.report.effect import Effect
from deflect.report.kcs import OF_THE_LAST, RECENT_DAYS
from deflect.report.sheets import sheet
from deflect.types import CleanTicket, Cluster

Name = Literal["help_centre_score", "form_score", "prevented_per_customer", "link_rate", "known_then"]
Because = Literal["", "no visitors", "no months", "no log", "too early", "nobody wrote", "no articles", "no tickets"]

YEAR = 365
HEADINGS = ("figure", "value", "low", "high", "n", "not measured because", "how to begin", "meaning")

MEANINGS: Mapping[Name, str] = {
    "help_centre_score": "self-service score: visitors of the help centre in a month for each customer who writes a "
    f"ticket in a month (mean of the last {LATELY} whole months; interval: Poisson, for the customers alone). A visit "
    "is no answer found, and not every visitor is a customer: it flatters",
    "form_score": "self-service score of the contact form: visitors who opened a suggested article and did not write "
    "within 7 days, for each visitor who wrote (Wilson). Who gave up counts as served: it flatters",
    "prevented_per_customer": "tickets prevented a year for each customer: what the control group shows, for the "
    "visitors that the log holds, by customers of your list, else by those who wrote within the last year, which are "
    "fewer and make it more",
    "link_rate": "share of the answered tickets in which agents linked an article (Wilson)",
    "known_then": f"New versus Known: share of the tickets {OF_THE_LAST} whose question had, on the ticket's day, an "
    "article that customers can read, or in which one was linked (Wilson); the others are new. Tickets are left out "
    "whose article does not tell since when it is there",
}
BECAUSE: Mapping[Because, tuple[str, str]] = {
    "no visitors": (
        "nobody said how many visit the help centre",
        "Write its visitors a month, by your web statistics, into [report] visitors",
    ),
    "no months": ("no month is whole yet", "Import tickets of one whole month at least"),
    "no log": (
        "there is no log of the contact form",
        "Put the widget into your form, keep its events, and give them: deflect report --events FILE",
    ),
    "too early": ("too few visitors were seen to tell", "Go on: the section on suggestions says how long it takes"),
    "nobody wrote": ("no visitor who saw suggestions has written yet", "Wait until more visitors were seen"),
    "no articles": (
        "there is no article yet that customers can read",
        "Validate drafts, or import the documentation that you have",
    ),
    "no tickets": ("no ticket can be counted", "Import tickets with their answers"),
}
"""Why a figure is not measured, and how to begin."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure.

    Attributes:
        meaning: What it is, and how it is counted.
        value: With its 95% interval; None if it is not measured. A share is 0 to 1.
        share: What it is counted from, if it is a share.
        n: Customers, visitors or tickets that it is counted from.
        because: Why it is not measured, one of `BECAUSE`; empty if it is.
        reason: The same in words.
        begin: What to do first; empty if it is measured.
    """

    name: Name
    meaning: str
    value: Estimate | None
    share: Share | None
    n: int
    because: Because = ""
    reason: str = ""
    begin: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """Since when customers can read the article of a question.

    Attributes:
        since: None if nobody knows.
        changed: Whether that is the day of its last change only: it may have been there before.
    """

    since: date | None
    changed: bool = False


@dataclass(frozen=True, slots=True)
class SelfService:
    """The figures.

    Attributes:
        figures: All five, in a fixed order.
        undated: Tickets that `known_then` leaves out.
    """

    figures: tuple[Figure, ...]
    undated: int


def measure_self_service(
    tickets: Sequence[CleanTicket],
    clusters: Sequence[Cluster],
    *,
    link_rate: Share,
    linked: Collection[str],
    known: Mapping[str, Known],
    effect: Effect | None = None,
    visitors: float = 0.0,
    customers: int = 0,
    months: Sequence[str] = (),
) -> SelfService:
    """Measure the figures.

    Args:
        tickets: All of them.
        clusters: Recurring questions.
        link_rate: Share of the answered tickets in which agents linked an article; of nothing if there is no article.
        linked: Refs of the tickets in which one was.
        known: Questions with an article that customers can read, by their id.
        effect: What suggestions did; None without a log.
        visitors: Of the help centre a month; 0 if nobody said.
        customers: Of the owner's list; 0 without one.
        months: The last whole months, `YYYY-MM`.
    """
    among, undated = _known_then(tickets, clusters, linked, known)
    there = bool(known or linked)
    return SelfService(
        figures=(
            _help_centre_score(tickets, visitors, months),
            _form_score(effect),
            _prevented(effect, customers or _wrote_lately(tickets)),
            _of_share("link_rate", link_rate, there),
            _of_share("known_then", among, there),
        ),
        undated=undated,
    )


def self_service_sheet(found: SelfService) -> str:
    """Write the figures as CSV, every cell safe for a spreadsheet."""
    return sheet(HEADINGS, map(_cells, found.figures))


def _cells(each: Figure) -> list[object]:
    ends = [each.value.value, each.value.low, each.value.high] if each.value else [None] * 3
    return [each.name, *ends, each.n, each.reason, each.begin, each.meaning]


def _measured(name: Name, value: Estimate, n: int, share: Share | None = None) -> Figure:
    return Figure(name, MEANINGS[name], value, share, n)


def _missing(name: Name, because: Because) -> Figure:
    return Figure(name, MEANINGS[name], None, None, 0, because, *BECAUSE[because])


def _of_share(name: Name, share: Share, there: bool) -> Figure:
    if not there:
        return _missing(name, "no articles")
    if not share.whole:
        return _missing(name, "no tickets")
    return _measured(name, Estimate(share.value, share.low, share.high), share.whole, share)


def _help_centre_score(tickets: Sequence[CleanTicket], visitors: float, months: Sequence[str]) -> Figure:
    if not visitors:
        return _missing("help_centre_score", "no visitors")
    wrote = len({(_month(each), each.customer) for each in tickets if _month(each) in months})
    if not wrote:
        return _missing("help_centre_score", "no months")
    score = visitors * len(months) / wrote
    # The logarithm of a Poisson count's mean has the error 1 / sqrt(count).
    wide = math.exp(Z / math.sqrt(wrote))
    return _measured("help_centre_score", Estimate(score, score / wide, score * wide), wrote)


def _month(ticket: CleanTicket) -> str:
    return f"{ticket.created_at:%Y-%m}"


def _form_score(effect: Effect | None) -> Figure:
    if effect is None:
        return _missing("form_score", "no log")
    served = effect.self_served
    if served.part == served.whole:
        return _missing("form_score", "nobody wrote")
    # The odds of a share grow with it, so that the ends of its interval are theirs.
    value, low, high = (each / (1 - each) for each in (served.value, served.low, served.high))
    return _measured("form_score", Estimate(value, low, high), served.whole)


def _prevented(effect: Effect | None, customers: int) -> Figure:
    if effect is None:
        return _missing("prevented_per_customer", "no log")
    if effect.prevented is None or effect.verdict == "too early" or effect.days <= 0 or not customers:
        return _missing("prevented_per_customer", "too early")
    found = effect.prevented
    each = effect.contacted.whole / effect.days * YEAR / customers
    seen = effect.contacted.whole + effect.contacted_control.whole
    return _measured("prevented_per_customer", Estimate(found.value * each, found.low * each, found.high * each), seen)


def _wrote_lately(tickets: Sequence[CleanTicket]) -> int:
    newest = max((each.created_at for each in tickets), default=None)
    return len({each.customer for each in tickets if newest and newest - each.created_at < timedelta(days=YEAR)})


def _known_then(
    tickets: Sequence[CleanTicket], clusters: Sequence[Cluster], linked: Collection[str], known: Mapping[str, Known]
) -> tuple[Share, int]:
    newest = max((each.created_at.date() for each in tickets), default=date.max)
    question = {ref: cluster.id for cluster in clusters for ref in cluster.member_ids}
    said = Counter(
        _was_known(each, linked, known.get(question.get(each.id, "")))
        for each in tickets
        if (newest - each.created_at.date()).days <= RECENT_DAYS
    )
    return wilson(said[True], said[True] + said[False]), said[None]


def _was_known(ticket: CleanTicket, linked: Collection[str], known: Known | None) -> bool | None:
    if ticket.id in linked or (known and known.since and known.since <= ticket.created_at.date()):
        return True
    return None if known and (known.since is None or known.changed) else False
