"""Commands that have commands below them: near misses are named, and options may stand before or after the name."""

from __future__ import annotations

import difflib

import click
from click.core import ParameterSource

from deflect.workspace import Workspace


class Commands(click.Group):
    """Commands in the order of the work; for a mistyped one the nearest is named."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's contract
        """Name the commands in the order of the work."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command, or say which one was probably meant."""
        name = args[0]
        near = difflib.get_close_matches(name, self.commands, n=1)
        if name not in self.commands and near:
            raise click.UsageError(f"No such command {name!r}. Did you mean {near[0]}?", ctx)
        return super().resolve_command(ctx, args)


def workspace_of(folder: str) -> Workspace:
    """The workspace that was named, before or after the name of the command."""
    context = click.get_current_context()
    above = context.parent
    named = context.get_parameter_source("folder") is ParameterSource.COMMANDLINE
    return Workspace.open(folder if named or above is None else above.params["folder"])


def as_data_of(as_data: bool) -> bool:
    """Whether `--json` was given, before or after the name of the command."""
    above = click.get_current_context().parent
    return as_data or (above is not None and bool(above.params["as_data"]))
