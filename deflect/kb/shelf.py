"""Articles with their files, and what keeps several from standing side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from deflect.errors import ArticleError
from deflect.kb.front_matter import ArticleFile, parse, read_text
from deflect.types import Article


@dataclass(frozen=True, slots=True)
class Shelved:
    """An article with its file, and the file's text as people left it."""

    path: Path
    text: str
    file: ArticleFile

    @property
    def article(self) -> Article:
        """The article itself."""
        return self.file.article


def shelved(path: Path) -> Shelved:
    """Read an article's file.

    Raises:
        ArticleError: It cannot be read.
    """
    text = read_text(path)
    return Shelved(path, text, parse(text, path))


def duplicates(shelf: Sequence[Shelved]) -> Iterator[ArticleError]:
    """Two articles with one slug or id, and addresses that would lead to two."""
    told: set[tuple[Path, Path]] = set()
    yield from _crossed(shelf)
    for name in ("slug", "id"):
        seen: dict[str, Path] = {}
        for each in shelf:
            value = str(getattr(each.article, name))
            pair = (seen.setdefault(value, each.path), each.path)
            if pair[0] != pair[1] and pair not in told:
                told.add(pair)
                where = f"{pair[0]} and {pair[1]}"
                yield ArticleError(f"two articles have the {name} {value}", where, f"Give one of them another {name}")


def _crossed(shelf: Sequence[Shelved]) -> Iterator[ArticleError]:
    """Redirects from an address that has an article of its own, or that already leads elsewhere."""
    taken = {each.article.slug: each.path for each in shelf if each.article.state != "archived"}
    for each in shelf:
        for old in each.file.upkeep.redirects:
            other = taken.setdefault(old, each.path)
            if other != each.path or old == each.article.slug:
                where = f"{each.path} and {other}" if other != each.path else str(each.path)
                yield ArticleError(
                    f"the address {old} cannot lead to two articles", where, "Remove it from `redirects`"
                )


def key_of(article: Article) -> str:
    """What its last draft is known by: the id of its recurring question; its own if it has none."""
    return article.cluster_id or article.id
