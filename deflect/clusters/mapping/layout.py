"""Places for all tickets on a map: each recurring question a disc, similar questions near each other.

The discs' centres come from t-SNE on the questions' centroids, some hundred points, and are then pressed together until
no disc can come closer. Within its disc a ticket lies the nearer to the middle the more it is like its question; a
ticket that asks no recurring question lies outside, around the question most like it. So the cost grows with the
number of tickets only by a product of two matrices and a sort.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deflect.clusters.mapping.packing import pack

Vectors = NDArray[np.float32]
Floats = NDArray[np.float64]
Places = NDArray[np.int64]

# Lengths are in distances between neighbouring tickets until the map is scaled to the unit square.
ROOM = 0.9  # area that a member takes
LOOSE = 1.2  # area that a ticket outside the discs takes
BORDER = 0.6  # from the outermost member to the edge of its disc
MOAT = 0.7  # from the edge of a disc to the first ticket around it
SHORE = 5.0  # least width of the belt in which tickets surround a disc; belts may share this much
RING = 1.5  # width of the rings within which tickets are ordered by direction
MARGIN = 0.01  # of the unit square
LONE = 12.0  # least width of a map

GOLDEN_ANGLE = float(np.pi * (3 - np.sqrt(5)))
LEARNED = 1_000  # questions that t-SNE places; smaller ones go beside those most like them
FEW = 5  # questions up to which there is no neighbourhood to learn, only distances
START = 1e-4  # spread of the places that t-SNE starts from; the usual one
BLOCK = 8_192  # tickets compared with all questions at a time


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Where everything lies, in the unit square.

    Attributes:
        points: (n, 2), one for each ticket.
        centres: (k, 2), one for each question.
        radii: (k,) of the discs that hold the members of each question.
        spacing: About how far a ticket of a question lies from the next, above 0.
    """

    points: NDArray[np.float32]
    centres: NDArray[np.float32]
    radii: NDArray[np.float32]
    spacing: float


def layout(vectors: Vectors, groups: Sequence[Places]) -> NDArray[np.float32]:
    """Give each ticket a place; the points of `arrange`.

    Args:
        vectors: (n, d) unit rows.
        groups: For each question the rows of its members; no row in two of them.

    Returns:
        (n, 2), all in [0, 1].
    """
    return arrange(vectors, groups).points


def arrange(vectors: Vectors, groups: Sequence[Places]) -> Arrangement:
    """Give each ticket a place and each question a disc; the same input gives the same map.

    Args:
        vectors: (n, d) unit rows.
        groups: For each question the rows of its members, at least one; no row in two of them.

    Returns:
        Discs whose areas follow the numbers of members and that do not overlap; a ticket of no question is in none.
    """
    if len(vectors) == 0:
        return _fit(np.zeros((0, 2)), np.zeros((0, 2)), np.zeros(0))
    members = [np.asarray(group, dtype=np.int64) for group in groups]
    outside = np.setdiff1d(np.arange(len(vectors)), np.concatenate([np.empty(0, np.int64), *members]))
    if not members:
        # Without any question, everything surrounds one that has no members.
        points = _surround(vectors, outside, vectors.mean(axis=0), 0.0, _main_axes(vectors))
        return _fit(points, np.zeros((0, 2)), np.zeros(0))
    centroids = _centroids(vectors, members)
    around = _nearest_question(vectors, outside, centroids)
    radii = np.array([_radius(len(group)) for group in members])
    belts = np.array([_belt(radius, len(own)) for radius, own in zip(radii, around, strict=True)])
    # Two belts together are as wide as the wider of the two, so that a belt reaches into no other disc.
    sizes = np.array([len(group) for group in members])
    centres = pack(_spread(centroids, sizes), radii + belts - SHORE / 2)
    axes = _axes(vectors, centroids, centres)
    points = np.empty((len(vectors), 2))
    for number, (group, own) in enumerate(zip(members, around, strict=True)):
        points[group] = centres[number] + _fill(vectors, group, centroids[number], axes)
        points[own] = centres[number] + _surround(vectors, own, centroids[number], radii[number], axes)
    return _fit(points, centres, radii)


def _radius(tickets: int) -> float:
    return float(np.sqrt(tickets * ROOM / np.pi)) + BORDER


def _belt(radius: float, tickets: int) -> float:
    """Width of the belt around a disc that has room for so many tickets."""
    return max(SHORE, float(np.sqrt((radius + MOAT) ** 2 + tickets * LOOSE / np.pi)) - radius)


def _centroids(vectors: Vectors, groups: Sequence[Places]) -> Vectors:
    means = np.array([vectors[group].mean(axis=0, dtype=np.float64) for group in groups])
    return np.asarray(means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def _nearest_question(vectors: Vectors, outside: Places, centroids: Vectors) -> list[Places]:
    """The tickets around each question."""
    nearest = np.empty(len(outside), np.int64)
    for start in range(0, len(outside), BLOCK):
        part = slice(start, start + BLOCK)
        nearest[part] = np.argmax(vectors[outside[part]] @ centroids.T, axis=1)
    order = np.argsort(nearest, kind="stable")
    ends = np.searchsorted(nearest[order], np.arange(1, len(centroids)))
    return np.split(outside[order], ends)


def _fill(vectors: Vectors, group: Places, centroid: Vectors, axes: Floats) -> Floats:
    """Steps from the centre of a disc to its members."""
    radius = np.sqrt((np.arange(len(group)) + 0.5) * ROOM / np.pi)
    return _spiral(vectors[group], centroid, radius, axes)


def _surround(vectors: Vectors, own: Places, centroid: Vectors, radius: float, axes: Floats) -> Floats:
    """Steps from the centre of a disc to the tickets around it."""
    inner, outer = radius + MOAT, radius + _belt(radius, len(own))
    share = (np.arange(len(own)) + 0.5) / max(1, len(own))
    return _spiral(vectors[own], centroid, np.sqrt(inner**2 + share * (outer**2 - inner**2)), axes)


def _spiral(rows: Vectors, centroid: Vectors, radius: Floats, axes: Floats) -> Floats:
    """Lay tickets out at these distances, those most like the centroid first, evenly in all directions.

    Within a ring, tickets take their places by the direction of the map in which they differ from the centroid, so that
    those that lean to another question lie on its side.
    """
    order = np.argsort(-(rows @ centroid), kind="stable")
    angle = (np.arange(len(rows)) * GOLDEN_ANGLE) % (2 * np.pi)
    ring = np.floor(radius / RING)
    lean = (rows[order] - centroid) @ axes
    direction = np.arctan2(lean[:, 1], lean[:, 0]) % (2 * np.pi)
    taken = np.lexsort((angle, ring))
    places = np.empty((len(rows), 2))
    places[order[np.lexsort((direction, ring))]] = np.column_stack(
        (radius[taken] * np.cos(angle[taken]), radius[taken] * np.sin(angle[taken]))
    )
    return places


def _axes(vectors: Vectors, centroids: Vectors, centres: Floats) -> Floats:
    """(d, 2): what a step along each axis of the map means in the space of the vectors, by ridge regression."""
    if len(centroids) <= 2:
        return _main_axes(vectors)
    meaning = (centroids - centroids.mean(axis=0)).astype(np.float64)
    # The kernel form: there are often fewer questions than dimensions.
    kernel = meaning @ meaning.T
    weights = np.linalg.solve(kernel + np.eye(len(kernel)) * (np.trace(kernel) / len(kernel) + 1e-9), centres)
    axes: Floats = meaning.T @ weights
    return axes


def _main_axes(vectors: NDArray[np.floating]) -> Floats:
    """(d, 2): the two directions in which the vectors differ most."""
    centred = (vectors - vectors.mean(axis=0)).astype(np.float64)
    _, directions = np.linalg.eigh(centred.T @ centred)
    axes = directions[:, :-3:-1] if directions.shape[1] > 1 else np.repeat(directions, 2, axis=1)
    # An eigenvector's sign is a matter of chance: the largest entry of each is made positive.
    signs = np.sign(axes[np.abs(axes).argmax(axis=0), range(2)])
    turned: Floats = axes * signs
    return turned


def _spread(centroids: Vectors, sizes: Places) -> Floats:
    """(k, 2): a plane map of the questions, on any scale, no two at the same place."""
    largest = np.argsort(-sizes, kind="stable")[:LEARNED]
    learned = _embed(centroids[largest].astype(np.float64))
    places = np.empty((len(centroids), 2))
    places[largest] = learned
    others = np.setdiff1d(np.arange(len(centroids)), largest)
    if len(others):
        similarity = centroids[others] @ centroids[largest].T
        places[others] = learned[np.argmax(similarity, axis=1)]
    # Equal centroids get equal places; a sunflower of small steps tells them apart.
    step = 1e-3 * max(float(np.ptp(places)), 1.0) * np.sqrt(np.arange(len(places)) / max(1, len(places)))
    turn = np.arange(len(places)) * GOLDEN_ANGLE
    apart: Floats = places + np.column_stack((step * np.cos(turn), step * np.sin(turn)))
    return apart


def _embed(centroids: Floats) -> Floats:
    flat: Floats = (centroids - centroids.mean(axis=0)) @ _main_axes(centroids)
    if len(centroids) <= FEW:
        return flat
    from sklearn.manifold import TSNE
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    neighbours = min(15.0, (len(centroids) - 1) / 3)
    start = (flat / max(float(flat.std()), 1e-9) * START).astype(np.float32)
    tsne = TSNE(perplexity=neighbours, metric="cosine", init=start, random_state=0, max_iter=750)
    # Threads add up in the order in which they end, and t-SNE makes much of little: with one, the map is the same.
    with threadpool_limits(limits=1):
        return np.asarray(tsne.fit_transform(centroids), dtype=np.float64)


def _fit(points: Floats, centres: Floats, radii: Floats) -> Arrangement:
    """Scale everything to the unit square, in the middle of it, its shape kept."""
    corners = np.concatenate([points, centres - radii[:, None], centres + radii[:, None]])
    if not len(corners):
        corners = np.zeros((1, 2))
    low, high = corners.min(axis=0), corners.max(axis=0)
    # A ticket takes room too: one alone is not blown up to the whole square.
    scale = (1 - 2 * MARGIN) / max(float((high - low).max()), LONE)
    shift = 0.5 - (low + high) / 2 * scale
    return Arrangement(
        points=np.clip(points * scale + shift, 0.0, 1.0).astype(np.float32),
        centres=(centres * scale + shift).astype(np.float32),
        radii=(radii * scale).astype(np.float32),
        spacing=scale,
    )
