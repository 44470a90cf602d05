"""All tickets on one page: every ticket a point, every recurring question a named disc, and the same as a list."""

from __future__ import annotations

import base64
import functools
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from numpy.typing import NDArray

from deflect.clusters.mapping.layout import Arrangement, arrange
from deflect.errors import ModelError
from deflect.report import map_labels
from deflect.types import CleanTicket, Cluster, Movement

HERE = Path(__file__).parent / "templates"
SIDE = 1000  # width and height of the map, in its own unit
DRAWN = 30_000  # tickets up to which each is drawn
LISTED = 1_000  # questions in the list
WEEKS = 52  # of a question's small chart
MARKS: dict[Movement, str] = {"new": "★", "rising": "▲", "steady": "●", "falling": "▼"}
# Names for a phone, for a desk, and for a desk when drawn three times as large: size, width of a line, lines, names.
NAMES = {"far": (31.0, 13.0, 2, 8), "near": (15.5, 16.0, 2, 30), "close": (5.2, 18.0, 3, 200)}


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What of a desk is drawn.

    Attributes:
        clusters: Those with a ticket to draw, each with its place in the list, from 1.
        groups: Points of each.
        outside: Points of no question.
        step: One in so many tickets is drawn.
    """

    clusters: Sequence[tuple[int, Cluster]]
    groups: Sequence[NDArray[np.int64]]
    outside: NDArray[np.int64]
    step: int
    map: Arrangement


def question_map(clusters: Sequence[Cluster], tickets: Sequence[CleanTicket], vectors: NDArray[np.float32]) -> str:
    """Draw the map.

    Args:
        clusters: Largest first.
        tickets: n tickets; nothing that one says is shown.
        vectors: (n, d) unit rows, one for each ticket's question.

    Returns:
        A page that needs no other file, no network and no script.

    Raises:
        ModelError: There are not as many vectors as tickets.
    """
    if len(vectors) != len(tickets):
        problem = f"{len(vectors)} vectors do not belong to {len(tickets)} tickets"
        raise ModelError(problem, "", "Encode the tickets again: deflect run")
    drawing = _draw(clusters, tickets, vectors)
    style, script = _asset("question_map.css"), _asset("question_map.js")
    page: str = _template().render(
        policy=f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'",
        style=Markup(style),  # noqa: S704 - a file of this package
        script=Markup(script),  # noqa: S704 - the same
        marks=MARKS,
        movements=Counter(cluster.trend.movement for cluster in clusters),
        totals=_totals(clusters, tickets, drawing),
        discs=_discs(drawing),
        outside=_path(drawing.map.points[drawing.outside]),
        dot=round(_dot(drawing.map) * 10),
        names=_names(drawing),
        rows=[_row(number, cluster) for number, cluster in enumerate(clusters[:LISTED], start=1)],
    )
    # Half of a character (a lone surrogate) cannot be written as UTF-8; a question mark stands for it.
    return page.encode("utf-8", "replace").decode("utf-8")


def _draw(clusters: Sequence[Cluster], tickets: Sequence[CleanTicket], vectors: NDArray[np.float32]) -> _Drawing:
    step = max(1, -(-len(tickets) // DRAWN))
    place = {ticket.id: number for number, ticket in enumerate(tickets)}
    # A ticket erased since is in no place.
    members = [[place[ref] for ref in cluster.member_ids if ref in place] for cluster in clusters]
    inside = {number for group in members for number in group}
    loose = [number for number in range(len(tickets)) if number not in inside]
    kept = [np.array(group[::step], dtype=np.int64) for group in members if group]
    chosen = np.concatenate([np.empty(0, np.int64), *kept, np.array(loose[::step], dtype=np.int64)])
    ends = np.cumsum([len(group) for group in kept])
    groups = np.split(np.arange(len(chosen)), ends)
    drawn = [each for each, group in zip(enumerate(clusters, start=1), members, strict=True) if group]
    return _Drawing(drawn, groups[:-1], groups[-1], step, arrange(vectors[chosen], groups[:-1]))


def _dot(found: Arrangement) -> float:
    """Diameter of a ticket's point."""
    return float(np.clip(found.spacing * SIDE * 0.62, 1.2, 8.0))


def _totals(clusters: Sequence[Cluster], tickets: Sequence[CleanTicket], drawing: _Drawing) -> dict[str, Any]:
    days = sorted(ticket.created_at.date().isoformat() for ticket in tickets)
    covered = {ref for cluster in clusters for ref in cluster.member_ids}
    inside = sum(ticket.id in covered for ticket in tickets)
    return {
        "tickets": len(tickets),
        "questions": len(clusters),
        "inside": inside,
        "share": round(100 * inside / max(1, len(tickets))),
        "first": days[0] if days else "",
        "last": days[-1] if days else "",
        "step": drawing.step,
        "drawn": len(drawing.map.points),
        "listed": min(LISTED, len(clusters)),
    }


def _discs(drawing: _Drawing) -> list[dict[str, Any]]:
    return [
        {
            "number": number,
            "label": cluster.label,
            "movement": cluster.trend.movement,
            "x": _rounded(centre[0]),
            "y": _rounded(centre[1]),
            "r": _rounded(radius),
            "path": _path(drawing.map.points[group]),
        }
        for (number, cluster), group, centre, radius in zip(
            drawing.clusters, drawing.groups, drawing.map.centres, drawing.map.radii, strict=True
        )
    ]


def _rounded(length: np.float32) -> float:
    return round(float(length) * SIDE, 1)


def _path(points: NDArray[np.float32]) -> str:
    """A dot at each point, as lines without length, in tenths of the map's unit."""
    whole = np.rint(points * (SIDE * 10)).astype(np.int64)
    return "".join(f"M{x} {y}h0" for x, y in whole.tolist())


def _names(drawing: _Drawing) -> list[dict[str, Any]]:
    """Every name that is placed, for each of the sizes at which the map may be seen."""
    centres = drawing.map.centres.astype(np.float64) * SIDE
    radii = drawing.map.radii.astype(np.float64) * SIDE
    texts = [cluster.label for _, cluster in drawing.clusters]
    return [
        {"size": size, "font": font, "names": [_name(drawing, name) for name in placed]}
        for size, (font, line, lines, most) in NAMES.items()
        for placed in [map_labels.place(texts, centres, radii, font=font, line=line, lines=lines, most=most)]
    ]


def _name(drawing: _Drawing, name: map_labels.Name) -> dict[str, Any]:
    number, cluster = drawing.clusters[name.number]
    return {
        "number": number,
        "x": round(name.x, 1),
        "anchor": name.anchor,
        "language": cluster.language,
        "y": round(name.y, 1),
        "lines": name.lines,
        "tickets": len(cluster.member_ids),
        "movement": cluster.trend.movement,
    }


def _row(number: int, cluster: Cluster) -> dict[str, Any]:
    return {
        "number": number,
        "id": cluster.id,
        "label": cluster.label,
        "language": cluster.language,
        "tickets": len(cluster.member_ids),
        "customers": cluster.customers,
        "movement": cluster.trend.movement,
        "standing": cluster.standing,
        "hours": None if cluster.minutes is None else cluster.minutes / 60,
        "first": cluster.first_seen,
        "last": cluster.last_seen,
        "keywords": cluster.keywords,
        "chart": _chart(cluster.trend.tickets[-WEEKS:]),
    }


def _chart(counts: Sequence[int]) -> str:
    """A line through the counts, in a box of 100 by 20; nothing if there is no course to show."""
    if len(counts) < 3 or max(counts) <= 0:
        return ""
    points = [
        f"{100 * at / (len(counts) - 1):.1f} {19 - 18 * count / max(counts):.1f}" for at, count in enumerate(counts)
    ]
    return "M" + "L".join(points)


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@functools.cache
def _asset(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


@functools.cache
def _template() -> Any:
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    return environment.get_template("question_map.html")
