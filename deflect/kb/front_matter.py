"""An article's file: YAML between `---` lines, then the answer in Markdown with the tickets behind each sentence.

A hand-written article needs a title only:

    ---
    title: Import bookings from a CSV file
    ---
    Open Bookings > Tools > Import.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from deflect.errors import ArticleError
from deflect.kb.evidence import extract, insert
from deflect.kb.keys import Keys, load
from deflect.kb.slugs import slug_for
from deflect.plain import plain
from deflect.types import Article, Audience, Disagreement, Origin, Shape, State

FENCE = "---"
LARGEST = 1_048_576
"""Most bytes of an article's file: a book's worth of text. What is larger was put into the folder by mistake."""

SLUG = r"[a-z0-9]+([_-][a-z0-9]+)*"

Slug = Annotated[str, Field(pattern=rf"^{SLUG}$")]
Day = Annotated[date | None, BeforeValidator(lambda value: date.fromisoformat(value) if value else None)]
Strings = Annotated[tuple[str, ...], BeforeValidator(lambda value: [value] if isinstance(value, str) else value)]

Slugs = Annotated[tuple[Slug, ...], BeforeValidator(lambda value: [value] if isinstance(value, str) else value)]


class FrontMatter(BaseModel):
    """The keys that deflect knows, in the order in which it writes them; others are people's own and are kept."""

    model_config = ConfigDict(frozen=True, str_strip_whitespace=True)

    id: str = Field("", description="Stable name of the article: the cluster's id if drafted; else the slug.")
    title: str = Field(min_length=1, description="Heading of the page. The only key that must be there.")
    slug: str = Field("", pattern=rf"^({SLUG})?$", description="Last part of the page's address.")
    state: State = Field("not-validated", description="How far it is trusted, in the terms of KCS.")
    audience: Audience = Field("public", description="Who may read it.")
    language: str = Field("en", pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", description="ISO 639-1.")
    origin: Origin = Field("imported", description="Drafted from tickets, or written by people.")
    worded_by: str = Field("", description="Language model that worded some of its sentences, if one did.")
    category: str = Field("General", min_length=1, description="Heading it is listed under.")
    cluster: str = Field("", description="Id of the recurring question that it answers.")
    tickets: int = Field(0, ge=0, description="How many past tickets asked it.")
    question: str = Field("", description="The question it answers; the title if not given.")
    also_asked: Strings = Field((), description="Other ways in which people ask it.")
    related: Strings = Field((), description="Slugs of articles near this one.")
    shape: Shape | None = Field(None, description="What kind of article it is: decides the sections of a draft.")
    products: Strings = Field((), description="Products that tickets name with a version.")
    versions: Strings = Field((), description="Ranges of versions that tickets name.")
    translations: Strings = Field((), description="Ids of articles that answer the same in other languages.")
    disagreements: tuple[Disagreement, ...] = Field((), description="Where agents answered differently.")
    owner: str = Field("", description="Who answers for it; never published.")
    reviewed: Day = Field(None, description="Day on which somebody last stood behind it, `YYYY-MM-DD`.")
    review_by: Day = Field(None, description="Day by which somebody reads it again.")
    redirects: Slugs = Field((), description="Slugs it had, or of articles merged into it; their addresses lead here.")
    deflect: Literal["", "frozen"] = Field("", description="`frozen`: new drafts leave it alone altogether.")


STEPS = {
    "slug": "Use small letters, digits and hyphens",
    "reviewed": "Write a day as YYYY-MM-DD",
    "review_by": "Write a day as YYYY-MM-DD",
    "redirects": "Write slugs: small letters, digits and hyphens",
    "deflect": "Write `deflect: frozen`, or remove that line",
}


@dataclass(frozen=True, slots=True)
class Upkeep:
    """How an article is looked after; nothing of it is drafted.

    Attributes:
        owner: Who answers for it; empty if nobody is named.
        reviewed: Day on which somebody last stood behind it.
        review_by: Day by which somebody reads it again.
        redirects: Slugs whose addresses lead to this article.
        frozen: Whether new drafts leave it alone altogether.
    """

    owner: str = ""
    reviewed: date | None = None
    review_by: date | None = None
    redirects: tuple[str, ...] = ()
    frozen: bool = False


@dataclass(frozen=True, slots=True)
class ArticleFile:
    """An article as its file holds it.

    Attributes:
        extra: Keys of the front matter that are people's own, as YAML gives them.
    """

    article: Article
    extra: Mapping[str, Any] = field(default_factory=dict)
    upkeep: Upkeep = field(default_factory=Upkeep)


def read(path: Path) -> ArticleFile:
    """Read an article's file.

    Raises:
        ArticleError: As for `read_text` and `parse`.
    """
    return parse(read_text(path), path)


def read_text(path: Path) -> str:
    r"""Read a file's text, whatever its line ends: they are `\n` here.

    Raises:
        ArticleError: As for `read_bytes` and `decoded`.
    """
    return decoded(read_bytes(path), path)


def read_bytes(path: Path) -> bytes:
    """Read a file as it is.

    Raises:
        ArticleError: The system refuses it, or it is larger than an article can be.
    """
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= LARGEST else b""
    except OSError as error:
        what = f"the file cannot be read: {error.strerror or type(error).__name__}"
        raise ArticleError(what, str(path), "Check its permissions") from error
    if size > LARGEST:
        step = f"Divide it, or move it out of {path.parent.name}/"
        raise ArticleError(f"the file has {size:,} bytes; an article has at most {LARGEST:,}", str(path), step)
    return raw


def decoded(raw: bytes, path: Path) -> str:
    r"""Decode what a file holds; its line ends become `\n`.

    Raises:
        ArticleError: It is not UTF-8.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ArticleError("the file is not UTF-8", f"{path}, line {line}", "Save it as UTF-8") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse(text: str, path: Path) -> ArticleFile:
    r"""Read an article from its text.

    Args:
        text: The file's content with `\n` line ends.
        path: Its place: names it in errors, and gives id and slug where the text gives none.

    Raises:
        ArticleError: No front matter, not YAML, a title is missing or a value does not fit; says file, line and key.
    """
    front, body = divide(text, path)
    found = load(front, path)
    names = FrontMatter.model_fields
    try:
        known = FrontMatter.model_validate(found.known(names))
    except ValidationError as error:
        raise _explain(error, path, found) from error
    return ArticleFile(_article(known, body, path), found.others(names), _upkeep(known))


def render(article: Article, extra: Mapping[str, Any] | None = None, upkeep: Upkeep | None = None) -> str:
    """Write an article as its file's text; the inverse of `parse`.

    Args:
        article: Its evidence must be in its answer.
        extra: Further keys to keep.
        upkeep: How it is looked after.

    Raises:
        ArticleError: The evidence names a sentence that the answer lacks.
    """
    values = {
        "id": article.id,
        "title": article.title,
        "slug": article.slug,
        "state": article.state,
        "audience": article.audience,
        "language": article.language,
        "origin": article.origin,
        "worded_by": article.worded_by,
        "category": article.category,
        "cluster": article.cluster_id or "",
        "tickets": article.tickets,
        "question": article.question,
        "also_asked": list(article.also_asked),
        "related": list(article.related),
        "shape": article.shape or "",
        "products": list(article.products),
        "versions": list(article.versions),
        "translations": list(article.translations),
        "disagreements": [_without_empty(plain(each)) for each in article.disagreements],
        **_upkeep_keys(upkeep or Upkeep()),
    }
    kept = {key: value for key, value in values.items() if value not in ("", 0, [], None)}
    front = yaml.safe_dump({**kept, **(extra or {})}, allow_unicode=True, sort_keys=False, width=float("inf"))
    return f"{FENCE}\n{front}{FENCE}\n\n{insert(article.answer, article.evidence)}".rstrip("\n") + "\n"


def _without_empty(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value != ""}


def divide(text: str, path: Path) -> tuple[str, str]:
    """Divide an article's text into front matter and body.

    Raises:
        ArticleError: It does not begin with front matter, or that does not end.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        step = "Begin the file with three lines: ---, title: YOUR TITLE, ---"
        raise ArticleError("the article has no front matter", f"{path}, line 1", step)
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == FENCE:
            return "".join(f"{each}\n" for each in lines[1:number]), "\n".join(lines[number + 1 :])
    raise ArticleError("the front matter does not end", f"{path}, line 1", "Put a line --- below its last key")


def _explain(error: ValidationError, path: Path, found: Keys) -> ArticleError:
    first = error.errors()[0]
    key = str(first["loc"][0])
    where = f"{path}, line {found.line(key)}"
    if first["type"] == "missing" or (first["type"] == "string_too_short" and len(first["loc"]) == 1):
        own = [each for each in found.written if each not in FrontMatter.model_fields]
        near = difflib.get_close_matches(key, own, n=1)
        step = f"Did you mean {key} where it says {near[0]}?" if near else f"Add a line {key}: and a text"
        return ArticleError(f"the article has no {key}", where, step)
    return ArticleError(f"{key}: {first['msg']}", where, STEPS.get(key, f"Correct the value of {key}"))


def _article(known: FrontMatter, body: str, path: Path) -> Article:
    answer, evidence = extract(body)
    slug = known.slug or slug_for(re.sub(r"\.md$", "", path.name))
    return Article(
        id=known.id or known.cluster or slug,
        slug=slug,
        title=known.title,
        question=known.question or known.title,
        answer=answer,
        state=known.state,
        audience=known.audience,
        language=known.language,
        origin=known.origin if "origin" in known.model_fields_set else "drafted" if known.cluster else "imported",
        category=known.category,
        cluster_id=known.cluster or None,
        also_asked=known.also_asked,
        evidence=evidence,
        related=known.related,
        tickets=known.tickets,
        shape=known.shape,
        products=known.products,
        versions=known.versions,
        translations=known.translations,
        disagreements=known.disagreements,
        worded_by=known.worded_by,
    )


def _upkeep(known: FrontMatter) -> Upkeep:
    return Upkeep(
        owner=known.owner,
        reviewed=known.reviewed,
        review_by=known.review_by,
        redirects=known.redirects,
        frozen=known.deflect == "frozen",
    )


def _upkeep_keys(upkeep: Upkeep) -> dict[str, Any]:
    return {
        "owner": upkeep.owner,
        "reviewed": upkeep.reviewed,
        "review_by": upkeep.review_by,
        "redirects": list(upkeep.redirects),
        "deflect": "frozen" if upkeep.frozen else "",
    }
