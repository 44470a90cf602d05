"""The ledger of a workspace's demand: what each question is, and since when an article answers it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from deflect.config import CostSettings
from deflect.kb import Library, review_log
from deflect.kb.shapes import shape_of
from deflect.pipeline.demand import a_month, by_week
from deflect.pipeline.documentation import days_changed, documented_questions
from deflect.types import Article, CleanTicket, Cluster, Shape
from deflect.workspace import Workspace

if TYPE_CHECKING:
    from deflect.report.demand import Demand, Documentation
    from deflect.report.self_service import Known


def ledger(
    workspace: Workspace,
    tickets: Sequence[CleanTicket],
    clusters: Sequence[Cluster],
    articles: Sequence[Article],
    costs: CostSettings,
) -> Demand:
    """Write the ledger of the last run's questions, whose hours are reckoned from the amounts that the options use."""
    from deflect.report.demand import measure_demand
    from deflect.report.options.inputs import amount

    each = amount(costs.minutes_a_reply)
    return measure_demand(
        tickets,
        clusters,
        desk=by_week(clusters),
        shapes=_shapes(tickets, clusters, articles),
        monthly={cluster.id: a_month(cluster.trend) for cluster in clusters if cluster.trend.tickets},
        documented=_documented(workspace, articles),
        minutes_a_reply=each.likely if each else None,
    )


def _shapes(
    tickets: Sequence[CleanTicket], clusters: Sequence[Cluster], articles: Sequence[Article]
) -> Mapping[str, Shape]:
    """What each question is: as its article says, which a person may have changed, else as its tickets tell."""
    said = {each.cluster_id: each.shape for each in articles if each.cluster_id and each.shape}
    known = {ticket.id: ticket for ticket in tickets}
    return {
        cluster.id: said.get(cluster.id) or shape_of([known[ref] for ref in cluster.member_ids if ref in known])
        for cluster in clusters
    }


def _documented(workspace: Workspace, articles: Sequence[Article]) -> Mapping[str, Documentation]:
    """The article of each question that customers can read, those written here before those elsewhere."""
    from deflect.report.demand import Documentation

    changed = days_changed(workspace)
    here = _documented_here(workspace, articles)
    elsewhere = {
        each.question: Documentation(each.article, changed.get(each.article))
        for each in documented_questions(workspace)
    }
    return elsewhere | here


def known_since(workspace: Workspace, articles: Sequence[Article]) -> Mapping[str, Known]:
    """Questions with an article that customers can read, and since when they can; see `Known`."""
    from deflect.report.self_service import Known

    here = _documented_here(workspace, articles)
    every = _documented(workspace, articles)
    return {name: Known(each.since, changed=name not in here) for name, each in every.items()}


def _documented_here(workspace: Workspace, articles: Sequence[Article]) -> dict[str, Documentation]:
    from deflect.report.demand import Documentation

    since = _validated_since(workspace)
    return {
        each.cluster_id: Documentation(each.slug, since.get(each.slug))
        for each in articles
        if each.state == "validated" and each.cluster_id
    }


def _validated_since(workspace: Workspace) -> Mapping[str, date]:
    """The first day on which a person accepted each article, by slug; else that in its front matter."""
    files = Library(workspace.kb, workspace.base).placed()
    days = {slug: file.upkeep.reviewed for slug, (_, file) in files.items() if file.upkeep.reviewed}
    reviews = review_log.counting(review_log.load(workspace.root / review_log.FILE_NAME))
    for each in reviews:
        if each.verdict == "accept":
            days[each.article] = min(each.on, days.get(each.article, each.on))
    return days
