"""Articles that everything goes on without, because their file cannot be read."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from deflect.kb import Library
from deflect.workspace import Workspace


def unreadable(workspace: Workspace, readable: Collection[Path] = ()) -> tuple[str, ...]:
    """Say of each file that cannot be read what is wrong with it: file, line and what to do.

    Args:
        workspace: Only read.
        readable: Files that were just read, and are not read again.
    """
    return tuple(str(each.problem) for each in Library(workspace.kb, workspace.base).unreadable(readable))
