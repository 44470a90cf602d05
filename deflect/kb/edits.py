"""A person's word about an article, put into its file: keys set, another answer taken, both answers side by side.

Everything else in the file stays as it is written, comments and order included.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from itertools import takewhile
from pathlib import Path
from typing import Any

import yaml

from deflect.kb.article_merge import chunks
from deflect.kb.front_matter import FENCE, divide

OURS, MIDDLE, THEIRS = "<<<<<<< your article", "=======", ">>>>>>> new draft"
EMPTY: tuple[Any, ...] = (None, "", [], ())

_REMARK = re.compile(r"\s+#.*$")


def with_keys(text: str, values: Mapping[str, Any], path: Path) -> str:
    """Set keys of an article's front matter.

    Args:
        text: The article's file.
        values: New values; an empty one removes its key.
        path: For errors.

    Raises:
        ArticleError: The text has no front matter.
    """
    front, body = divide(text, path)
    lines = chunks(front)
    for key, value in values.items():
        old = lines.get(key, [])
        new = [] if value in EMPTY else _written(key, value)
        lines[key] = _remarked(new, old) + _remarks(old)
    return f"{FENCE}\n{''.join(line for chunk in lines.values() for line in chunk)}{FENCE}\n{body}"


def with_body(text: str, other: str, path: Path) -> str:
    """Give an article the answer of another text, below its own front matter.

    Raises:
        ArticleError: One of the two has no front matter.
    """
    front, _ = divide(text, path)
    return f"{FENCE}\n{front}{FENCE}\n{divide(other, path)[1]}"


def with_both(text: str, other: str, path: Path) -> str:
    """Put two answers into one text for a person to choose from: where they differ, both, between markers.

    Args:
        text: The article's file.
        other: The new draft's.
        path: For errors.

    Raises:
        ArticleError: One of the two has no front matter.
    """
    front, body = divide(text, path)
    ours, theirs = body.split("\n"), divide(other, path)[1].split("\n")
    merged: list[str] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        merged += ours[i1:i2] if tag == "equal" else _side_by_side(ours[i1:i2], theirs[j1:j2])
    return f"{FENCE}\n{front}{FENCE}\n" + "\n".join(merged)


def marked_line(text: str) -> int | None:
    """The first line that still holds a marker of `with_both`, counted from 1; None if none does."""
    marks = {OURS, THEIRS}
    return next((number for number, line in enumerate(text.split("\n"), start=1) if line.rstrip() in marks), None)


def _side_by_side(ours: Sequence[str], theirs: Sequence[str]) -> list[str]:
    return [OURS, *ours, MIDDLE, *theirs, THEIRS]


def _written(key: str, value: Any) -> list[str]:
    plain = list(value) if isinstance(value, tuple) else value
    text: str = yaml.safe_dump({key: plain}, allow_unicode=True, sort_keys=False, width=float("inf"))
    return text.splitlines(keepends=True)


def _remarks(chunk: Sequence[str]) -> list[str]:
    """The comments and blank lines below a key: they are about what follows, and stay."""
    below = takewhile(lambda line: not line.strip() or line.startswith("#"), reversed(chunk))
    return list(below)[::-1]


def _remarked(new: Sequence[str], old: Sequence[str]) -> list[str]:
    """Put the comment behind an old value behind the new one."""
    found = _REMARK.search(old[0].rstrip("\n")) if old and not re.search("['\"]", old[0]) else None
    if not found:
        return list(new)
    remark = found.group()
    return [new[0].rstrip("\n") + remark + "\n", *new[1:]] if new else [remark.lstrip() + "\n"]
