"""The recurring questions of a run without some tickets, such as those of a customer who was erased."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence, Set
from dataclasses import replace
from datetime import UTC

from deflect.clusters.describing.keywords import FEWEST_CUSTOMERS
from deflect.clusters.describing.label import candidates, shortened, spoken, tidy_label
from deflect.clusters.describing.minutes import total_minutes
from deflect.clusters.describing.trend import monday
from deflect.clusters.questions import Questions
from deflect.types import CleanTicket, Cluster, Trend

Tickets = Mapping[str, CleanTicket]


def touched(clusters: Sequence[Cluster], gone: Set[str]) -> tuple[Cluster, ...]:
    """The questions that some tickets ask."""
    return tuple(cluster for cluster in clusters if not gone.isdisjoint(cluster.member_ids))


def without(
    questions: Questions,
    gone: Set[str],
    tickets: Tickets,
    is_theirs: Callable[[str], bool],
    chosen: Collection[str] = (),
) -> Questions:
    """Take tickets out of what a run found; the next run finds the rest anew.

    Args:
        questions: As the run left them.
        gone: Refs of the tickets.
        tickets: Of the questions that they ask, by ref: those that stay, and those that are gone as far as known.
        is_theirs: Whether a text is something that only the gone tickets say.
        chosen: Labels that people chose, which stay.

    Returns:
        Questions without the tickets; one that nobody else asks is not among them.
    """
    clusters = [
        cluster if gone.isdisjoint(cluster.member_ids) else _without(cluster, gone, tickets, is_theirs, chosen)
        for cluster in questions.clusters
    ]
    left = tuple(cluster for cluster in clusters if cluster.member_ids)
    bursts = [replace(burst, member_ids=_kept(burst.member_ids, gone)) for burst in questions.bursts]
    known = questions.known
    return replace(
        questions,
        clusters=left,
        bursts=tuple(burst for burst in bursts if burst.member_ids),
        known=replace(known, clusters=left, alone=_kept(known.alone, gone), since=_kept(known.since, gone)),
    )


def _kept(refs: Sequence[str], gone: Set[str]) -> tuple[str, ...]:
    return tuple(ref for ref in refs if ref not in gone)


def _without(
    cluster: Cluster, gone: Set[str], tickets: Tickets, is_theirs: Callable[[str], bool], chosen: Collection[str]
) -> Cluster:
    kept = _kept(cluster.member_ids, gone)
    members = [tickets[ref] for ref in kept if ref in tickets]
    if not members:
        return replace(cluster, member_ids=kept, exemplar_ids=_kept(cluster.exemplar_ids, gone))
    days = sorted(ticket.created_at.astimezone(UTC).date().isoformat() for ticket in members)
    theirs = cluster.label not in chosen and is_theirs(cluster.label)
    return replace(
        cluster,
        member_ids=kept,
        exemplar_ids=_kept(cluster.exemplar_ids, gone) or kept[:1],
        label=_label(members, cluster.language) if theirs else cluster.label,
        customers=len({ticket.customer for ticket in members}),
        trend=_trend(cluster.trend, [tickets[ref] for ref in cluster.member_ids if ref in gone and ref in tickets]),
        keywords=tuple(word for word in cluster.keywords if _users(word, members) >= FEWEST_CUSTOMERS),
        first_seen=days[0],
        last_seen=days[-1],
        minutes=total_minutes(members),
    )


def _label(members: Sequence[CleanTicket], language: str) -> str:
    """What most of them say, in words of one of them."""
    own = [ticket for ticket in members if ticket.language == language] or list(members)
    said = spoken(own)
    sentences = sorted(candidates(own), key=lambda text: (-said[text.casefold()], not text.endswith(("?", "؟"))))
    return tidy_label(sentences[0]) if sentences else shortened(own[0].question)


def _trend(trend: Trend, gone: Sequence[CleanTicket]) -> Trend:
    fewer = Counter(monday(ticket.created_at).isoformat() for ticket in gone)
    counts = zip(trend.weeks, trend.tickets, strict=True)
    return replace(trend, tickets=tuple(max(0, count - fewer[week]) for week, count in counts))


def _users(word: str, members: Sequence[CleanTicket]) -> int:
    return len({ticket.customer for ticket in members if word.casefold() in ticket.question.casefold()})
