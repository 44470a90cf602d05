"""Answers that agents gave differently, as a draft's front matter records them: read here and nowhere else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from deflect.kb.front_matter import ArticleFile
from deflect.plain import plain

KEYS = ("disagreements", "disagreement")
COUNTS = frozenset({"stances", "tickets", "agents", "first", "last"})
"""What changes with every ticket, though the disagreement is the same."""


def disputed(file: ArticleFile) -> tuple[str, str]:
    """What agents disagree about in an article.

    Args:
        file: Holds it as data: `disagreements`, each of a `kind`, with `stances` of so many `tickets` and `agents` from
            a `first` to a `last` day, and the places of the `newer` and the better `supported` one among them.

    Returns:
        One line for people, and what stays the same as long as the disagreement does; both empty if there is none.
    """
    found = [each for value in _values(file) for each in (value if isinstance(value, list) else [value])]
    return "; ".join(map(_said, found)), json.dumps([_lasting(each) for each in found], sort_keys=True) if found else ""


def _values(file: ArticleFile) -> Iterator[Any]:
    held = {**plain(file.article), **plain(file.extra)}
    return (held[key] for key in KEYS if held.get(key))


def _said(found: Any) -> str:
    if not isinstance(found, Mapping):
        return " ".join(str(found).split())
    stances = found.get("stances") or ()
    sides = [_side(number, each, found) for number, each in enumerate(stances, start=1) if isinstance(each, Mapping)]
    since = f" since {found['since']}" if found.get("since") else ""
    release = f" (release {found['release']})" if found.get("release") else ""
    return f"{found.get('kind', 'agents disagree')}{since}{release}: {', '.join(sides)}".removesuffix(": ")


def _side(number: int, stance: Mapping[str, Any], found: Mapping[str, Any]) -> str:
    marks = [mark for key, mark in (("newer", "newer"), ("supported", "better supported")) if found.get(key) == number]
    told = f", {' and '.join(marks)}" if marks else ""
    return f"answer {number} ({stance.get('tickets', '?')} tickets to {stance.get('last', '?')}{told})"


def _lasting(found: Any) -> Any:
    return {key: each for key, each in found.items() if key not in COUNTS} if isinstance(found, Mapping) else found
