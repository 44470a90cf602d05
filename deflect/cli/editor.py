"""A person's editor, opened on a text."""

from __future__ import annotations

import click

from deflect.errors import UsageError


def edited(text: str) -> str | None:
    """Let a person edit a text; None if they closed the editor without saving.

    Raises:
        UsageError: There is no such editor, or it failed: nothing is changed then.
    """
    try:
        return click.edit(text, extension=".md")
    except click.ClickException as error:
        step = "Name one that is installed: export EDITOR=nano"
        raise UsageError("your editor did not open the article", error.message, step) from error
