"""`deflect report`: what the desk carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from deflect.cli.figures_text import documented_lines, kcs_lines, share_text
from deflect.cli.output import json_option, show, workspace_option
from deflect.workspace import Workspace

if TYPE_CHECKING:
    from deflect.report import Load


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
