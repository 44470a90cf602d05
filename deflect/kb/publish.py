"""What becomes of one draft, given the file as people left it and the last draft; and what became of all of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from deflect.kb.article_merge import merge_articles

Outcome = Literal["created", "updated", "merged", "unchanged", "conflicts", "proposed", "deleted_by_people"]


@dataclass(frozen=True, slots=True)
class PublishResult:
    """What became of the drafts, by slug.

    Attributes:
        created: New files.
        updated: Files nobody had edited, replaced.
        merged: Edited files that took up what is new in the draft.
        unchanged: Files that had nothing to take up.
        conflicts: Edited files left alone; the draft lies beside each as `NAME.proposal.md` until somebody removes it.
        proposed: Validated files whose answer would change: left alone, the new one beside each for `deflect review`.
        deleted_by_people: Not written again.
        withdrawn: Files nobody edited whose question was rejected, merged into another, is documented, or is that of
            too few customers: archived.
        unwanted: Edited files of such questions; left for their writers to archive or remove.
        stale: Files nobody edited whose question is not among the drafts any more; kept.
        withheld: Ids, not slugs, of drafts whose title or question may identify somebody; not written.
        too_few: Ids of questions that were not drafted because too few different customers asked them.
        unreadable: Ids of questions whose article's file cannot be read; it is left alone.
    """

    created: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    proposed: tuple[str, ...] = ()
    deleted_by_people: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    too_few: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with one draft.

    Attributes:
        text: What to write into the article's file; None to leave it alone.
        proposal: What to write beside it; None for nothing.
    """

    outcome: Outcome
    text: str | None = None
    proposal: str | None = None


def decide(file: str | None, base: str | None, new: str, path: Path, *, waiting: bool = False) -> Decision:
    """Decide what becomes of a draft.

    Args:
        file: The article's file as people left it; None if there is none.
        base: The last draft; None if there was none.
        new: The new draft.
        path: Of the file, for errors.
        waiting: Whether an earlier proposal still lies beside the file.

    Raises:
        ArticleError: A text has no front matter.
    """
    if file is None:
        return Decision("created", text=new) if base is None else Decision("deleted_by_people")
    if file == new:
        return Decision("unchanged")
    if file == base:
        return Decision("updated", text=new)
    merged = None if waiting else merge_articles(base or "", file, new, path)
    if merged is None:
        return Decision("conflicts", proposal=new)
    return Decision("unchanged") if merged == file else Decision("merged", text=merged)
