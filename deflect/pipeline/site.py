"""The site stage: articles become the help centre, those that may be published; or a preview of all."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from deflect.kb import KINDS, Library, Refusal, line_of, would_be_published
from deflect.models import Generation
from deflect.pipeline import fingerprints
from deflect.pipeline.leaking import leaks_of
from deflect.pipeline.names import ASKED, CLUSTERS, MEANING
from deflect.pipeline.searched import searching
from deflect.plain import plain
from deflect.types import Article, Cluster
from deflect.workspace import Workspace, atomic_write

if TYPE_CHECKING:
    from deflect.cleaning import Cleaner
    from deflect.site.links import Broken


@dataclass(frozen=True, slots=True)
class SiteBuilt:
    """What a build did, and what it refused.

    Attributes:
        pages: HTML pages that the site has.
        articles: Articles that have a page.
        written: Files that were new or changed.
        removed: Files that are no longer wanted.
        unchanged: Files that were right already and not touched.
        home: The page to open.
        preview: Whether it is a preview, with all that nobody reviewed.
        refused: Everything that keeps an article from being published, the gravest first, then by file and line. A
            preview leaves out only articles with a leak.
    """

    pages: int
    articles: int
    written: int
    removed: int
    unchanged: int
    home: Path
    preview: bool
    refused: tuple[Refusal, ...]

    @property
    def left_out(self) -> tuple[Refusal, ...]:
        """What did keep an article from having a page."""
        return tuple(each for each in self.refused if each.kind == "leak" or not self.preview)


@dataclass(frozen=True, slots=True)
class Note:
    """What is remembered of the last build.

    Attributes:
        key: Hash of all that the site depends on, and of the site.
        waiting: Articles for customers that have no page, or that only the preview shows.
        reviewed: Whether anybody has validated an article.
    """

    key: str = ""
    pages: int = 0
    waiting: int = 0
    preview: bool = False
    reviewed: bool = False


def build_if_stale(workspace: Workspace, generation: Generation, cleaner: Cleaner) -> tuple[Note, bool]:
    """Build the help centre unless articles, settings, code and the site itself are as they were after the last build.

    As long as nobody validated an article, a preview is built, if the settings allow.

    Args:
        workspace: Locked by the caller.
        generation: Its recurring questions order the pages.
        cleaner: Of the workspace.

    Returns:
        What is known of the site, and whether the stage was skipped.
    """
    if not is_stale(workspace, generation):
        return note(workspace), True
    preview = workspace.settings.site.show_drafts and not _is_reviewed(_articles(workspace))
    build(workspace, generation, cleaner, preview=preview)
    return note(workspace), False


def is_stale(workspace: Workspace, generation: Generation) -> bool:
    """Whether the help centre, or anything it depends on, is not as it was after a run built it."""
    last = note(workspace)
    is_wanted = last.preview == (workspace.settings.site.show_drafts and not last.reviewed)
    return last.key != _key(workspace, generation) or not is_wanted


def was_built(workspace: Workspace) -> bool:
    """Whether the help centre was ever built."""
    return (workspace.state / "site").is_file()


def note(workspace: Workspace) -> Note:
    """What is remembered of the last build; of none or a damaged note, that nothing is."""
    try:
        return Note(**json.loads((workspace.state / "site").read_bytes()))
    except (OSError, ValueError, TypeError):
        return Note()


def build(workspace: Workspace, generation: Generation | None, cleaner: Cleaner, *, preview: bool = False) -> SiteBuilt:
    """Build the help centre from the articles as they are.

    Args:
        workspace: Locked by the caller.
        generation: None where there are no tickets; articles are then in order of their titles.
        cleaner: Of the workspace; finds what leaks.
        preview: Show everything but what leaks, marked as drafts.
    """
    from deflect.clusters.following import saved
    from deflect.site import build as build_pages

    library = Library(workspace.kb, workspace.base)
    articles = library.articles()
    unfit = library.refusals(leaks_of(workspace, cleaner))
    barred = {each.article for each in unfit if each.kind == "leak" or not preview}
    clusters = saved.from_plain(generation.json(CLUSTERS)) if generation else ()
    by_cluster = {article.cluster_id: article.slug for article in articles if article.cluster_id}
    result = build_pages(
        articles,
        workspace.settings,
        workspace.site,
        preview=preview,
        barred=barred,
        kb=workspace.kb,
        asked=_asked(clusters, by_cluster),
        moved=library.redirects(),
        searching=searching(workspace, generation),
    )
    files = library.files()
    refused = _in_order([*unfit, *(_broken(each, files[each.article]) for each in result.broken)])
    built = SiteBuilt(
        result.pages,
        result.articles,
        result.written,
        result.removed,
        result.unchanged,
        result.home,
        preview,
        refused,
    )
    _remember(workspace, generation, built, _is_reviewed(articles))
    return built


def _broken(problem: Broken, path: Path) -> Refusal:
    text = path.read_text(encoding="utf-8-sig")
    if problem.said:
        return Refusal(problem.article, path, line_of(text, problem.said), "broken link", problem.what)
    unclosed = (line for line in text.split("\n") if line.rfind("<!--") > line.rfind("-->"))
    return Refusal(problem.article, path, line_of(text, next(unclosed, "")), "leak", problem.what)


def _in_order(refused: Sequence[Refusal]) -> tuple[Refusal, ...]:
    return tuple(sorted(refused, key=lambda each: (KINDS.index(each.kind), each.file, each.line)))


def _remember(workspace: Workspace, generation: Generation | None, built: SiteBuilt, reviewed: bool) -> None:
    waiting = len({each.article for each in built.refused})
    found = Note(_key(workspace, generation), built.pages, waiting, built.preview, reviewed)
    atomic_write(workspace.state / "site", json.dumps(plain(found)).encode())


def _articles(workspace: Workspace) -> tuple[Article, ...]:
    return Library(workspace.kb, workspace.base).articles()


def _is_reviewed(articles: Sequence[Article]) -> bool:
    return any(would_be_published(article) and article.state == "validated" for article in articles)


def _asked(clusters: Sequence[Cluster], by_cluster: Mapping[str, str]) -> dict[str, int]:
    """Tickets that asked each article's question."""
    return {by_cluster[each.id]: len(each.member_ids) for each in clusters if each.id in by_cluster}


def _key(workspace: Workspace, generation: Generation | None) -> str:
    settings = workspace.settings
    return fingerprints.of(
        fingerprints.folder(workspace.kb),
        fingerprints.folder(workspace.site),
        generation.fields["learning"] if generation else "",
        [generation.files.get(name, "") for name in (ASKED, MEANING)] if generation else "",
        fingerprints.hash_files([path for path in (workspace.synonyms,) if path.exists()], workspace.root),
        settings.site,
        settings.vendor,
        settings.privacy,
        fingerprints.code_version("site", "kb", "cleaning"),
    )
