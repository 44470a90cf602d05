"""The files of a folder of articles: read, and written with the line ends that they have."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from deflect.errors import ArticleError
from deflect.kb.front_matter import LARGEST, ArticleFile, parse, read_text
from deflect.kb.redirects import crossed
from deflect.types import Article
from deflect.workspace import atomic_write

PROPOSAL = ".proposal.md"
_NAME = re.compile(r"^(?:(?:id|slug|cluster):|[ \t]*-)[ \t]*['\"]?(\w[\w-]*)['\"]?[ \t]*$", re.MULTILINE)
"""A line of front matter that may hold an article's id, slug, recurring question or one of its redirects."""


class Placed(Protocol):
    """An article with its file."""

    @property
    def path(self) -> Path: ...  # noqa: D102

    @property
    def article(self) -> Article: ...  # noqa: D102

    @property
    def file(self) -> ArticleFile: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Shelved:
    """An article with its file, and the file's text as people left it."""

    path: Path
    text: str
    file: ArticleFile

    @property
    def article(self) -> Article:
        """What the file says."""
        return self.file.article


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that is an article's and cannot be read as one, until somebody mends it.

    Attributes:
        names: Every word in it that may be its id, slug, question or redirect, and its file's name: they stay taken.
    """

    path: Path
    problem: ArticleError
    names: frozenset[str]


def read_shelf(kb: Path) -> list[Shelved]:
    """Read all articles under a folder that can be read, in order of their paths.

    Raises:
        ArticleError: Two have one id, one slug or one redirect.
    """
    return look_through(kb)[0]


def read_whole_shelf(kb: Path) -> list[Shelved]:
    """Read all articles under a folder, where none may be passed over.

    Raises:
        ArticleError: As for `read_shelf`, or a file cannot be read.
    """
    shelf, unreadable = look_through(kb)
    for each in unreadable:
        raise each.problem
    return shelf


def look_through(kb: Path, readable: Collection[Path] = ()) -> tuple[list[Shelved], list[Unreadable]]:
    """Read all articles under a folder, and tell which files cannot be read.

    Args:
        kb: The folder.
        readable: Files to pass over.

    Raises:
        ArticleError: Two have one id, one slug or one redirect.
    """
    shelf: list[Shelved] = []
    unreadable: list[Unreadable] = []
    for path in article_paths(kb):
        if path in readable:
            continue
        try:
            shelf.append(shelve(path))
        except ArticleError as error:
            unreadable.append(Unreadable(path, error, _names(path)))
    for problem in duplicates(shelf):
        raise problem
    return shelf, unreadable


def _names(path: Path) -> frozenset[str]:
    said = ""
    with contextlib.suppress(OSError), path.open("rb") as file:
        said = file.read(LARGEST).decode("utf-8", "replace").replace("\r", "\n")
    return frozenset({path.stem.lower(), *_NAME.findall(said)})


def article_paths(kb: Path) -> list[Path]:
    """The files of all articles, readable or not, in order."""
    found: list[list[str]] = []
    for folder, folders, names in os.walk(kb):
        folders[:] = [name for name in folders if not name.startswith(".")]
        inside = Path(folder).relative_to(kb).parts
        found += [[*inside, name] for name in names if _is_article(name) and os.path.isfile(f"{folder}/{name}")]  # noqa: PTH113 - ten thousand paths take time to make
    return [kb.joinpath(*parts) for parts in sorted(found)]


def _is_article(name: str) -> bool:
    is_other = name.startswith(".") or name.lower() == "readme.md" or name.endswith(PROPOSAL)
    return name.endswith(".md") and not is_other


def proposal_paths(kb: Path) -> tuple[Path, ...]:
    """Drafts that wait beside an article's file."""
    return tuple(sorted(path for path in kb.rglob(f"*{PROPOSAL}") if not _is_hidden(path, kb)))


def shelve(path: Path) -> Shelved:
    """Read one article's file."""
    text = read_text(path)
    return Shelved(path, text, parse(text, path))


def duplicates(shelf: Sequence[Placed]) -> Iterator[ArticleError]:
    """What two articles of one shelf may not share."""
    yield from crossed([(each.path, each.file) for each in shelf])
    told: set[tuple[Path, Path]] = set()
    for name in ("slug", "id"):
        seen: dict[str, Path] = {}
        for each in shelf:
            value = str(getattr(each.article, name))
            pair = (seen.setdefault(value, each.path), each.path)
            if pair[0] != pair[1] and pair not in told:
                told.add(pair)
                where = f"{pair[0]} and {pair[1]}"
                yield ArticleError(f"two articles have the {name} {value}", where, f"Give one of them another {name}")


def key_of(article: Article) -> str:
    """Id of an article's recurring question, or its own."""
    return article.cluster_id or article.id


def proposal_of(path: Path) -> Path:
    """Where the draft lies that waits beside an article's file."""
    return path.with_name(f"{path.stem}{PROPOSAL}")


def rename(path: Path, target: Path) -> None:
    """Give an article's file another name, and the draft beside it too."""
    if proposal_of(path).exists():
        proposal_of(path).replace(proposal_of(target))
    path.replace(target)


def _is_hidden(path: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(root).parts)


def write_file(path: Path, text: str, *, like: Path) -> None:
    """Write a file unless it holds that text already, with the line ends of a file that is there."""
    if path.exists() and read_text(path) == text:
        return
    windows = like.exists() and b"\r\n" in like.read_bytes()
    atomic_write(path, (text.replace("\n", "\r\n") if windows else text).encode())
