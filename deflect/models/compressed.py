"""The nearest neighbours of very many vectors: compressed codes find candidates, exact similarities order them.

Inverted lists of product-quantised codes, scanned in registers (André et al., "Quicker ADC: Unlocking the hidden
potential of Product Quantization with SIMD", 2019), as faiss has them. Beside the vectors and one copy of them it
takes an eighth of a byte a dimension.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from deflect.models.vectors import Vectors

if TYPE_CHECKING:
    import faiss

# Share of the true neighbours of 256 vectors that has to be found: higher reads more lists, and takes longer. What is
# found in place of the others is hardly less near: groups of 23,000 tickets were as good with 0.8 as with 0.97.
LEAST_RECALL = 0.9
RECALL_SAMPLE = 256
LISTS_PER_ROOT = 2
TRAINING_PER_LIST, TRAINING_ROUNDS = 40, 10
FIRST_PROBES = 32
PROBES_PER_CANDIDATE, LEAST_CANDIDATES = 8, 4
EQUAL = 1e-6


def compressed_index(rows: Vectors, k: int) -> tuple[faiss.Index, float]:
    """Build an index for finding the k nearest of every one of its own rows.

    Args:
        rows: (n, d) unit rows, n at least 40, far more to be worth it.
        k: How many will be asked for, at least 1.

    Returns:
        The index, whose similarities are exact, and whose positions are -1 where the lists read hold fewer than k; and
        the share of the k true neighbours that it finds for 256 of the rows, at least `LEAST_RECALL`.
    """
    import faiss

    count, dimension = rows.shape
    lists = max(1, min(round(LISTS_PER_ROOT * math.sqrt(count)), count // TRAINING_PER_LIST))
    centres = faiss.IndexFlatIP(dimension)
    codes = faiss.IndexIVFPQFastScan(centres, dimension, lists, parts(dimension), 4, faiss.METRIC_INNER_PRODUCT)
    codes.cp.niter = TRAINING_ROUNDS
    codes.cp.max_points_per_centroid = TRAINING_PER_LIST
    codes.cp.spherical = True
    index = faiss.IndexRefineFlat(codes)
    index.train(spread(rows, lists * TRAINING_PER_LIST))
    index.add(rows)
    return index, _tune(index, codes, rows, min(k, count))


def parts(dimension: int) -> int:
    """How many codes a vector has: one for four dimensions where they divide evenly."""
    return dimension // math.gcd(dimension, 4)


def spread(rows: Vectors, size: int) -> Vectors:
    """Rows at even distances, at least `size` of them where there are as many."""
    return rows[:: max(1, len(rows) // size)]


def _tune(index: faiss.IndexRefineFlat, codes: faiss.IndexIVFPQFastScan, rows: Vectors, k: int) -> float:
    """Read ever more lists, and keep ever more candidates, until recall suffices; and return it."""
    sample = spread(rows, RECALL_SAMPLE)[:RECALL_SAMPLE]
    # By similarity, not by position: among many equal rows, such as a macro's, any of them is as near.
    least = index.refine_index.search(sample, k)[0][:, -1:] - EQUAL
    effort = FIRST_PROBES
    while True:
        codes.nprobe, index.k_factor = min(effort, codes.nlist), max(LEAST_CANDIDATES, effort // PROBES_PER_CANDIDATE)
        recall = float(np.mean(index.search(sample, k)[0] >= least))
        if recall >= LEAST_RECALL or effort >= max(codes.nlist, PROBES_PER_CANDIDATE * len(rows)):
            return recall
        effort *= 2
