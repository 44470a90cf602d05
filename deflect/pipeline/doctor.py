"""Whether everything deflect stands on is sound: versions, disk, database, models, index, articles."""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from deflect.errors import DeflectError, ModelError
from deflect.hooks import Sources, names
from deflect.hooks.client import Client
from deflect.models import Generation, current_generation
from deflect.workspace import Workspace

SQLITE_FLOOR = (3, 35, 0)
PYTHON_FLOOR = (3, 11)
LEAST_DISK = 1 << 30
LIBRARIES = ("faiss-cpu", "onnxruntime", "sentence-transformers", "torch", "scikit-learn", "SQLAlchemy", "tokenizers")

REACH = {
    "notes-only": "the credentials work, and cannot write to customers",
    "may-reply": "the credentials work; they could also write to customers, which deflect does not do",
    "unknown": "the credentials work; whether they could write to customers is not told",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, what was found, and what to do if it is not well."""

    name: str
    ok: bool
    detail: str
    next_step: str = ""


def examine(workspace: Workspace) -> tuple[Check, ...]:
    """Look at everything, without changing anything; a failed check does not hide the ones after it.

    Args:
        workspace: May be in use by another process meanwhile.
    """
    checks: list[Callable[[Workspace], Iterator[Check]]] = [
        _versions, _settings, _disk, _database, _encoders, _generation, _decisions, _articles, _answering,
        _ticket_systems
    ]  # fmt: skip
    found: list[Check] = []
    for check in checks:
        try:
            found += check(workspace)
        except DeflectError as error:
            found.append(Check(check.__name__.strip("_"), False, error.what, error.next_step))
    return tuple(found)


def _versions(_: Workspace) -> Iterator[Check]:
    yield Check("python", sys.version_info >= PYTHON_FLOOR, platform.python_version(), "Install Python 3.11 or newer")
    yield Check(
        "sqlite",
        sqlite3.sqlite_version_info >= SQLITE_FLOOR,
        sqlite3.sqlite_version,
        f"SQLite {'.'.join(map(str, SQLITE_FLOOR))} or newer is needed: use a newer Python build",
    )
    for name in LIBRARIES:
        try:
            yield Check(name, True, importlib.metadata.version(name))
        except importlib.metadata.PackageNotFoundError:
            yield Check(name, False, "not installed", "Install deflect again: pip install deflect")


def _settings(workspace: Workspace) -> Iterator[Check]:
    yield Check("settings", bool(workspace.settings), str(workspace.root / "deflect.toml"))


def _disk(workspace: Workspace) -> Iterator[Check]:
    free = shutil.disk_usage(workspace.root).free
    yield Check("disk", free >= LEAST_DISK, f"{free / (1 << 30):.1f} GB free", "Make room: at least 1 GB is needed")


def _database(workspace: Workspace) -> Iterator[Check]:
    from deflect.store import Store

    if not workspace.database.exists():
        yield Check("database", True, "none yet")
        return
    with Store.open(workspace.database) as store:
        problems = store.problems()
        detail = "; ".join(problems) or f"{store.count():,} tickets, sound"
    yield Check("database", not problems, detail, "Restore the workspace's .deflect folder from a backup")


def _encoders(workspace: Workspace) -> Iterator[Check]:
    from deflect.models import check_encoders
    from deflect.models.source import BUNDLED, check_weights, find_source

    check_weights(find_source(BUNDLED))
    yield Check("bundled model", True, f"{BUNDLED}, the published weights")
    for found in check_encoders(workspace.models):
        if isinstance(found, DeflectError):
            yield Check("encoder", False, f"{found.what} ({found.where})", found.next_step)
        else:
            yield Check("encoder", True, f"{found.name}, {found.precision}, sound")


def _generation(workspace: Workspace) -> Iterator[Check]:
    generation = current_generation(workspace.models)
    if generation is None:
        yield Check("index", True, "none yet")
        return
    damaged = [name for name in generation.files if not _is_whole(generation, name)]
    yield Check(
        "index",
        not damaged,
        f"generation {generation.number}" + (f", damaged: {', '.join(damaged)}" if damaged else ", sound"),
        "Make it anew: deflect run",
    )
    behind = _revision(workspace) - generation.fields["revision"]
    yield Check(
        "index and tickets",
        behind >= 0,
        _distance(behind),
        "Restore the workspace's .deflect folder from a backup, or import your tickets again",
    )


def _revision(workspace: Workspace) -> int:
    from deflect.store import Store

    # Opening a database that is gone would make an empty one in its place.
    if not workspace.database.exists():
        return 0
    with Store.open(workspace.database) as store:
        return store.revision()


def _distance(behind: int) -> str:
    if behind < 0:
        return "the index was made from tickets that the database does not have"
    return f"{behind:,} changes newer than the index" if behind else "in step"


def _is_whole(generation: Generation, name: str) -> bool:
    try:
        generation.path(name)
    except ModelError:
        return False
    return True


def _decisions(workspace: Workspace) -> Iterator[Check]:
    from deflect.clusters.decided.questions_file import FILE_NAME, load

    taken = load(workspace.root / FILE_NAME)
    yield Check("decisions", True, f"{len(taken):,} about recurring questions" if taken else "none taken yet")


def _ticket_systems(workspace: Workspace) -> Iterator[Check]:
    sources = Sources(workspace)
    for name in names():
        try:
            yield from _ticket_system(sources, name)
        except DeflectError as error:
            yield Check(name, False, error.what, error.next_step or f"Check {_shown(sources, name)}")


def _ticket_system(sources: Sources, name: str) -> Iterator[Check]:
    source, lacking = sources.get(name), sources.lacking(name)
    if lacking:
        step = f"Fill in {_shown(sources, name)}; its calls get 404 until then"
        yield Check(name, False, f"begun, and lacks {', '.join(lacking)}", step)
    elif source is not None and source.address():
        yield Check(name, True, REACH[source.reach(Client(source.address(), source.credentials()))])
    elif source is not None:
        yield Check(name, True, "connected; the answer to a call holds the suggestion, and nothing is written anywhere")


def _shown(sources: Sources, name: str) -> str:
    return str(sources.path(name).relative_to(sources.workspace.root))


def _articles(workspace: Workspace) -> Iterator[Check]:
    from deflect.kb import Library

    library = Library(workspace.kb, workspace.base)
    problems = library.problems()
    for problem in problems:
        yield Check("article", False, f"{problem.what} ({problem.where})", problem.next_step)
    if not problems:
        yield Check("articles", True, f"{len(library.articles()):,} readable")


def _answering(workspace: Workspace) -> Iterator[Check]:
    from deflect.pipeline.answering import answering

    said = answering(workspace)
    if said:
        yield Check("answering", True, said)
