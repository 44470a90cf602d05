"""`deflect review` and `report`: what waits for a person, and what the desk carries."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from deflect.cli.figures_text import documented_lines, kcs_lines, share_text
from deflect.cli.output import json_option, show, workspace_option
from deflect.workspace import Workspace

if TYPE_CHECKING:
    from deflect.pipeline.review import Waiting
    from deflect.report import Load


@click.command("review")
@workspace_option
@json_option
@click.option("--limit", default=25, show_default=True, type=click.IntRange(1), help="How many to list.")
def review_command(folder: str, as_data: bool, limit: int) -> None:
    """List the articles that wait for a person: conflicts first, then by how many tickets ask them.

    Edit the file. Set `state: validated` in its first lines when you stand behind it.
    """
    from deflect.pipeline.review import review

    waiting = review(Workspace.open(folder))
    show(waiting, as_data, lambda: _waiting_text(waiting, limit))


@click.command("report")
@workspace_option
@json_option
def report_command(folder: str, as_data: bool) -> None:
    """Show the load on the desk, the part of it that asks recurring questions, and what articles do for it.

    Shares carry their 95% interval. The figures of articles are those of KCS, each with how it is counted.
    """
    from deflect.pipeline import load_report

    load = load_report(Workspace.open(folder))
    show(load, as_data, lambda: "\n".join([_load_text(load), *documented_lines(load), *kcs_lines(load)]))


def _waiting_text(waiting: tuple[Waiting, ...], limit: int) -> str:
    if not waiting:
        return "Nothing waits for you."
    counts = Counter(each.reason for each in waiting)
    lines = [", ".join(f"{count:,} {reason}" for reason, count in counts.items()), "", "tickets  why             file"]
    lines += [f"{each.tickets:7}  {each.reason:<14}  {each.file}" for each in waiting[:limit]]
    if len(waiting) > limit:
        lines.append(f"… and {len(waiting) - limit:,} more; list them with --limit {len(waiting)}")
    return "\n".join(lines)


def _load_text(load: Load) -> str:
    rows = [
        ("tickets", f"{load.tickets:,} from {load.months[0]} to {load.months[-1]}, by {load.customers:,} customers"),
        ("a month", f"{load.tickets / len(load.months):,.0f} on average, {load.by_month[-1]:,} in the last"),
        ("recurring", share_text(load.recurring)),
        ("one-touch", share_text(load.one_touch)),
        ("first response", _hours(load)),
        ("languages", ", ".join(f"{name} {count:,}" for name, count in load.languages.items())),
    ]
    lines = [f"{name:>16}  {value}" for name, value in rows]
    lines += ["", "tickets  customers  question"]
    return "\n".join([*lines, *(f"{each.tickets:7}  {each.customers:9}  {each.question}" for each in load.questions)])


def _hours(load: Load) -> str:
    if load.first_response_p50 is None:
        return "no replies"
    return f"half within {load.first_response_p50:.1f} h, nine in ten within {load.first_response_p90:.1f} h"
