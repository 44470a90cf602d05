"""What the last build knew of each article, so that a page whose inputs are as they were is not made again.

An article's page is made from the article, and from what all pages share: settings, code, and of every other article
all but its answer. Lists of articles are made of what all pages share alone. Only what reads answers of other articles,
such as the search index, is made anew each time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from pydantic import TypeAdapter

from deflect.site.catalogue import Entry
from deflect.site.markdown import Heading
from deflect.site.output import Kept, Stamp
from deflect.types import Article

SHARED = ""  # in place of a slug: what is made of no article alone

AGAIN = 200
"""As long as fewer than one article in so many was made again, what is remembered of them need not be written anew."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of one article.

    Attributes:
        own: Hash of the article.
        headings: Of its answer.
        text: Words of its answer.
        linked: Files of the articles' folder that it shows or links to, by path in the site.
        made: What was made of it alone: path in the site → the file as it was written.
    """

    own: str
    headings: tuple[Heading, ...]
    text: str
    linked: Mapping[str, str] = field(default_factory=dict)
    made: Mapping[str, Stamp] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Last:
    """What is remembered of the last build; of none or of a damaged memory, nothing.

    Attributes:
        shared: Hash of what all its pages shared.
        articles: By slug.
        lists: What was made of what all pages share alone: path in the site → the file as it was written.
    """

    shared: str = ""
    articles: Mapping[str, Known] = field(default_factory=dict)
    lists: Mapping[str, Stamp] = field(default_factory=dict)

    def of(self, slug: str, own: str) -> Known | None:
        """What is remembered of an article that has this hash."""
        found = self.articles.get(slug)
        return found if found and found.own == own else None


@dataclass(slots=True)
class Fresh:
    """Files of the site that are as they would be made.

    Attributes:
        files: By slug of the article they are made of, or `SHARED`, and path.
        asked: The paths that each article's files have; whoever asks tells that the file is made of that article and
            of what all pages share, and of nothing else.
    """

    files: Mapping[str, Mapping[str, Stamp]] = field(default_factory=dict)
    asked: dict[str, list[str]] = field(default_factory=dict)

    def get(self, slug: str, path: str) -> Kept | None:
        """A file that need not be made; None if it must be."""
        self.asked.setdefault(slug, []).append(path)
        stamp = self.files.get(slug, {}).get(path)
        return Kept(stamp.digest) if stamp else None


def shared_hash(entries: Iterable[Entry], headings: Mapping[str, Sequence[Heading]], rest: object) -> str:
    """Hash what all pages share.

    Args:
        entries: All that is published, in any order.
        headings: Of each article, by slug.
        rest: What else is shared; its `repr` is the same for the same thing.
    """
    digest = hashlib.blake2b(repr(rest).encode("utf-8", "surrogatepass"), digest_size=16)
    for entry in sorted(entries, key=lambda each: each.article.slug):
        card = own_hash(replace(entry.article, answer="", evidence=()))
        said = [(each.level, each.id, each.text) for each in headings[entry.article.slug]]
        digest.update(repr((card, entry.path, entry.language, entry.asked, said)).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def own_hash(article: Article) -> str:
    """Hash an article: equal for equal articles only."""
    return hashlib.blake2b(repr(article).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


@cache
def form() -> TypeAdapter[Last]:
    """How a build is kept."""
    return TypeAdapter(Last)
