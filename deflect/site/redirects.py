"""Pages at earlier addresses that lead to the articles as they are called now; a folder of files can do no better."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from urllib.parse import quote

from deflect.site.pages import Shop
from deflect.site.pages.frame import policy

PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta http-equiv="refresh" content="0; url={href}">
<meta name="robots" content="noindex">
<link rel="canonical" href="{canonical}">
<title>{title}</title>
</head>
<body>
<p><a href="{href}">{title}</a></p>
</body>
</html>
"""


def pages(moved: Mapping[str, str], shop: Shop) -> dict[str, bytes]:
    """Make a page for each earlier address whose article is published, and that no article has now.

    Args:
        moved: Earlier slug to the article's slug now.
        shop: The site that is built.

    Returns:
        Content by path.
    """
    published = {old: new for old, new in moved.items() if new in shop.places and old not in shop.places}
    return {f"articles/{old}.html": _page(new, shop) for old, new in published.items()}


def _page(slug: str, shop: Shop) -> bytes:
    entry, _ = shop.places[slug]
    href = quote(entry.path.removeprefix("articles/"))
    values = {
        "language": entry.language,
        "policy": policy(shop.settings),
        "href": href,
        "canonical": f"{shop.base}{quote(entry.path)}" if shop.base else href,
        "title": entry.article.title,
    }
    return PAGE.format(**{name: escape(value) for name, value in values.items()}).encode("utf-8", "replace")
