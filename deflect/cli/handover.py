"""`deflect handover`: the pack that an outsourcing partner needs."""

from __future__ import annotations

from pathlib import Path

import click

from deflect.cli.output import json_option, rows_text, show, workspace_option
from deflect.workspace import Workspace


@click.command("handover")
@click.argument("pack", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@workspace_option
@json_option
def handover_command(pack: Path, folder: str, as_data: bool) -> None:
    """Write what a partner needs to take over tier 1 into a folder.

    What tier 1 is here, a playbook in your agents' own words, tone, escalation rules, limitations and bugs, others'
    products, volumes, service levels, and macros to import. Redacted like everything public. Give a new folder, or that
    of an earlier pack: files that you edited, and folders that hold anything else, are never overwritten.

    \b
    Example:
      deflect handover partner-pack
    """  # noqa: D301 - click reads the backslash
    from deflect.pipeline.handover import hand_over

    found = hand_over(Workspace.open(folder), pack)
    rows = [
        ("written", f"{len(found.files)} files in {found.folder}"),
        ("questions", f"{found.questions:,}, {found.answered:,} with an answer to hand out"),
        ("withheld", f"{found.withheld:,}, too few customers ask them or their name may not be shown"),
        ("next", f"Read it before it leaves the house: {Path(found.folder) / 'index.md'}"),
    ]
    show(found, as_data, lambda: rows_text(rows))
