"""The command line: parses, calls, prints; every decision is made below."""

from __future__ import annotations

import difflib
import importlib
import sys
from typing import NoReturn

import click

from deflect import __version__
from deflect.errors import DeflectError

STOPPED = 130
"""Exit code after Ctrl-C, as shells give it: 128 and the number of the signal."""

COMMANDS = {
    "init": ("deflect.cli.workspace", "Make a workspace, empty or with demo tickets."),
    "import": ("deflect.cli.tickets", "Bring in past tickets, or the documentation you have already."),
    "run": ("deflect.cli.stages", "Do everything that is due: questions, articles, site, answers."),
    "status": ("deflect.cli.workspace", "Show what is there, what is stale and what to do next."),
    "cluster": ("deflect.cli.questions", "Find the recurring questions, list them and decide about them."),
    "draft": ("deflect.cli.stages", "Draft articles for the recurring questions."),
    "build": ("deflect.cli.stages", "Build the help centre from the articles."),
    "site": ("deflect.cli.site", "Change how the help centre looks; suggest in contact forms."),
    "suggest": ("deflect.cli.answers", "Answer a question from the articles, or abstain."),
    "serve": ("deflect.cli.serve", "Answer over HTTP, for widgets and ticket systems."),
    "hooks": ("deflect.cli.hooks", "Connect ticket systems; see and retry what could not be noted."),
    "review": ("deflect.cli.review", "Go through the articles that wait for a person, and decide."),
    "lint": ("deflect.cli.lint", "Check articles against a content checklist."),
    "backtest": ("deflect.cli.backtest", "Measure suggestions on your own past tickets."),
    "tune": ("deflect.cli.tune", "Adapt the encoder to your tickets, if that helps; or undo it."),
    "feedback": ("deflect.cli.feedback", "Keep what people said of suggestions; it counts at the next run."),
    "report": ("deflect.cli.articles", "Show the load on the desk and the part documentation takes off."),
    "tiers": ("deflect.cli.tiers", "Label a sample of tickets and see how well the rules for tiers agree."),
    "handover": ("deflect.cli.handover", "Write the pack that a partner needs to take over tier 1."),
    "scorecard": ("deflect.cli.scorecard", "Compare a partner's tickets with your own before."),
    "quality": ("deflect.cli.quality", "Let peers review a sample of replies each week; see how good they are."),
    "erase": ("deflect.cli.tickets", "Delete everything about one customer."),
    "doctor": ("deflect.cli.workspace", "Check versions, disk, models and database."),
}


class LazyGroup(click.Group):
    """A group that imports a command only when it is called, so that `--help` answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's contract
        """Name the commands in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the module that holds a command."""
        if cmd_name not in COMMANDS:
            return None
        found = getattr(importlib.import_module(COMMANDS[cmd_name][0]), f"{cmd_name}_command")
        assert isinstance(found, click.Command)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands from the table above, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        """Do the command; stopped with Ctrl-C, say in one line what that means."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            _stopped(ctx)
        except click.Abort as error:
            if isinstance(error.__context__, KeyboardInterrupt):  # at a question
                _stopped(ctx)
            raise

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command, or say which one was probably meant."""
        near = difflib.get_close_matches(args[0], COMMANDS, n=1)
        if args[0] not in COMMANDS and near:
            raise click.UsageError(f"No such command {args[0]!r}. Did you mean {near[0]}?", ctx)
        return super().resolve_command(ctx, args)


@click.command(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with: deflect init shop --demo && deflect run -w shop",
)
@click.version_option(__version__, prog_name="deflect")
def deflect() -> None:
    """Turn past support tickets into documentation and answers.

    Everything happens in a workspace: a folder with your settings, tickets, articles and help centre. Nothing leaves
    this machine.
    """


def _stopped(ctx: click.Context) -> NoReturn:
    click.echo(f"\nStopped; nothing is lost. Run it again: deflect {ctx.invoked_subcommand}", err=True)
    sys.exit(STOPPED)


def main() -> None:
    """Run the command line; one line on stderr; exit code 2 for bad use or input, 1 for a failure, 130 for Ctrl-C."""
    try:
        deflect()
    except DeflectError as error:
        click.echo(f"deflect: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except OSError as error:
        click.echo(f"deflect: {_refused(error)}", err=True)
        sys.exit(1)


def _refused(error: OSError) -> DeflectError:
    """What the system refused, and where: a full disk, a folder that cannot be written, a file that went away."""
    what = f"the system refused: {error.strerror or type(error).__name__}"
    return DeflectError(what, str(error.filename or ""), "Check the disk and the permissions, then run it again")
