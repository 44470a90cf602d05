"""What every page of a site has in common: articles, their places, addresses and the files that pages load."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import quote, urlsplit

from deflect.config import Settings
from deflect.site.catalogue import DEFAULT_CATEGORY, Catalogue, Category, Entry
from deflect.site.facts import Facts
from deflect.site.look import Look
from deflect.site.markdown import Document
from deflect.site.memory import Fresh
from deflect.site.search import Tally
from deflect.site.strings import words

NAMES = {"style": "style.css", "theme": "theme.js", "script": "search.js", "reader": "reader.js", "icon": "icon.svg"}


@dataclass(frozen=True, slots=True)
class Shop:
    """What every page of a site has in common.

    Attributes:
        documents: Parsed answers by slug, links resolved.
        assets: Template name of a script, style or icon → its path with a hash of its content.
        places: Every entry with its category, by slug.
        facts: What is known of the articles besides what they say.
        preview: Whether every page is to say that it is a draft.
        translations: The same article in other languages, by slug.
        newest: The articles of each language whose day is known, the last updated first.
        look: What the vendor made of the looks.
        fresh: Pages that need not be made again. An article's page may show of other articles all but their answers.
        own: Hash of each article, by slug.
        tally: Words of articles that are counted already.
    """

    settings: Settings
    catalogue: Catalogue
    documents: Mapping[str, Document]
    assets: Mapping[str, str]
    places: Mapping[str, tuple[Entry, Category]]
    facts: Facts = field(default_factory=Facts)
    preview: bool = False
    translations: Mapping[str, Sequence[Entry]] = field(default_factory=dict)
    newest: Mapping[str, Sequence[Entry]] = field(default_factory=dict)
    look: Look = field(default_factory=Look)
    fresh: Fresh = field(default_factory=Fresh)
    own: Mapping[str, str] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)

    @property
    def base(self) -> str:
        """The address of the published site with a slash at its end, or nothing."""
        address = self.settings.site.base_url.strip()
        return f"{address.rstrip('/')}/" if address else ""

    @property
    def contact(self) -> str:
        """Where a customer who found nothing goes, or nothing."""
        return self.settings.site.contact_url.strip()

    def address(self, path: str) -> str:
        """The address that a page is published at; nothing if the site has none."""
        if not self.base:
            return ""
        return self.base + quote(path.removesuffix("index.html") if path.endswith("index.html") else path)

    def category_name(self, category: Category | str, language: str) -> str:
        """What a category is called in a language."""
        name = category.name if isinstance(category, Category) else category.strip() or DEFAULT_CATEGORY
        return words(language)["general"] if name == DEFAULT_CATEGORY else name


def places(found: Catalogue) -> dict[str, tuple[Entry, Category]]:
    """Every entry with its category, by slug."""
    categories = [category for edition in found.editions for category in edition.categories]
    return {entry.article.slug: (entry, category) for category in categories for entry in category.entries}


def translations(found: Catalogue) -> dict[str, tuple[Entry, ...]]:
    """The same article in other languages, by slug; naming one another in one direction is enough.

    Returns:
        At most one entry for a language, in the order of the editions; nothing for an article without translations.
    """
    entries = {entry.article.id: entry for edition in found.editions for entry in edition.entries}
    groups = {name: {name} for name in entries}
    for entry in entries.values():
        for other in entry.article.translations:
            if other in groups:
                joined = groups[entry.article.id] | groups[other]
                groups |= dict.fromkeys(joined, joined)
    return {
        entry.article.slug: others
        for name, entry in entries.items()
        if (others := _one_a_language(entry, [entries[each] for each in sorted(groups[name])], found))
    }


def newest(found: Catalogue, updated: Mapping[str, date]) -> dict[str, tuple[Entry, ...]]:
    """The articles of each language whose day is known, the last updated first and then the most asked."""
    dated = {e.language: [entry for entry in e.entries if entry.article.slug in updated] for e in found.editions}
    return {
        language: tuple(sorted(entries, key=lambda entry: updated[entry.article.slug], reverse=True))
        for language, entries in dated.items()
        if entries
    }


def _one_a_language(entry: Entry, group: Sequence[Entry], found: Catalogue) -> tuple[Entry, ...]:
    by_language = {each.language: each for each in reversed(group) if each.language != entry.language}
    languages = [edition.language for edition in found.editions]
    return tuple(by_language[language] for language in languages if language in by_language)


def assets(look: Look | None = None) -> tuple[dict[str, str], dict[str, bytes]]:
    """Style, scripts and icon: their path by template name, and their content by path.

    Args:
        look: The vendor's, whose style replaces and follows deflect's own.

    Returns:
        The names of the files hold a hash, so that a server may let browsers keep them for ever.
    """
    chosen = look or Look()
    paths: dict[str, str] = {}
    files: dict[str, bytes] = dict(chosen.files)
    for key, name in NAMES.items():
        content = chosen.static(name)
        stem, _, suffix = name.partition(".")
        paths[key] = f"static/{stem}.{hashlib.sha256(content).hexdigest()[:10]}.{suffix}"
        files[paths[key]] = content
    return paths, files


def site_title(settings: Settings) -> str:
    """The title of the help centre: as set, else the vendor's name and `Help`."""
    return settings.site.title.strip() or f"{settings.vendor.name.strip()} Help".strip()


def check_addresses(settings: Settings) -> Iterable[str]:
    """What is wrong with the addresses in the settings, one line each."""
    site = settings.site
    if site.base_url.strip() and urlsplit(site.base_url.strip()).scheme not in ("http", "https"):
        yield "site.base_url must start with https:// or http://"
    contact = site.contact_url.strip()
    if contact and urlsplit(contact).scheme not in ("http", "https", "mailto", "tel"):
        yield "site.contact_url must start with https://, http://, mailto: or tel:"
    feedback = site.feedback_url.strip()
    if feedback and not feedback.startswith("/") and urlsplit(feedback).scheme not in ("http", "https"):
        yield "site.feedback_url must start with https://, http:// or /"
