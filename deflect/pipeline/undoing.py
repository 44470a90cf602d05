"""What files held before a person's word about an article changed them, so that it can be taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deflect.errors import ArticleError
from deflect.kb import Library
from deflect.kb.article_merge import merge_articles
from deflect.workspace import Workspace, atomic_write

KEPT = 50
"""Decisions that can be taken back; older ones are forgotten, as their texts are copies of what tickets said."""

Texts = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Change:
    """What a decision changed.

    Attributes:
        before: Texts of files by their path in the workspace; None for a file that was not there.
        after: The same files afterwards.
        question: The recurring question that was decided about besides; empty if none was.
    """

    before: Texts
    after: Texts
    question: str = ""


@contextmanager
def remembered(workspace: Workspace, number: int, paths: Sequence[Path], question: str = "") -> Iterator[None]:
    """Keep what files hold before and after a decision; used with `with` around what changes them.

    Args:
        workspace: Locked by the caller.
        number: Of the decision.
        paths: Files that it may change.
        question: The recurring question that was decided about besides.
    """
    names = [path.relative_to(workspace.root).as_posix() for path in dict.fromkeys(paths)]
    before = _texts(workspace, names)
    yield
    record = {"before": before, "after": _texts(workspace, names), "question": question}
    atomic_write(_path(workspace, number), json.dumps(record, ensure_ascii=False).encode())
    for old in sorted(_folder(workspace).glob("*.json"))[:-KEPT]:
        old.unlink()


def recall(workspace: Workspace, number: int) -> Change | None:
    """What a decision changed; None if that is not known any more."""
    path = _path(workspace, number)
    return Change(**json.loads(path.read_bytes())) if path.exists() else None


def forget(workspace: Workspace) -> None:
    """Forget all texts, as at an erasure: no decision can be taken back then, and the next run proposes anew."""
    for path in _folder(workspace).glob("*.json"):
        path.unlink()
    Library(workspace.kb, workspace.base).withdraw_offers()


def put_back(workspace: Workspace, change: Change) -> None:
    """Give files their earlier texts; of an article that changed since, only what the decision changed is taken back.

    Args:
        workspace: Locked by the caller.
        change: What to take back.

    Raises:
        ArticleError: An article was changed in the same place since; nothing is written then.
    """
    now = _texts(workspace, list(change.before))
    wanted = {name: _earlier(name, change, now[name], workspace) for name in now}
    for name, text in wanted.items():
        path = workspace.root / name
        if text is None:
            path.unlink(missing_ok=True)
        elif text != now[name]:
            atomic_write(path, text.encode())


def _earlier(name: str, change: Change, now: str | None, workspace: Workspace) -> str | None:
    before, after = change.before[name], change.after[name]
    if now == after or before == after:
        return before if now == after else now
    path = workspace.root / name
    if path.is_relative_to(workspace.kb) and before and after and now:
        merged = merge_articles(after, now, before, path)
        if merged is None:
            raise ArticleError("the article was changed since in the same place", str(path), "Edit it by hand")
        return merged
    # A later run has moved on: its drafts and proposals are newer than the decision.
    return now


def _texts(workspace: Workspace, names: Sequence[str]) -> Texts:
    paths = {name: workspace.root / name for name in names}
    return {name: path.read_bytes().decode() if path.exists() else None for name, path in paths.items()}


def _folder(workspace: Workspace) -> Path:
    return workspace.state / "undo"


def _path(workspace: Workspace, number: int) -> Path:
    return _folder(workspace) / f"{number:06d}.json"
