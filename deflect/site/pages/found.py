"""What search reads of the articles of one edition."""

from __future__ import annotations

from deflect.site import markdown, search
from deflect.site.catalogue import Edition, Entry
from deflect.site.pages.shop import Shop


def index(shop: Shop, edition: Edition) -> dict[str, bytes]:
    """Make the files that search loads, by path."""
    searched = [_searched(shop, edition, entry) for entry in edition.entries]
    return search.build(searched, edition.language, edition.index, shop.facts.searching, shop.tally)


def _searched(shop: Shop, edition: Edition, entry: Entry) -> search.Page:
    article, document = entry.article, shop.documents[entry.article.slug]
    body = markdown.plain_text(document)
    category = shop.category_name(article.category, edition.language)
    fields = {
        "title": article.title,
        "asked": "\n".join((article.question, *article.also_asked)),
        "headings": "\n".join(heading.text for heading in document.headings),
        "category": category,
        "body": body,
    }
    tickets = shop.facts.searching.asked.get(article.slug, {})
    key = search.hashed(shop.own[article.slug], edition.language, tickets)
    return search.Page(entry.path, article.title, category, fields, body, tickets, article.slug, key)
