"""Links and images of an answer: between articles, to files beside them, to elsewhere.

Nothing is fetched from elsewhere by a page: a picture that lies on another server becomes a link to it.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from markdown_it.token import Token

from deflect.kb import nearest
from deflect.site.catalogue import Entry
from deflect.site.markdown import Document
from deflect.types import Article

PICTURES = frozenset({".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"})
DOWNLOADS = PICTURES | {".csv", ".json", ".jsonl", ".log", ".mbox", ".pdf", ".toml", ".txt", ".xml", ".zip"}
ELSEWHERE = frozenset({"http", "https"})
FILES = "files"


@dataclass(frozen=True, slots=True)
class Broken:
    """Something that keeps an article's page from working.

    Attributes:
        article: Its slug.
        said: The link as it is written; empty if it is no link.
        why: What is wrong with it.
    """

    article: str
    said: str
    why: str

    @property
    def what(self) -> str:
        """What is wrong, in one line."""
        return f"the link {self.said} {self.why}" if self.said else self.why


@dataclass(slots=True)
class Linker:
    """Resolves the links of all articles, and collects what they need and what is broken.

    Attributes:
        source: The folder that the articles' files lie in.
        pages: Published articles by slug, with their parsed answers.
        hidden: Why the articles that are not published are not, by slug.
        moved: Earlier slugs, each with that of the article that its address leads to now.
        files: Files to copy: path in the site → path on disk.
        shown: The files of each article, by slug: path in the site → path below `source`.
        problems: Broken links.
    """

    source: Path
    pages: Mapping[str, tuple[Entry, Document]]
    hidden: Mapping[str, str]
    moved: Mapping[str, str] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)
    shown: dict[str, dict[str, str]] = field(default_factory=dict)
    problems: list[Broken] = field(default_factory=list)

    def resolve(self, article: Article, document: Document) -> None:
        """Change an answer's links so that they work from its page."""
        for inline in document.tokens:
            for position, token in enumerate(inline.children or ()):
                if token.type == "link_open":
                    self._link(article, document, token)
                elif token.type == "image":
                    self._image(article, inline, position)

    def adopt(self, article: Article, shown: Mapping[str, str]) -> bool:
        """Take over the files of an article that is as it was; False if one of them is not there any more."""
        if not all(self._is_inside(path) and (self.source / path).is_file() for path in shown.values()):
            return False
        for place, path in shown.items():
            self._show(article.slug, place, path)
        return True

    def _link(self, article: Article, document: Document, token: Token) -> None:
        href = str(token.attrs.get("href", ""))
        parts = urlsplit(href)
        if parts.netloc and not parts.scheme:
            href, parts = f"https:{href}", urlsplit(f"https:{href}")
        if parts.scheme in ELSEWHERE:
            token.attrSet("rel", "noopener nofollow")
        elif not parts.scheme:
            href = self._inside(article, document, href)
        elif parts.scheme not in ("mailto", "tel"):
            self._broken(article, href, "has an address that a help centre cannot open")
        token.attrSet("href", href)

    def _inside(self, article: Article, document: Document, href: str) -> str:
        path, _, fragment = href.partition("#")
        path = unquote(path.partition("?")[0])
        if not path:
            self._check_fragment(article, href, unquote(fragment), document)
            return href
        if path.startswith("/"):
            self._broken(article, href, "starts with /, which is another place on every server: write all of it")
            return href
        if path.endswith(".md"):
            return self._to_article(article, href, path, fragment)
        return self._to_file(article, href, path, DOWNLOADS)

    def _to_article(self, article: Article, href: str, path: str, fragment: str) -> str:
        slug = posixpath.normpath(path).removesuffix(".md")
        slug = self.moved.get(slug, slug) if slug not in self.pages else slug
        if slug not in self.pages:
            why = self.hidden.get(slug)
            gone = f"names no article{nearest(posixpath.basename(slug), {*self.pages, *self.hidden})}"
            self._broken(article, href, f"is not published: {why}" if why else gone)
            return href
        _, document = self.pages[slug]
        if fragment:
            self._check_fragment(article, href, unquote(fragment), document)
        return quote(f"{slug}.html") + (f"#{fragment}" if fragment else "")

    def _check_fragment(self, article: Article, href: str, fragment: str, document: Document) -> None:
        if fragment and fragment not in {heading.id for heading in document.headings}:
            self._broken(article, href, "names a heading that is not there")

    def _to_file(self, article: Article, href: str, path: str, kinds: frozenset[str]) -> str:
        found = self.source / path
        if not self._is_inside(path):
            self._broken(article, href, "leads out of the folder of the articles")
        elif found.suffix.lower() not in kinds:
            self._broken(article, href, f"is of a kind that is not copied; these are: {' '.join(sorted(kinds))}")
        elif not found.is_file():
            self._broken(article, href, "names a file that is not there")
        else:
            relative = posixpath.normpath(path)
            self._show(article.slug, f"{FILES}/{relative}", path)
            return quote(f"../{FILES}/{relative}")
        return href

    def _is_inside(self, path: str) -> bool:
        return (self.source / path).resolve().is_relative_to(self.source.resolve())

    def _show(self, slug: str, place: str, path: str) -> None:
        self.files[place] = self.source / path
        self.shown.setdefault(slug, {})[place] = path

    def _image(self, article: Article, inline: Token, position: int) -> None:
        assert inline.children is not None
        image = inline.children[position]
        source = str(image.attrs.get("src", ""))
        parts = urlsplit(source)
        if parts.scheme in ELSEWHERE or parts.netloc:
            address = source if parts.scheme else f"https:{source}"
            in_link = sum(child.nesting for child in inline.children[:position] if child.type.startswith("link_")) > 0
            inline.children[position] = _as_text(image) if in_link else _as_link(image, address)
        elif parts.scheme:
            self._broken(article, source[:60], "holds its picture in its address: save it as a file")
        else:
            image.attrSet("src", self._to_file(article, source, unquote(parts.path), PICTURES))
            image.attrSet("loading", "lazy")

    def _broken(self, article: Article, link: str, why: str) -> None:
        self.problems.append(Broken(article.slug, link, why))


def _as_text(image: Token) -> Token:
    return Token("text", "", 0, content=image.content)


def _as_link(image: Token, address: str) -> Token:
    """One token that renders as a link: the picture's text stands for the picture."""
    return Token("far_image", "a", 0, content=image.content, attrs={"href": address, "rel": "noopener nofollow"})


def hidden_reasons(articles: Iterator[Article]) -> dict[str, str]:
    """Why each article that is not published is not, by slug."""
    return {article.slug: _reason(article) for article in articles}


def _reason(article: Article) -> str:
    if article.audience != "public":
        return f"its audience is {article.audience}"
    if article.origin == "linked":
        return "it is not in this help centre"
    return "it is refused itself" if article.state == "validated" else f"its state is {article.state}"
