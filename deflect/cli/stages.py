"""`deflect run`, `draft` and `build`: the pipeline, whole or in part."""

from __future__ import annotations

import dataclasses
import sys
from typing import TYPE_CHECKING

import click

from deflect.cli.output import json_option, progress, show, typed, warn, workspace_option
from deflect.cli.site_text import built_text, problem_lines
from deflect.workspace import Workspace

if TYPE_CHECKING:
    from deflect.pipeline import Asked, Goal, RunSummary


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
    summary = run_to(workspace, "site")
    if questions:
        summary = dataclasses.replace(summary, asked=_ask(workspace, questions))
    show(summary, as_data, lambda: summary_text(summary, workspace))
    _stop_on_conflicts(summary, workspace)


@click.command("draft")
@workspace_option
@json_option
def draft_command(folder: str, as_data: bool) -> None:
    """Draft an article for each recurring question into kb/, without building the site.

    Articles you never touched are replaced, edited ones are merged, deleted ones stay deleted.
    """
    from deflect.cli.summary import drafted_text, wording_text

    workspace = Workspace.open(folder)
    summary = run_to(workspace, "articles")
    show(summary.drafted, as_data, lambda: drafted_text(summary.drafted))
    if summary.wording:
        click.echo(f"language model: {wording_text(summary.wording)}", err=True)
    _stop_on_conflicts(summary, workspace)


@click.command("build")
@workspace_option
@json_option
@click.option("--drafts", is_flag=True, help="Build everything for preview; every page is marked a draft, and noindex.")
@click.option("--strict", is_flag=True, help="Publish all or nothing: if an article is refused, site/ stays as it is.")
def build_command(folder: str, as_data: bool, drafts: bool, strict: bool) -> None:
    """Build the help centre in site/ from the articles in kb/, as they are now.

    An article is refused, with file and line, if nobody validated it, if it has a MISSING: part, a broken link, or what
    may be personal data or a secret. All others are published. One whose front matter names an article that there is
    none of is published with a warning, and refused with --strict.

    Drafts that wait for review are the normal state: the exit code is 0. It is 1 if somebody has to put something right
    first: if what may be personal data or a secret stands in any article, if a validated one has a MISSING: part or a
    broken link, or if a file cannot be read; with --strict, if any article is not published.
    """
    from deflect.pipeline import build_site

    workspace = Workspace.open(folder)
    built = build_site(workspace, preview=drafts, strict=strict)
    if not as_data:
        for line in problem_lines(built.left_out, workspace):
            click.echo(line, err=True)
        warn(problem_lines(built.warned, workspace))
    warn(built.unreadable)
    show(built, as_data, lambda: built_text(built, workspace, strict=strict))
    if built.wrong or built.unreadable or (strict and built.left_out):
        sys.exit(1)


def run_to(workspace: Workspace, goal: Goal) -> RunSummary:
    """Run up to a goal and show progress."""
    from deflect.pipeline import run

    with progress() as report:
        summary = run(workspace, goal, report)
    warn(summary.unreadable)
    return summary


def _ask(workspace: Workspace, questions: tuple[str, ...]) -> tuple[Asked, ...]:
    from deflect.pipeline import Asked
    from deflect.suggest import Suggester

    suggester = Suggester.load(workspace.root)
    return tuple(Asked(question, suggester.suggest(question)) for question in questions)


def _stop_on_conflicts(summary: RunSummary, workspace: Workspace) -> None:
    if summary.drafted.conflicts:
        click.echo(
            f"deflect: {len(summary.drafted.conflicts)} articles you edited do not fit their new draft "
            f"(kb/*.proposal.md). Settle them: {typed('deflect review', workspace.root)}",
            err=True,
        )
        sys.exit(1)
