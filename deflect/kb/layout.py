"""A shape's sections: which heading stands above which part of an answer, without changing the answer's order."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from deflect.kb import frame, wording
from deflect.kb.agreement import Point
from deflect.kb.steps import tells
from deflect.types import Shape

Way = Sequence[Point]


@dataclass(frozen=True, slots=True)
class Section:
    """Part of an answer under a heading; without one if it is None."""

    heading: frame.Heading | None
    points: tuple[Point, ...] = ()
    missing: str = ""


def sections(shape: Shape, ways: Sequence[Way], older: Mapping[int, str] | None = None) -> list[Section]:
    """Lay an answer out.

    What agents said keeps its order, because a sentence may refer to the one before it: a way is only cut in two or
    three, and a heading put above each part that the shape knows.

    Args:
        shape: Of the article.
        ways: Ways to solve the problem, best first, each in order.
        older: By place in `ways`, what to ask about a way that agents have stopped giving.

    Returns:
        The best way's sections, then the other ways, each under a heading of its own.
    """
    if not ways:
        return []
    asked = older or {}
    others = [Section(_heading_of(way), tuple(way), asked.get(place, "")) for place, way in enumerate(ways[1:], 1)]
    return [*_LAYOUTS[shape](ways[0]), *others]


def _how_to(way: Way) -> list[Section]:
    before, after = _cut(way, _is_step)
    if before and sum(map(_is_step, after)) > 1:
        return _filled((None, before), ("steps", after))
    return [Section(None, tuple(way))]


def _troubleshooting(way: Way) -> list[Section]:
    before, after = _cut(way, _is_told)
    if not any(_says(point, wording.CAUSE) for point in before):
        before, after = (), (*before, *after)
    return [*_filled(("cause", before)), *_fix_and_workaround(after)]


def _bug(way: Way) -> list[Section]:
    before, after = _cut(way, _is_told)
    if any(_says(point, wording.BUG) for point in before):
        return [*_filled(("status", before)), *_fix_and_workaround(after)]
    told = any(_says(point, wording.BUG) for point in after)
    return [*_troubleshooting(way), *([] if told else [Section("status", missing=frame.NO_STATUS)])]


def _known_limitation(way: Way) -> list[Section]:
    before, after = _cut(way, _is_told)
    return _filled(("limit" if before else None, before), ("instead", after))


def _feature_request(way: Way) -> list[Section]:
    before, after = _cut(way, _is_told)
    if any(_says(point, wording.PLAN) for point in before):
        return _filled(("plan", before), ("instead", after))
    told = any(_says(point, wording.PLAN) for point in after)
    rest = _filled((None, before), ("instead", after))
    return rest if told else [*rest, Section("plan", missing=frame.NO_PLAN)]


def _billing(way: Way) -> list[Section]:
    before, after = _cut(way, _is_told)
    return _filled(("terms", before), ("what to do", after))


def _not_ours(way: Way) -> list[Section]:
    before, after = _cut(way, lambda point: _is_told(point) and not _says(point, wording.ELSEWHERE))
    if any(_says(point, wording.ELSEWHERE) for point in before):
        return _filled(("whose it is", before), ("what to do", after))
    told = any(_says(point, wording.ELSEWHERE) for point in after)
    rest = _filled((None, before), ("what to do", after))
    return rest if told else [Section("whose it is", missing=frame.NO_MAKER), *rest]


_LAYOUTS: dict[Shape, Callable[[Way], list[Section]]] = {
    "how-to": _how_to,
    "troubleshooting": _troubleshooting,
    "known-limitation": _known_limitation,
    "bug": _bug,
    "feature-request": _feature_request,
    "billing": _billing,
    "not-our-product": _not_ours,
}


def _fix_and_workaround(points: Way) -> list[Section]:
    fix, workaround = _cut(points, _is_workaround)
    # A list of steps is not torn apart: what stands between two of them belongs to it.
    if any(map(_is_step, workaround[1:])) and fix:
        fix, workaround = tuple(points), ()
    return _filled(("fix", fix), ("workaround", workaround))


def _heading_of(way: Way) -> frame.Heading:
    return "workaround" if way and _is_workaround(way[0]) else "another way"


def _is_workaround(point: Point) -> bool:
    text = point.piece.text
    return point.piece.kind != "code" and bool(wording.WORKAROUND.search(text) or wording.MEANWHILE.match(text))


def _cut(points: Way, begins: Callable[[Point], bool]) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    """What comes before the first point that begins something, and that with all that follows."""
    place = next((number for number, point in enumerate(points) if begins(point)), len(points))
    return tuple(points[:place]), tuple(points[place:])


def _filled(*parts: tuple[frame.Heading | None, tuple[Point, ...]]) -> list[Section]:
    return [Section(heading, points) for heading, points in parts if points]


def _is_step(point: Point) -> bool:
    """Whether agents numbered it."""
    return point.piece.kind == "step"


def _is_told(point: Point) -> bool:
    return tells(point.piece)


def _says(point: Point, words: re.Pattern[str]) -> bool:
    return point.piece.kind != "code" and bool(words.search(point.piece.text))
