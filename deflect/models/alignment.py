"""Taking the language out of vectors, so that the same question has the same vector in each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deflect.models.vectors import Vectors, unit_rows

# Few tickets say little about where a language's mean lies: with so many, it is taken off by half.
CENTRING_HALF_WAY = 20
# A rotation is learned from at most so many tickets of a language; more change nothing but the seconds it takes.
SAMPLE = 4_000
HUBNESS_NEIGHBOURS = 10

Names = Sequence[str] | NDArray[Any]
Rows = NDArray[np.int64]


def without_language(vectors: Vectors, languages: Names) -> Vectors:
    """Remove what tells languages apart, from vectors of an encoder that reads all of these languages.

    Each language is centred on its own mean, then turned so that tickets lie on those of the language with the most
    tickets that they are mutually nearest to (orthogonal Procrustes over mutual neighbours, as in Conneau et al.,
    Word Translation Without Parallel Data, 2018). No labels and no translations are used. Similarities within a
    language stay as centring leaves them, so that only what is found across languages changes.

    Args:
        vectors: (n, d) unit rows.
        languages: n codes.

    Returns:
        (n, d) float32 unit rows, the same for the same input.

    Raises:
        ModelError: A row is all zeros.
    """
    names = np.asarray(languages)
    apart = centred_by_language(vectors, names)
    kinds, counts = np.unique(names, return_counts=True)
    if len(kinds) < 2:
        return apart
    pivot = kinds[counts.argmax()]
    fixed = _evenly(apart[names == pivot])
    for name in kinds[kinds != pivot]:
        own = names == name
        apart[own] = apart[own] @ _rotation(_evenly(apart[own]), fixed)
    return unit_rows(apart)


def centred_by_language(vectors: Vectors, languages: Names) -> Vectors:
    """Unit rows relative to the mean of their own language.

    Args:
        vectors: (n, d) unit rows.
        languages: n codes.

    Returns:
        (n, d) float32 unit rows. A language with few rows is centred in part only; one row is left as it is.

    Raises:
        ModelError: A row is all zeros.
    """
    names = np.asarray(languages)
    rows = unit_rows(vectors)
    for name in np.unique(names):
        own = names == name
        others = np.count_nonzero(own) - 1
        rows[own] -= others / (others + CENTRING_HALF_WAY) * rows[own].mean(axis=0)
    return unit_rows(rows)


def _evenly(rows: Vectors) -> Vectors:
    step = -(-len(rows) // SAMPLE)
    return rows[::step]


def _rotation(rows: Vectors, fixed: Vectors) -> Vectors:
    """The rotation that brings rows nearest to their mutual neighbours, each direction voting once for no rotation."""
    first, second = _mutual(rows @ fixed.T)
    agreement = rows[first].T.astype(np.float64) @ fixed[second] + np.eye(rows.shape[1])
    left, _, right = np.linalg.svd(agreement)
    return np.asarray(left @ right, dtype=np.float32)


def _mutual(similarity: Vectors) -> tuple[Rows, Rows]:
    """Pairs that prefer each other, where a row near to everything counts as less near (cross-domain scaling)."""
    count = min(HUBNESS_NEIGHBOURS, *similarity.shape)
    usual_of_rows = np.partition(similarity, -count, axis=1)[:, -count:].mean(axis=1)
    usual_of_columns = np.partition(similarity, -count, axis=0)[-count:].mean(axis=0)
    similarity = 2 * similarity - usual_of_rows[:, None] - usual_of_columns
    chosen = similarity.argmax(axis=1)
    rows = np.flatnonzero(similarity.argmax(axis=0)[chosen] == np.arange(len(similarity)))
    return rows, chosen[rows]
