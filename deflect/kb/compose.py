"""Points to Markdown: numbered steps, paragraphs with one sentence a line, fenced code; each with its evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from deflect.kb.agreement import Point
from deflect.kb.frame import Heading, heading
from deflect.kb.layout import Section
from deflect.kb.sentences import Kind, Piece
from deflect.kb.steps import is_step
from deflect.types import Sentence

EVIDENCE = 12
"""Most tickets named behind one sentence: the most trusted ones; enough to check it by, and few enough to read."""

STEPS_SHARE = 0.66
"""Least share of a way's sentences that must be imperatives to number them although no agent did. Higher: fewer
explanations are torn out of prose by a list (precision); fewer prose instructions become lists (recall)."""

_BLOCK_MARK = re.compile(r"^(?:[#>+*-](?=\s|$|#)|=+$|-{2,}|~{3,}|`{3,}|\d+[.)](?=\s|$))")
_Part = tuple[str, Kind | Literal["lead"], tuple[str, ...]]


def compose(parts: Sequence[Section], language: str) -> tuple[str, tuple[Sentence, ...]]:
    """Write the answer.

    Args:
        parts: Sections in order, each with its points in order.
        language: Of the headings.

    Returns:
        The answer's Markdown without evidence, and its sentences with theirs, in order.
    """
    blocks: list[str] = []
    evidence: list[Sentence] = []
    for each in parts:
        if each.heading:
            blocks.append(f"## {heading(each.heading, language)}")
        said = _said(each.points)
        evidence.extend(Sentence(text, refs) for text, _, refs in said)
        blocks.extend(_blocks(said))
        blocks.extend([each.missing] * bool(each.missing))
    return "\n\n".join(blocks), tuple(evidence)


def listed(name: Heading, told: Sequence[Sentence], language: str) -> tuple[str, tuple[Sentence, ...]]:
    """Write a section that lists what tickets tell, one a line; nothing if they tell nothing."""
    if not told:
        return "", ()
    plain = tuple(Sentence(harmless(each.text), each.evidence[:EVIDENCE]) for each in told)
    items = "\n".join(f"- {each.text}" for each in plain)
    return f"## {heading(name, language)}\n\n{items}", plain


def fenced(code: str) -> str:
    """Put code between fences longer than any in it."""
    longest = max((len(run) for run in re.findall(r"`{3,}", code)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}\n{code}\n{fence}"


def _said(points: Sequence[Point]) -> list[_Part]:
    leads = {point.piece.lead.text for point in points if point.piece.lead}
    said: list[_Part] = []
    told: set[str] = set()
    for point in _lists_together([point for point in points if point.piece.text not in leads]):
        lead = point.piece.lead
        if lead and lead.text not in told:
            told.add(lead.text)
            # Over a list, a sentence heads it; a step or item that code follows, or that a list is part of, stays one.
            kind = "lead" if point.piece.kind != "code" and lead.kind != "step" else lead.kind
            said.append((harmless(lead.text), kind, point.leading[:EVIDENCE]))
        text = fenced(point.piece.text) if point.piece.kind == "code" else harmless(point.piece.text)
        said.append((text, point.piece.kind, point.tickets[:EVIDENCE]))
    return said


def _lists_together(points: Sequence[Point]) -> list[Point]:
    """Put the items of one list behind one another: below another list's head they would say something else."""
    ordered: list[Point] = []
    for point in points:
        heads = [_head(each) for each in ordered]
        place = len(ordered)
        if (head := _head(point)) in heads and head is not None:
            last = place - 1 - heads[::-1].index(head)
            place = last + 1 if any(heads[last + 1 :]) else place
        ordered.insert(place, point)
    return ordered


def _head(point: Point) -> Piece | None:
    return point.piece.lead if point.piece.kind != "code" else None


def harmless(text: str) -> str:
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
        number = number + 1 if role == "step" else number if role in ("more", "sub", "aside", "code") else 0
        lines.append(_line(text, role, number))
        before = role
    if lines:
        yield "\n".join(lines)


def _joins(before: str, role: str) -> bool:
    return role != "code" and (role == before or {before, role} <= {"step", "more", "sub"})


def _roles(parts: Sequence[_Part]) -> Iterator[str]:
    steps = _steps(parts)
    items = _several([i for i, part in enumerate(parts) if part[1] == "item" and i not in steps])
    before = ""
    for position, (_, kind, _) in enumerate(parts):
        within = bool(steps) and steps[0] < position < steps[-1]
        if position in steps:
            before = "step"
        elif position in items:
            before = "sub" if within and before in ("step", "more", "sub") else "item"
        elif kind in ("code", "lead"):
            before = kind
        elif within:
            before = "more" if before in ("step", "more", "sub") else "aside"
        else:
            before = "prose"
        yield before


def _line(text: str, role: str, number: int) -> str:
    if role == "step":
        return f"{number}. {text}"
    inside = " " * len(f"{number}. ")
    return {"item": f"- {text}", "more": f"{inside}{text}", "sub": f"{inside}- {text}"}.get(role, text)


def _steps(parts: Sequence[_Part]) -> list[int]:
    """What agents numbered; else what tells the reader to do something, where that is most of what is said."""
    listed = _several([position for position, part in enumerate(parts) if part[1] == "step"])
    if listed:
        return listed
    spoken = [i for i, part in enumerate(parts) if part[1] not in ("code", "lead")]
    told = [i for i in spoken if parts[i][1] == "step" or is_step(parts[i][0])]
    return _several(told if len(told) >= STEPS_SHARE * len(spoken) else [])


def _several(positions: list[int]) -> list[int]:
    """One step alone is a sentence, not a list."""
    return positions if len(positions) > 1 else []
