"""The site stage: articles become the help centre, those that may be published; or a preview of all."""

from __future__ import annotations

import importlib.metadata
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from deflect.kb import KINDS, Library, Memory, Refusal, line_of, unknown, would_be_published
from deflect.models import Generation
from deflect.pipeline import fingerprints
from deflect.pipeline.leaking import leaks_in_articles
from deflect.pipeline.names import ASKED, CLUSTERS, MEANING
from deflect.pipeline.searched import searching
from deflect.plain import plain
from deflect.types import Article, Cluster
from deflect.workspace import Workspace, atomic_write

if TYPE_CHECKING:
    from deflect.cleaning import Cleaner
    from deflect.kb.survey import Surveyed
    from deflect.site import Facts, SiteResult
    from deflect.site.links import Broken


SURVEY, PAGES, WORDS = "articles.json", "pages.json", "words.npz"  # what builds remember
BARRING = ("leak", "unknown article")  # what keeps an article out of a preview too; the latter if it is strict
RENDERERS = ("babel", "jinja2", "markdown-it-py", "nh3")  # other versions of these may make other pages


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
        unreadable: Articles that were passed over because their file cannot be read, by file and line.
        warned: What is wrong and kept no article from having a page, by file and line: names of articles that there
            are none of, and in a preview links that lead nowhere.
    """

    pages: int
    articles: int
    written: int
    removed: int
    unchanged: int
    home: Path
    preview: bool
    refused: tuple[Refusal, ...]
    unreadable: tuple[str, ...] = ()
    warned: tuple[Refusal, ...] = ()

    @property
    def left_out(self) -> tuple[Refusal, ...]:
        """What did keep an article from having a page."""
        return tuple(each for each in self.refused if each.kind in BARRING or not self.preview)

    @property
    def waiting(self) -> frozenset[str]:
        """Slugs of articles that nobody validated yet and in which nothing leaks."""
        leaking = {each.article for each in self.refused if each.kind == "leak"}
        return frozenset(each.article for each in self.refused if each.kind == "not reviewed") - leaking

    @property
    def wrong(self) -> tuple[Refusal, ...]:
        """What somebody has to put right: all that kept an article from having a page but that it waits for review."""
        return tuple(each for each in self.left_out if each.article not in self.waiting)


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
    return last.key != _key(workspace, _sources(workspace, generation)) or not is_wanted


def was_built(workspace: Workspace) -> bool:
    """Whether the help centre was ever built."""
    return (workspace.state / "site").is_file()


def forget(workspace: Workspace) -> None:
    """Drop what builds remember of the articles' texts; the next one works it out again."""
    for name in (SURVEY, PAGES, WORDS):
        (workspace.state / name).unlink(missing_ok=True)


def note(workspace: Workspace) -> Note:
    """What is remembered of the last build; of none or a damaged note, that nothing is."""
    try:
        return Note(**json.loads((workspace.state / "site").read_bytes()))
    except (OSError, ValueError, TypeError):
        return Note()


def build(
    workspace: Workspace,
    generation: Generation | None,
    cleaner: Cleaner,
    *,
    preview: bool = False,
    strict: bool = False,
) -> SiteBuilt:
    """Build the help centre from the articles as they are.

    Args:
        workspace: Locked by the caller.
        generation: None where there are no tickets; articles are then in order of their titles.
        cleaner: Of the workspace; finds what leaks.
        preview: Show everything but what leaks, marked as drafts.
        strict: Publish all or nothing: if an article is refused, or names one that there is none of, the site stays as
            it is.

    Returns:
        What was built, and all that was refused or is wrong.

    Raises:
        ArticleError: Two articles have one slug, or a person's file is where a page goes; the site stays as it is.
        ConfigError: A setting of the site cannot be followed.
    """
    sources = _sources(workspace, generation)
    library = Library(workspace.kb, workspace.base)
    found = library.survey(leaks_in_articles(workspace, cleaner), _surveyed(workspace))
    unreadable = library.unreadable([each.path for each in found])
    untied = list(unknown(found, [name for each in unreadable for name in each.names]))
    unfit = [*(refusal for each in found for refusal in each.refused), *(untied if strict else ())]
    barred = {each.article for each in unfit if each.kind in BARRING or not preview}
    result = _pages(workspace, generation, found, barred, preview=preview, strict=strict)
    files = {each.article.slug: each.path for each in found}
    broken = [_broken(each, files[each.article]) for each in result.broken]
    refused = _in_order([*unfit, *broken])
    dangling = [each for each in broken if preview and each.kind == "broken link"]
    built = SiteBuilt(
        result.pages,
        result.articles,
        result.written,
        result.removed,
        result.unchanged,
        result.home,
        preview,
        refused,
        tuple(str(each.problem) for each in unreadable),
        _in_order([*dangling, *(() if strict else untied)]),
    )
    if not (strict and built.left_out):
        _remember(workspace, sources, built, _is_reviewed([each.article for each in found]))
    return built


def _pages(
    workspace: Workspace,
    generation: Generation | None,
    found: Sequence[Surveyed],
    barred: Collection[str],
    *,
    preview: bool,
    strict: bool,
) -> SiteResult:
    from deflect.site import build as build_pages

    return build_pages(
        [each.article for each in found],
        workspace.settings,
        workspace.site,
        preview=preview,
        strict=strict,
        barred=barred,
        facts=_facts(workspace, generation, found),
        kb=workspace.kb,
        memory=_rendered(workspace),
    )


def _facts(workspace: Workspace, generation: Generation | None, found: Sequence[Surveyed]) -> Facts:
    from deflect.clusters.following import saved
    from deflect.site import Facts

    clusters = saved.from_plain(generation.json(CLUSTERS)) if generation else ()
    by_cluster = {each.article.cluster_id: each.article.slug for each in found if each.article.cluster_id}
    return Facts(
        asked=_asked(clusters, by_cluster),
        moved={old: each.article.slug for each in found for old in each.upkeep.redirects},
        updated=_updated(found, clusters),
        searching=searching(workspace, generation),
    )


def _surveyed(workspace: Workspace) -> Memory:
    settings = workspace.settings
    rules = fingerprints.code_version("kb", "cleaning")
    return Memory(workspace.state / SURVEY, fingerprints.of(rules, settings.vendor, settings.privacy))


def _rendered(workspace: Workspace) -> Memory:
    parts = [f"{name} {importlib.metadata.version(name)}" for name in RENDERERS]
    return Memory(workspace.state / PAGES, fingerprints.of(fingerprints.code_version("site"), parts))


def _broken(problem: Broken, path: Path) -> Refusal:
    text = path.read_text(encoding="utf-8-sig")
    if problem.said:
        return Refusal(problem.article, path, line_of(text, problem.said), "broken link", problem.what)
    unclosed = (line for line in text.split("\n") if line.rfind("<!--") > line.rfind("-->"))
    return Refusal(problem.article, path, line_of(text, next(unclosed, "")), "leak", problem.what)


def _in_order(refused: Sequence[Refusal]) -> tuple[Refusal, ...]:
    return tuple(sorted(refused, key=lambda each: (KINDS.index(each.kind), each.file, each.line)))


def _remember(workspace: Workspace, sources: str, built: SiteBuilt, reviewed: bool) -> None:
    waiting = len({each.article for each in built.refused})
    found = Note(_key(workspace, sources), built.pages, waiting, built.preview, reviewed)
    atomic_write(workspace.state / "site", json.dumps(plain(found)).encode())


def _articles(workspace: Workspace) -> tuple[Article, ...]:
    return Library(workspace.kb, workspace.base).articles()


def _is_reviewed(articles: Sequence[Article]) -> bool:
    return any(would_be_published(article) and article.state == "validated" for article in articles)


def _asked(clusters: Sequence[Cluster], by_cluster: Mapping[str, str]) -> dict[str, int]:
    """Tickets that asked each article's question."""
    return {by_cluster[each.id]: len(each.member_ids) for each in clusters if each.id in by_cluster}


def _updated(found: Sequence[Surveyed], clusters: Sequence[Cluster]) -> dict[str, date]:
    """Day on which somebody last stood behind each article, or else on which a ticket last asked its question."""
    asked = {each.id: date.fromisoformat(each.last_seen) for each in clusters if each.last_seen}
    days = {each.article.slug: each.upkeep.reviewed or asked.get(each.article.cluster_id or "") for each in found}
    return {slug: day for slug, day in days.items() if day is not None}


def _key(workspace: Workspace, sources: str) -> str:
    return fingerprints.of(sources, fingerprints.stamps(workspace.site))


def _sources(workspace: Workspace, generation: Generation | None) -> str:
    """Hash all that the site is made of; what changes while it is being built is not of it."""
    settings = workspace.settings
    return fingerprints.of(
        fingerprints.stamps(workspace.kb),
        fingerprints.stamps(workspace.theme),
        generation.fields["learning"] if generation else "",
        [generation.files.get(name, "") for name in (ASKED, MEANING)] if generation else "",
        fingerprints.hash_files([path for path in (workspace.synonyms,) if path.exists()], workspace.root),
        settings.site,
        settings.widget,
        settings.vendor,
        settings.privacy,
        fingerprints.code_version("site", "kb", "cleaning"),
    )
