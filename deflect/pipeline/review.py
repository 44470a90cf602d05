"""What waits for a person: conflicts to settle, answers that are missing, drafts nobody has read yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from deflect.kb import Library
from deflect.models import current_generation
from deflect.pipeline.run import clusters_of
from deflect.types import Article
from deflect.workspace import Workspace

Reason = Literal["conflict", "missing answer", "new draft"]
ORDER: tuple[Reason, ...] = ("conflict", "missing answer", "new draft")


@dataclass(frozen=True, slots=True)
class Waiting:
    """An article that waits for a person, why, and how many tickets ask its question."""

    article: str
    title: str
    reason: Reason
    tickets: int
    file: str


def review(workspace: Workspace) -> tuple[Waiting, ...]:
    """List the articles that wait for a person: conflicts first, then by how many tickets ask them.

    Args:
        workspace: Only read.
    """
    generation = current_generation(workspace.models)
    clusters = clusters_of(generation) if generation else ()
    asked = {cluster.id: len(cluster.member_ids) for cluster in clusters}
    library = Library(workspace.kb, workspace.base)
    files, proposals = library.files(), set(library.proposals())
    found = []
    for article in library.articles():
        path = files[article.slug]
        reason = _reason(article, path.with_name(f"{path.stem}.proposal.md") in proposals)
        if reason:
            tickets = asked.get(article.cluster_id or "", 0)
            found.append(Waiting(article.slug, article.title, reason, tickets, str(path.relative_to(workspace.root))))
    return tuple(sorted(found, key=lambda each: (ORDER.index(each.reason), -each.tickets, each.article)))


def _reason(article: Article, has_proposal: bool) -> Reason | None:
    if has_proposal:
        return "conflict"
    if article.state == "archived":
        return None
    if "MISSING:" in article.answer:
        return "missing answer"
    return "new draft" if article.state == "work-in-progress" else None
