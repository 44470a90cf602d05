"""`deflect quality`: a sample of replies for peers to review each week, and what their marks say."""

from __future__ import annotations

import click

from deflect.cli.groups import Commands, as_data_of, workspace_of
from deflect.cli.output import json_option, show, warn, workspace_option
from deflect.cli.quality_text import drawn_text, quality_text
from deflect.workspace import Workspace


@click.group("quality", cls=Commands, invoke_without_command=True)
@workspace_option
@json_option
@click.pass_context
def quality_command(context: click.Context, folder: str, as_data: bool) -> None:
    """See how good replies are, by the marks that peers gave a sample of them.

    Begin with `deflect quality draw`, let each reviewer write marks from 1 to 4 into their files, then call this.
    Means are weighted back to all replies and have their 95% interval; where two reviewed the same reply, it says how
    far they agree, and who is stricter. Below 20 reviewed replies there is no verdict. Marks are read, never changed.
    """
    if context.invoked_subcommand:
        return
    from deflect.pipeline.quality import quality

    found = quality(Workspace.open(folder))
    warn(found.problems)
    show(found, as_data, lambda: quality_text(found))


@quality_command.command("draw")
@click.option(
    "--reviewer",
    "reviewers",
    multiple=True,
    metavar="NAME",
    help="Who reviews; may be given often. By the id under which they answer, none gets a reply of their own.",
)
@click.option("--week", default="", metavar="WEEK", help="Such as 2026-W47.  [default: the newest one that is over]")
@click.option("--replies", "size", default=20, show_default=True, type=click.IntRange(1, 500), help="How many to draw.")
@click.option(
    "--shared",
    default=5,
    show_default=True,
    type=click.IntRange(0, 500),
    help="How many of them two reviewers get, each without the other's marks.",
)
@workspace_option
@json_option
def draw_command(reviewers: tuple[str, ...], week: str, size: int, shared: int, folder: str, as_data: bool) -> None:
    """Draw a week's replies into quality/WEEK/REVIEWER/, a Markdown file for each.

    Blind: neither agent nor rating nor another's marks are shown, and names are taken out with all other personal data.
    Stratified by agent, language and tier, as far as each stratum can have one reply. A week is drawn once: called
    again, it draws the same, and no file is overwritten.

    \b
    Example:
      deflect quality draw --reviewer lea --reviewer tomos
    """  # noqa: D301 - click reads the backslash
    from deflect.pipeline.quality import draw_week

    found = draw_week(workspace_of(folder), reviewers, week=week, size=size, shared=shared)
    show(found, as_data_of(as_data), lambda: drawn_text(found, size))
