"""`deflect run`, `cluster`, `draft` and `build`: the pipeline, whole or in part."""

from __future__ import annotations

import dataclasses
import sys
from typing import TYPE_CHECKING

import click

from deflect.cli.output import json_option, progress, show, workspace_option
from deflect.workspace import Workspace

if TYPE_CHECKING:
    from deflect.pipeline import Asked, Goal, RunSummary
    from deflect.types import Cluster


@click.command("run")
@workspace_option
@json_option
@click.option("--ask", "questions", multiple=True, metavar="TEXT", help="Ask this afterwards; may be given often.")
def run_command(folder: str, as_data: bool, questions: tuple[str, ...]) -> None:
    """Do everything that is due, from new tickets to the help centre.

    Stages whose tickets, settings and articles are as before are skipped. What you edited is kept; where a new draft
    does not fit your edit, the draft is put beside your file and the exit code is 1.
    """
    from deflect.cli.summary import summary_text

    workspace = Workspace.open(folder)
    summary = _run(workspace, "site")
    if questions:
        summary = dataclasses.replace(summary, asked=_ask(workspace, questions))
    show(summary, as_data, lambda: summary_text(summary, workspace))
    _stop_on_conflicts(summary)


@click.command("cluster")
@workspace_option
@json_option
@click.option("--limit", default=25, show_default=True, type=click.IntRange(1), help="How many questions to list.")
def cluster_command(folder: str, as_data: bool, limit: int) -> None:
    """Find the recurring questions and list them, the most frequent first.

    Set [clusters] min_size and granularity in deflect.toml to get fewer, broader questions or more, finer ones.
    """
    from deflect.models import current_generation
    from deflect.pipeline import clusters_of

    workspace = Workspace.open(folder)
    _run(workspace, "questions")
    generation = current_generation(workspace.models)
    assert generation is not None
    clusters = clusters_of(generation)
    show(clusters[:limit], as_data, lambda: _cluster_table(clusters, limit))


@click.command("draft")
@workspace_option
@json_option
def draft_command(folder: str, as_data: bool) -> None:
    """Draft an article for each recurring question into kb/, without building the site.

    Articles you never touched are replaced, edited ones are merged, deleted ones stay deleted.
    """
    from deflect.cli.summary import drafted_text

    summary = _run(Workspace.open(folder), "articles")
    show(summary.drafted, as_data, lambda: drafted_text(summary.drafted))
    _stop_on_conflicts(summary)


@click.command("build")
@workspace_option
@json_option
def build_command(folder: str, as_data: bool) -> None:
    """Build the help centre in site/ from the articles in kb/, as they are now."""
    from deflect.pipeline import build_site

    workspace = Workspace.open(folder)
    result = build_site(workspace)
    home = workspace.site / "index.html"
    show(result, as_data, lambda: f"{result.pages} pages, {result.written} files new or changed. Open {home}")


def _run(workspace: Workspace, goal: Goal) -> RunSummary:
    from deflect.pipeline import run

    with progress() as report:
        return run(workspace, goal, report)


def _ask(workspace: Workspace, questions: tuple[str, ...]) -> tuple[Asked, ...]:
    from deflect.pipeline import Asked
    from deflect.suggest import Suggester

    suggester = Suggester.load(workspace.root)
    return tuple(Asked(question, suggester.suggest(question)) for question in questions)


def _stop_on_conflicts(summary: RunSummary) -> None:
    if summary.drafted.conflicts:
        click.echo(
            f"deflect: {len(summary.drafted.conflicts)} articles you edited do not fit their new draft "
            "(kb/*.proposal.md). Settle them: deflect review",
            err=True,
        )
        sys.exit(1)


def _cluster_table(clusters: tuple[Cluster, ...], limit: int) -> str:
    if not clusters:
        return "No question recurs yet. See [clusters] min_size and granularity in deflect.toml"
    width = 72
    lines = ["tickets  customers  language  question"]
    lines += [
        f"{len(each.member_ids):7}  {each.customers:9}  {each.language:8}  {_cut(each.label, width)}"
        for each in clusters[:limit]
    ]
    if len(clusters) > limit:
        lines.append(f"… and {len(clusters) - limit} more; list them with --limit {len(clusters)}")
    return "\n".join(lines)


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"
