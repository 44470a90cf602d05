"""Which points make the answer, and in which order: one way to solve the problem after another, steps in order."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from deflect.kb.agreement import Answer, Point
from deflect.kb.steps import tells

KIN = 0.34
"""Least share of its tickets' other points that a way must have for a point to belong to it. Higher: fewer sentences
land in a way that their tickets do not take (precision); more end up in ways of their own or nowhere (recall)."""


STORY = 0.5
"""What an answer counts that tells nothing to do, against one that tells nothing else. Lower: fewer answers that only
explain (precision of the steps); higher: fewer lists that say little."""

TELLING = 6
"""Words from which two tickets that say the same show that they agree; of fewer, each counts its part. Every procedure
of a product says "click on OK". Higher: fewer steps of other procedures that stray in (precision); more short answers
that count for little (recall)."""

REPEATED = 0.6
"""What a point counts that one agent makes again and again, against one that several make. Higher: more of one agent's
way of answering (recall), less of what the desk agrees on (precision)."""

TORN = 3
"""How fast an answer loses that is longer than the article may be. Higher: fewer procedures with steps left out of
their middle (precision), fewer long ones (recall)."""

SAME_ASKED = 0.8
"""Least similarity of the questions behind another way to those behind the first, as a share of how similar these are
to each other. Higher: fewer answers to another question that got among the tickets (precision); fewer ways (recall)."""


def approaches(
    points: Sequence[Point],
    answers: Sequence[Answer],
    limit: int,
    asked: Mapping[str, NDArray[np.float32]] | None = None,
) -> list[list[Point]]:
    """Choose and order the points of an answer.

    The ticket whose points have most support is the core: its points are taken whole. Points of other tickets are
    taken where at least two tickets make them: into the core's way if their tickets share it, else as another way.

    Args:
        points: Everything that is said.
        answers: The answers they come from, the most trusted first.
        limit: Most points altogether.
        asked: Unit vector of each ticket's question: another way must answer the same question as the first.

    Returns:
        The ways, best first, each with its points in order; another way is taken whole or not at all.
    """
    made = {answer.ticket: [p for p in points if answer.ticket in p.places] for answer in answers}
    left = list(points)
    ways: list[list[Point]] = []
    room = limit
    while left and room > 0:
        core, way = _way(left, made, answers, room, first=not ways)
        if not way:
            break
        left = [p for p in left if p not in way]
        if ways and (len(way) > room or not _same_asked(ways[0], way, asked)):
            continue
        way = _fitting(way, room)
        ways.append([_as_told_by(core, p) for p in in_order(way, core)])
        room -= len(way)
    return ways


def _as_told_by(core: str, point: Point) -> Point:
    """Give a point the core's own wording, so that one answer reads as one: what others say alike supports it."""
    return point.in_the_words_of(core) if core in point.places else point.without_a_head()


def _same_asked(first: Sequence[Point], way: Sequence[Point], asked: Mapping[str, NDArray[np.float32]] | None) -> bool:
    if asked is None:
        return True
    behind = {ticket for point in first for ticket in point.tickets}
    own = np.array([asked[ticket] for ticket in sorted(behind)])
    others = np.array([asked[ticket] for ticket in sorted({t for point in way for t in point.tickets} - behind)])
    if len(own) < 2 or not len(others):
        return True
    among = (float((own @ own.T).sum()) - len(own)) / (len(own) * (len(own) - 1))
    return float((own @ others.T).mean()) >= SAME_ASKED * among


def in_order(points: Sequence[Point], core: str = "") -> list[Point]:
    """Sort by relative position in the core ticket, others' by the mean, in the order of most tickets that make both.

    Args:
        points: To sort.
        core: The ticket whose own order holds where others' are divided, if there is one.
    """
    left = sorted(points, key=lambda p: p.places.get(core, p.place))
    ordered: list[Point] = []
    while left:
        chosen = min(left, key=lambda p: (sum(_precedes(o, p, core) for o in left), p.places.get(core, p.place)))
        ordered.append(chosen)
        left.remove(chosen)
    return ordered


def _way(
    left: Sequence[Point], made: dict[str, list[Point]], answers: Sequence[Answer], room: int, *, first: bool
) -> tuple[str, list[Point]]:
    usable = [p for p in left if first or len(p.tickets) > 1]
    near = {answer.ticket: answer.near for answer in answers}
    core = max(answers, key=lambda a: _fitness(a, usable, near, room))
    way = [p for p in usable if core.ticket in p.places]
    if not first and len(way) < 2:
        return core.ticket, []
    kin = [p for p in left if p not in way and len(p.tickets) > 1 and _kinship(p, way, made) >= KIN]
    return core.ticket, way + kin


def _fitness(answer: Answer, usable: Sequence[Point], near: Mapping[str, float], room: int) -> float:
    """How well an answer would do: how far it fits the question, and what it says that others say as well.

    Of two answers that are supported alike, the one that tells what to do is better than the one that tells a story,
    and the one that can be told whole is better than the one that must be cut.
    """
    said = [p for p in usable if answer.ticket in p.places]
    support: float = sum(p.score * _share(p) * _nearness(p, near) for p in said)
    told = sum(tells(p.piece) for p in said) / max(1, len(said))
    fits = min(1.0, room / max(1, len(said))) ** TORN
    trust = math.sqrt(answer.weight) * answer.near * answer.told
    return trust * support * fits * (STORY + (1.0 - STORY) * told)


def _nearness(point: Point, near: Mapping[str, float]) -> float:
    return sum(near[ticket] for ticket in point.tickets) / len(point.tickets)


def _share(point: Point) -> float:
    # What one ticket alone says must not make a long answer win over an agreed one.
    # What an agent says again and again is their way of saying it; what several say is the desk's.
    share = 0.2 if len(point.tickets) == 1 else 1.0 if point.agents > 1 else REPEATED
    return min(share, _weight(point)) if len(point.tickets) == 1 else share * _weight(point)


def _weight(point: Point) -> float:
    return 1.0 if point.piece.kind == "code" else min(1.0, len(point.piece.text.split()) / TELLING)


def _kinship(point: Point, way: Sequence[Point], made: dict[str, list[Point]]) -> float:
    """How much of a way the tickets that make a point share, and how much of what they say is that way."""
    shares = []
    whole = sum(map(_weight, way))
    for ticket in point.tickets:
        others = [p for p in made[ticket] if p is not point]
        if others:
            shared = sum(_weight(p) for p in others if p in way)
            shares.append(shared / max(whole, sum(map(_weight, others))))
    # Tickets that say nothing else give no sign that they take this way.
    return sum(shares) / len(shares) if shares else 0.0


def _fitting(way: Sequence[Point], room: int) -> list[Point]:
    """Leave out what one ticket alone says, then the end: what follows a gap in the middle may refer to it."""
    if len(way) <= room:
        return list(way)
    agreed = [p for p in way if len(p.tickets) > 1]
    core = in_order(agreed) if len(agreed) > 1 else in_order(way)
    more = sorted((p for p in way if p not in core), key=lambda p: -p.score)
    return (core + more)[:room]


def _precedes(one: Point, other: Point, core: str) -> bool:
    both = [ticket for ticket in one.tickets if ticket in other.places]
    earlier = sum(one.places[ticket] < other.places[ticket] for ticket in both)
    if 2 * earlier == len(both) and core in both:
        return one.places[core] < other.places[core]
    return 2 * earlier > len(both)
