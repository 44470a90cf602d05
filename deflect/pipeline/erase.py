"""Erasing one customer: the tickets at once, and at the next run what was learned from them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from deflect.clusters.decided.questions_file import FILE_NAME, forget, load
from deflect.models import forget_older
from deflect.pipeline import undoing
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
        InputError: `questions.yaml` cannot be read; nothing is deleted then.
    """
    with workspace.lock("erase"), Store.open(workspace.database) as store:
        # First, so that a kill between the two leaves nothing to be remembered.
        atomic_write(_note(workspace), json.dumps(_named(workspace, store)).encode())
        gone = store.erase(customer)
        _forget_named(workspace, store)
        undoing.forget(workspace)
        return gone


def was_erased(workspace: Workspace) -> bool:
    """Whether tickets were erased since the last run."""
    return _note(workspace).exists()


def forget_erased(workspace: Workspace) -> None:
    """Remove older generations if tickets were erased since they were made; called once a new one is published."""
    if was_erased(workspace):
        with Store.open(workspace.database) as store:
            _forget_named(workspace, store)
        forget_older(workspace.models)
        _note(workspace).unlink()


def _named(workspace: Workspace, store: Store) -> list[str]:
    """Refs in `questions.yaml` of tickets that are here now; refs of others may be tickets still to be imported."""
    named = (ref for decision in load(workspace.root / FILE_NAME) for ref in decision.refs)
    return sorted({*_there(store, named), *_noted(workspace)})


def _forget_named(workspace: Workspace, store: Store) -> None:
    """Take the refs of those of the noted tickets that are gone out of `questions.yaml`."""
    noted = _noted(workspace)
    forget(workspace.root / FILE_NAME, set(noted) - set(_there(store, noted)))


def _there(store: Store, refs: Iterable[str]) -> list[str]:
    return [ref for ref in dict.fromkeys(refs) if store.get(ref) is not None]


def _noted(workspace: Workspace) -> list[str]:
    """Refs that an erasure since the last run had noted."""
    note = _note(workspace)
    found: list[str] = json.loads(note.read_bytes() or b"[]") if note.exists() else []
    return found


def _note(workspace: Workspace) -> Path:
    """A file that says that tickets were erased since the last run, and which were named in `questions.yaml` before."""
    return workspace.state / "erased"
