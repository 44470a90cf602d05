"""Merging groups that ask alike but for noise.

The wordings of one question scatter around its meaning, so that the means of two samples of one question are less
alike the smaller and the noisier the samples are. Divided by what the noise explains, the similarity of two means
estimates that of the meanings themselves: Spearman's correction for attenuation ("The proof and measurement of
association between two things", 1904).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from deflect.models import neighbours, unit_rows

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.int64]

FEWEST = 4
CANDIDATES = 10
LEAST_WITHIN = 0.05


def merge_alike(vectors: Floats, groups: Ints, threshold: float) -> Ints:
    """Merge groups whose similarity, noise taken out, is at least the threshold.

    Args:
        vectors: (n, d) unit rows.
        groups: (n,) group of each row. Groups of fewer than `FEWEST` rows stay as they are: their noise is unknown.
        threshold: Corrected similarity from which on two groups are one, 0 to 1. Higher raises precision and lowers
            recall.

    Returns:
        (n,) group of each row, numbered by one of the groups it consists of.
    """
    names, numbers, counts = np.unique(groups, return_inverse=True, return_counts=True)
    large = np.flatnonzero(counts >= FEWEST)
    into = np.arange(len(names))
    if len(large) < 2:
        return np.asarray(names[into[numbers]])
    place = np.full(len(names), -1)
    place[large] = np.arange(len(large))
    rows = np.flatnonzero(place[numbers] >= 0)
    sums = np.zeros((len(large), vectors.shape[1]))
    np.add.at(sums, place[numbers[rows]], vectors[rows])
    into[large] = large[_merged(sums, counts[large].astype(np.float64), threshold)]
    return np.asarray(names[into[numbers]])


def _merged(sums: Floats, sizes: Floats, threshold: float) -> Ints:
    """For each group the one it ends in, merging pairs that are each other's most similar in rounds."""
    into = np.arange(len(sums))
    left = np.arange(len(sums))
    while len(left) > 1:
        first, second = _pairs(sums[left], sizes[left], threshold)
        if not len(first):
            break
        kept, gone = left[first], left[second]
        sums[kept] += sums[gone]
        sizes[kept] += sizes[gone]
        moved = np.arange(len(sums))
        moved[gone] = kept
        into = moved[into]
        left = np.setdiff1d(left, gone)
    return into


def _pairs(sums: Floats, sizes: Floats, threshold: float) -> tuple[Ints, Ints]:
    count = min(CANDIDATES, len(sums) - 1)
    means = sums / sizes[:, None]
    _, near = neighbours(unit_rows(means.astype(np.float32)), count)
    clear = means / np.sqrt(_within(sums, sizes))[:, None]
    similarity = np.einsum("id,ikd->ik", clear, clear[near])
    best = similarity.argmax(axis=1)
    every = np.arange(len(sums))
    nearest = np.where(similarity[every, best] >= threshold, near[every, best], -1)
    mutual = (nearest >= 0) & (nearest[nearest] == every) & (every < nearest)
    return every[mutual], nearest[mutual]


def _within(sums: Floats, sizes: Floats) -> Floats:
    """Mean similarity of two different members; a sum's squared length counts each pair twice, each member once."""
    within = (np.einsum("ij,ij->i", sums, sums) - sizes) / (sizes * (sizes - 1))
    return np.asarray(np.maximum(within, LEAST_WITHIN))
