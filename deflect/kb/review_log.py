"""`reviews.jsonl`: what people decided about articles, one line each, oldest first; deflect adds to the end.

It holds slugs, days and reasons, no text of an article or ticket. An article's state, owner and days are in its own
front matter; here is what that cannot say: why an article was turned down, and which findings somebody has settled.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from deflect.errors import InputError
from deflect.workspace import atomic_write

FILE_NAME = "reviews.jsonl"
Verdict = Literal["accept", "edit", "reject", "merge", "undo"]


class Review(BaseModel):
    """A person's word about an article.

    Attributes:
        article: Slug.
        number: Counts up; names it for an undo.
        on: The day (UTC).
        by: Who said it.
        reason: Why.
        into: The article it was merged into.
        settled: What waited about it then, each finding with what it was about: they wait again only if that changes.
        undoes: Number of the one that an undo takes back.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    verdict: Verdict
    article: str = Field(min_length=1)
    number: int = Field(ge=1)
    on: date
    by: str = ""
    reason: str = ""
    into: str = ""
    settled: tuple[str, ...] = ()
    undoes: int | None = None


Reviews = tuple[Review, ...]


def load(path: Path) -> Reviews:
    """Read what was decided.

    Args:
        path: `reviews.jsonl`; a missing one holds nothing.

    Raises:
        InputError: A line does not fit; names file and line.
    """
    raw = path.read_bytes() if path.exists() else b""
    return tuple(_review(line, path, at) for at, line in enumerate(raw.splitlines(), start=1) if line.strip())


def add(path: Path, review: Review) -> None:
    """Write a decision at the end of the file; what is there stays as it is."""
    old = path.read_bytes() if path.exists() else b""
    gap = b"" if not old or old.endswith(b"\n") else b"\n"
    line = json.dumps(_plain(review), ensure_ascii=False).encode()
    atomic_write(path, old + gap + line + b"\n")


def counting(reviews: Sequence[Review]) -> Reviews:
    """Those that were not undone, without the undoing."""
    gone = {each.undoes for each in reviews if each.verdict == "undo"}
    return tuple(each for each in reviews if each.verdict != "undo" and each.number not in gone)


def _plain(review: Review) -> dict[str, Any]:
    values: dict[str, Any] = review.model_dump(mode="json")
    return {key: value for key, value in values.items() if value not in ("", [], None)}


def _review(line: bytes, path: Path, at: int) -> Review:
    try:
        return Review.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        what = f"{key}: {first['msg']}" if key else "the line is no JSON object"
        raise InputError(what, f"{path}, line {at}", "Correct that line, or remove it") from error
