"""Figures about a workspace: its load, and how good its suggestions are."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from deflect.config import Amount
from deflect.errors import InputError, WorkspaceError
from deflect.models import Generation, current_generation
from deflect.pipeline.clock import Progress, silent
from deflect.pipeline.run import clusters_of
from deflect.types import CleanTicket, Cluster
from deflect.workspace import Workspace, atomic_write

if TYPE_CHECKING:
    from deflect.report import Kcs, Load
    from deflect.report.effect import Effect
    from deflect.report.self_service import SelfService
    from deflect.store import Store
    from deflect.suggest import BacktestResult
    from deflect.suggest.replay import History


def load_report(
    workspace: Workspace,
    costs: Mapping[str, Amount] | None = None,
    effect: Effect | None = None,
    customers: Path | None = None,
    progress: Progress = silent,
) -> Load:
    """Measure the load on the desk, what articles do for it, and what each way to handle it costs.

    Args:
        workspace: Only read, except for vectors that were not encoded yet and the backtest, which is kept.
        costs: Amounts that go before those of [costs].
        effect: What suggestions did, where there is a log of the form.
        customers: The list of customers with their renewals; goes before that of [report].
        progress: Called with the stage, items done and items to do.

    Raises:
        WorkspaceError: Nothing was run yet.
        InputError: The list of customers cannot be read.
    """
    from deflect.pipeline.customers import retention
    from deflect.pipeline.documentation import all_articles, documented_questions
    from deflect.pipeline.ledger import ledger
    from deflect.pipeline.options import decide_options, with_costs
    from deflect.pipeline.quality import measured_quality
    from deflect.pipeline.tiers import rules_for
    from deflect.report import measure_desk, measure_load
    from deflect.report.backtested import backtested
    from deflect.report.page.gaps import FEWEST
    from deflect.report.tiers import measure_tiers
    from deflect.store import Store

    generation, prices = run_before(workspace), with_costs(workspace.settings.costs, costs or {})
    articles = all_articles(workspace)
    with Store.open(workspace.database) as store:
        tickets, clusters = list(store.cleaned()), clusters_of(generation)
    renewals = retention(workspace, tickets, customers)
    past = backtested(run_backtest(workspace, progress=progress)) if len(tickets) >= FEWEST else None
    load = dataclasses.replace(
        measure_load(tickets, clusters),
        documented=documented_questions(workspace),
        kcs=_kcs(workspace, tickets, clusters),
        desk=measure_desk(tickets, workspace.settings.desk),
        tiers=measure_tiers(tickets, rules_for(workspace, tickets, clusters)),
        demand=ledger(workspace, tickets, clusters, articles, prices),
        answered=past.right if past else None,
        backtest=past,
        effect=effect,
        retention=renewals,
        quality=measured_quality(workspace),
    )
    load = dataclasses.replace(load, self_service=_self_service(workspace, load, tickets, clusters))
    return decide_options(load, clusters, articles, prices)


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


def _self_service(
    workspace: Workspace, load: Load, tickets: Sequence[CleanTicket], clusters: Sequence[Cluster]
) -> SelfService:
    from deflect.pipeline.documentation import all_articles, links_to
    from deflect.pipeline.ledger import known_since
    from deflect.report.desk.volume import LATELY
    from deflect.report.self_service import measure_self_service

    assert load.desk is not None
    assert load.kcs is not None
    articles = [each for each in all_articles(workspace) if each.state != "archived"]
    links = links_to(workspace, articles)
    volume = load.desk.volume
    return measure_self_service(
        tickets,
        clusters,
        link_rate=load.kcs.link_rate,
        linked={each.id for each in tickets if links.of(each)},
        known=known_since(workspace, articles),
        effect=load.effect,
        visitors=workspace.settings.report.visitors,
        customers=load.retention.found.whole if load.retention else 0,
        months=[month for month, whole in zip(volume.months, volume.whole, strict=True) if whole][-LATELY:],
    )


def run_backtest(workspace: Workspace, latest: int | None = None, progress: Progress = silent) -> BacktestResult:
    """Ask past tickets, month by month, as if they came in then, of what was known before.

    A whole backtest is kept beside the reports, and read from there while all that it depends on is as before.

    Args:
        workspace: Only read otherwise, except for vectors that were not encoded yet.
        latest: Ask at most so many months, the newest.
        progress: Called with the stage, items done and items to do.

    Raises:
        WorkspaceError: Nothing was run yet, or there are too few tickets.
    """
    from deflect.pipeline.kept_backtest import keep, kept, key_of
    from deflect.store import Store
    from deflect.suggest import backtest

    generation = run_before(workspace)
    with workspace.lock("backtest"), Store.open(workspace.database) as store:
        key = key_of(workspace, store, generation)
        found = kept(workspace, key) if latest is None else None
        if found:
            return found
        past = past_of(workspace, store, generation, progress)
    result = backtest(past, workspace.settings.suggest, latest, partial(progress, "backtest"))
    result = dataclasses.replace(result, caveats=(*result.caveats, *_tuned(workspace)))
    if latest is None:
        keep(workspace, key, result)
    return result


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


def write_nothing(workspace: Workspace, language: str = "en", path: Path | None = None) -> bool:
    """Write in place of the report that there is nothing to report, if nothing was run yet.

    Args:
        workspace: Its `.deflect/reports/` holds the page if no file is named.
        language: Of the interface.
        path: The file; an older page, of tickets that are no longer there, is replaced whole.

    Returns:
        Whether there is nothing.
    """
    from deflect.report.page import nothing_page

    if current_generation(workspace.models) is not None:
        return False
    atomic_write(path or workspace.reports / "report.html", nothing_page(language).encode())
    return True


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


def past_of(workspace: Workspace, store: Store, generation: Generation, progress: Progress = silent) -> History:
    """Give the past of the last run's tickets, articles and questions, as the encoder in use sees it.

    Args:
        workspace: Only read, except for vectors that were not encoded yet.
        store: Its tickets.
        generation: Of the last run.
        progress: Called with the stage, items done and items to do.
    """
    from deflect.pipeline.asked import as_asked
    from deflect.pipeline.documentation import all_articles, links_to
    from deflect.pipeline.known import known_since
    from deflect.pipeline.memory import open_memory
    from deflect.suggest import replay

    tickets = as_asked(store.cleaned(), generation)
    memory = open_memory(workspace, tickets)
    vectors = memory.encode([each.question for each in tickets], lambda done, total: progress("encode", done, total))
    articles = all_articles(workspace)
    linking = links_to(workspace, articles).resolved(tickets)
    clusters = [each for each in clusters_of(generation) if each.standing != "rejected"]
    return replay.history(linking, vectors, articles, clusters, memory.encode, known_since(workspace, store))


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
