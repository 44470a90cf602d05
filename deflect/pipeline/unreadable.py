"""Articles that everything goes on without, because their file cannot be read."""

from __future__ import annotations

from deflect.kb import Library
from deflect.workspace import Workspace


def unreadable(workspace: Workspace) -> tuple[str, ...]:
    """Say of each file that cannot be read what is wrong with it: file, line and what to do.

    Args:
        workspace: Only read.
    """
    return tuple(str(each.problem) for each in Library(workspace.kb, workspace.base).unreadable())
