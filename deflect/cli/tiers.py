"""`deflect tiers`: label a sample of tickets, and see how well the rules for tiers agree."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from deflect.cli.output import json_option, show, workspace_option
from deflect.workspace import Workspace

if TYPE_CHECKING:
    from deflect.report.tiers import Agreement

file_option = click.option(
    "--file",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    metavar="FILE",
    help="The sample; tiers-sample.csv in the workspace if it is not said.",
)


@click.group("tiers")
def tiers_command() -> None:
    """See how well the rules of [tiers] agree with you.

    Tier 1 is answered from what is documented or repeated, 2 needs investigation, 3 a developer.
    """


@tiers_command.command("sample")
@workspace_option
@json_option
@file_option
@click.option("--size", default=50, show_default=True, type=click.IntRange(1, 10_000), help="How many tickets.")
@click.option("--seed", default=0, show_default=True, type=int, help="Another number draws another sample.")
def sample_command(folder: str, as_data: bool, file: Path | None, size: int, seed: int) -> None:
    """Draw tickets into a CSV file in which you write the tier of each.

    What the rules say is not in it, so that it does not lead you. Texts are redacted.

    \b
    Example:
      deflect tiers sample --size 50    # write 1, 2 or 3 into tier, then: deflect tiers agreement
    """  # noqa: D301 - click reads the backslash
    from deflect.pipeline.tiers import write_sample

    found = write_sample(Workspace.open(folder), size, seed, file)
    show(found, as_data, lambda: f"{found.tickets:,} tickets in {found.file}\n{found.next_step}")


@tiers_command.command("agreement")
@workspace_option
@json_option
@file_option
def agreement_command(folder: str, as_data: bool, file: Path | None) -> None:
    """Compare what you wrote with what the rules say: the share that agrees, and Cohen's kappa."""
    from deflect.pipeline.tiers import agreement

    found = agreement(Workspace.open(folder), file)
    show(found, as_data, lambda: _text(found))


def _text(found: Agreement) -> str:
    share, kappa = found.share, found.kappa
    said = f"{kappa.value:.2f} ({kappa.low:.2f} to {kappa.high:.2f})" if kappa else "all are in one tier"
    rows = [
        ("agree", f"{share.value:.0%} ({share.low:.0%} to {share.high:.0%}), {share.part:,} of {share.whole:,}"),
        ("naive", f"{found.naive:.0%}, if the rules always said your most frequent tier"),
        ("kappa", said),
        *(("you → rules", f"{pair}: {count:,}") for pair, count in found.confused.items()),
    ]
    return "\n".join(f"{name:>12}  {value}" for name, value in rows)
