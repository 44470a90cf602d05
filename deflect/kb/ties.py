"""Names of other articles: those in front matter that there is no article of, and which article was probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping, Sequence

from deflect.kb.front_matter import read_text
from deflect.kb.refusal import Refusal, would_be_published
from deflect.kb.survey import Surveyed
from deflect.types import Article

LIKE = 0.6
"""Least likeness of two names, 0 to 1 (difflib), for one to be told as the other's nearest. Lower: told more often, and
less often the one that was meant."""


def nearest(name: str, names: Collection[str]) -> str:
    """The name most like another, to be told in half a sentence; empty if none is like it."""
    near = difflib.get_close_matches(name.lower(), sorted(names), n=1, cutoff=LIKE)
    return f"; the nearest is {near[0]}" if near else ""


def unknown(found: Sequence[Surveyed], taken: Collection[str] = ()) -> Iterator[Refusal]:
    """Articles that validated ones name under `translations` or `related`, and that there are none of.

    Args:
        found: All articles that can be read.
        taken: Names of articles that cannot be read: they may be meant.

    Returns:
        One for each such name, in the order of the articles, with the line it stands on.
    """
    slugs = {each.article.slug: each.article.slug for each in found}
    slugs |= {old: each.article.slug for each in found for old in each.upkeep.redirects}
    ids = {each.article.slug: each.article.id for each in found}
    # By key of front matter: all that an article may be meant by, each with what it is called there.
    called = {"translations": {name: ids[slug] for name, slug in slugs.items()}, "related": slugs}
    for each in found:
        if would_be_published(each.article) and each.article.state == "validated":
            for key, names in called.items():
                strange = {*_named(each.article, key)} - {*names.values(), *taken}
                yield from (_refusal(each, key, name, names) for name in sorted(strange))


def _named(article: Article, key: str) -> tuple[str, ...]:
    return article.translations if key == "translations" else article.related


def _refusal(found: Surveyed, key: str, name: str, names: Mapping[str, str]) -> Refusal:
    called = f"but that article is called {names[name]} there" if name in names else ""
    why = called or f"which is no article{nearest(name, {*names.values()})}"
    what = f"{key} names {name}, {why}"
    return Refusal(found.article.slug, found.path, _line(read_text(found.path), key, name), "unknown article", what)


def _line(text: str, key: str, name: str) -> int:
    """The line from that of a key on which a name stands."""
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if line.startswith(f"{key}:")), 0)
    return next((number for number, line in enumerate(lines[first:], first + 1) if name in line), first + 1)
