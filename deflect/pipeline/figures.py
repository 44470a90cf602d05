"""Figures about a workspace: its load, and how good its suggestions are."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from deflect.config import Amount
from deflect.errors import InputError, WorkspaceError
from deflect.models import Generation, current_generation
from deflect.pipeline.clock import Progress, silent
from deflect.pipeline.run import clusters_of
from deflect.types import CleanTicket, Cluster
from deflect.workspace import Workspace, atomic_write

LATEST = 3
"""Windows of the backtest, the newest, that the report takes its share from."""

FEWEST = 20
"""Tickets without which the report asks none: the interval would say nothing."""

if TYPE_CHECKING:
    from deflect.report import Kcs, Load
    from deflect.report.backtested import Backtested
    from deflect.report.effect import Effect
    from deflect.store import Store
    from deflect.suggest import BacktestResult
    from deflect.suggest.replay import History


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
    from deflect.store import Store

    generation = run_before(workspace)
    with Store.open(workspace.database) as store:
        tickets, clusters = list(store.cleaned()), clusters_of(generation)
    past = newest_windows(workspace) if len(tickets) >= FEWEST else None
    load = dataclasses.replace(
        measure_load(tickets, clusters),
        documented=documented_questions(workspace),
        kcs=_kcs(workspace, tickets, clusters),
        desk=measure_desk(tickets, workspace.settings.desk),
        tiers=measure_tiers(tickets, rules_for(workspace, tickets, clusters)),
        demand=ledger(workspace, tickets, clusters, all_articles(workspace)),
        answered=past.right if past else None,
        backtest=past,
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


def newest_windows(workspace: Workspace) -> Backtested:
    """What the backtest answered in the newest windows; it flatters, see its caveats."""
    from deflect.report.backtested import backtested

    return backtested(run_backtest(workspace, LATEST))


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


def run_backtest(workspace: Workspace, latest: int | None = None, progress: Progress = silent) -> BacktestResult:
    """Ask past tickets, month by month, as if they came in then, of what was known before.

    Args:
        workspace: Only read, except for vectors that were not encoded yet.
        latest: Ask at most so many months, the newest.
        progress: Called with the stage, items done and items to do.

    Raises:
        WorkspaceError: Nothing was run yet, or there are too few tickets.
    """
    from deflect.store import Store
    from deflect.suggest import backtest

    generation = run_before(workspace)
    with workspace.lock("backtest"), Store.open(workspace.database) as store:
        past = past_of(workspace, store, generation, progress)
    found = backtest(past, workspace.settings.suggest, latest, lambda done, total: progress("backtest", done, total))
    return dataclasses.replace(found, caveats=(*found.caveats, *_tuned(workspace)))


def write_backtest(workspace: Workspace, result: BacktestResult, path: Path | None = None) -> Path:
    """Write the page of a backtest.

    Args:
        workspace: Its `.deflect/reports/` holds the page if no file is named.
        result: What `run_backtest` found.
        path: The file; its folder is made if missing, and an older page is replaced whole.

    Returns:
        The file.
    """
    from deflect.report.backtest_page import backtest_page

    page = backtest_page(result).encode()
    file = path or workspace.reports / "backtest.html"
    atomic_write(file, page)
    return file


def write_report(workspace: Workspace, load: Load, language: str = "en", path: Path | None = None) -> Path:
    """Write the page of a report.

    Args:
        workspace: Its `.deflect/reports/` holds the page if no file is named.
        load: What `load_report` found.
        language: Of the interface, one of `deflect.report.page.LANGUAGES`.
        path: The file; its folder is made if missing, and an older page is replaced whole.

    Returns:
        The file.
    """
    from deflect.report.page import decision_page

    file = path or workspace.reports / "report.html"
    atomic_write(file, decision_page(load, language).encode())
    return file


def past_of(workspace: Workspace, store: Store, generation: Generation, progress: Progress) -> History:
    """All past tickets in order of time, as the encoder in use sees them, with all that is needed to replay them.

    Args:
        workspace: Only read, except for vectors that were not encoded yet.
        store: Its tickets.
        generation: What the last run found in them.
        progress: Called with the stage, items done and items to do.
    """
    from deflect.pipeline.asked import as_asked
    from deflect.pipeline.documentation import all_articles, days_published, links_to
    from deflect.pipeline.memory import open_memory
    from deflect.suggest import replay

    tickets = as_asked(store.cleaned(), generation)
    memory = open_memory(workspace, tickets)
    vectors = memory.encode([each.question for each in tickets], lambda done, total: progress("encode", done, total))
    articles = all_articles(workspace)
    linking = links_to(workspace, articles).resolved(tickets)
    past = replay.history(linking, vectors, articles, clusters_of(generation), memory.encode)
    settled = {each.ref: max(message.created_at for message in each.messages) for each in store.tickets()}
    customers = workspace.settings.drafting.customers
    return dataclasses.replace(past, settled=settled, changed=days_published(workspace), customers=customers)


def _tuned(workspace: Workspace) -> tuple[str, ...]:
    from deflect.models.tuning.adopted import encoder_in_use

    until = encoder_in_use(workspace.models, workspace.settings.encoder.model).until
    return (f"The encoder was tuned on tickets up to {until}: figures of the time before flatter.",) if until else ()


def run_before(workspace: Workspace) -> Generation:
    """What the last run published.

    Raises:
        WorkspaceError: Nothing was run yet.
    """
    generation = current_generation(workspace.models)
    if generation is None:
        raise WorkspaceError("nothing was run yet", str(workspace.root), "Run it first: deflect run")
    return generation
