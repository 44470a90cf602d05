"""What templates are given, and the page that comes of it. The names are a contract with vendors' own templates."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError

from deflect.config import Settings
from deflect.errors import ConfigError
from deflect.site import dates, structured
from deflect.site.catalogue import Edition, Entry
from deflect.site.pages.shop import Shop, site_title
from deflect.site.strings import direction, native_name, words

TEMPLATES = Path(__file__).parent.parent / "templates"
DESCRIPTION = 155  # characters that search engines show
MARKS = {"work-in-progress": "draft", "not-validated": "unreviewed"}
WAYS = {"mailto": "mail", "tel": "phone", "http": "web", "https": "web"}


@dataclass(frozen=True, slots=True)
class Face:
    """What is a page's own, besides what its template shows.

    Attributes:
        path: Relative to the site's root.
        kind: Of page; also a class of its body.
        same: The path of this very page in each language that has it, its own among them.
        hidden: Whether search engines are asked to leave it out.
        trail: Name and path of the pages above it, home first.
        entry: The article that it shows, if it shows one.
    """

    path: str
    kind: str
    title: str
    description: str = ""
    same: Mapping[str, str] = field(default_factory=dict)
    hidden: bool = False
    trail: tuple[tuple[str, str], ...] = ()
    entry: Entry | None = None


def fill(shop: Shop, edition: Edition, face: Face, **values: object) -> bytes:
    """Fill a page's template, which is named as its kind is.

    Args:
        shop: The site.
        edition: That the page is of.
        face: What is the page's own.
        values: What its template shows besides `page`, `site` and `t`.

    Raises:
        ConfigError: A template of the vendor's own cannot be filled.
    """
    page = page_values(shop, edition, face)
    try:
        template = _templates(shop.look.theme).get_template(f"{face.kind}.html")
        filled = template.render(page=page, site=site_values(shop), t=words(edition.language), **values)
    except TemplateError as error:
        raise _explained(error, shop.look.theme) from error
    # Half of a character (a lone surrogate) cannot be written as UTF-8; a question mark stands for it.
    return filled.encode("utf-8", "replace")


def page_values(shop: Shop, edition: Edition, face: Face) -> dict[str, Any]:
    """What every template knows of the page it makes: `page`."""
    hidden = face.hidden or shop.preview  # an answer that nobody checked is not for search engines
    absolute = face.path == "404.html" and shop.base
    return {
        "kind": face.kind,
        "title": face.title,
        "description": face.description,
        # A server shows the page for what is lost at any depth, so that a relative link would lead astray.
        "root": urlsplit(shop.base).path or "/" if absolute else "../" * face.path.count("/"),
        "home": edition.home,
        "search": edition.search,
        "letters": edition.letters,
        "contact": edition.contact if shop.contact else "",
        "known": edition.known if edition.problems else "",
        "index": edition.index,
        "language": edition.language,
        "language_name": native_name(edition.language),
        "direction": direction(edition.language),
        "languages": _languages(shop, face.same),
        "hidden": hidden,
        "preview": shop.preview,
        "canonical": "" if face.path == "404.html" else shop.address(face.path),
        "alternates": _alternates(shop, face.same),
        "twin": "" if hidden else quote(twin_path(face.path)),
        "feed": quote(edition.feed) if shop.base and not shop.preview and edition.language in shop.newest else "",
        "graph": _graph(shop, face),
        "data": "" if hidden or not shop.base else structured.data(shop, edition.language, face),
        "crumbs": [{"name": name, "href": quote(path)} for name, path in face.trail],
    }


def site_values(shop: Shop) -> dict[str, Any]:
    """What every template knows of the whole site: `site`."""
    contact, feedback = shop.contact, shop.settings.site.feedback_url.strip()
    way = WAYS.get(urlsplit(contact).scheme, "")
    return {
        **shop.assets,
        "title": site_title(shop.settings),
        "policy": policy(shop.settings),
        "contact_url": contact,
        "contact_way": way,
        "feedback_url": feedback or (contact if way == "mail" else ""),
        "feedback_way": "service" if feedback else "mail" if way == "mail" else "",
        "logo": shop.look.logo,
        "footer": shop.look.footer,
    }


def policy(settings: Settings) -> str:
    """The security policy of every page: nothing from elsewhere, and forms go only where the settings say."""
    feedback = urlsplit(settings.site.feedback_url.strip())
    service = f" {feedback.scheme}://{feedback.netloc}" if feedback.scheme else ""
    asked = urlsplit(settings.widget.service)
    suggests = f" {asked.scheme}://{asked.netloc}" if asked.scheme else ""
    mail = " mailto:" if settings.site.contact_url.strip().startswith("mailto:") else ""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        f"connect-src 'self'{service}{suggests}; form-action 'self'{service}{mail}; base-uri 'none'"
    )


def twin_path(path: str) -> str:
    """The path of a page's Markdown twin."""
    return path.removesuffix(".html") + ".md"


def shorten(text: str) -> str:
    """Cut a text to what search engines show, at a space."""
    if len(text) <= DESCRIPTION:
        return text
    return (text[:DESCRIPTION].rpartition(" ")[0] or text[:DESCRIPTION]) + "…"


def item(shop: Shop, entry: Entry) -> dict[str, str]:
    """An article as lists show it."""
    day = shop.facts.updated.get(entry.article.slug)
    return {
        "title": entry.article.title,
        "href": quote(entry.path),
        "mark": MARKS.get(entry.article.state, ""),
        "language": entry.language,
        "day": day.isoformat() if day else "",
        "date": dates.written(day, entry.language) if day else "",
    }


def _languages(shop: Shop, same: Mapping[str, str]) -> list[dict[str, str]]:
    """Each language with this page in it, or else with its home."""
    return [
        {"language": e.language, "href": quote(same.get(e.language, e.home)), "name": native_name(e.language)}
        for e in shop.catalogue.editions
    ]


def _alternates(shop: Shop, same: Mapping[str, str]) -> list[tuple[str, str]]:
    if not shop.base or len(same) < 2:
        return []
    found = [(e.language, shop.address(same[e.language])) for e in shop.catalogue.editions if e.language in same]
    return [*found, ("x-default", found[0][1])]


def _graph(shop: Shop, face: Face) -> dict[str, str]:
    language = face.entry.language if face.entry else ""
    return {
        "type": "article" if face.entry else "website",
        "locale": dates.locale_with_territory(language) if language else "",
        "image": shop.address(shop.look.logo) if shop.look.logo else "",
    }


def _explained(error: TemplateError, theme: Path | None) -> ConfigError:
    line = f", line {error.lineno}" if isinstance(error, TemplateSyntaxError) else ""
    name = f"/{error.name}" if isinstance(error, TemplateSyntaxError) and error.name else ""
    step = "Correct your template, or move it away: then deflect's own is used"
    return ConfigError(f"a template cannot be filled: {error.message}", f"{theme}/templates{name}{line}", step)


@functools.cache
def _templates(theme: Path | None) -> Environment:
    own = [FileSystemLoader(theme / "templates")] if theme else []
    return Environment(
        loader=ChoiceLoader([*own, FileSystemLoader(TEMPLATES)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=theme is not None,
    )
