"""Documentation that is published elsewhere: what was read of it, kept so that questions can be compared with it.

deflect never writes it anywhere else. The originals stay where they are, and stay their authors' business.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from deflect.cleaning.language import identify
from deflect.errors import InputError, WorkspaceError
from deflect.kb.documentation.addresses import last_part, normal
from deflect.kb.documentation.pages import Page, Read, SkippedPage
from deflect.kb.slugs import slug_for
from deflect.plain import plain
from deflect.types import Article
from deflect.workspace import atomic_write

SKIPPED_SHOWN = 100
UNKNOWN = "und"


@dataclass(frozen=True, slots=True)
class Document:
    """A page of documentation as an article.

    Attributes:
        source: What it was imported from: a folder, a file.
        place: Where in that.
        changed: Day of its last change, `YYYY-MM-DD`; empty if the source does not say.
    """

    article: Article
    source: str
    place: str
    changed: str = ""


@dataclass(frozen=True, slots=True)
class DocsSummary:
    """What became of an import of documentation.

    Attributes:
        read: Pages that were looked at; all that follow but `removed` add up to it.
        removed: Pages that were imported from there before and are there no more.
        left_out: Pages left out on purpose, such as ones that are not published.
        skipped: The first 100 bad pages, each with its place and the reason.
        skipped_count: All bad pages.
        by_address: Pages of which only the address is known, for want of a text to read.
        hidden_hosts: Hosts of the documentation that redaction takes for a stranger's: links to them in agents' answers
            are taken out, and so do not count.
    """

    read: int
    added: int
    updated: int
    unchanged: int
    removed: int
    left_out: int
    skipped: tuple[SkippedPage, ...]
    skipped_count: int
    by_address: int
    hidden_hosts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Documentation:
    """The documents a workspace knows, in one file."""

    path: Path

    def documents(self) -> tuple[Document, ...]:
        """All documents, in the order in which they were read.

        Raises:
            WorkspaceError: The file is damaged.
        """
        if not self.path.exists():
            return ()
        try:
            return tuple(_document(json.loads(line)) for line in self.path.read_bytes().splitlines())
        except (ValueError, KeyError, TypeError) as error:
            step = "Delete it and import the documentation again: deflect import docs"
            raise WorkspaceError("the record of your documentation is damaged", str(self.path), step) from error

    def articles(self) -> tuple[Article, ...]:
        """All documents as articles.

        Raises:
            WorkspaceError: As for `documents`.
        """
        return tuple(each.article for each in self.documents())

    def take(
        self, source: str, found: Iterable[Read], *, language: str, taken: Collection[str] = (), strict: bool = False
    ) -> DocsSummary:
        """Take over what was read from a source, in one stroke: killed before its end, nothing has changed.

        A page that was there before and cannot be read now keeps its earlier text.

        Args:
            source: Name of what was read; pages of it that are no longer there are forgotten.
            found: Its pages.
            language: Of pages that do not tell theirs.
            taken: Slugs of articles that are written here.
            strict: Stop at the first bad page and change nothing.

        Returns:
            How many pages were new, changed, the same and gone, and what was passed over and why.

        Raises:
            InputError: A bad page, if strict.
            WorkspaceError: As for `documents`.
        """
        pages, skipped = _sorted(found, source, strict=strict)
        before = self.documents()
        own = {_key(each): each for each in before if each.source == source}
        bad = {each.place for each in skipped if each.bad}
        kept = {key: each for key, each in own.items() if each.place in bad}
        others = _elsewhere(before, source, pages)
        slugs = {*taken, *(each.article.slug for each in (*others, *kept.values()))}
        now = {**kept, **_shelved(pages, own, source, language, slugs)}
        documents = (*others, *now.values())
        if documents != before:
            atomic_write(self.path, "".join(map(_line, documents)).encode())
        return _summary(own, now, kept, pages, skipped)


def _sorted(found: Iterable[Read], source: str, *, strict: bool) -> tuple[dict[str, Page], list[SkippedPage]]:
    """Divide good pages, by what tells them apart, from others."""
    pages: dict[str, Page] = {}
    skipped: list[SkippedPage] = []
    for each in found:
        if isinstance(each, Page) and _page_key(each) not in pages:
            pages[_page_key(each)] = each
            continue
        other = SkippedPage(each.place, "another page has its address") if isinstance(each, Page) else each
        if strict and other.bad:
            step = "Correct it, or leave out --strict to skip such pages"
            raise InputError(f"{other.place}: {other.reason}", source, step)
        skipped.append(other)
    return pages, skipped


def _shelved(
    pages: Mapping[str, Page], before: Mapping[str, Document], source: str, language: str, taken: set[str]
) -> dict[str, Document]:
    now: dict[str, Document] = {}
    # Those that were there before choose first: an article's slug stays.
    for key in sorted(pages, key=lambda key: key not in before):
        slug = before[key].article.slug if key in before else ""
        slug = slug if slug and slug not in taken else _slug(pages[key], taken)
        taken.add(slug)
        now[key] = Document(_article(pages[key], slug, language), source, pages[key].place, pages[key].changed)
    return {key: now[key] for key in pages}


def _elsewhere(before: Sequence[Document], name: str, pages: Mapping[str, Page]) -> tuple[Document, ...]:
    """Documents of other sources, but for those of which only the address is known and whose text was read now."""
    read = {normal(page.address) for page in pages.values() if page.address and page.text}
    others = [each for each in before if each.source != name]
    return tuple(
        each for each in others if each.article.origin != "linked" or normal(each.article.url or "") not in read
    )


def _summary(
    before: Mapping[str, Document],
    now: Mapping[str, Document],
    kept: Mapping[str, Document],
    pages: Mapping[str, Page],
    skipped: Sequence[SkippedPage],
) -> DocsSummary:
    bad = [each for each in skipped if each.bad]
    unchanged = sum(before.get(key) == now[key] for key in pages)
    added = sum(key not in before for key in pages)
    return DocsSummary(
        read=len(pages) + len(skipped),
        added=added,
        updated=len(pages) - added - unchanged,
        unchanged=unchanged,
        removed=sum(key not in now and key not in kept for key in before),
        left_out=len(skipped) - len(bad),
        skipped=tuple(bad[:SKIPPED_SHOWN]),
        skipped_count=len(bad),
        by_address=sum(not page.text for page in pages.values()),
    )


def _page_key(page: Page) -> str:
    return normal(page.address) if page.address else page.place


def _key(document: Document) -> str:
    return normal(document.article.url) if document.article.url else document.place


def _slug(page: Page, taken: Collection[str]) -> str:
    """The last part of the address, which agents may know the article by, else made of the title."""
    last = last_part(page.address or "")
    return slug_for(last.replace("_", "-") if any(map(str.isalpha, last)) else page.title, taken)


def _article(page: Page, slug: str, language: str) -> Article:
    told = identify(f"{page.title}\n{page.text}", page.language or None)
    return Article(
        id=f"doc-{hashlib.blake2b(_page_key(page).encode(), digest_size=6).hexdigest()}",
        slug=slug,
        title=page.title,
        question=page.title,
        answer=page.text,
        state="validated",
        language=language if told == UNKNOWN else told,
        origin="imported" if page.text else "linked",
        url=page.address or "",
    )


def _line(document: Document) -> str:
    return json.dumps(plain(document), ensure_ascii=False) + "\n"


def _document(value: dict[str, object]) -> Document:
    found = dict(value)
    article = found.pop("article")
    assert isinstance(article, dict)
    known = {each.name for each in dataclasses.fields(Article)}
    given = {name: tuple(each) if isinstance(each, list) else each for name, each in article.items() if name in known}
    return replace(Document(Article(**given), "", ""), **found)  # type: ignore[arg-type]
