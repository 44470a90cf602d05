"""The nearest neighbours of some thousand vectors at once: each cell of them is compared with the cells around it only.

As in an inverted file (Jégou et al., "Product quantization for nearest neighbor search", 2011), but whole cells ask
together, so that comparing them is one product of matrices. Where vectors lie in dense groups, a twentieth of the
comparisons finds what all of them would.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deflect.models.compressed import EQUAL, LEAST_RECALL, RECALL_SAMPLE
from deflect.models.vectors import Vectors, nearest

Positions = NDArray[np.int64]

ROWS_PER_CELL = 128
TRAINING_PER_CELL, TRAINING_ROUNDS = 64, 6
FIRST_REACH = 1_024
# From a quarter of all rows on, comparing every row with every other is as quick.
LARGEST_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class _Cells:
    """Vectors sorted by cell.

    Attributes:
        rows: (n, d) the vectors, cell after cell.
        places: (n,) where each stood.
        starts: (cells + 1,) the first row of each cell, and n.
        near: (cells, cells) for each cell all of them, nearest first.
    """

    rows: Vectors
    places: Positions
    starts: Positions
    near: Positions

    def around(self, cell: int, reach: int) -> Positions:
        """Rows of the cells nearest to a cell, until there are as many as wanted."""
        sizes = np.diff(self.starts)[self.near[cell]]
        enough = int(np.searchsorted(np.cumsum(sizes), reach)) + 1
        return np.concatenate([np.arange(self.starts[c], self.starts[c + 1]) for c in self.near[cell, :enough]])


def near_in_cells(rows: Vectors, k: int) -> tuple[Vectors, Positions] | None:
    """Find each vector's nearest, itself among them.

    Args:
        rows: (n, d) unit rows.
        k: How many, at most n.

    Returns:
        Similarities (n, k), -1 to 1, nearest first, and positions: at least `compressed.LEAST_RECALL` of the true
        neighbours, as measured on 256 of the rows. None if that takes comparing each with more than a quarter of all.
    """
    cells = _cells(rows)
    asked = np.arange(0, len(rows), max(1, len(rows) // RECALL_SAMPLE))
    every = cells.rows[asked] @ cells.rows.T
    # By similarity, not by position: among many equal rows any of them is as near.
    among = every >= np.partition(every, -k, axis=1)[:, -k, None] - EQUAL
    homes = np.searchsorted(cells.starts, asked, side="right") - 1
    reach = max(FIRST_REACH, k)
    while reach <= LARGEST_SHARE * len(rows):
        found = [np.count_nonzero(true[cells.around(home, reach)]) for true, home in zip(among, homes, strict=True)]
        if np.minimum(found, k).mean() >= LEAST_RECALL * k:
            return _search(cells, k, reach)
        reach *= 2
    return None


def _cells(rows: Vectors) -> _Cells:
    import faiss

    count = max(1, len(rows) // ROWS_PER_CELL)
    means = faiss.Kmeans(
        rows.shape[1],
        count,
        niter=TRAINING_ROUNDS,
        spherical=True,
        min_points_per_centroid=1,
        max_points_per_centroid=TRAINING_PER_CELL,
    )
    means.train(rows)
    centres = means.index.reconstruct_n(0, count)
    cell = means.index.search(rows, 1)[1][:, 0]
    places = np.argsort(cell, kind="stable")
    starts = np.searchsorted(cell[places], np.arange(count + 1))
    near = np.argsort(-(centres @ centres.T), axis=1, kind="stable")
    return _Cells(rows[places], places, starts, near)


def _search(cells: _Cells, k: int, reach: int) -> tuple[Vectors, Positions]:
    count = len(cells.rows)
    similarities, positions = np.empty((count, k), np.float32), np.empty((count, k), np.int64)

    def fill(cell: int) -> None:
        own = cells.places[cells.starts[cell] : cells.starts[cell + 1]]
        if not len(own):
            return
        around = cells.around(cell, reach)
        every = cells.rows[cells.starts[cell] : cells.starts[cell + 1]] @ cells.rows[around].T
        similarities[own], best = nearest(every, k)
        positions[own] = cells.places[around[best]]

    with ThreadPoolExecutor(os.cpu_count()) as threads:
        list(threads.map(fill, range(len(cells.near))))
    return similarities, positions
