"""All articles at one reading, with what keeps each from being published; a file read before is not read through again.

What was found is kept by the content of the file, so that an edit of one article among thousands costs one article.
"""

from __future__ import annotations

import contextlib
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from deflect.errors import ArticleError
from deflect.kb.front_matter import ArticleFile, Upkeep, decoded, parse, read_bytes
from deflect.kb.memory import Memory
from deflect.kb.refusal import Find, Kind, Refusal, refusals, would_be_published
from deflect.kb.shelf import article_paths, duplicates
from deflect.types import Article

AGAIN = 200
"""As long as fewer than one article in so many changed, what was found is not kept anew: to find it again is less."""


@dataclass(frozen=True, slots=True)
class Surveyed:
    """An article as its file holds it, and everything that keeps it from being published, by line."""

    path: Path
    article: Article
    upkeep: Upkeep
    refused: tuple[Refusal, ...]

    @property
    def file(self) -> ArticleFile:
        """The article with how it is looked after; keys of people's own are left out."""
        return ArticleFile(self.article, upkeep=self.upkeep)


@dataclass(frozen=True, slots=True)
class _Kept:
    article: Article
    upkeep: Upkeep
    refused: tuple[tuple[int, Kind, str], ...]


def survey(kb: Path, leaks: Find, memory: Memory | None = None) -> tuple[Surveyed, ...]:
    """Read all articles under a folder that can be read, in order of their paths.

    Args:
        kb: The folder.
        leaks: Finds personal data and secrets in a text.
        memory: Where to look for what was found before, and to keep what is; nowhere if not given.

    Raises:
        ArticleError: Two have one id, one slug or one redirect.
    """
    known = (memory.recall(_form()) if memory else None) or {}
    kept: dict[str, _Kept] = {}
    found: list[Surveyed] = []
    beginning = len(kb.as_posix()) + 1
    for path in article_paths(kb):
        with contextlib.suppress(ArticleError):  # what cannot be read is named by `look_through`
            raw = read_bytes(path)
            name = hashlib.blake2b(
                f"{path.as_posix()[beginning:]}\0".encode("utf-8", "surrogateescape") + raw, digest_size=16
            ).hexdigest()
            kept[name] = known.get(name) or _look(decoded(raw, path), path, leaks)
            found.append(_placed(kept[name], path))
    for problem in duplicates(found):
        raise problem
    if memory and len(kept.keys() ^ known.keys()) * AGAIN > len(kept):
        memory.keep(_form(), kept)
    return tuple(found)


def _look(text: str, path: Path, leaks: Find) -> _Kept:
    file = parse(text, path)
    wanted = would_be_published(file.article)
    refused = refusals(file.article, path, text, leaks) if wanted else ()
    return _Kept(file.article, file.upkeep, tuple((each.line, each.kind, each.what) for each in refused))


def _placed(kept: _Kept, path: Path) -> Surveyed:
    slug = kept.article.slug
    refused = tuple(Refusal(slug, path, line, kind, what) for line, kind, what in kept.refused)
    return Surveyed(path, kept.article, kept.upkeep, refused)


@cache
def _form() -> TypeAdapter[dict[str, _Kept]]:
    return TypeAdapter(dict[str, _Kept])
