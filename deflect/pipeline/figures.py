"""Figures about a workspace: its load, and how good its suggestions are."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from deflect.config import Amount
from deflect.errors import InputError, WorkspaceError
from deflect.interval import Share, wilson
from deflect.models import Generation, current_generation
from deflect.pipeline.run import clusters_of
from deflect.store import Store
from deflect.types import CleanTicket, Cluster
from deflect.workspace import Workspace

HOLDOUT = 0.25
"""Share of the tickets, the newest, that the report asks as if they came in now."""

FEWEST = 20
"""Tickets without which the report asks none: the interval would say nothing."""

if TYPE_CHECKING:
    from deflect.report import Kcs, Load
    from deflect.report.effect import Effect
    from deflect.suggest import BacktestResult


def load_report(workspace: Workspace, costs: Mapping[str, Amount] | None = None) -> Load:
    """Measure the load on the desk, what articles do for it, and what each way to handle it costs.

    Args:
        workspace: Only read, except for vectors that were not encoded yet.
        costs: Amounts that go before those of [costs].

    Raises:
        WorkspaceError: Nothing was run yet.
    """
    from deflect.pipeline.documentation import all_articles, documented_questions
    from deflect.pipeline.ledger import ledger
    from deflect.pipeline.options import decide_options
    from deflect.pipeline.tiers import rules_for
    from deflect.report import measure_desk, measure_load
    from deflect.report.tiers import measure_tiers

    generation = _generation(workspace)
    with Store.open(workspace.database) as store:
        tickets, clusters = list(store.cleaned()), clusters_of(generation)
    load = dataclasses.replace(
        measure_load(tickets, clusters),
        documented=documented_questions(workspace),
        kcs=_kcs(workspace, tickets, clusters),
        desk=measure_desk(tickets, workspace.settings.desk),
        tiers=measure_tiers(tickets, rules_for(workspace, tickets, clusters)),
        demand=ledger(workspace, tickets, clusters, all_articles(workspace)),
        answered=answered_share(workspace) if len(tickets) >= FEWEST else None,
    )
    return decide_options(load, clusters, all_articles(workspace), workspace.settings, costs or {})


def measured_effect(log: Path) -> Effect:
    """Measure what suggestions did from a log of the contact form's events, one JSON object a line.

    Raises:
        InputError: There is no such file, or a line is no event; names it.
    """
    from deflect.report.effect import measure_effect
    from deflect.report.impressions import impressions, read_event

    events = []
    try:
        lines = log.read_bytes().splitlines()
    except (FileNotFoundError, IsADirectoryError):
        raise InputError("there is no such file", str(log), "Name the log of /events") from None
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                events.append(read_event(line))
            except InputError as error:
                raise InputError(error.what, f"{log}, line {number}", "Correct that line, or remove it") from None
    last = max((event.at for event in events), default=datetime.now(UTC))
    return measure_effect(impressions(events), until=last)


def answered_share(workspace: Workspace) -> Share:
    """Share of the later tickets that the backtest answered rightly, of all that it asked."""
    found = run_backtest(workspace, HOLDOUT)
    return wilson(found.all.precision.part, found.all.asked)


def _kcs(workspace: Workspace, tickets: Sequence[CleanTicket], clusters: Sequence[Cluster]) -> Kcs:
    from deflect.pipeline.documentation import all_articles, days_changed, links_to
    from deflect.report import measure_kcs

    articles = all_articles(workspace)
    return measure_kcs(
        tickets,
        clusters,
        articles,
        links=links_to(workspace, articles),
        changed=days_changed(workspace),
        today=datetime.now(UTC).date(),
    )


def run_backtest(workspace: Workspace, holdout: float) -> BacktestResult:
    """Ask the newest tickets as if they came in now, with what the others teach.

    Args:
        workspace: Only read, except for vectors that were not encoded yet.
        holdout: Share of the tickets to ask, 0 to 1, the newest.

    Raises:
        WorkspaceError: Nothing was run yet.
    """
    from deflect.pipeline.asked import as_asked
    from deflect.pipeline.documentation import all_articles, links_to
    from deflect.pipeline.memory import open_memory
    from deflect.suggest import backtest

    generation = _generation(workspace)
    clusters = clusters_of(generation)
    with workspace.lock("backtest"), Store.open(workspace.database) as store:
        tickets = as_asked(store.cleaned(), generation)
        memory = open_memory(workspace, tickets)
        vectors = memory.encode([ticket.question for ticket in tickets])
        articles = all_articles(workspace)
        tickets = links_to(workspace, articles).resolved(tickets)
        return backtest(tickets, vectors, clusters, articles, memory.encode, workspace.settings, holdout)


def _generation(workspace: Workspace) -> Generation:
    generation = current_generation(workspace.models)
    if generation is None:
        raise WorkspaceError("nothing was run yet", str(workspace.root), "Run it first: deflect run")
    return generation
