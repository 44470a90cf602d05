"""Catalogue and parsed answers → the files of the site, by path.

`shop` holds what every page has in common, `frame` puts a page into its template, `browse`, `article` and `service`
are the kinds of page, `found` is what search reads, `machines` what programs read: site map, feed and Markdown.
"""

from __future__ import annotations

from collections.abc import Iterator

from deflect.site import search
from deflect.site.output import Kept
from deflect.site.pages import article, browse, found, machines, service
from deflect.site.pages.shop import Shop, assets, check_addresses, newest, places, site_title, translations

__all__ = ["Shop", "assets", "check_addresses", "newest", "pages", "places", "site_title", "translations"]


def pages(shop: Shop) -> Iterator[tuple[str, bytes | Kept]]:
    """Every file that is made from templates or articles, as path and content."""
    for edition in shop.catalogue.editions:
        yield from browse.pages(shop, edition)
        yield from service.pages(shop, edition)
        yield from found.index(shop, edition).items()
        yield from article.pages(shop, edition)
    yield search.ENGINE, search.engine()
    yield "404.html", browse.lost(shop)
    yield from machines.files(shop)
