"""Points to Markdown: numbered steps, paragraphs with one sentence a line, fenced code; each with its evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from deflect.kb.agreement import Point
from deflect.kb.frame import another_way
from deflect.kb.sentences import Kind
from deflect.kb.steps import is_step
from deflect.types import Sentence

EVIDENCE = 12
"""Most tickets named behind one sentence: the most trusted ones; enough to check it by, and few enough to read."""

STEPS_SHARE = 0.66
"""Least share of a way's sentences that must be imperatives to number them although no agent did. Higher: fewer
explanations are torn out of prose by a list (precision); fewer prose instructions become lists (recall)."""

_BLOCK_MARK = re.compile(r"^(?:[#>+*-](?=\s|$|#)|=+$|-{2,}|~{3,}|`{3,}|\d+[.)](?=\s|$))")
_Part = tuple[str, Kind, tuple[str, ...]]


def compose(ways: Sequence[Sequence[Point]], language: str) -> tuple[str, tuple[Sentence, ...]]:
    """Write the answer.

    Args:
        ways: Ways to solve the problem, each a list of points in order.
        language: Of the heading between ways.

    Returns:
        The answer's Markdown without evidence, and its sentences with theirs, in order.
    """
    blocks: list[str] = []
    evidence: list[Sentence] = []
    for number, way in enumerate(ways):
        if number:
            blocks.append(f"## {another_way(language)}")
        leads = {point.piece.lead.text for point in way if point.piece.lead}
        parts = [part for point in way if point.piece.text not in leads for part in _parts(point)]
        evidence.extend(Sentence(text, refs) for text, _, refs in parts)
        blocks.extend(_blocks(parts))
    return "\n\n".join(blocks), tuple(evidence)


def fenced(code: str) -> str:
    """Put code between fences longer than any in it."""
    longest = max((len(run) for run in re.findall(r"`{3,}", code)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}\n{code}\n{fence}"


def _parts(point: Point) -> Iterator[_Part]:
    refs = point.tickets[:EVIDENCE]
    if point.piece.kind == "code":
        if point.piece.lead:
            yield _plain(point.piece.lead.text), point.piece.lead.kind, point.leading[:EVIDENCE]
        yield fenced(point.piece.text), "code", refs
    else:
        yield _plain(point.piece.text), point.piece.kind, refs


def _plain(text: str) -> str:
    """Keep a ticket's sentence from being read as a heading, list, fence or comment."""
    text = text.replace("<!--", "&lt;!--").replace("MISSING:", "MISSING :")
    return f"\\{text}" if _BLOCK_MARK.match(text) and not text[0].isdigit() else _escape_number(text)


def _escape_number(text: str) -> str:
    return re.sub(r"^(\d+)([.)])(?=\s|$)", r"\1\\\2", text)


def _blocks(parts: Sequence[_Part]) -> Iterator[str]:
    lines: list[str] = []
    number, before = 0, ""
    for (text, _, _), role in zip(parts, _roles(parts), strict=True):
        if lines and not _joins(before, role):
            yield "\n".join(lines)
            lines = []
        # Code and what is said between two steps do not end a list: the next step goes on counting.
        number = number + 1 if role == "step" else number if role in ("more", "aside", "code") else 0
        lines.append(_line(text, role, number))
        before = role
    if lines:
        yield "\n".join(lines)


def _joins(before: str, role: str) -> bool:
    return role != "code" and (role == before or (before, role) in {("step", "more"), ("more", "step")})


def _roles(parts: Sequence[_Part]) -> Iterator[str]:
    steps = _steps(parts)
    items = _several([i for i, part in enumerate(parts) if part[1] == "item" and i not in steps])
    before = ""
    for position, (_, kind, _) in enumerate(parts):
        if position in steps:
            before = "step"
        elif kind == "code" or position in items:
            before = kind
        elif steps and steps[0] < position < steps[-1]:
            before = "more" if before in ("step", "more") else "aside"
        else:
            before = "prose"
        yield before


def _line(text: str, role: str, number: int) -> str:
    if role == "step":
        return f"{number}. {text}"
    return f"- {text}" if role == "item" else f"   {text}" if role == "more" else text


def _steps(parts: Sequence[_Part]) -> list[int]:
    """What agents numbered; and what tells the reader to do something, where that is most of what is said."""
    listed = [position for position, part in enumerate(parts) if part[1] == "step"]
    told = [i for i, part in enumerate(parts) if i in listed or (part[1] != "code" and is_step(part[0]))]
    said = sum(part[1] != "code" for part in parts)
    return _several(told if len(told) >= STEPS_SHARE * said else listed)


def _several(positions: list[int]) -> list[int]:
    """One step alone is a sentence, not a list."""
    return positions if len(positions) > 1 else []
