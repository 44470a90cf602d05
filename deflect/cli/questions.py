"""`deflect cluster`: the recurring questions, and what people decide about them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from deflect.cli.groups import Commands, as_data_of, workspace_of
from deflect.cli.output import json_option, show, workspace_option
from deflect.cli.question_text import done_text, questions_text, story_text
from deflect.errors import UsageError
from deflect.workspace import Workspace

if TYPE_CHECKING:
    from deflect.pipeline.decide import Done

Command = TypeVar("Command", bound=Callable[..., Any])


class Questions(Commands):
    """The commands about recurring questions; an id alone is told what was probably meant."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command, or say which one was probably meant."""
        name = args[0]
        if name not in self.commands and name.startswith("q-"):
            raise click.UsageError(f"{name} is no command. Did you mean: deflect cluster show {name}?", ctx)
        return super().resolve_command(ctx, args)


@click.group("cluster", cls=Questions, invoke_without_command=True)
@workspace_option
@json_option
@click.option("--limit", default=25, show_default=True, type=click.IntRange(1), help="How many questions to list.")
@click.option("--all", "everything", is_flag=True, help="List rejected questions too.")
@click.pass_context
def cluster_command(context: click.Context, folder: str, as_data: bool, limit: int, everything: bool) -> None:
    """Find the recurring questions and list them, the most frequent first.

    The commands below look at one question, or decide about some. Decisions are written to questions.yaml in the
    workspace, which you may read, edit and keep under version control. Every later run keeps to them.

    Set [clusters] min_size and granularity in deflect.toml to get fewer, broader questions or more, finer ones.
    """
    if context.invoked_subcommand:
        return
    from deflect.cli.stages import run_to
    from deflect.pipeline import clusters_of
    from deflect.pipeline.questions import generation_of, missing

    workspace = Workspace.open(folder)
    run_to(workspace, "questions")
    generation = generation_of(workspace)
    found = clusters_of(generation)
    listed = tuple(each for each in found if everything or each.standing != "rejected")
    hidden = len(found) - len(listed)
    show(listed[:limit], as_data, lambda: questions_text(listed, limit, hidden, generation.fields["learned"]))
    for name in missing(workspace):
        click.echo(f"deflect: no ticket of {name} is here. Correct or remove it in questions.yaml", err=True)


def decision_options(command: Command) -> Command:
    """Add `--reason`, the workspace and the JSON switch."""
    reason = click.option("--reason", required=True, metavar="TEXT", help="Why, for those who read it later.")
    return workspace_option(json_option(reason(command)))


@cluster_command.command("show")
@click.argument("question", metavar="ID")
@workspace_option
@json_option
def show_command(question: str, folder: str, as_data: bool) -> None:
    """Show all about one question.

    How people ask it, how often, since when, and what was decided about it.
    """
    from deflect.pipeline.questions import story

    workspace = workspace_of(folder)
    found = story(workspace, question)
    show(found, as_data_of(as_data), lambda: story_text(found, workspace))


@cluster_command.command("merge")
@click.argument("questions", metavar="ID ID…", nargs=-1, required=True)
@click.option("--label", default="", metavar="TEXT", help="What to call it; otherwise as the first is called.")
@decision_options
def merge_command(questions: tuple[str, ...], label: str, reason: str, folder: str, as_data: bool) -> None:
    """Make several questions one. The first keeps its id, its label and its article."""
    from deflect.pipeline.decide import merge

    _print(folder, as_data, lambda workspace: merge(workspace, questions, reason, label))


@cluster_command.command("split")
@click.argument("question", metavar="ID")
@click.option("--into", type=click.IntRange(2, 50), metavar="N", help="How many parts; otherwise the tickets tell.")
@click.option("--dry-run", is_flag=True, help="Show what the parts ask, and change nothing.")
@click.option("--reason", default="", metavar="TEXT", help="Why; needed unless --dry-run is given.")
@workspace_option
@json_option
def split_command(question: str, into: int | None, dry_run: bool, reason: str, folder: str, as_data: bool) -> None:
    """Part a question that holds several. The largest part keeps its id, its label and its article.

    Look at the parts with --dry-run first.
    """
    from deflect.pipeline.decide import split

    if not (reason.strip() or dry_run):
        raise click.UsageError("Missing option '--reason'.", click.get_current_context())
    _print(folder, as_data, lambda workspace: split(workspace, question, reason, into, dry_run=dry_run))


@cluster_command.command("rename")
@click.argument("question", metavar="ID")
@click.argument("label")
@decision_options
def rename_command(question: str, label: str, reason: str, folder: str, as_data: bool) -> None:
    """Call a question LABEL: best what a customer would type."""
    from deflect.pipeline.decide import rename

    _print(folder, as_data, lambda workspace: rename(workspace, question, label, reason))


@cluster_command.command("reject")
@click.argument("question", metavar="ID")
@decision_options
def reject_command(question: str, reason: str, folder: str, as_data: bool) -> None:
    """Draft no article for a question. Its tickets are still counted."""
    from deflect.pipeline.decide import reject

    _print(folder, as_data, lambda workspace: reject(workspace, question, reason))


@cluster_command.command("pin")
@click.argument("question", metavar="ID")
@decision_options
def pin_command(question: str, reason: str, folder: str, as_data: bool) -> None:
    """Keep a question with its tickets, whatever later runs find."""
    from deflect.pipeline.decide import pin

    _print(folder, as_data, lambda workspace: pin(workspace, question, reason))


@cluster_command.command("restore")
@click.argument("question", metavar="ID")
@decision_options
def restore_command(question: str, reason: str, folder: str, as_data: bool) -> None:
    """Undo the latest decision about a question; once more undoes the one before."""
    from deflect.pipeline.decide import restore

    _print(folder, as_data, lambda workspace: restore(workspace, question, reason))


@cluster_command.command("map")
@click.option(
    "--output",
    default="map.html",
    show_default=True,
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write the page.",
)
@workspace_option
@json_option
def map_command(output: Path, folder: str, as_data: bool) -> None:
    """Draw every ticket as a point and every question by its name.

    The page opens in any browser. It holds labels and figures, no text of a ticket.
    """
    from deflect.pipeline.questions import draw_map
    from deflect.workspace import atomic_write

    if not output.absolute().parent.is_dir():
        raise UsageError("there is no such folder", str(output.parent), "Make it, or name another: --output FILE")
    page = draw_map(workspace_of(folder))
    atomic_write(output, page.encode())
    show({"map": str(output)}, as_data_of(as_data), lambda: f"Drawn. Open {output}")


def _print(folder: str, as_data: bool, decide: Callable[[Workspace], Done]) -> None:
    workspace = workspace_of(folder)
    done = decide(workspace)
    show(done, as_data_of(as_data), lambda: done_text(done, workspace))
