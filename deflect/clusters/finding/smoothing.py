"""Moving vectors towards their nearest neighbours, and how much room a set of vectors takes."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from deflect.models import neighbours, unit_rows

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.int64]

ROUNDS = 3


def smoothed(
    vectors: Floats,
    count: int,
    copies: Ints | None = None,
    rounds: int = ROUNDS,
    first: tuple[Floats, Ints] | None = None,
) -> Floats:
    """Move each row towards its nearest neighbours, several times over, so that wordings of one question draw together.

    Neighbours are weighted by squared similarity: a small question has few that are really near. The way is that of
    feature propagation on a graph (Wu et al., "Simplifying Graph Convolutional Networks", 2019), with the graph found
    anew in each round.

    Args:
        vectors: (n, d) unit rows.
        count: Neighbours of each row; fewer if there are fewer others.
        copies: (n,) how many rows each stands for, 1 each if None: copies of one text hold each other where they are.
        rounds: How often. More draws larger questions together and swallows smaller ones.
        first: Similarities and positions of each row's neighbours for the first round, if they are known already.

    Returns:
        (n, d) float32 unit rows.

    Raises:
        ModelError: A row is not of length 1.
    """
    for number in range(rounds):
        similarities, near = first if first and not number else neighbours(vectors, count)
        vectors = unit_rows(_pull(similarities, near, copies) @ vectors)
    return vectors


def _pull(similarities: Floats, near: Ints, copies: Ints | None) -> csr_array:
    """(n, n) how strongly each row is drawn to each other one, and held by itself and its copies."""
    count, width = near.shape
    held = np.ones(count) if copies is None else copies
    weights = np.column_stack([held, np.clip(similarities, 0.0, None) ** 2]).astype(np.float32)
    columns = np.column_stack([np.arange(count), near])
    starts = np.arange(0, count * (width + 1) + 1, width + 1)
    return csr_array((weights.ravel(), columns.ravel(), starts), shape=(count, count))


def spread(vectors: Floats) -> float:
    """Root mean square similarity of two different rows: high if few topics fill the space, low if there are many.

    Its inverse square is the number of directions that the rows take up, were all equally used.

    Args:
        vectors: (n, d) unit rows, n at least 2.

    Returns:
        0 to 1.
    """
    count = len(vectors)
    products = vectors.T @ vectors  # its squares sum to those of all n x n similarities, at the cost of d x d
    squares = float((products.astype(np.float64) ** 2).sum()) - count
    return float(np.sqrt(np.clip(squares / (count * (count - 1)), 0.0, 1.0)))
