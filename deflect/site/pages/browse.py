"""The pages that lead to articles: home, categories, the list from A to Z, search, and the one for lost pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from urllib.parse import quote

from deflect.site.catalogue import Category, Edition, Entry, fold_title
from deflect.site.memory import SHARED
from deflect.site.output import Kept
from deflect.site.pages.frame import Face, fill, item, shorten
from deflect.site.pages.shop import Shop, site_title
from deflect.site.strings import count_articles, words

MOST_ASKED = 8  # on a home page
NEW = 4  # on a home page
LISTED = 8  # titles that describe a list to search engines; more would be cut off
PEEK = 3  # articles shown under a category on a home page


def pages(shop: Shop, edition: Edition) -> Iterator[tuple[str, bytes | Kept]]:
    """The pages of one edition, by path."""
    yield edition.home, shop.fresh.get(SHARED, edition.home) or _home(shop, edition)
    yield edition.search, shop.fresh.get(SHARED, edition.search) or _search(shop, edition)
    yield edition.letters, shop.fresh.get(SHARED, edition.letters) or _letters(shop, edition)
    for category in edition.categories:
        yield category.path, shop.fresh.get(SHARED, category.path) or _category(shop, edition, category)


def lost(shop: Shop) -> bytes:
    """The page that a server shows where there is none."""
    edition = shop.catalogue.editions[0]
    return fill(shop, edition, Face("404.html", "lost", words(edition.language)["lost"], hidden=True))


def _home(shop: Shop, edition: Edition) -> bytes:
    t = words(edition.language)
    same = {each.language: each.home for each in shop.catalogue.editions}
    face = Face(edition.home, "home", site_title(shop.settings), t["question"], same)
    return fill(
        shop,
        edition,
        face,
        categories=[_topic(shop, category, edition.language) for category in edition.categories],
        asked=[item(shop, entry) for entry in edition.entries[:MOST_ASKED] if entry.asked > 0],
        new=[item(shop, entry) for entry in shop.newest.get(edition.language, ())[:NEW]],
    )


def _topic(shop: Shop, category: Category, language: str) -> dict[str, object]:
    return {
        "name": shop.category_name(category, language),
        "href": quote(category.path),
        "count": count_articles(len(category.entries), language),
        "peek": [item(shop, entry) for entry in category.entries[:PEEK]],
    }


def _category(shop: Shop, edition: Edition, category: Category) -> bytes:
    name = shop.category_name(category, edition.language)
    trail = ((words(edition.language)["home"], edition.home),)
    face = Face(category.path, "category", name, _titles(category.entries), trail=trail)
    return fill(
        shop,
        edition,
        face,
        count=count_articles(len(category.entries), edition.language),
        items=[item(shop, entry) for entry in category.entries],
    )


def _letters(shop: Shop, edition: Edition) -> bytes:
    t = words(edition.language)
    same = {each.language: each.letters for each in shop.catalogue.editions}
    letters = [
        {"name": letter or t["other"], "id": f"df-letter-{number}", "items": [item(shop, entry) for entry in group]}
        for number, (letter, group) in enumerate(by_letter(edition), 1)
    ]
    trail = ((t["home"], edition.home),)
    face = Face(edition.letters, "letters", t["all_articles"], _titles(edition.entries), same, trail=trail)
    return fill(shop, edition, face, letters=letters, count=count_articles(len(edition.entries), edition.language))


def _titles(entries: Sequence[Entry]) -> str:
    """What search engines show of a list."""
    return shorten(" · ".join(entry.article.title for entry in entries[:LISTED]))


def by_letter(edition: Edition) -> Iterator[tuple[str, Iterator[Entry]]]:
    """The articles of an edition by the letter that their title starts with; those that start with none come last."""
    ordered = sorted(edition.entries, key=lambda e: (*_letter_order(e), fold_title(e.article.title), e.article.slug))
    return groupby(ordered, key=lambda e: _letter(e.article.title))


def _search(shop: Shop, edition: Edition) -> bytes:
    same = {each.language: each.search for each in shop.catalogue.editions}
    t = words(edition.language)
    face = Face(edition.search, "search", t["search"], t["search_hint"], same, hidden=True)
    asked = [item(shop, entry) for entry in edition.entries[:MOST_ASKED] if entry.asked > 0]
    return fill(shop, edition, face, asked=asked)


def _letter(title: str) -> str:
    """The letter that a title stands under, nothing if it starts with none."""
    first = fold_title(title)[:1]
    return first.upper() if first.isalpha() else ""


def _letter_order(entry: Entry) -> tuple[bool, str]:
    letter = _letter(entry.article.title)
    return not letter, letter
