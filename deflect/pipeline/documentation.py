"""Documentation that is there already: brought in, and compared with the recurring questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from deflect.kb import Library
from deflect.kb.agreement import Encode
from deflect.kb.documentation import DocsSummary, Documentation, Documented, Links, documented, pages
from deflect.kb.documentation.addresses import is_address
from deflect.models import current_generation
from deflect.pipeline.clean import cleaner_for
from deflect.pipeline.names import DOCUMENTED
from deflect.types import Article, CleanTicket, Cluster
from deflect.workspace import Workspace


def import_documentation(
    workspace: Workspace, path: str, base_url: str = "", *, fetch: bool = False, strict: bool = False
) -> DocsSummary:
    """Read existing documentation, so that what it answers is linked rather than drafted.

    Args:
        workspace: Locked while this runs.
        path: A folder of Markdown or HTML, one such file, a WordPress export, a sitemap or a list of addresses; or the
            address of one of these, which is fetched.
        base_url: Where a folder is published; empty if that is not known.
        fetch: Also fetch the pages that a file names by their address.
        strict: Stop at the first bad page and change nothing.

    Raises:
        MissingExtraError: Something is to be fetched, and httpx is not installed.
        ServerError: The address cannot be fetched.
        InputError: The path is missing or damaged, or holds a bad page and `strict` was given.
        UsageError: The base is no address.
        WorkspaceLockedError: Another process is writing.
    """
    with workspace.lock("import docs"):
        library = Library(workspace.kb, workspace.base)
        lost = (name for each in library.unreadable() for name in each.names)
        written = {*(each.slug for each in library.articles()), *lost}
        found = pages(path, base_url, fetch=fetch)
        source = path if is_address(path) else str(Path(path).resolve())
        language = workspace.settings.vendor.language
        shelf = Documentation(workspace.documentation)
        summary = shelf.take(source, found, language=language, taken=written, strict=strict)
        return replace(summary, hidden_hosts=_hidden_hosts(workspace, shelf.articles()))


def _hidden_hosts(workspace: Workspace, articles: Sequence[Article]) -> tuple[str, ...]:
    """Hosts whose addresses redaction takes out of answers; one address of each is tried."""
    addresses = {urlsplit(each.url).hostname or "": each.url for each in articles if each.url}
    cleaner = cleaner_for(workspace)
    return tuple(sorted(host for host, address in addresses.items() if cleaner.leaks(address)))


def all_articles(workspace: Workspace) -> tuple[Article, ...]:
    """The articles written here and those published elsewhere; one written here goes before one of its slug elsewhere.

    Raises:
        ArticleError: An article cannot be read.
        WorkspaceError: The record of documentation is damaged.
    """
    here = Library(workspace.kb, workspace.base).articles()
    slugs = {each.slug for each in here}
    elsewhere = Documentation(workspace.documentation).articles()
    return (*here, *(each for each in elsewhere if each.slug not in slugs))


def links_to(workspace: Workspace, articles: Sequence[Article]) -> Links:
    """The names under which agents may link articles of a workspace."""
    return Links.to(articles, workspace.settings.site.base_url)


def find_documented(
    workspace: Workspace, clusters: Sequence[Cluster], tickets: Sequence[CleanTicket], encode: Encode
) -> tuple[Documented, ...]:
    """Find the recurring questions that people have documented, and that no person's edited draft answers.

    A pinned question stays one to draft: whoever pinned it wants an article of its own.

    Args:
        workspace: Only read.
        clusters: Recurring questions.
        tickets: All that were learned from.
        encode: n texts to unit vectors (n, d).
    """
    edited = Library(workspace.kb, workspace.base).edited()
    articles = all_articles(workspace)
    written = [each for each in articles if _counts(each)]
    open_ones = [each for each in clusters if each.standing == "open" and each.id not in edited]
    changed = {each.article.slug: each.changed for each in Documentation(workspace.documentation).documents()}
    return documented(open_ones, written, tickets, encode, links=links_to(workspace, articles), changed=changed)


def _counts(article: Article) -> bool:
    return (
        article.origin != "drafted" and article.audience == "public" and article.state in ("validated", "not-validated")
    )


def days_changed(workspace: Workspace) -> dict[str, date]:
    """The day of each article's last change by slug: its file's, or what existing documentation says of itself.

    Args:
        workspace: Only read.
    """
    files = Library(workspace.kb, workspace.base).files()
    return days_published(workspace) | {
        slug: datetime.fromtimestamp(path.stat().st_mtime, UTC).date() for slug, path in files.items()
    }


def days_published(workspace: Workspace) -> dict[str, date]:
    """The day of the last change of articles of existing documentation that say it of themselves, by slug."""
    documents = Documentation(workspace.documentation).documents()
    return {each.article.slug: date.fromisoformat(each.changed) for each in documents if each.changed}


def marked(clusters: Sequence[Cluster], found: Sequence[Documented]) -> tuple[Cluster, ...]:
    """Clusters that say which article documents them."""
    articles = {each.question: each.article for each in found}
    return tuple(replace(each, documented=articles.get(each.id, "")) for each in clusters)


def documented_questions(workspace: Workspace) -> tuple[Documented, ...]:
    """The recurring questions of the last run that are documented, the one asked most lately first.

    Args:
        workspace: Only read; without a run there are none.
    """
    generation = current_generation(workspace.models)
    if generation is None or DOCUMENTED not in generation.files:
        return ()
    found: list[dict[str, Any]] = generation.json(DOCUMENTED)
    return tuple(sorted((Documented(**each) for each in found), key=lambda each: (-each.recent, each.question)))
