"""Erasing one customer: the tickets at once, and at the next run what was learned from them."""

from __future__ import annotations

from pathlib import Path

from deflect.models import forget_older
from deflect.store import Store
from deflect.workspace import Workspace, atomic_write


def erase(workspace: Workspace, customer: str) -> int:
    """Delete every ticket of a customer.

    Args:
        workspace: Locked while this runs.
        customer: Their e-mail address, in any case, or their id in the ticket system.

    Returns:
        The number of tickets deleted.

    Raises:
        StoreError: The database cannot be written, or another process still reads an older state of it.
    """
    with workspace.lock("erase"), Store.open(workspace.database) as store:
        # First, so that a kill between the two leaves nothing to be remembered.
        atomic_write(_note(workspace), b"")
        return store.erase(customer)


def was_erased(workspace: Workspace) -> bool:
    """Whether tickets were erased since the last run."""
    return _note(workspace).exists()


def forget_erased(workspace: Workspace) -> None:
    """Remove older generations if tickets were erased since they were made; called once a new one is published."""
    if was_erased(workspace):
        forget_older(workspace.models)
        _note(workspace).unlink()


def _note(workspace: Workspace) -> Path:
    """A file that says that tickets were erased since the last run."""
    return workspace.state / "erased"
