"""`deflect site eject`: the help centre's templates and style sheet, to be changed."""

from __future__ import annotations

from pathlib import Path

import click

from deflect.cli.groups import as_data_of, workspace_of
from deflect.cli.output import json_option, show, workspace_option


@click.command("eject")
@workspace_option
@json_option
def eject_command(folder: str, as_data: bool) -> None:
    """Copy templates and style sheet into theme/, to be changed.

    A file there is used instead of deflect's own of that name; delete those you do not change, and they follow
    deflect's. Files that are there already stay as they are.
    """
    from deflect.site.look import eject

    workspace = workspace_of(folder)
    with workspace.lock("site eject"):
        copied = eject(workspace.root)
    show({"copied": [str(path) for path in copied]}, as_data_of(as_data), lambda: _told(copied, workspace.theme))


def _told(copied: tuple[Path, ...], theme: Path) -> str:
    files = "1 file" if len(copied) == 1 else f"{len(copied)} files"
    return f"{files} copied to {theme}. Change them, then run: deflect build"
