"""Groups of rows, their centres, and rows relative to the mean of all tickets."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deflect.models import unit_rows
from deflect.models.alignment import CENTRING_HALF_WAY

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.int64]

TINY = 1e-9


def common(vectors: Floats) -> Floats:
    """What all tickets share: the mean of the vectors, in part only if they are few, because then it says little.

    Args:
        vectors: (n, d), no row zero.

    Returns:
        (1, d).

    Raises:
        ModelError: A row is all zeros.
    """
    share = len(vectors) / (len(vectors) + CENTRING_HALF_WAY)
    mean: Floats = share * unit_rows(vectors).mean(axis=0, keepdims=True)
    return mean


def relative(vectors: Floats, mean: Floats) -> Floats:
    """(n, d) unit rows relative to what all tickets share, float32; zeros where a row is just that.

    Raises:
        ModelError: A row is all zeros.
    """
    return unit(unit_rows(vectors) - mean).astype(np.float32)


def unit(vectors: Floats) -> Floats:
    """Rows of length 1; zeros stay zeros."""
    scaled: Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), TINY)
    return scaled


def members(labels: Ints) -> list[Ints]:
    """Positions of the rows of each label from 0 to the largest; empty where a label is nobody's."""
    order = np.argsort(labels, kind="stable")
    ends = np.searchsorted(labels[order], np.arange(int(labels.max(initial=-1)) + 2))
    return [order[start:end] for start, end in itertools.pairwise(ends)]


def centres(rows: Floats, groups: Sequence[Ints]) -> Floats:
    """(k, d) unit mean of each group's rows; zeros for a group without any."""
    return unit(np.array([rows[own].sum(axis=0) for own in groups], dtype=rows.dtype).reshape(-1, rows.shape[1]))
