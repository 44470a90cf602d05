"""Unit vectors: the one place where vectors are normalised, and the check that they are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from deflect.errors import ModelError

Vectors = NDArray[np.float32]

# float32 rows of any dimension in use come out of `unit_rows` within 1e-6 of length 1.
UNIT_TOLERANCE = 1e-3


def unit_rows(rows: NDArray[np.floating]) -> Vectors:
    """Scale each row to length 1, so that a dot product is a cosine similarity.

    Args:
        rows: (n, d), any finite values; a row of zeros has no direction.

    Returns:
        (n, d) float32, each row of length 1.

    Raises:
        ModelError: A row is all zeros, or holds NaN or infinity.
    """
    values = np.asarray(rows, dtype=np.float32)
    lengths = np.linalg.norm(values, axis=1, keepdims=True)
    if not np.isfinite(lengths).all():
        raise ModelError("a vector holds NaN or infinity", "", "Check the model with: deflect doctor")
    if (lengths == 0).any():
        raise ModelError("a vector is all zeros and has no direction", "", "Check the model with: deflect doctor")
    return np.asarray(values / lengths, dtype=np.float32)


def check_unit_rows(rows: NDArray[np.floating], dimension: int | None = None) -> Vectors:
    """Refuse what is not unit rows; similarities of such would be wrong without anybody noticing.

    Args:
        rows: (n, d).
        dimension: What d has to be; None takes any.

    Returns:
        The rows, float32 and contiguous.

    Raises:
        ModelError: Not two-dimensional, another d, NaN, or a row whose length is not 1.
    """
    if rows.ndim != 2:
        raise ModelError(f"vectors must be rows of a table, not an array of {rows.ndim} dimensions")
    if dimension is not None and rows.shape[1] != dimension:
        raise ModelError(
            f"vectors have {rows.shape[1]} dimensions where {dimension} are expected",
            "",
            "Vectors of two models do not compare: run deflect run to encode everything with one",
        )
    values = np.ascontiguousarray(rows, dtype=np.float32)
    lengths = np.linalg.norm(values, axis=1)
    if not np.isfinite(lengths).all():
        raise ModelError("a vector holds NaN or infinity", "", "Check the model with: deflect doctor")
    if (np.abs(lengths - 1) > UNIT_TOLERANCE).any():
        raise ModelError("a vector does not have length 1", "", "Normalise it with deflect.models.unit_rows")
    return values


def nearest(similarities: Vectors, k: int) -> tuple[Vectors, NDArray[np.int64]]:
    """Pick the k largest of each row.

    Args:
        similarities: (n, m), cosine similarities to rounding.
        k: At most m.

    Returns:
        (n, k) the largest, -1 to 1, first the largest, and their columns.
    """
    best = np.argpartition(similarities, -k, axis=1)[:, -k:]
    order = np.argsort(-np.take_along_axis(similarities, best, axis=1), axis=1, kind="stable")
    best = np.take_along_axis(best, order, axis=1)
    return np.clip(np.take_along_axis(similarities, best, axis=1), -1, 1), best
