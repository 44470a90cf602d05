"""The page of an article."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from deflect.site import dates, markdown
from deflect.site.catalogue import Edition, Entry, fold_title
from deflect.site.markdown import Document
from deflect.site.output import Kept
from deflect.site.pages.frame import MARKS, Face, fill, item, shorten
from deflect.site.pages.shop import Shop
from deflect.site.strings import native_name, words

RELATED = 5
CONTENTS_FROM = 3  # headings that an answer has before it gets a table of contents
REASONS = ("question", "works", "clear", "current", "other")
"""Why an article did not help: what a form sends; the words for them start with `reason_`."""


def pages(shop: Shop, edition: Edition) -> Iterator[tuple[str, bytes | Kept]]:
    """The pages of one edition's articles, by path."""
    for category in edition.categories:
        beside = (None, *category.entries, None)
        for before, entry, after in zip(beside, category.entries, beside[2:], strict=False):
            kept = shop.fresh.get(entry.article.slug, entry.path)
            yield entry.path, kept or _page(shop, edition, entry, before, after)


def _page(shop: Shop, edition: Edition, entry: Entry, before: Entry | None, after: Entry | None) -> bytes:
    article, document = entry.article, shop.documents[entry.article.slug]
    day = shop.facts.updated.get(article.slug)
    translations = shop.translations.get(article.slug, ())
    return fill(
        shop,
        edition,
        face(shop, edition, entry),
        slug=article.slug,
        question=article.question if fold_title(article.question) != fold_title(article.title) else "",
        mark=MARKS.get(article.state, ""),
        answer=Markup(markdown.render(document, words(edition.language))),  # noqa: S704 - nh3 cleaned it
        applies=article.versions or article.products,
        day=day.isoformat() if day else "",
        date=dates.written(day, edition.language) if day else "",
        also_asked=article.also_asked,
        translations=[{**item(shop, other), "name": native_name(other.language)} for other in translations],
        contents=_contents(document),
        related=[item(shop, other) for other in _related(shop, entry)],
        previous=item(shop, before) if before else None,
        following=item(shop, after) if after else None,
        reasons=REASONS,
    )


def face(shop: Shop, edition: Edition, entry: Entry) -> Face:
    """What is an article page's own."""
    article = entry.article
    _, category = shop.places[article.slug]
    return Face(
        entry.path,
        "article",
        article.title,
        shorten(markdown.plain_text(shop.documents[article.slug])),
        {each.language: each.path for each in (entry, *shop.translations.get(article.slug, ()))},
        trail=(
            (words(edition.language)["home"], edition.home),
            (shop.category_name(category, edition.language), category.path),
        ),
        entry=entry,
    )


def _related(shop: Shop, entry: Entry) -> list[Entry]:
    """Related articles that are published, those that people named first; the rest are left out."""
    slugs = dict.fromkeys((*entry.article.related, *shop.facts.related.get(entry.article.slug, ())))
    return [shop.places[slug][0] for slug in slugs if slug in shop.places and slug != entry.article.slug][:RELATED]


def _contents(document: Document) -> list[markdown.Heading]:
    shown = [heading for heading in document.headings if heading.level <= 3 and heading.text]
    return shown if len(shown) >= CONTENTS_FROM else []
