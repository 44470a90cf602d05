"""Articles → help centre, in one call: gather everything that can be published, and only then write."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from markdown_it.token import Token

from deflect.config import Settings
from deflect.errors import ArticleError, ConfigError
from deflect.kb import Memory, would_be_published
from deflect.site import look as appearance
from deflect.site import markdown, output, pages, redirects, widget
from deflect.site.catalogue import Catalogue, Entry, catalogue
from deflect.site.links import Broken, Linker, hidden_reasons
from deflect.site.markdown import Document
from deflect.site.memory import AGAIN, SHARED, Fresh, Known, Last, form, own_hash, shared_hash
from deflect.site.output import Kept, Stamp
from deflect.site.search import NOTHING_MORE, Searching, Tally
from deflect.site.search import tally as counted
from deflect.types import Article

WORDS = "words.npz"  # what builds remember of the articles' words, beside the memory of the rest
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
    """Everything that is published, parsed.

    Attributes:
        own: Hash of each article, by slug.
        shared: Hash of what all pages share.
        linker: What resolved the links.
        broken: What kept articles from being published.
    """

    catalogue: Catalogue
    documents: Mapping[str, Document]
    own: Mapping[str, str]
    shared: str
    linker: Linker
    broken: tuple[Broken, ...]


def build(
    articles: Sequence[Article],
    settings: Settings,
    out: Path,
    *,
    preview: bool = False,
    strict: bool = False,
    barred: Collection[str] = (),
    related: Mapping[str, Sequence[str]] | None = None,
    asked: Mapping[str, int] | None = None,
    moved: Mapping[str, str] | None = None,
    updated: Mapping[str, date] | None = None,
    kb: Path | None = None,
    searching: Searching = NOTHING_MORE,
    memory: Memory | None = None,
    progress: Progress | None = None,
) -> SiteResult:
    """Build the help centre; the same input gives the same bytes, whatever was built before.

    An article with a broken link gets no page, nor does one that links to such an article, and so on.

    Args:
        articles: All articles; only those that are validated, for customers and of this help centre get a page.
        settings: `site`, `vendor` and `widget` are used; the folder `theme` beside the articles' holds what the looks
            need.
        out: The folder to build into; files that people put there are left alone.
        preview: Publish also what nobody reviewed and what has broken links; every page says that it is a draft and
            asks search engines to stay away.
        strict: Write nothing if an article is barred, or gets no page because of a broken link.
        barred: Slugs of articles that get no page whatever they are.
        related: Slugs of articles near each article, nearest first; those not published are left out.
        asked: Number of tickets that asked each article, by slug, which orders the home page; an article that is not
            named counts the tickets of its evidence.
        moved: Earlier slugs, each with that of the article that its address leads to now.
        updated: Day on which what an article says was last confirmed, by slug; for the rest no day is shown.
        kb: The folder that the articles' files and pictures lie in; `kb` beside `out` if not given.
        searching: What the search knows besides the articles.
        memory: Where to look for what the last build knew, and to keep what this one does; its key stands for the
            code. Nowhere if not given.
        progress: Called with files written and files to write.

    Raises:
        ArticleError: A slug is taken twice or a file of a person's is in the way; nothing has been written.
        ConfigError: An address in the settings is none, or what they say of the looks cannot be done.
    """
    _check(settings)
    chosen = [a for a in articles if _is_published(a, preview) and a.slug not in barred]
    folder = kb or out.parent / "kb"
    last = (memory.recall(form()) if memory else None) or Last()
    look = appearance.look(settings, folder.parent)
    asset_paths, assets = pages.assets(look)
    shared = (settings, related, moved, preview, asset_paths, sorted((updated or {}).items()), look)
    found = _gather(chosen, articles, settings, folder, asked, moved or {}, last, shared, preview=preview)
    if strict and (barred or any(each.article not in found.documents for each in found.broken)):
        return SiteResult(0, 0, 0, 0, 0, out / "index.html", found.broken)
    fresh = _fresh(found, last, out)
    shop = pages.Shop(
        settings,
        found.catalogue,
        found.documents,
        related or {},
        asset_paths,
        pages.places(found.catalogue),
        preview,
        updated or {},
        pages.translations(found.catalogue),
        pages.newest(found.catalogue, updated or {}),
        look,
        fresh,
        searching,
        found.own,
        counted.recall(memory.beside(WORDS)) if memory else Tally(),
    )
    content: dict[str, bytes | Kept] = {**assets}
    content |= pages.pages(shop)
    content |= redirects.pages(moved or {}, shop)
    content[widget.PATH] = widget.script(settings, [edition.language for edition in found.catalogue.editions])
    content |= {path: place.read_bytes() for path, place in sorted(found.linker.files.items())}
    written = output.publish(content, out, progress)
    if memory:
        shop.tally.keep(memory.beside(WORDS))
        lists = _stamps(fresh, SHARED, written.digests, out)
        new = Last(found.shared, _known(found, fresh, written.digests, last, out), lists)
        if _is_worth_keeping(new, last):
            memory.keep(form(), new)
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
    last: Last,
    shared: object,
    *,
    preview: bool,
) -> _Gathered:
    """Parse what is to be published, without articles that have broken links: those break the links to them."""
    broken: list[Broken] = []
    own = {article.slug: own_hash(article) for article in chosen}
    while True:
        found = catalogue(chosen, settings, asked)
        _refuse(found.problems, folder)
        gathered = _resolved(found, articles, folder, moved, last, own, shared)
        problems = gathered.linker.problems
        broken += [problem for problem in problems if problem not in broken]
        # A preview may lead nowhere, but what stands in a comment must not show.
        bad = {problem.article for problem in problems if not (preview and problem.said)}
        if not bad:
            return replace(gathered, broken=tuple(broken))
        chosen = [article for article in chosen if article.slug not in bad]


def _resolved(
    found: Catalogue,
    articles: Sequence[Article],
    folder: Path,
    moved: Mapping[str, str],
    last: Last,
    own: Mapping[str, str],
    shared: object,
) -> _Gathered:
    entries = [entry for edition in found.editions for entry in edition.entries]
    documents = {entry.article.slug: _document(entry.article, last, own) for entry in entries}
    hidden = hidden_reasons(article for article in articles if article.slug not in documents)
    headings = {slug: document.headings for slug, document in documents.items()}
    same = shared_hash(entries, headings, (shared, sorted(hidden.items())))
    linker = Linker(folder, _with_documents(entries, documents), hidden, moved)
    for entry in sorted(entries, key=lambda entry: entry.article.slug):
        article, document = entry.article, documents[entry.article.slug]
        known = last.of(article.slug, own[article.slug]) if same == last.shared else None
        if known and linker.adopt(article, known.linked):
            document.reparse = partial(_reparse, article, linker)
        else:
            _resolve(article, document, linker)
    return _Gathered(found, documents, own, same, linker, ())


def _document(article: Article, last: Last, own: Mapping[str, str]) -> Document:
    known = last.of(article.slug, own[article.slug])
    return Document(None, known.headings, said=known.text) if known else _parse(article)


def _resolve(article: Article, document: Document, linker: Linker) -> None:
    if document.parsed is None:
        document.parsed = _parse(article).tokens
    linker.problems += [Broken(article.slug, "", problem) for problem in document.problems]
    linker.resolve(article, document)


def _reparse(article: Article, linker: Linker) -> list[Token]:
    document = _parse(article)
    linker.resolve(article, document)
    return document.tokens


def _fresh(found: _Gathered, last: Last, out: Path) -> Fresh:
    """What of the site need not be made again: its article and all that pages share are as they were, and so is it."""
    there = output.settled(out).files
    files: dict[str, Mapping[str, Stamp]] = {}
    for slug, document in found.documents.items():
        if document.parsed is None:
            made = last.articles[slug].made
            files[slug] = _intact(made, there, out)
    if found.shared == last.shared:
        files[SHARED] = _intact(last.lists, there, out)
    return Fresh(files)


def _intact(made: Mapping[str, Stamp], there: Mapping[str, str], out: Path) -> dict[str, Stamp]:
    return {path: s for path, s in made.items() if there.get(path) == s.digest and output.is_intact(out, path, s)}


def _known(found: _Gathered, fresh: Fresh, digests: Mapping[str, str], last: Last, out: Path) -> dict[str, Known]:
    """What to remember of each article that has no problems: those are to be told again."""
    told = {problem.article for problem in found.broken}
    known: dict[str, Known] = {}
    for slug, document in found.documents.items():
        before = last.articles.get(slug)
        if slug in told:
            continue
        if before and document.parsed is None and fresh.asked.get(slug, []) == list(fresh.files.get(slug, ())):
            known[slug] = before
        else:
            text, linked = markdown.plain_text(document), found.linker.shown.get(slug, {})
            made = _stamps(fresh, slug, digests, out)
            known[slug] = Known(found.own[slug], document.headings, text, linked, made)
    return known


def _stamps(fresh: Fresh, slug: str, digests: Mapping[str, str], out: Path) -> dict[str, Stamp]:
    kept = fresh.files.get(slug, {})
    return {path: kept.get(path) or output.stamp(out, path, digests[path]) for path in fresh.asked.get(slug, ())}


def _is_worth_keeping(new: Last, last: Last) -> bool:
    """Whether the next build would have to make much again if it knew only what this one knew."""
    changed = [slug for slug, each in new.articles.items() if last.articles.get(slug) is not each]
    return len(changed) * AGAIN > len(new.articles) or (new.shared, new.lists) != (last.shared, last.lists)


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
