"""Titles to slugs: the part of an article's address and file name that people read."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection

LONGEST = 60
# Pages of the site, the one Markdown file that is no article, and names that Windows keeps for devices.
RESERVED = frozenset({"readme", "index", "search", "404", "con", "prn", "aux", "nul", "com1", "lpt1"})
_APOSTROPHES = re.compile("['’ʼ`]")


def slug_for(title: str, taken: Collection[str] = ()) -> str:
    """Make a slug that no other article has.

    A title whose letters are mostly outside the Latin script is not transliterated: it gets `q-` and eight hex digits
    that depend on the title alone.

    Args:
        title: Any text.
        taken: Slugs in use.

    Returns:
        Lower-case ASCII letters, digits and single hyphens, at most 60 characters and a number if it was taken.
    """
    slug = _latin(title) or f"q-{hashlib.sha256(title.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
    unique, number = slug, 2
    while unique in taken or unique in RESERVED:
        unique, number = f"{slug}-{number}", number + 1
    return unique


def _latin(title: str) -> str:
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", title).casefold())
    letters = [c for c in plain if c.isalnum()]
    kept = [c for c in letters if c.isascii()]
    if not kept or 2 * len(kept) < len(letters):
        return ""
    words = re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)))
    return _shorten(words)


def _shorten(words: list[str]) -> str:
    slug = words[0][:LONGEST]
    for word in words[1:]:
        if len(slug) + 1 + len(word) > LONGEST:
            break
        slug = f"{slug}-{word}"
    return slug
