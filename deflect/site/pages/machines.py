"""What programs read: site map, feeds, llms.txt and a Markdown twin of every public page; none of it in a preview."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from urllib.parse import quote
from xml.sax.saxutils import escape

from deflect.site import dates, markdown, twin
from deflect.site.catalogue import Category, Edition, Entry
from deflect.site.memory import SHARED
from deflect.site.output import Kept
from deflect.site.pages.browse import by_letter
from deflect.site.pages.frame import shorten, twin_path
from deflect.site.pages.service import status
from deflect.site.pages.shop import Shop, site_title
from deflect.site.strings import native_name, words

FED = 30  # articles in a feed
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


def files(shop: Shop) -> Iterator[tuple[str, bytes | Kept]]:
    """Every file for programs, as path and content."""
    if shop.preview:
        return
    yield "llms.txt", shop.fresh.get(SHARED, "llms.txt") or _llms(shop)
    for edition in shop.catalogue.editions:
        for page, text in _twins(shop, edition):
            path = twin_path(page)
            yield path, shop.fresh.get(SHARED, path) or _encoded(text())
        if edition.problems:
            yield twin_path(edition.known), _encoded(_known(shop, edition))
        for entry in edition.entries:
            path = twin_path(entry.path)
            yield path, shop.fresh.get(entry.article.slug, path) or _encoded(_article(shop, entry))
    if shop.base:
        yield "sitemap.xml", shop.fresh.get(SHARED, "sitemap.xml") or _sitemap(shop)
        for edition in shop.catalogue.editions:
            if edition.language in shop.newest:
                yield edition.feed, _feed(shop, edition)


def _sitemap(shop: Shop) -> bytes:
    days = dict(sorted(_public(shop)))
    rows = "".join(
        f"<url><loc>{escape(shop.address(path))}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>\n"
        for path, day in days.items()
    )
    head = f'{XML}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{rows}</urlset>\n".encode()


def _public(shop: Shop) -> Iterator[tuple[str, date | None]]:
    """Every page that search engines may show, with the day on which what it says last changed, if that is known."""
    for edition in shop.catalogue.editions:
        latest = _latest(shop, edition.entries)
        yield edition.home, latest
        yield edition.letters, latest
        if shop.contact:
            yield edition.contact, None
        if edition.problems:
            yield edition.known, _latest(shop, edition.problems)
        for category in edition.categories:
            yield category.path, _latest(shop, category.entries)
        for entry in edition.entries:
            yield entry.path, shop.facts.updated.get(entry.article.slug)


def _latest(shop: Shop, entries: Iterable[Entry]) -> date | None:
    days: Mapping[str, date] = shop.facts.updated
    return max((days[entry.article.slug] for entry in entries if entry.article.slug in days), default=None)


def _feed(shop: Shop, edition: Edition) -> bytes:
    entries = shop.newest[edition.language][:FED]
    title, address = escape(_without_controls(site_title(shop.settings))), escape(shop.address(edition.feed))
    head = (
        f'{XML}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{edition.language}">\n'
        f"<id>{address}</id>\n<title>{title}</title>\n<author><name>{title}</name></author>\n"
        f'<link rel="self" href="{address}"/>\n<link href="{escape(shop.address(edition.home))}"/>\n'
        f"<updated>{_moment(shop.facts.updated[entries[0].article.slug])}</updated>\n"
    )
    return (head + "".join(_fed(shop, entry) for entry in entries) + "</feed>\n").encode("utf-8", "replace")


def _fed(shop: Shop, entry: Entry) -> str:
    address, slug = escape(shop.address(entry.path)), entry.article.slug
    summary = escape(_without_controls(shorten(markdown.plain_text(shop.documents[slug]))))
    return (
        f"<entry><id>{address}</id><title>{escape(_without_controls(entry.article.title))}</title>"
        f'<link href="{address}"/><updated>{_moment(shop.facts.updated[slug])}</updated>'
        f"<summary>{summary}</summary></entry>\n"
    )


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _without_controls(text: str) -> str:
    """XML has no way to write most control characters."""
    return "".join(char for char in text if char >= " " and char not in "\ufffe\uffff")


def _llms(shop: Shop) -> bytes:
    """The outline of the whole site, as llmstxt.org lays it out."""
    edition = shop.catalogue.editions[0]
    parts = [f"# {twin.text(site_title(shop.settings))}", f"> {twin.text(words(edition.language)['question'])}"]
    for each in shop.catalogue.editions:
        several = f"{native_name(each.language)}: " if len(shop.catalogue.editions) > 1 else ""
        for category in each.categories:
            name = twin.text(several + shop.category_name(category, each.language))
            rows = [_row(entry, shop.base or "") for entry in category.entries]
            parts.append(f"## {name}\n\n" + "\n".join(rows))
    return ("\n\n".join(parts) + "\n").encode("utf-8", "replace")


def _row(entry: Entry, root: str) -> str:
    return "- " + twin.link(twin.text(entry.article.title), root + quote(twin_path(entry.path)))


def _twins(shop: Shop, edition: Edition) -> Iterator[tuple[str, Callable[[], str]]]:
    """What makes the text of each public page of an edition that shows no article's answer, by the page's path."""
    t = words(edition.language)
    yield edition.home, partial(_home, shop, edition)
    yield edition.letters, partial(_letters, edition)
    if shop.contact:
        yield edition.contact, lambda: f"# {t['contact']}\n\n{twin.link(t['contact_write'], shop.contact)}"
    for category in edition.categories:
        yield category.path, partial(_category, shop, category, edition.language)


def _encoded(text: str) -> bytes:
    return (text.rstrip() + "\n").encode("utf-8", "replace")


def _root(edition: Edition) -> str:
    return "../" * edition.home.count("/")


def _letters(edition: Edition) -> str:
    t, root = words(edition.language), _root(edition)
    letters = ((letter or t["other"], [_row(e, root) for e in group]) for letter, group in by_letter(edition))
    shelves = [f"## {twin.text(letter)}\n\n" + "\n".join(rows) for letter, rows in letters]
    return "\n\n".join([f"# {t['all_articles']}", *shelves])


def _home(shop: Shop, edition: Edition) -> str:
    root = _root(edition)
    parts = [f"# {twin.text(site_title(shop.settings))}"]
    for category in edition.categories:
        name = twin.text(shop.category_name(category, edition.language))
        parts.append(f"## {name}\n\n" + "\n".join(_row(entry, root) for entry in category.entries))
    return "\n\n".join(parts)


def _category(shop: Shop, category: Category, language: str) -> str:
    root = "../" * category.path.count("/")
    rows = "\n".join(_row(entry, root) for entry in category.entries)
    return f"# {twin.text(shop.category_name(category, language))}\n\n{rows}"


def _known(shop: Shop, edition: Edition) -> str:
    t, root = words(edition.language), _root(edition)
    rows = [
        f"{_row(entry, root)} ({t[str(entry.article.shape)]}): {twin.text(status(shop, entry) or t['status_unknown'])}"
        for entry in edition.problems
    ]
    return f"# {t['known']}\n\n" + "\n".join(rows)


def _article(shop: Shop, entry: Entry) -> str:
    article, t = entry.article, words(entry.language)
    day = shop.facts.updated.get(article.slug)
    facts = [
        f"{t['applies']}: {twin.text(', '.join(article.versions or article.products))}"
        if article.versions or article.products
        else "",
        f"{t['updated']}: {dates.written(day, entry.language)}" if day else "",
    ]
    question = twin.text(article.question) if article.question != article.title else ""
    answer = twin.markdown(shop.documents[article.slug])
    return "\n\n".join(part for part in (f"# {twin.text(article.title)}", question, answer, *facts) if part)
