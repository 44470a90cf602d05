"""Vectors to group, and groups to compare."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def unit_rows(count: int, dimension: int, seed: int) -> NDArray[np.float32]:
    """(count, dimension) unit rows in any direction."""
    rows = np.random.default_rng(seed).normal(size=(count, dimension))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def partition(labels: NDArray[Any]) -> set[frozenset[int]]:
    """Which rows are together, whatever their label is called."""
    return {frozenset(np.flatnonzero(labels == label).tolist()) for label in set(labels.tolist())}
