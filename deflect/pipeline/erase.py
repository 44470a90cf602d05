"""Erasing one customer: tickets, articles, answers, site and every cache, in one command.

What is to be erased is noted first, and the database comes after everything that was made from it, so that whatever a
kill leaves half done is done again by the same command or by the next run.
"""

from __future__ import annotations

import json
import mmap
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deflect.errors import UsageError
from deflect.pipeline import quality_folder, site, undoing
from deflect.pipeline.clean import cleaner_for
from deflect.workspace import Workspace, atomic_write, remove_leftovers

if TYPE_CHECKING:
    from deflect.pipeline.forgetting import Forgetter
    from deflect.store import Store

NOTE = "erasing.json"


@dataclass(frozen=True, slots=True)
class Erasure:
    """What erasing a customer did, and what it leaves to a person.

    Attributes:
        erased: Number of tickets deleted.
        changed: Slugs of articles and last drafts that said or named something of theirs.
        withdrawn: Slugs of articles with fewer than 3 other customers behind them: archived.
        edited: Slugs of articles in which a person had edited a sentence that only they supported: it is left.
        mentioned: Refs of other customers' tickets in which their e-mail address stands.
        files: Files of the workspace that hold their e-mail address still, such as an export put there.
        untuned: Whether an encoder that may have learned from their tickets was removed, and the one before is in use.
    """

    erased: int
    changed: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    untuned: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What is there of a customer.

    Attributes:
        tickets: Number of tickets by them.
        articles: Slugs of articles and last drafts that say or name something of theirs.
    """

    tickets: int
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Note:
    """An erasure that has begun.

    Attributes:
        generation: Number of the generation that is made without the customer.
    """

    requester: str
    refs: tuple[str, ...]
    generation: int
    changed: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    untuned: bool = False


def erase(workspace: Workspace, customer: str) -> Erasure:
    """Remove a customer from store, index, caches, drafts, articles and site, and keep them out of later imports.

    Args:
        workspace: Locked while this runs. Killed at any moment and called again, it ends in the same state.
        customer: Their e-mail address, in any case, or their id in the ticket system.

    Returns:
        What was erased, and what it leaves to a person.

    Raises:
        StoreError: The database cannot be written, or another process still reads an older state of it.
        ArticleError: An article cannot be read; nothing is changed then. Or the site cannot be built: the rest is done.
        InputError: `questions.yaml` cannot be read; nothing is changed then.
        ModelError: The encoder cannot be loaded.
    """
    if not customer.strip():
        raise UsageError("a customer has no empty name", "", "Give an e-mail address or an id")
    from deflect.store import Store

    with workspace.lock("erase"), Store.open(workspace.database) as store:
        pending = _noted(workspace)
        if pending and pending.requester != customer:
            _finish(workspace, store, pending)
            pending = None
        return _finish(workspace, store, pending or _begun(workspace, store, customer))


def look(workspace: Workspace, customer: str) -> Found:
    """Count what `erase` would touch, before anybody is asked whether it should.

    Args:
        workspace: Locked while this looks; nothing of it is changed.
        customer: As for `erase`.

    Returns:
        What is there of the customer.

    Raises:
        ArticleError: An article cannot be read, so that they may be in it.
    """
    from deflect.pipeline.forgetting import Forgetter
    from deflect.store import Store

    with workspace.lock("erase"), Store.open(workspace.database) as store:
        pending = _noted(workspace)
        if pending and pending.requester == customer:
            return Found(len(pending.refs), pending.changed)
        refs = store.refs_of(customer)
        found = Forgetter(workspace, store, frozenset(refs)).erasure if refs else ()
        return Found(len(refs), _joined((), (each.slug for each in found)))


def finish_erasure(workspace: Workspace, store: Store) -> None:
    """Finish an erasure that was killed; the caller holds the workspace's lock."""
    pending = _noted(workspace)
    if pending:
        _finish(workspace, store, pending)


def _begun(workspace: Workspace, store: Store, customer: str) -> _Note:
    refs = store.refs_of(customer)
    from deflect.pipeline.forgetting import Forgetter  # with scikit-learn, which most commands never need

    current = Forgetter(workspace, store, frozenset(refs)).current()
    return _Note(customer, refs, current.number + 1 if current else 0)


def _finish(workspace: Workspace, store: Store, note: _Note) -> Erasure:
    from deflect.pipeline.forgetting import Forgetter

    forgetter = Forgetter(workspace, store, frozenset(note.refs))
    note = _with_articles(note, forgetter)
    address = note.requester.strip()
    mentioned = set(store.mentions(address)) - set(note.refs) if "@" in address else set()
    atomic_write(workspace.state / NOTE, json.dumps(asdict(note)).encode())
    if note.refs:
        site.forget(workspace)
        forgetter.articles()
        forgetter.learned(note.generation)
        quality_folder.forget(workspace, note.refs)
    store.erase(note.requester)
    undoing.forget(workspace)
    if note.refs and site.was_built(workspace):
        preview = site.note(workspace).preview
        site.build(workspace, forgetter.current(), cleaner_for(workspace), preview=preview)
    for folder in (workspace.kb, workspace.site, workspace.models, workspace.state):
        remove_leftovers(folder)
    (workspace.state / NOTE).unlink()
    files = tuple(_holding(workspace, address)) if "@" in address else ()
    named = tuple(sorted(mentioned))
    return Erasure(len(note.refs), note.changed, note.withdrawn, note.edited, named, files, note.untuned)


def _with_articles(note: _Note, forgetter: Forgetter) -> _Note:
    """The note with the articles that are still to be changed; those that a killed erasure changed are in it."""
    found = forgetter.erasure if note.refs else ()
    return replace(
        note,
        changed=_joined(note.changed, (each.slug for each in found)),
        withdrawn=_joined(note.withdrawn, (each.slug for each in found if each.withdrawn)),
        edited=_joined(note.edited, (each.slug for each in found if each.kept)),
        untuned=note.untuned or bool(forgetter.tuned),
    )


def _joined(known: Iterable[str], new: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({*known, *new}))


def _noted(workspace: Workspace) -> _Note | None:
    path = workspace.state / NOTE
    if not path.exists():
        return None
    found: dict[str, Any] = json.loads(path.read_bytes())
    changed, withdrawn, edited = (tuple(found[name]) for name in ("changed", "withdrawn", "edited"))
    untuned = bool(found.get("untuned"))  # a note of an older version has none
    return _Note(found["requester"], tuple(found["refs"]), found["generation"], changed, withdrawn, edited, untuned)


def _holding(workspace: Workspace, address: str) -> Iterator[str]:
    """Files that hold an address, as it was given or in small letters; the database is asked for tickets instead."""
    forms = {address.encode(), address.lower().encode()}
    for path in sorted(workspace.root.rglob("*")):
        if path.is_file() and not path.name.startswith(workspace.database.name) and _holds(path, forms):
            yield path.relative_to(workspace.root).as_posix()


def _holds(path: Path, forms: Iterable[bytes]) -> bool:
    if not path.stat().st_size:
        return False  # an empty file cannot be mapped
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return any(content.find(form) >= 0 for form in forms)
