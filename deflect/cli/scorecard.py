"""`deflect scorecard`: how a partner does, beside how the desk did."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from deflect.cli.output import json_option, show, workspace_option
from deflect.workspace import Workspace

if TYPE_CHECKING:
    from deflect.report.desk.estimate import Estimate
    from deflect.report.scorecard import Figure, Scorecard

NAMES = {
    "resolved": "resolved without escalation",
    "one_touch": "solved by one reply",
    "reopened": "came back",
    "quality": "rated good",
    "reviewed": "good by peers' marks",
}
NONE = "no ticket on one side"
NOTHING = {"reviewed": "none was reviewed on one side; begin with deflect quality draw --reviewer NAME"}


@click.command("scorecard")
@workspace_option
@json_option
@click.option("--agents", default="", metavar="LIST", help="Ids of the partner's agents, with commas between them.")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day from which on the partner works, by the desk's clock; without --agents, all since are theirs.",
)
def scorecard_command(folder: str, as_data: bool, agents: str, since: datetime | None) -> None:
    """Compare a partner's tickets with your own before: resolved, one reply, came back, rated, reviewed.

    Each share has its 95% interval and its counts, and each difference an interval: where it holds 0, nothing is said.

    \b
    Example:
      deflect scorecard --agents 4711,4712 --since 2026-03-01
    """  # noqa: D301 - click reads the backslash
    from deflect.pipeline.scorecard import scorecard

    named = [each.strip() for each in agents.split(",") if each.strip()]
    found = scorecard(Workspace.open(folder), named, since.date() if since else None)
    show(found, as_data, lambda: _text(found))


def _text(found: Scorecard) -> str:
    head = f"{found.before:,} answered tickets before, {found.after:,} after."
    blocks = (_block(each) for each in found.figures)
    return "\n\n".join((head, *blocks, f"{found.caveat}."))


def _block(figure: Figure) -> str:
    change = figure.change
    said = _points(change) if change else NOTHING.get(figure.name, NONE)
    rows = (("before", str(figure.before)), ("after", str(figure.after)), ("change", f"{said}: {figure.verdict}"))
    lines = "\n".join(f"{name:>8}  {value}" for name, value in rows)
    return f"{NAMES[figure.name]} ({figure.meaning})\n{lines}"


def _points(change: Estimate) -> str:
    value, low, high = (f"{100 * each:+.1f}" for each in (change.value, change.low, change.high))
    return f"{value} points ({low} to {high})"
