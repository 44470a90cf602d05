"""Articles → help centre, in one call: gather everything that can be published, and only then write."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from deflect.config import Settings
from deflect.errors import ArticleError, ConfigError
from deflect.kb import would_be_published
from deflect.site import markdown, output, pages, redirects
from deflect.site.catalogue import Catalogue, Entry, catalogue
from deflect.site.links import Broken, Linker, hidden_reasons
from deflect.site.markdown import Document
from deflect.site.search import NOTHING_MORE, Searching
from deflect.types import Article

SHOWN = 10  # problems that one error names

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class SiteResult:
    """What a build did.

    Attributes:
        pages: HTML pages that the site has.
        articles: Articles that have a page.
        written: Files that were new or changed.
        removed: Files that are no longer wanted.
        unchanged: Files that were right already and not touched.
        home: The page to open.
        broken: What kept articles from being published; in a preview, what would.
    """

    pages: int
    articles: int
    written: int
    removed: int
    unchanged: int
    home: Path
    broken: tuple[Broken, ...] = ()


@dataclass(frozen=True, slots=True)
class _Gathered:
    catalogue: Catalogue
    documents: Mapping[str, Document]
    files: Mapping[str, Path]
    broken: tuple[Broken, ...]


def build(
    articles: Sequence[Article],
    settings: Settings,
    out: Path,
    *,
    preview: bool = False,
    barred: Collection[str] = (),
    related: Mapping[str, Sequence[str]] | None = None,
    asked: Mapping[str, int] | None = None,
    moved: Mapping[str, str] | None = None,
    kb: Path | None = None,
    searching: Searching = NOTHING_MORE,
    progress: Progress | None = None,
) -> SiteResult:
    """Build the help centre; the same input gives the same bytes.

    An article with a broken link gets no page, nor does one that links to such an article, and so on.

    Args:
        articles: All articles; only those that are validated, for customers and of this help centre get a page.
        settings: `site` and `vendor` are used.
        out: The folder to build into; files that people put there are left alone.
        preview: Publish also what nobody reviewed and what has broken links; every page says that it is a draft and
            asks search engines to stay away.
        barred: Slugs of articles that get no page whatever they are.
        related: Slugs of articles near each article, nearest first; those not published are left out.
        asked: Number of tickets that asked each article, by slug, which orders the home page; an article that is not
            named counts the tickets of its evidence.
        moved: Earlier slugs, each with that of the article that its address leads to now.
        kb: The folder that the articles' files and pictures lie in; `kb` beside `out` if not given.
        searching: What the search knows besides the articles.
        progress: Called with files written and files to write.

    Raises:
        ArticleError: A slug is taken twice or a file of a person's is in the way; nothing has been written.
        ConfigError: An address in the settings is none.
    """
    _check(settings)
    chosen = [a for a in articles if _is_published(a, preview) and a.slug not in barred]
    folder = kb or out.parent / "kb"
    found = _gather(chosen, articles, settings, folder, asked, moved or {}, preview=preview)
    asset_paths, content = pages.assets()
    places = pages.places(found.catalogue)
    shop = pages.Shop(
        settings, found.catalogue, found.documents, related or {}, asset_paths, places, preview, searching
    )
    content |= pages.pages(shop)
    content |= redirects.pages(moved or {}, shop)
    content |= {path: place.read_bytes() for path, place in sorted(found.files.items())}
    written = output.publish(content, out, progress)
    return SiteResult(
        pages=sum(path.endswith(".html") for path in content),
        articles=len(found.documents),
        written=written.written,
        removed=written.removed,
        unchanged=written.unchanged,
        home=out / "index.html",
        broken=found.broken,
    )


def _check(settings: Settings) -> None:
    for problem in pages.check_addresses(settings):
        raise ConfigError(problem, "deflect.toml", "Correct that value")


def _is_published(article: Article, preview: bool) -> bool:
    return would_be_published(article) and (preview or article.state == "validated")


def _gather(
    chosen: Sequence[Article],
    articles: Sequence[Article],
    settings: Settings,
    folder: Path,
    asked: Mapping[str, int] | None,
    moved: Mapping[str, str],
    *,
    preview: bool,
) -> _Gathered:
    """Parse what is to be published, without articles that have broken links: those break the links to them."""
    broken: list[Broken] = []
    while True:
        found = catalogue(chosen, settings, asked)
        _refuse(found.problems, folder)
        documents, linker = _resolved(found, articles, folder, moved)
        broken += [problem for problem in linker.problems if problem not in broken]
        # A preview may lead nowhere, but what stands in a comment must not show.
        bad = {problem.article for problem in linker.problems if not (preview and problem.said)}
        if not bad:
            return _Gathered(found, documents, linker.files, tuple(broken))
        chosen = [article for article in chosen if article.slug not in bad]


def _resolved(
    found: Catalogue, articles: Sequence[Article], folder: Path, moved: Mapping[str, str]
) -> tuple[dict[str, Document], Linker]:
    entries = [entry for edition in found.editions for entry in edition.entries]
    documents = {entry.article.slug: _parse(entry.article) for entry in entries}
    hidden = hidden_reasons(article for article in articles if article.slug not in documents)
    linker = Linker(folder, _with_documents(entries, documents), hidden, moved)
    for entry in sorted(entries, key=lambda entry: entry.article.slug):
        document = documents[entry.article.slug]
        linker.problems += [Broken(entry.article.slug, "", problem) for problem in document.problems]
        linker.resolve(entry.article, document)
    return documents, linker


def _parse(article: Article) -> Document:
    return markdown.parse(article.answer, frozenset(ref for s in article.evidence for ref in s.evidence))


def _with_documents(entries: Sequence[Entry], documents: Mapping[str, Document]) -> dict[str, tuple[Entry, Document]]:
    return {entry.article.slug: (entry, documents[entry.article.slug]) for entry in entries}


def _refuse(problems: Sequence[str], folder: Path) -> None:
    if not problems:
        return
    rest = len(problems) - SHOWN
    text = "; ".join(problems[:SHOWN]) + (f"; and {rest} more" if rest > 0 else "")
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    raise ArticleError(
        f"the site was not built, {count}: {text}", str(folder), "Correct these files, then run: deflect build"
    )
