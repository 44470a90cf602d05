"""Catalogue and parsed answers → the files of the site, by path."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from deflect.config import Settings
from deflect.site import markdown, search
from deflect.site.catalogue import DEFAULT_CATEGORY, Catalogue, Category, Edition, Entry, fold_title
from deflect.site.markdown import Document
from deflect.site.strings import count_articles, direction, native_name, words

HERE = Path(__file__).parent
MOST_ASKED = 8  # on a home page
PEEK = 3  # articles shown under a category on a home page
RELATED = 5
CONTENTS_FROM = 3  # headings that an answer has before it gets a table of contents
DESCRIPTION = 155  # characters that search engines show
MARKS = {"work-in-progress": "draft", "not-validated": "unreviewed"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)


@dataclass(frozen=True, slots=True)
class Shop:
    """What every page of a site has in common.

    Attributes:
        documents: Parsed answers by slug, links resolved.
        related: Slugs of articles near each article.
        assets: Template name of a script, style or icon → its path with a hash of its content.
        places: Every entry with its category, by slug.
        preview: Whether every page is to say that it is a draft.
        searching: What the search knows besides the articles.
    """

    settings: Settings
    catalogue: Catalogue
    documents: Mapping[str, Document]
    related: Mapping[str, Sequence[str]]
    assets: Mapping[str, str]
    places: Mapping[str, tuple[Entry, Category]]
    preview: bool = False
    searching: search.Searching = search.NOTHING_MORE

    @property
    def base(self) -> str:
        """The address of the published site with a slash at its end, or nothing."""
        address = self.settings.site.base_url.strip()
        return f"{address.rstrip('/')}/" if address else ""


def places(found: Catalogue) -> dict[str, tuple[Entry, Category]]:
    """Every entry with its category, by slug."""
    categories = [category for edition in found.editions for category in edition.categories]
    return {entry.article.slug: (entry, category) for category in categories for entry in category.entries}


def assets() -> tuple[dict[str, str], dict[str, bytes]]:
    """Style, scripts and icon: their path by template name, and their content by path.

    Returns:
        The names of the files hold a hash, so that a server may let browsers keep them for ever.
    """
    names = {"style": "style.css", "theme": "theme.js", "script": "search.js", "icon": "icon.svg"}
    paths: dict[str, str] = {}
    files: dict[str, bytes] = {}
    for key, name in names.items():
        content = (HERE / "static" / name).read_bytes().replace(b"\r\n", b"\n")
        stem, _, suffix = name.partition(".")
        paths[key] = f"static/{stem}.{hashlib.sha256(content).hexdigest()[:10]}.{suffix}"
        files[paths[key]] = content
    return paths, files


def site_title(settings: Settings) -> str:
    """The title of the help centre: as set, else the vendor's name and `Help`."""
    return settings.site.title.strip() or f"{settings.vendor.name.strip()} Help".strip()


def pages(shop: Shop) -> Iterator[tuple[str, bytes]]:
    """Every file that is made from templates or articles, as path and content."""
    for edition in shop.catalogue.editions:
        yield edition.home, _home(shop, edition)
        yield edition.search, _search(shop, edition)
        yield from _index(shop, edition).items()
        for category in edition.categories:
            yield category.path, _category(shop, edition, category)
        for entry in edition.entries:
            yield entry.path, _article(shop, edition, entry)
    yield search.ENGINE, search.engine()
    yield "404.html", _lost(shop)
    if shop.base and not shop.preview:
        yield "sitemap.xml", _sitemap(shop)


def _home(shop: Shop, edition: Edition) -> bytes:
    t = words(edition.language)
    categories = [
        {
            "name": _category_name(category, edition.language),
            "href": quote(category.path),
            "count": count_articles(len(category.entries), edition.language),
            "peek": [_item(entry) for entry in category.entries[:PEEK]],
        }
        for category in edition.categories
    ]
    page = _page(shop, edition, edition.home, "home", site_title(shop.settings), t["question"])
    page["alternates"] = _alternates(shop)
    asked = [_item(entry) for entry in edition.entries[:MOST_ASKED] if entry.asked > 0]
    return _fill(shop, "home.html", edition.language, page=page, categories=categories, asked=asked)


def _category(shop: Shop, edition: Edition, category: Category) -> bytes:
    page = _page(shop, edition, category.path, "category", _category_name(category, edition.language))
    return _fill(
        shop,
        "category.html",
        edition.language,
        page=page,
        count=count_articles(len(category.entries), edition.language),
        items=[_item(entry) for entry in category.entries],
    )


def _article(shop: Shop, edition: Edition, entry: Entry) -> bytes:
    article, document = entry.article, shop.documents[entry.article.slug]
    description = _shorten(markdown.plain_text(document))
    page = _page(shop, edition, entry.path, "article", article.title, description)
    _, category = shop.places[article.slug]
    return _fill(
        shop,
        "article.html",
        edition.language,
        page=page,
        category={"name": _category_name(category, edition.language), "href": quote(category.path)},
        question=article.question if fold_title(article.question) != fold_title(article.title) else "",
        mark=MARKS.get(article.state, ""),
        answer=Markup(markdown.render(document, words(edition.language))),  # noqa: S704 - nh3 cleaned it
        also_asked=article.also_asked,
        contents=_contents(document),
        related=[_item(other) for other in _related(shop, entry)],
    )


def _search(shop: Shop, edition: Edition) -> bytes:
    t = words(edition.language)
    page = _page(shop, edition, edition.search, "search", t["search"])
    page["hidden"] = True
    ordered = sorted(edition.entries, key=lambda e: (*_letter_order(e), fold_title(e.article.title), e.article.slug))
    letters = [
        (letter or t["other"], [_item(entry) for entry in group])
        for letter, group in groupby(ordered, key=lambda e: _letter(e.article.title))
    ]
    return _fill(shop, "search.html", edition.language, page=page, letters=letters)


def _lost(shop: Shop) -> bytes:
    edition = shop.catalogue.editions[0]
    page = _page(shop, edition, "404.html", "lost", words(edition.language)["lost"])
    page["hidden"], page["canonical"] = True, ""
    if shop.base:
        # A server shows this page at any depth, so that a relative link would lead astray.
        page["root"] = urlsplit(shop.base).path or "/"
    return _fill(shop, "lost.html", edition.language, page=page)


def _index(shop: Shop, edition: Edition) -> dict[str, bytes]:
    searched = [_searched(shop, edition, entry) for entry in edition.entries]
    return search.build(searched, edition.language, edition.index, shop.searching)


def _searched(shop: Shop, edition: Edition, entry: Entry) -> search.Page:
    article, document = entry.article, shop.documents[entry.article.slug]
    body = markdown.plain_text(document)
    category = _category_name(article.category, edition.language)
    fields = {
        "title": article.title,
        "asked": "\n".join((article.question, *article.also_asked)),
        "headings": "\n".join(heading.text for heading in document.headings),
        "category": category,
        "body": body,
    }
    tickets = shop.searching.asked.get(article.slug, {})
    return search.Page(entry.path, article.title, category, fields, body, tickets, article.slug)


def _sitemap(shop: Shop) -> bytes:
    paths = [edition.home for edition in shop.catalogue.editions]
    for edition in shop.catalogue.editions:
        paths += [category.path for category in edition.categories]
        paths += [entry.path for entry in edition.entries]
    rows = "".join(f"<url><loc>{escape(_address(shop, path))}</loc></url>\n" for path in sorted(paths))
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{rows}</urlset>\n".encode()


def _page(shop: Shop, edition: Edition, path: str, kind: str, title: str, description: str = "") -> dict[str, Any]:
    editions = shop.catalogue.editions
    return {
        "kind": kind,
        "title": title,
        "description": description,
        "root": "../" * path.count("/"),
        "home": edition.home,
        "search": edition.search,
        "index": edition.index,
        "language": edition.language,
        "language_name": native_name(edition.language),
        "direction": direction(edition.language),
        "languages": [{"language": e.language, "home": e.home, "name": native_name(e.language)} for e in editions],
        "hidden": shop.preview,  # an answer that nobody checked is not for search engines
        "preview": shop.preview,
        "canonical": _address(shop, path) if shop.base else "",
        "alternates": (),
    }


def _alternates(shop: Shop) -> list[tuple[str, str]]:
    editions = shop.catalogue.editions
    if not shop.base or len(editions) < 2:
        return []
    return [(edition.language, _address(shop, edition.home)) for edition in editions]


def _address(shop: Shop, path: str) -> str:
    return shop.base + quote(path.removesuffix("index.html") if path.endswith("index.html") else path)


def _item(entry: Entry) -> dict[str, str]:
    article = entry.article
    return {
        "title": article.title,
        "href": quote(entry.path),
        "mark": MARKS.get(article.state, ""),
        "language": entry.language,
    }


def _related(shop: Shop, entry: Entry) -> list[Entry]:
    """Related articles that are published, those that people named first; the rest are left out."""
    slugs = dict.fromkeys((*entry.article.related, *shop.related.get(entry.article.slug, ())))
    return [shop.places[slug][0] for slug in slugs if slug in shop.places and slug != entry.article.slug][:RELATED]


def _contents(document: Document) -> list[markdown.Heading]:
    shown = [heading for heading in document.headings if heading.level <= 3 and heading.text]
    return shown if len(shown) >= CONTENTS_FROM else []


def _category_name(category: Category | str, language: str) -> str:
    name = category.name if isinstance(category, Category) else category.strip() or DEFAULT_CATEGORY
    return words(language)["general"] if name == DEFAULT_CATEGORY else name


def _letter(title: str) -> str:
    """The letter that a title stands under, nothing if it starts with none."""
    first = fold_title(title)[:1]
    return first.upper() if first.isalpha() else ""


def _letter_order(entry: Entry) -> tuple[bool, str]:
    letter = _letter(entry.article.title)
    return not letter, letter


def _shorten(text: str) -> str:
    if len(text) <= DESCRIPTION:
        return text
    return (text[:DESCRIPTION].rpartition(" ")[0] or text[:DESCRIPTION]) + "…"


def _fill(shop: Shop, template: str, language: str, *, page: Mapping[str, Any], **values: object) -> bytes:
    contact = shop.settings.site.contact_url.strip()
    site = {
        **shop.assets,
        "title": site_title(shop.settings),
        "policy": POLICY,
        "contact_url": contact,
        "contact_far": contact.startswith(("http:", "https:")),
    }
    filled = _templates().get_template(template).render(page=page, site=site, t=words(language), **values)
    # Half of a character (a lone surrogate) cannot be written as UTF-8; a question mark stands for it.
    return filled.encode("utf-8", "replace")


@functools.cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )


def check_addresses(settings: Settings) -> Iterable[str]:
    """What is wrong with the addresses in the settings, one line each."""
    site = settings.site
    if site.base_url.strip() and urlsplit(site.base_url.strip()).scheme not in ("http", "https"):
        yield "site.base_url must start with https:// or http://"
    contact = site.contact_url.strip()
    if contact and urlsplit(contact).scheme not in ("http", "https", "mailto", "tel"):
        yield "site.contact_url must start with https://, http://, mailto: or tel:"
