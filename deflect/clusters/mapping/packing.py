"""Discs pressed together around the places they were given, until none overlaps another and none can come closer."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LOOSE = 0.2  # share of the area that discs cover at first
EVEN = 0.5  # how far the places are moved to where all parts are equally full, 0 to 1
SHRINK = 0.97  # of all distances at each step
STEPS = 100
PASSES = 10  # of pushing apart at each step
CROWDED = 0.08  # mean overlap, as a share of a disc's radius, at which the discs are close enough
SETTLE = 400  # passes at the end


def pack(places: Floats, radii: Floats) -> Floats:
    """Move discs as near to each other as they go, keeping which are neighbours.

    Args:
        places: (k, 2), where the discs would like to be, on any scale, no two at the same place.
        radii: (k,), above 0.

    Returns:
        (k, 2) centres on the scale of the radii, around (0, 0); no two discs overlap.
    """
    if len(places) < 2:
        return np.zeros_like(places)
    centres = _loosened(places, radii)
    for _ in range(STEPS):
        closer = _pushed_apart(centres * SHRINK, radii, PASSES)
        if _crowding(closer, radii) > CROWDED:
            break
        centres = closer
    return _apart(_pushed_apart(centres, radii, SETTLE), radii)


def _loosened(places: Floats, radii: Floats) -> Floats:
    """Scale to a square in which discs cover a small share, and draw them out of crowds and over empty parts."""
    centred = places - (places.min(axis=0) + places.max(axis=0)) / 2
    spread = centred / np.maximum(np.ptp(centred, axis=0), 1e-3 * np.ptp(centred))
    side = np.sqrt(float((radii**2).sum()) * np.pi / LOOSE)
    loosened: Floats = side * (EVEN * _evened(spread, radii) + (1 - EVEN) * spread)
    return loosened


def _evened(places: Floats, radii: Floats) -> Floats:
    """Along each axis the share of the discs' area that comes before, less a half: the order is kept, gaps are not."""
    order = np.argsort(places, axis=0, kind="stable")
    area = (radii**2)[order]
    evened = np.empty_like(places)
    np.put_along_axis(evened, order, (np.cumsum(area, axis=0) - area / 2) / (radii**2).sum() - 0.5, axis=0)
    return evened


def _pairs(centres: Floats, radii: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of discs that may overlap: the larger of each and the other."""
    from scipy.spatial import cKDTree

    near = cKDTree(centres).query_ball_point(centres, 2.2 * radii)
    large = np.repeat(np.arange(len(near)), [len(each) for each in near])
    small = np.concatenate([np.asarray(each, dtype=np.int64) for each in near])
    # Two of one size are near each other both ways round: one way is enough.
    once = (radii[small] < radii[large]) | ((radii[small] == radii[large]) & (small < large))
    return large[once], small[once]


def _overlaps(
    centres: Floats, radii: Floats, large: NDArray[np.int64], small: NDArray[np.int64]
) -> tuple[Floats, Floats]:
    """How far each pair overlaps, at least 0, and the unit step from the larger to the smaller."""
    away = centres[small] - centres[large]
    distance = np.maximum(np.linalg.norm(away, axis=1), 1e-9)
    return np.maximum(radii[large] + radii[small] - distance, 0.0), away / distance[:, None]


def _pushed_apart(centres: Floats, radii: Floats, passes: int) -> Floats:
    centres = centres.copy()
    for number in range(passes):
        if number % PASSES == 0:
            large, small = _pairs(centres, radii)
        overlap, step = _overlaps(centres, radii, large, small)
        if not overlap.any():
            break
        # Each moves by the other's share of the area, so that the large ones hold their place.
        share = radii[small] ** 2 / (radii[small] ** 2 + radii[large] ** 2)
        np.add.at(centres, large, -step * (overlap * share)[:, None])
        np.add.at(centres, small, step * (overlap * (1 - share))[:, None])
    return centres


def _crowding(centres: Floats, radii: Floats) -> float:
    overlap, _ = _overlaps(centres, radii, *_pairs(centres, radii))
    return float(overlap.sum() / radii.sum())


def _apart(centres: Floats, radii: Floats) -> Floats:
    """Stretch what is left of overlaps away."""
    large, small = _pairs(centres, radii)
    if not len(large):
        return centres
    distance = np.linalg.norm(centres[small] - centres[large], axis=1)
    stretched: Floats = centres * max(1.0, float(((radii[large] + radii[small]) / np.maximum(distance, 1e-9)).max()))
    return stretched
