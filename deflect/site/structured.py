"""What search engines read of a page: schema.org's Article and BreadcrumbList, as JSON-LD."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

if TYPE_CHECKING:
    from deflect.site.pages.frame import Face
    from deflect.site.pages.shop import Shop


def data(shop: Shop, language: str, face: Face) -> Markup:
    """The data block of a page; it cannot end the element it stands in, whatever a title holds.

    Returns:
        Empty for a page without an article or pages above it.
    """
    found = [*_article(shop, language, face), *_trail(shop, face)]
    if not found:
        return Markup()
    text = json.dumps({"@context": "https://schema.org", "@graph": found}, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Markup(text)  # noqa: S704 - no character is left that HTML could read


def _article(shop: Shop, language: str, face: Face) -> list[dict[str, Any]]:
    if face.entry is None:
        return []
    from deflect.site.pages.shop import site_title

    day = shop.facts.updated.get(face.entry.article.slug)
    publisher: dict[str, str] = {
        "@type": "Organization",
        "name": shop.settings.vendor.name or site_title(shop.settings),
    }
    if shop.look.logo:
        publisher["logo"] = shop.address(shop.look.logo)
    address = shop.address(face.path)
    found: dict[str, Any] = {
        "@type": "Article",
        "headline": face.title,
        "description": face.description,
        "inLanguage": language,
        "url": address,
        "mainEntityOfPage": address,
        "publisher": publisher,
        "dateModified": day.isoformat() if day else "",
    }
    return [{key: value for key, value in found.items() if value}]


def _trail(shop: Shop, face: Face) -> list[dict[str, Any]]:
    if not face.trail:
        return []
    steps = [*face.trail, (face.title, face.path)]
    items = [
        {"@type": "ListItem", "position": number, "name": name, "item": shop.address(path)}
        for number, (name, path) in enumerate(steps, 1)
    ]
    return [{"@type": "BreadcrumbList", "itemListElement": items}]
