"""Nearest neighbours by cosine similarity, in faiss."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from deflect.errors import ModelError
from deflect.models.cells import near_in_cells
from deflect.models.source import file_sha256
from deflect.models.vectors import Vectors, check_unit_rows, nearest
from deflect.workspace import atomic_write

if TYPE_CHECKING:
    import faiss

Positions = NDArray[np.int64]

# Many questions at once are compared as one product of matrices: exact is quick enough up to here.
EXACT_LIMIT = 100_000
# One question at a time reads all vectors for itself: 1.3 ms for as many as this, where codes take 0.3.
EXACT_FOR_ONE = 10_000
# Finding the neighbours of all rows takes the square of their number; up to here no compressed index is quicker, and
# from here on cells of them are, where the rows lie in dense groups.
EXACT_NEIGHBOURS, CELLS_FROM = 30_000, 8_000
RECALL_NEIGHBOURS = 10
REBUILD = "Run: deflect run"
BLOCK = 4096
FEW = 64


@dataclass(frozen=True, slots=True)
class Index:
    """Unit vectors, searchable; a vector is known by its position among those the index was built from.

    Attributes:
        recall: Share of the true neighbours found, measured at build on 256 vectors; 1 for an exact index, None for an
            inexact one that was loaded.
    """

    _faiss: faiss.Index
    recall: float | None = 1.0

    @classmethod
    def build(cls, vectors: Vectors, *, k: int = RECALL_NEIGHBOURS, exact_limit: int = EXACT_LIMIT) -> Index:
        """Build an index: exact up to `exact_limit` vectors, compressed with measured recall above.

        Args:
            vectors: (n, d) unit rows; n may be 0.
            k: How many neighbours will be asked for: above the limit at least `codes.LEAST_RECALL` of them are found.
            exact_limit: Most vectors that are searched exactly; `EXACT_FOR_ONE` where questions come one at a time.

        Raises:
            ModelError: A row is not of length 1 or holds NaN.
        """
        import faiss

        rows = check_unit_rows(vectors)
        if len(rows) > exact_limit:
            from deflect.models.codes import coded_index

            return cls(*coded_index(rows, k))
        index = faiss.IndexFlatIP(rows.shape[1])
        index.add(rows)
        return cls(index)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._faiss.d)

    def __len__(self) -> int:
        return int(self._faiss.ntotal)

    def search(self, queries: Vectors, k: int) -> tuple[Vectors, Positions]:
        """Find the vectors nearest to each query.

        Args:
            queries: (m, d) unit rows.
            k: How many, at least 1; fewer come back if the index holds fewer.

        Returns:
            Similarities (m, min(k, n)), -1 to 1, nearest first, and the positions they are at; a compressed index may
            find fewer, and gives -1 for the others.

        Raises:
            ModelError: The queries are of another dimension, not of length 1, or hold NaN; or k is below 1.
        """
        if k < 1:
            raise ModelError(f"at least one neighbour has to be asked for, not {k}")
        rows = check_unit_rows(queries, self.dimension)
        k = min(k, len(self))
        if not k or not len(rows):
            return np.empty((len(rows), k), np.float32), np.empty((len(rows), k), np.int64)
        similarities, positions = self._faiss.search(rows, k)
        return np.clip(similarities, -1, 1), positions

    def save(self, path: Path) -> str:
        """Write the index in one step.

        Returns:
            SHA-256 of the file, which `load` asks for.
        """
        import hashlib

        import faiss

        content = faiss.serialize_index(self._faiss).tobytes()
        atomic_write(path, content)
        return hashlib.sha256(content).hexdigest()

    @classmethod
    def load(cls, path: Path, sha256: str) -> Index:
        """Read an index, after making sure that it is the one that was written.

        Args:
            path: The file.
            sha256: What `save` returned.

        Raises:
            ModelError: The file is missing, or differs by a single bit.
        """
        import faiss

        try:
            found = file_sha256(path)
        except OSError as error:
            raise ModelError("the index is missing", str(path), REBUILD) from error
        # faiss trusts what it parses: a damaged length would have it allocate or read anything.
        if found != sha256:
            raise ModelError("the index is damaged", str(path), REBUILD)
        # Mapped: processes that serve the same workspace share one copy, and only what is looked at takes memory.
        index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        return cls(index, 1.0 if isinstance(index, faiss.IndexFlat) else None)


def neighbours(
    vectors: Vectors, k: int, *, exact_limit: int = EXACT_NEIGHBOURS, cells_from: int = CELLS_FROM
) -> tuple[Vectors, Positions]:
    """Find each vector's nearest others: exactly if there are few, else with measured recall in near-linear time.

    Args:
        vectors: (n, d) unit rows.
        k: How many, at least 1; fewer come back if there are fewer others.
        exact_limit: Most vectors that are compared each with each. Above it at least `compressed.LEAST_RECALL` of the
            neighbours are the true ones, as measured on some of the rows; the similarities are exact all the same.
        cells_from: Fewest vectors that are compared by cells instead, if that finds as large a share of the
            neighbours.

    Returns:
        Similarities (n, min(k, n - 1)), -1 to 1, nearest first, and positions; a vector is not its own neighbour, but
        another one equal to it is.

    Raises:
        ModelError: A row is not of length 1 or holds NaN; or k is below 1.
    """
    rows = check_unit_rows(vectors)
    if k < 1:
        raise ModelError(f"at least one neighbour has to be asked for, not {k}")
    k = max(0, min(k, len(rows) - 1))
    if k and cells_from <= len(rows) <= exact_limit and (found := near_in_cells(rows, k + 1)):
        return _without_self(*found, 0)
    similarities, positions = np.empty((len(rows), k), np.float32), np.empty((len(rows), k), np.int64)
    if not k:
        return similarities, positions
    index = _for_all(rows, k + 1, exact_limit)
    for start in range(0, len(rows), BLOCK):
        block = slice(start, min(start + BLOCK, len(rows)))
        found = _whole(rows, rows[block], *index.search(rows[block], k + 1))
        similarities[block], positions[block] = _without_self(*found, start)
    return similarities, positions


def _for_all(rows: Vectors, k: int, exact_limit: int) -> Index:
    if len(rows) <= exact_limit:
        return Index.build(rows, exact_limit=len(rows))
    from deflect.models.compressed import compressed_index

    return Index(*compressed_index(rows, k))


def _whole(rows: Vectors, asked: Vectors, similarities: Vectors, positions: Positions) -> tuple[Vectors, Positions]:
    """Search exactly for those that too few were found for: the lists that were read held no more."""
    few = np.flatnonzero((positions < 0).any(axis=1))
    for start in range(0, len(few), FEW):
        part = few[start : start + FEW]
        every = asked[part] @ rows.T
        similarities[part], positions[part] = nearest(every, positions.shape[1])
    return similarities, positions


def _without_self(similarities: Vectors, positions: Positions, first: int) -> tuple[Vectors, Positions]:
    count, k = positions.shape
    own = positions == np.arange(first, first + count)[:, None]
    # Among many equal vectors a row may miss itself; then the last one gives way.
    own[~own.any(axis=1), k - 1] = True
    return similarities[~own].reshape(count, k - 1), positions[~own].reshape(count, k - 1)
