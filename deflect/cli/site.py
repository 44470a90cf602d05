"""`deflect site`: what belongs to the help centre besides building it."""

from __future__ import annotations

import click

from deflect.cli.eject import eject_command
from deflect.cli.groups import Commands
from deflect.cli.output import json_option, workspace_option
from deflect.cli.widget import widget_command


@click.group("site", cls=Commands)
@workspace_option
@json_option
def site_command(folder: str, as_data: bool) -> None:
    """What belongs to the help centre besides building it.

    Colour, logo, font and footer are settings: see [site] in deflect.toml.
    """


site_command.add_command(eject_command)
site_command.add_command(widget_command)
