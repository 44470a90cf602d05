"""Articles → help centre, in one call: gather everything, and only if all of it is right, write."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from deflect.config import Settings
from deflect.errors import ArticleError, ConfigError
from deflect.site import markdown, output, pages, redirects
from deflect.site.catalogue import Catalogue, Entry, catalogue, is_published
from deflect.site.links import Linker, hidden_reasons
from deflect.site.markdown import Document
from deflect.types import Article

SHOWN = 10  # problems that one error names

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class SiteResult:
    """What a build did.

    Attributes:
        pages: HTML pages that the site has.
        written: Files that were new or changed.
        removed: Files that are no longer wanted.
        unchanged: Files that were right already and not touched.
        home: The page to open.
    """

    pages: int
    written: int
    removed: int
    unchanged: int
    home: Path


def build(
    articles: Sequence[Article],
    settings: Settings,
    out: Path,
    *,
    related: Mapping[str, Sequence[str]] | None = None,
    asked: Mapping[str, int] | None = None,
    moved: Mapping[str, str] | None = None,
    kb: Path | None = None,
    progress: Progress | None = None,
) -> SiteResult:
    """Build the help centre; the same input gives the same bytes.

    Args:
        articles: All articles; those that are internal, archived or linked from elsewhere get no page.
        settings: `site` and `vendor` are used.
        out: The folder to build into; files that people put there are left alone.
        related: Slugs of articles near each article, nearest first; those not published are left out.
        asked: Number of tickets that asked each article, by slug, which orders the home page; an article that is not
            named counts the tickets of its evidence.
        moved: Earlier slugs, each with that of the article that its address leads to now.
        kb: The folder that the articles' files and pictures lie in; `kb` beside `out` if not given.
        progress: Called with files written and files to write.

    Raises:
        ArticleError: A link or picture is broken, a slug is taken twice, or a file of a person's is in the way; it
            names all of them and nothing has been written.
        ConfigError: An address in the settings is none.
    """
    _check(settings)
    found = catalogue(articles, settings, asked)
    folder = kb or out.parent / "kb"
    documents, files = _gather(articles, found, settings, folder, moved or {})
    asset_paths, content = pages.assets()
    shop = pages.Shop(settings, found, documents, related or {}, asset_paths, pages.places(found))
    content |= pages.pages(shop)
    content |= redirects.pages(moved or {}, shop)
    content |= {path: place.read_bytes() for path, place in sorted(files.items())}
    written = output.publish(content, out, progress)
    return SiteResult(
        pages=sum(path.endswith(".html") for path in content),
        written=written.written,
        removed=written.removed,
        unchanged=written.unchanged,
        home=out / "index.html",
    )


def _check(settings: Settings) -> None:
    for problem in pages.check_addresses(settings):
        raise ConfigError(problem, "deflect.toml", "Correct that value")


def _gather(
    articles: Sequence[Article], found: Catalogue, settings: Settings, folder: Path, moved: Mapping[str, str]
) -> tuple[dict[str, Document], dict[str, Path]]:
    entries = [entry for edition in found.editions for entry in edition.entries]
    documents = {entry.article.slug: _parse(entry.article) for entry in entries}
    linker = Linker(folder, _with_documents(entries, documents), _hidden(articles, settings), moved)
    problems = list(found.problems)
    for entry in sorted(entries, key=lambda entry: entry.article.slug):
        document = documents[entry.article.slug]
        problems += [f"{entry.article.slug}.md: {problem}" for problem in document.problems]
        linker.resolve(entry.article, document)
    _refuse([*problems, *linker.problems], folder)
    return documents, linker.files


def _parse(article: Article) -> Document:
    return markdown.parse(article.answer, frozenset(ref for s in article.evidence for ref in s.evidence))


def _with_documents(entries: Sequence[Entry], documents: Mapping[str, Document]) -> dict[str, tuple[Entry, Document]]:
    return {entry.article.slug: (entry, documents[entry.article.slug]) for entry in entries}


def _hidden(articles: Sequence[Article], settings: Settings) -> dict[str, str]:
    return hidden_reasons(a for a in articles if not is_published(a, settings.site.show_drafts))


def _refuse(problems: Sequence[str], folder: Path) -> None:
    if not problems:
        return
    rest = len(problems) - SHOWN
    text = "; ".join(problems[:SHOWN]) + (f"; and {rest} more" if rest > 0 else "")
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    raise ArticleError(
        f"the site was not built, {count}: {text}", str(folder), "Correct these files, then run: deflect build"
    )
