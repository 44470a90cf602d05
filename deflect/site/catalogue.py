"""What is published, in which language, category and order, and at which path."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from deflect.config import Settings
from deflect.types import Article

LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
UNSAFE_IN_SLUG = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]|^\.|\.$|^\s|\s$|\.tmp$')
DEFAULT_CATEGORY = "General"
LONGEST = 200
"""Most bytes of a slug: file systems take names of 255, and pages are written beside their final name first."""
SHELF = 60
"""Most letters of a category's name that its address has."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An article that is published.

    Attributes:
        path: Of its page, relative to the site's root.
        asked: Number of tickets that asked it.
    """

    article: Article
    language: str
    path: str
    asked: int


@dataclass(frozen=True, slots=True)
class Category:
    """A category of one language's edition, most asked article first."""

    name: str
    path: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """The part of the help centre that is in one language.

    Attributes:
        entries: Most asked first.
        categories: Most asked first.
        problems: The articles on bugs and limitations, most asked first.
    """

    language: str
    home: str
    search: str
    index: str
    entries: tuple[Entry, ...]
    categories: tuple[Category, ...]
    problems: tuple[Entry, ...] = ()

    @property
    def letters(self) -> str:
        """The list of all articles from A to Z."""
        return self._beside("a-z.html")

    @property
    def contact(self) -> str:
        """The way to a person."""
        return self._beside("contact.html")

    @property
    def known(self) -> str:
        """The problems that are known."""
        return self._beside("known-problems.html")

    @property
    def feed(self) -> str:
        """The Atom feed."""
        return self._beside("feed.xml")

    def _beside(self, name: str) -> str:
        return self.home.removesuffix("index.html") + name


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All editions, the vendor's language first, and what stands in the way of publishing."""

    editions: tuple[Edition, ...]
    problems: tuple[str, ...]


def article_path(slug: str) -> str:
    """The path of an article's page, relative to the site's root."""
    return f"articles/{slug}.html"


def catalogue(articles: Iterable[Article], settings: Settings, asked: Mapping[str, int] | None = None) -> Catalogue:
    """Arrange the articles to publish.

    Args:
        articles: Those to publish, in any order.
        settings: `vendor.language` says which edition is first.
        asked: Tickets by slug; an article that it does not name counts the tickets of its evidence.
    """
    main = _language(settings.vendor.language, "en")
    entries = [Entry(a, _language(a.language, main), article_path(a.slug), _asked(a, asked or {})) for a in articles]
    problems = (*_wrong_slugs(entries), *_wrong_languages(entries))
    entries.sort(key=lambda entry: (-entry.asked, fold_title(entry.article.title), entry.article.slug))
    languages = _languages(entries, main)
    return Catalogue(tuple(_edition(language, languages[0], entries) for language in languages), problems)


@functools.lru_cache(maxsize=65_536)
def fold_title(title: str) -> str:
    """A title as it is sorted: without accents and capitals."""
    decomposed = unicodedata.normalize("NFKD", title).casefold()
    return "".join(char for char in decomposed if not unicodedata.combining(char)).strip()


def _language(language: str, default: str) -> str:
    found = language.strip().lower().replace("_", "-")
    return default if found in ("", "und") else found


def _asked(article: Article, asked: Mapping[str, int]) -> int:
    if article.slug in asked:
        return asked[article.slug]
    return len({ref for sentence in article.evidence for ref in sentence.evidence})


def _wrong_slugs(entries: Iterable[Entry]) -> list[str]:
    slugs = [entry.article.slug for entry in entries]
    wrong = [f"the slug {slug!r} cannot be a file name" for slug in slugs if not _can_be_file(slug)]
    # Folded, because two names that differ in capitals are one file on many systems.
    counts = Counter(unicodedata.normalize("NFC", slug).casefold() for slug in slugs)
    return wrong + [f"{count} articles have the slug {slug}" for slug, count in sorted(counts.items()) if count > 1]


def _can_be_file(slug: str) -> bool:
    return bool(slug) and not UNSAFE_IN_SLUG.search(slug) and len(slug.encode("utf-8", "replace")) <= LONGEST


def _wrong_languages(entries: Iterable[Entry]) -> list[str]:
    return [
        f"{entry.article.slug}.md: {entry.language!r} is no language code such as en or pt-br"
        for entry in entries
        if not LANGUAGE.fullmatch(entry.language)
    ]


def _languages(entries: Sequence[Entry], main: str) -> list[str]:
    """The vendor's language first, if anything is written in it; then by number of articles."""
    counts = Counter(entry.language for entry in entries)
    ordered = sorted(counts, key=lambda language: (language != main, -counts[language], language))
    return ordered or [main]


def _edition(language: str, main: str, entries: Iterable[Entry]) -> Edition:
    own = tuple(entry for entry in entries if entry.language == language)
    root = "" if language == main else f"{language}/"
    return Edition(
        language=language,
        home=f"{root}index.html",
        search=f"{root}search.html",
        index=f"search/{language}.js",
        entries=own,
        categories=tuple(_categories(own, root)),
        problems=tuple(entry for entry in own if entry.article.shape in ("bug", "known-limitation")),
    )


def _categories(entries: Sequence[Entry], root: str) -> Iterable[Category]:
    shelves: dict[str, list[Entry]] = {}
    for entry in entries:
        shelves.setdefault(entry.article.category.strip() or DEFAULT_CATEGORY, []).append(entry)
    paths = _category_paths(shelves, root)
    ordered = sorted(shelves, key=lambda name: _rank(name, shelves[name]))
    return [Category(name, paths[name], tuple(shelves[name])) for name in ordered]


def _rank(name: str, entries: Sequence[Entry]) -> tuple[bool, int, int, str, str]:
    """What is asked most first, then the fullest; what fits nowhere else last."""
    return name == DEFAULT_CATEGORY, -sum(entry.asked for entry in entries), -len(entries), fold_title(name), name


def _category_paths(names: Iterable[str], root: str) -> dict[str, str]:
    taken: set[str] = set()
    paths: dict[str, str] = {}
    for name in sorted(names):
        base = re.sub(r"[^\w]+", "-", fold_title(name))[:SHELF].strip("-_") or "category"
        slug, number = base, 1
        while slug in taken:
            number += 1
            slug = f"{base}-{number}"
        taken.add(slug)
        paths[name] = f"{root}categories/{slug}.html"
    return paths
