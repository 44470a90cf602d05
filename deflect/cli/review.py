"""`deflect review`: what waits for a person, and what a person decides about it."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from deflect.cli.editor import edited
from deflect.cli.groups import Commands, as_data_of, workspace_of
from deflect.cli.output import json_option, show, warn, workspace_option
from deflect.cli.review_text import reviewed_text, waiting_text
from deflect.workspace import Workspace

if TYPE_CHECKING:
    from deflect.pipeline.table import Reviewed

Command = TypeVar("Command", bound=Callable[..., Any])


@click.group("review", cls=Commands, invoke_without_command=True)
@workspace_option
@json_option
@click.option("--limit", default=25, show_default=True, type=click.IntRange(1), help="How many to list.")
@click.option("--list", "as_list", is_flag=True, help="List them, also in a terminal.")
@click.pass_context
def review_command(context: click.Context, folder: str, as_data: bool, limit: int, as_list: bool) -> None:
    """Go through the articles that wait for a person, those that take most tickets a month first.

    In a terminal, one after the other, with a key for each decision; elsewhere as a table. The commands below decide
    about one article. Decisions are kept by every later run: in the first lines of the article, and in reviews.jsonl.
    """
    if context.invoked_subcommand:
        return
    from deflect.pipeline.review import review
    from deflect.pipeline.unreadable import unreadable

    workspace = Workspace.open(folder)
    warn(unreadable(workspace))
    waiting = review(workspace)
    if waiting and not (as_data or as_list) and sys.stdin.isatty() and sys.stdout.isatty():
        from deflect.cli.review_walk import walk

        walk(workspace, waiting, login())
        return
    show(waiting, as_data, lambda: waiting_text(waiting, limit))


def review_options(command: Command) -> Command:
    """Add `--by`, the workspace and the JSON switch."""
    by = click.option(
        "--by",
        default=login,
        envvar="DEFLECT_REVIEWER",
        show_default="your login name",
        metavar="NAME",
        help="Who decides.",
    )
    return workspace_option(json_option(by(command)))


def login() -> str:
    """The name of whoever is logged in; empty if the system does not tell."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


@review_command.command("accept")
@click.argument("article", metavar="ID")
@click.option("--owner", default="", metavar="NAME", help="Who answers for it; otherwise who did, else you.")
@click.option(
    "--again",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="When it is to be read again, YYYY-MM-DD; otherwise in half a year.",
)
@review_options
def accept_command(article: str, owner: str, again: datetime | None, by: str, folder: str, as_data: bool) -> None:
    """Stand behind an article: it is published, and not changed without you.

    If a new draft lies beside it, its answer is taken.
    """
    from deflect.pipeline.reviewing import accept

    day: date | None = again.date() if again else None
    _print(folder, as_data, lambda workspace: accept(workspace, article, by, owner=owner, review_by=day))


@review_command.command("edit")
@click.argument("article", metavar="ID")
@review_options
def edit_command(article: str, by: str, folder: str, as_data: bool) -> None:
    """Open an article in your editor ($EDITOR).

    If a new draft lies beside it, both answers are in the text, between markers. What you typed is kept also if it
    cannot be read: edit again to correct it.
    """
    from deflect.pipeline.editing import closed_unsaved, edit, open_article

    workspace = workspace_of(folder)
    opened = open_article(workspace, article)
    text = edited(opened.text)
    done = closed_unsaved(workspace, opened) if text is None else edit(workspace, opened, text, by)
    show(done, as_data_of(as_data), lambda: reviewed_text(done, workspace))


@review_command.command("reject")
@click.argument("article", metavar="ID")
@click.option("--reason", required=True, metavar="TEXT", help="Why, for those who read it later.")
@review_options
def reject_command(article: str, reason: str, by: str, folder: str, as_data: bool) -> None:
    """Turn down the new draft beside an article; where none lies there, archive the article.

    For an archived draft's question nothing is drafted again; its tickets are still counted.
    """
    from deflect.pipeline.reviewing import reject

    _print(folder, as_data, lambda workspace: reject(workspace, article, reason, by))


@review_command.command("merge")
@click.argument("article", metavar="ID")
@click.argument("into")
@click.option("--reason", default="", metavar="TEXT", help="Why, for those who read it later.")
@review_options
def merge_command(article: str, into: str, reason: str, by: str, folder: str, as_data: bool) -> None:
    """Join article ID to article INTO: its address leads there from now on.

    ID is archived with all its text. INTO is found by its questions too.
    """
    from deflect.pipeline.reviewing import merge

    _print(folder, as_data, lambda workspace: merge(workspace, article, into, by, reason))


@review_command.command("undo")
@click.argument("article", metavar="[ID]", default="")
@review_options
def undo_command(article: str, by: str, folder: str, as_data: bool) -> None:
    """Take back the latest decision, or the latest about article ID; once more takes back the one before."""
    from deflect.pipeline.reviewing import undo

    _print(folder, as_data, lambda workspace: undo(workspace, article, by))


def _print(folder: str, as_data: bool, decide: Callable[[Workspace], Reviewed]) -> None:
    workspace = workspace_of(folder)
    done = decide(workspace)
    show(done, as_data_of(as_data), lambda: reviewed_text(done, workspace))
