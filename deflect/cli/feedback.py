"""`deflect feedback`: what people said of suggestions."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING, get_args

import click

from deflect.cli.output import json_option, show, typed, workspace_option
from deflect.store import Store
from deflect.types import Feedback, Verdict
from deflect.workspace import Workspace

if TYPE_CHECKING:
    from deflect.pipeline.opinions import Said

VERDICTS = tuple(name for name in get_args(Verdict) if name != "withdrawn")
SHOWN = 20
by_option = click.option("--by", "who", metavar="NAME", help="Who says so.  [default: (your login name)]")


@click.group("feedback")
def feedback_command() -> None:
    """Keep what people said of suggestions: it is added, never changed, and counts at the next run.

    A person has one voice about a ticket and article, the latest. All feedback together is at most a tenth of the
    tickets that confidence is fitted on.
    """


@feedback_command.command("add")
@click.argument("ticket")
@click.argument("article")
@click.argument("verdict", type=click.Choice(VERDICTS))
@workspace_option
@json_option
@by_option
def add_command(ticket: str, article: str, verdict: str, folder: str, as_data: bool, who: str | None) -> None:
    """Say how the suggestion of ARTICLE for TICKET (`source:id`) went.

    accepted and edited: it was right. rejected, reopened and contacted-again: it was not. ARTICLE is the name in
    brackets that `deflect suggest` shows.

    \b
    Example:
      deflect feedback add helpscout:4711 invoice-vat-number rejected
    """  # noqa: D301 - click reads the backslash
    from deflect.pipeline.opinions import say
    from deflect.suggest.feedback import known

    workspace = Workspace.open(folder)
    said = say(workspace, ticket, article, known(verdict), who or getpass.getuser())
    show(said.feedback, as_data, lambda: _text(said, "Kept; it counts from", workspace))


@feedback_command.command("undo")
@click.argument("ticket")
@click.argument("article")
@workspace_option
@json_option
@by_option
def undo_command(ticket: str, article: str, folder: str, as_data: bool, who: str | None) -> None:
    """Take back what you said of ARTICLE for TICKET: it stays on record, and does not count."""
    from deflect.pipeline.opinions import take_back

    workspace = Workspace.open(folder)
    said = take_back(workspace, ticket, article, who or getpass.getuser())
    show(said.feedback, as_data, lambda: _text(said, "Taken back; it no longer counts from", workspace))


@feedback_command.command("list")
@workspace_option
@json_option
def list_command(folder: str, as_data: bool) -> None:
    """Show what was said, the latest first; --json gives all of it, in the order in which it came."""
    with Store.open(Workspace.open(folder).database) as store:
        said = store.feedback.all()
    show(said, as_data, lambda: _list_text(said))


def _text(said: Said, kept: str, workspace: Workspace) -> str:
    if said.has_ticket:
        return f"{kept} the next run: {typed('deflect run', workspace.root)}"
    return f"{kept} the next run after {said.feedback.ticket} is imported; no such ticket is here yet"


def _list_text(said: tuple[Feedback, ...]) -> str:
    if not said:
        return "Nothing was said yet."
    rows = [
        f"{each.created_at:%Y-%m-%d}  {each.verdict:<15}  {each.ticket}  {each.article}  {each.person}"
        f"{', from outside' if each.network else ''}"
        for each in said[: -SHOWN - 1 : -1]
    ]
    more = [f"… and {len(said) - SHOWN:,} more; --json lists all"] if len(said) > SHOWN else []
    return "\n".join([*rows, *more])
