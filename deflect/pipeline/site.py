"""The site stage: articles become the help centre."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from deflect.models import Generation
from deflect.pipeline import fingerprints
from deflect.pipeline.names import CLUSTERS
from deflect.types import Cluster
from deflect.workspace import Workspace, atomic_write

if TYPE_CHECKING:
    from deflect.site import SiteResult


def build_if_stale(workspace: Workspace, generation: Generation) -> tuple[int, bool]:
    """Build the help centre unless articles, settings, code and the site itself are as they were after the last build.

    Args:
        workspace: Locked by the caller.
        generation: Its recurring questions order the pages.

    Returns:
        Number of pages, and whether the stage was skipped.
    """
    if not is_stale(workspace, generation):
        return int(_stamp(workspace)[1]), True
    return build(workspace, generation).pages, False


def is_stale(workspace: Workspace, generation: Generation) -> bool:
    """Whether anything the help centre depends on, or the help centre itself, changed since it was built."""
    return _stamp(workspace)[0] != _key(workspace, generation)


def was_built(workspace: Workspace) -> bool:
    """Whether the help centre was ever built."""
    return (workspace.state / "site").is_file()


def _stamp(workspace: Workspace) -> tuple[str, str]:
    path = workspace.state / "site"
    key, _, pages = path.read_text(errors="replace").partition(" ") if path.is_file() else ("", "", "0")
    return key, pages


def build(workspace: Workspace, generation: Generation | None) -> SiteResult:
    """Build the help centre from the articles as they are.

    Args:
        workspace: Locked by the caller.
        generation: None where there are no tickets; articles are then in order of their titles.
    """
    from deflect.clusters import saved
    from deflect.kb import Library
    from deflect.site import build as build_pages

    articles = Library(workspace.kb, workspace.base).articles()
    clusters = saved.from_plain(generation.json(CLUSTERS)) if generation else ()
    by_cluster = {article.cluster_id: article.slug for article in articles if article.cluster_id}
    result = build_pages(
        articles, workspace.settings, workspace.site, kb=workspace.kb, asked=_asked(clusters, by_cluster)
    )
    stamp = f"{_key(workspace, generation)} {result.pages}"
    atomic_write(workspace.state / "site", stamp.encode())
    return result


def _asked(clusters: Sequence[Cluster], by_cluster: Mapping[str, str]) -> dict[str, int]:
    """Tickets that asked each article's question."""
    return {by_cluster[each.id]: len(each.member_ids) for each in clusters if each.id in by_cluster}


def _key(workspace: Workspace, generation: Generation | None) -> str:
    settings = workspace.settings
    return fingerprints.of(
        fingerprints.folder(workspace.kb),
        fingerprints.folder(workspace.site),
        generation.fields["learning"] if generation else "",
        settings.site,
        settings.vendor,
        fingerprints.code_version("site", "kb"),
    )
