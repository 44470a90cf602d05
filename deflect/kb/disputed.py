"""Answers that agents gave differently, and that somebody has to settle: read here and nowhere else."""

from __future__ import annotations

import json

from deflect.types import Article, Disagreement, Stance


def disputed(article: Article) -> tuple[str, str]:
    """What agents disagree about in an article; different ways to the same end are nothing to settle.

    Returns:
        One line for people, and what stays the same as long as the disagreement does; both empty if there is none.
    """
    found = [each for each in article.disagreements if each.kind != "ways"]
    return "; ".join(map(_said, found)), json.dumps([_lasting(each) for each in found]) if found else ""


def _said(found: Disagreement) -> str:
    sides = [_side(number, each, found) for number, each in enumerate(found.stances, start=1)]
    since = f" since {found.since}" if found.since else ""
    release = f" (release {found.release})" if found.release else ""
    return f"{found.kind}{since}{release}: {', '.join(sides)}"


def _side(number: int, stance: Stance, found: Disagreement) -> str:
    marks = [mark for mark, place in (("newer", found.newer), ("better supported", found.supported)) if place == number]
    told = f", {' and '.join(marks)}" if marks else ""
    return f"answer {number} ({stance.tickets} tickets to {stance.last}{told})"


def _lasting(found: Disagreement) -> list[object]:
    """All but what changes with every ticket."""
    return [found.kind, found.newer, found.supported, found.since, found.release]
