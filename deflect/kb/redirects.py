"""Addresses that lead to an article under another slug: each to one article only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from deflect.errors import ArticleError
from deflect.kb.front_matter import ArticleFile


def crossed(shelf: Sequence[tuple[Path, ArticleFile]]) -> Iterator[ArticleError]:
    """Redirects from an address that has an article of its own, or that already leads elsewhere.

    An archived article has no page, so that its address may lead to another.

    Args:
        shelf: All articles with their files.
    """
    taken = {file.article.slug: path for path, file in shelf if file.article.state != "archived"}
    for path, file in shelf:
        for old in file.upkeep.redirects:
            other = taken.setdefault(old, path)
            if other != path or old == file.article.slug:
                where = f"{path} and {other}" if other != path else str(path)
                what = f"the address {old} cannot lead to two articles"
                yield ArticleError(what, where, "Remove it from `redirects`")
