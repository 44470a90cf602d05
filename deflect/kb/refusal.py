"""Why an article is not published: what stands in its file that must not, or is not there yet, and on which line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from deflect.kb.evidence import COMMENT, INLINE_CODE, lines
from deflect.kb.frame import MISSING
from deflect.types import Article

if TYPE_CHECKING:
    from deflect.cleaning.redaction import Leak

Kind = Literal["leak", "broken link", "missing answer", "not reviewed", "unknown article"]
KINDS: tuple[Kind, ...] = ("leak", "broken link", "missing answer", "not reviewed", "unknown article")
Find = Callable[[str], "Sequence[Leak]"]
"""A text to what personal data and secrets are found in it."""

UNREVIEWED = ("work-in-progress", "not-validated")
PUBLIC_KEYS = ("title", "slug", "question", "category", "also_asked")
"""Keys of the front matter whose values stand on a page."""

_KEY = re.compile(r"([A-Za-z_][\w-]*)\s*:")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A reason why an article is not published.

    Attributes:
        article: Its slug.
        line: Of its file, from 1.
        what: What is wrong there; no value that was found is repeated.
    """

    article: str
    file: Path
    line: int
    kind: Kind
    what: str


def would_be_published(article: Article) -> bool:
    """Whether an article is meant for customers: public, not archived, with an answer of its own."""
    return article.audience == "public" and article.state != "archived" and article.origin != "linked"


def refusals(article: Article, path: Path, text: str, leaks: Find) -> Iterator[Refusal]:
    """Find everything in an article's file that keeps it from being published.

    Args:
        article: As it stands in the file.
        path: Of the file.
        text: All of the file.
        leaks: Finds personal data and secrets in a text.
    """
    shown = list(_shown(text))
    whole = "\n".join(line for line, _ in shown)
    for leak in leaks(whole):
        line = whole.count("\n", 0, leak.start) + 1
        yield Refusal(article.slug, path, line, "leak", f"this may be personal data or a secret ({leak.kind})")
    for number, (said, is_code) in enumerate(shown, start=1):
        if not is_code and MISSING in INLINE_CODE.sub("", said):
            yield Refusal(article.slug, path, number, "missing answer", f"a part of the answer is {MISSING[:-1]}")
    if not article.answer.strip():
        yield Refusal(article.slug, path, len(text.rstrip().split("\n")), "missing answer", "it has no answer")
    if article.state in UNREVIEWED:
        yield Refusal(article.slug, path, _line_of_key(text, "state"), "not reviewed", f"its state is {article.state}")


def line_of(text: str, said: str) -> int:
    """The line of a file on which something stands first; 1 if it is not found as it is."""
    found = text.find(said)
    return text.count("\n", 0, found) + 1 if found >= 0 else 1


def _shown(text: str) -> Iterator[tuple[str, bool]]:
    """The lines of a file without those, and those parts, that no page shows; and whether each is code."""
    front, body = _parts(text)
    key = ""
    for line in front:
        found = _KEY.match(line)
        key = found[1] if found else key
        yield line if key in PUBLIC_KEYS else "", False
    for line, fenced in lines("\n".join(body)):
        yield line if fenced else COMMENT.sub("", line), bool(fenced)


def _parts(text: str) -> tuple[list[str], list[str]]:
    """Front matter, with the lines that open and close it, and body."""
    every = text.split("\n")
    end = next(number for number, line in enumerate(every[1:], start=1) if line.rstrip() == "---")
    return every[: end + 1], every[end + 1 :]


def _line_of_key(text: str, key: str) -> int:
    front, _ = _parts(text)
    return next((number for number, line in enumerate(front, start=1) if line.startswith(f"{key}:")), 1)
