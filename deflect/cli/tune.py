"""`deflect tune`: adapt the encoder to the workspace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from deflect.cli.output import json_option, progress, rows_text, show, workspace_option
from deflect.errors import UsageError
from deflect.workspace import Workspace

if TYPE_CHECKING:
    from deflect.pipeline.tuner import Tuning
    from deflect.suggest.tuning.gate import Comparison

KINDS = {
    "answer": "question and answer",
    "thread": "linked tickets",
    "duplicate": "merged tickets",
    "article": "same article",
    "title": "question and title",
}


@dataclass(frozen=True, slots=True)
class Undone:
    """What `--undo` came to.

    Attributes:
        tuned: Whether an encoder that was tuned earlier is in use now; else the one that the settings name is.
    """

    tuned: bool


@click.command("tune")
@workspace_option
@json_option
@click.option(
    "--minutes",
    type=click.FloatRange(0, min_open=True),
    default=30.0,
    show_default=True,
    metavar="N",
    help="Time that all of it takes at most.",
)
@click.option("--dry-run", is_flag=True, help="Train and judge, and change nothing.")
@click.option("--undo", is_flag=True, help="Go back to the encoder that was in use before.")
def tune_command(folder: str, as_data: bool, minutes: float, dry_run: bool, undo: bool) -> None:
    """Adapt the encoder, which tells how alike two texts are, to your own tickets.

    It learns from the older half of your tickets which texts belong together: questions and their answers, tickets that
    agents linked or merged, and tickets with the same article. The best of several ways is chosen on newer tickets, and
    adopted only if it puts the right article first more often on the newest quarter, beyond noise. Else, and where
    there are too few tickets to learn from or to judge by, everything stays as it is, which is no failure: the exit
    code is 0.

    Needs an extra: pip install 'deflect[tune]'
    """
    from deflect.pipeline.tuning import tune, undo_tuning

    if undo and dry_run:
        raise UsageError("--undo and --dry-run exclude each other", "", "Give one of them")
    workspace = Workspace.open(folder)
    if undo:
        done = Undone(undo_tuning(workspace))
        show(done, as_data, lambda: undone_text(done))
        return
    with progress() as report:
        found = tune(workspace, minutes, report, dry_run=dry_run)
    show(found, as_data, lambda: tuning_text(found, dry_run=dry_run))


def undone_text(done: Undone) -> str:
    """Say which encoder is in use now."""
    which = "the encoder that was tuned before" if done.tuned else "the encoder that deflect.toml names"
    return f"In use again: {which}. Encode with it: deflect run"


def tuning_text(found: Tuning, *, dry_run: bool = False) -> str:
    """Lay out what tuning came to, the outcome first."""
    if not found.ways:
        return f"Nothing was tried, everything is as before: {found.reason}."
    rows = [
        ("pairs", "\n".join(f"{count:,} {KINDS[kind]}" for kind, count in found.pairs.items())),
        ("learned from", f"{found.learned:,} tickets, up to {found.until}"),
        ("tried", "\n".join(f"{way.score:.3f}  {way.name}" for way in found.ways)),
        *([("no time for", "\n".join(found.left_out))] if found.left_out else []),
        *(_comparison(found.comparison) if found.comparison else []),
        ("took", f"{found.seconds / 60:.1f} minutes"),
    ]
    return f"{_outcome(found, dry_run)}\n\n{rows_text(rows)}"


def _outcome(found: Tuning, dry_run: bool) -> str:
    if not found.adopted:
        return f"Not adopted, everything is as before: {found.reason}."
    if dry_run:
        return f"It would be adopted: {found.reason}. Nothing was changed."
    return f"Adopted: {found.reason}. Encode with it: deflect run. Go back: deflect tune --undo"


def _comparison(found: Comparison) -> list[tuple[str, str]]:
    low, high = found.interval
    return [
        ("judged on", f"{found.asked:,} newer tickets with a linked article"),
        ("right at 1", f"{found.before[0]:.1%} before, {found.after[0]:.1%} after"),
        ("right among 3", f"{found.before[1]:.1%} before, {found.after[1]:.1%} after"),
        ("gain at 1", f"{100 * found.gain:+.1f} points ({100 * low:+.1f} to {100 * high:+.1f})"),
        ("differ on", f"{found.gained + found.lost} tickets: {found.gained} gained, {found.lost} lost"),
        ("chance", f"{found.chance:.3f} for as great a gain between equals; at most 0.025 counts"),
    ]
