"""Average linkage over a graph of nearest neighbours, by merging reciprocal nearest clusters in rounds.

The mean similarity between the members of two clusters of vectors is the product of their mean vectors, so that the
linkage is exact although only pairs joined by an edge are ever compared. Merging all reciprocal nearest pairs at once
gives the same tree as merging the nearest pair each time, because average linkage is reducible (Sumengen et al.,
"Scaling Hierarchical Agglomerative Clustering to Billion-sized Datasets", 2021).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.int64]

EDGES_AT_A_TIME = 50_000


@dataclass(frozen=True)
class _Edges:
    """Pairs of clusters, `left < right`, each once, with their mean similarity."""

    left: Ints
    right: Ints
    similarity: Floats


def average_linkage(vectors: Floats, neighbours: Ints, threshold: float) -> Ints:
    """Group vectors whose clusters have a mean similarity of at least the threshold.

    Args:
        vectors: (n, d), need not be unit rows.
        neighbours: (n, k) positions of each row's nearest rows: pairs outside this graph are never joined directly.
        threshold: Mean cosine similarity at which clusters still merge. Higher raises precision and lowers recall.

    Returns:
        (n,) for each row the smallest position in its cluster.
    """
    count = len(vectors)
    labels = np.arange(count)
    sums = np.array(vectors, dtype=np.float64)
    sizes = np.ones(count)
    edges = _graph(sums, sizes, neighbours)
    while True:
        into, gone = _reciprocal_pairs(edges, count, threshold)
        if not len(into):
            return labels
        sums[into] += sums[gone]
        sizes[into] += sizes[gone]
        moved = np.arange(count)
        moved[gone] = into
        labels = moved[labels]
        edges = _contract(edges, moved, into, sums, sizes)


def _graph(sums: Floats, sizes: Floats, neighbours: Ints) -> _Edges:
    count, width = neighbours.shape
    rows = np.repeat(np.arange(count), width)
    left, right, _ = _pairs_once(rows, neighbours.ravel(), count)
    return _Edges(left, right, _mean_similarity(sums, sizes, left, right))


def _pairs_once(left: Ints, right: Ints, count: int) -> tuple[Ints, Ints, Ints]:
    keys, where = np.unique(np.minimum(left, right) * count + np.maximum(left, right), return_index=True)
    first, second = keys // count, keys % count
    apart = first != second
    return first[apart], second[apart], where[apart]


def _mean_similarity(sums: Floats, sizes: Floats, left: Ints, right: Ints) -> Floats:
    similarity = np.empty(len(left))
    for start in range(0, len(left), EDGES_AT_A_TIME):
        part = slice(start, start + EDGES_AT_A_TIME)
        product = np.einsum("ij,ij->i", sums[left[part]], sums[right[part]])
        similarity[part] = product / (sizes[left[part]] * sizes[right[part]])
    return similarity


def _reciprocal_pairs(edges: _Edges, count: int, threshold: float) -> tuple[Ints, Ints]:
    near = edges.similarity >= threshold
    source = np.concatenate([edges.left[near], edges.right[near]])
    target = np.concatenate([edges.right[near], edges.left[near]])
    similarity = np.concatenate([edges.similarity[near]] * 2)
    order = np.lexsort((target, -similarity, source))
    source, target = source[order], target[order]
    first = np.ones(len(source), dtype=bool)
    first[1:] = source[1:] != source[:-1]
    nearest = np.full(count, -1)
    nearest[source[first]] = target[first]
    candidates = np.flatnonzero(nearest >= 0)
    into = candidates[(nearest[nearest[candidates]] == candidates) & (candidates < nearest[candidates])]
    return into, nearest[into]


def _contract(edges: _Edges, moved: Ints, into: Ints, sums: Floats, sizes: Floats) -> _Edges:
    left, right, where = _pairs_once(moved[edges.left], moved[edges.right], len(moved))
    similarity = edges.similarity[where]
    grown = np.zeros(len(moved), dtype=bool)
    grown[into] = True
    touched = grown[left] | grown[right]
    similarity[touched] = _mean_similarity(sums, sizes, left[touched], right[touched])
    return _Edges(left, right, similarity)
