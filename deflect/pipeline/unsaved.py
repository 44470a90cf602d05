"""Edits of articles that could not be taken: kept for the next edit, and cleaned when a customer is erased."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from deflect.kb import Library
from deflect.kb.erasing import Rewrite
from deflect.kb.evidence import without_refs
from deflect.kb.front_matter import parse, read_text
from deflect.workspace import Workspace, atomic_write


def folder_of(workspace: Workspace) -> Path:
    """Where they are kept, each under its article's slug."""
    return workspace.state / "edits"


def forget(
    workspace: Workspace, refs: Collection[str], found: Sequence[Rewrite], is_theirs: Callable[[str], bool]
) -> None:
    """Take an erased customer out of edits that are kept because they could not be taken.

    Such a text may not be readable as an article, so it is gone through by lines: out go those that go from the article
    or the draft beside it, and those that only the customer said. What the person typed stays.

    Args:
        workspace: Locked by the caller; the articles are not rewritten yet.
        refs: Of the customer's tickets.
        found: What becomes of the articles.
        is_theirs: Whether a text is something that only the customer said.
    """
    by_slug = {each.slug: each for each in found}
    for path in sorted(folder_of(workspace).glob("*.md")):
        rewrite = by_slug.get(path.stem)
        gone = _lines_gone(workspace, rewrite, refs) if rewrite else frozenset()
        lines = without_refs(read_text(path), refs).split("\n")
        text = "\n".join(line for line in lines if line not in gone and not is_theirs(line))
        target = path.with_name(f"{_slug(rewrite) or path.stem}.md")
        atomic_write(target, text.encode())
        if target != path:
            path.unlink()


def _lines_gone(workspace: Workspace, rewrite: Rewrite, refs: Collection[str]) -> frozenset[str]:
    """Lines of an article and of the draft beside it that neither has without the customer."""
    if rewrite.path is None:
        return frozenset()
    waiting = Library(workspace.kb, workspace.base).proposal(rewrite.path) or ""
    before = (without_refs(text, refs).split("\n") for text in (read_text(rewrite.path), waiting))
    after = ((text or "").split("\n") for text in (rewrite.text, rewrite.proposal))
    return frozenset(line for lines in before for line in lines) - {line for lines in after for line in lines}


def _slug(rewrite: Rewrite | None) -> str:
    return parse(rewrite.text, rewrite.path).article.slug if rewrite and rewrite.text and rewrite.path else ""
