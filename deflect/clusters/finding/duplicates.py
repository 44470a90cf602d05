"""Equal and nearly equal vectors, each put behind one row that stands for them.

Pairs are found by Charikar's sketches ("Similarity estimation techniques from rounding algorithms", 2002): rows that
are nearly equal lie on the same side of most random planes, so that they stand near each other when the rows are
sorted by these bits, in one order of the bits or another.
"""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from deflect.models.vectors import Vectors, check_unit_rows

Ints = NDArray[np.int64]
Words = NDArray[np.uint64]

THRESHOLD = 0.995
# Up to here all pairs are compared; above, those that sketches find.
FEW = 4_000
PLANES, WORD = 256, 64
ORDERS, WINDOW = 16, 8
# Bits by which the sketches of two rows at the threshold differ: their expected number and as many deviations more.
DEVIATIONS = 4
ROUNDING = 1e-4
BLOCK = 16_384


def collapse(vectors: Vectors, *, threshold: float = THRESHOLD) -> Ints:
    """Find for each row the one that stands for it, so that a text sent a thousand times is compared once.

    A row has as high a similarity as the threshold to the row that stands for it, not only to one that has it to
    another. What stands for many is the row with the most near-duplicates. The same rows in another order are put
    together in the same way.

    Args:
        vectors: (n, d) unit rows.
        threshold: Cosine similarity from which on two rows count as one, above 0 and at most 1. Higher raises
            precision and lowers recall. Equal rows are always found, near-duplicates almost always.

    Returns:
        (n,) the position of the row that stands for each row, its own if it stands for itself. With
        `rows, where, weights = np.unique(result, return_inverse=True, return_counts=True)`, `rows` are those that are
        left, `weights` how many each stands for, and `values[where]` brings values of theirs back to all rows.

    Raises:
        ModelError: A row is not of length 1 or holds NaN.
        ValueError: The threshold is out of range.
    """
    if not 0.0 < threshold <= 1.0:
        raise ValueError("the threshold of near-duplicates must be above 0 and at most 1")
    rows = check_unit_rows(vectors)
    first, order = _equal(rows)
    distinct = np.unique(first)
    left, right = _near(rows, distinct[np.argsort(order[distinct])], threshold)
    stands = np.arange(len(rows))
    _lead(stands, left, right, order)
    return stands[first]


def _equal(rows: Vectors) -> tuple[Ints, Ints]:
    """The first row equal to each; and a rank that depends on what a row holds, not on where it stands."""
    seen: dict[bytes, int] = {}
    first = np.empty(len(rows), np.int64)
    for place, row in enumerate(rows):
        # Adding zero makes the two zeros of floating point the same bytes.
        first[place] = seen.setdefault(blake2b((row + 0.0).tobytes(), digest_size=16).digest(), place)
    rank = np.empty(len(rows), np.int64)
    rank[[seen[digest] for digest in sorted(seen)]] = np.arange(len(seen))
    return first, rank[first]


def _near(rows: Vectors, distinct: Ints, threshold: float) -> tuple[Ints, Ints]:
    """Pairs of the distinct rows with at least this similarity, each once."""
    if len(distinct) <= FEW:
        every = rows[distinct] @ rows[distinct].T
        left, right = np.nonzero(np.triu(every >= threshold - ROUNDING, 1))
    else:
        left, right = _beside(_sketches(rows, distinct), threshold)
    return _similar(rows, distinct[left], distinct[right], threshold)


def _similar(rows: Vectors, left: Ints, right: Ints, threshold: float) -> tuple[Ints, Ints]:
    """Those of the pairs that have this similarity, computed alike for every pair."""
    near = np.empty(len(left), bool)
    for start in range(0, len(left), BLOCK):
        part = slice(start, start + BLOCK)
        near[part] = np.einsum("ij,ij->i", rows[left[part]], rows[right[part]]) >= threshold
    return left[near], right[near]


def _sketches(rows: Vectors, distinct: Ints) -> NDArray[np.uint8]:
    """(n, PLANES / 8) bytes: on which side of each plane a row lies, planes going through the mean of the rows."""
    planes = np.random.default_rng(1).normal(size=(rows.shape[1], PLANES)).astype(np.float32)
    mean = rows[distinct[:: max(1, len(distinct) // BLOCK)]].mean(axis=0) @ planes
    sketches = np.empty((len(distinct), PLANES // 8), np.uint8)
    for start in range(0, len(distinct), BLOCK):
        part = slice(start, start + BLOCK)
        sketches[part] = np.packbits(rows[distinct[part]] @ planes > mean, axis=1)
    return sketches


def _beside(sketches: NDArray[np.uint8], threshold: float) -> tuple[Ints, Ints]:
    """Pairs that stand within `WINDOW` when sorted by some of the bits, and differ in few of all; each once."""
    share = np.arccos(threshold) / np.pi
    most = PLANES * share + DEVIATIONS * (1 + np.sqrt(PLANES * share * (1 - share)))
    random = np.random.default_rng(0)
    keys = np.empty(0, np.int64)
    for _ in range(ORDERS):
        order = np.argsort(_key(sketches, random.permutation(PLANES)[:WORD]), kind="stable")
        keys = np.unique(np.concatenate([keys, *_differ_little(sketches[order].view(np.uint64), order, most)]))
    return keys // len(sketches), keys % len(sketches)


def _differ_little(words: Words, order: Ints, most: float) -> list[Ints]:
    keys = []
    for step in range(1, WINDOW + 1):
        near = np.flatnonzero(np.bitwise_count(words[step:] ^ words[:-step]).sum(axis=1) <= most)
        one, other = order[near], order[near + step]
        keys.append(np.minimum(one, other) * len(order) + np.maximum(one, other))
    return keys


def _key(sketches: NDArray[np.uint8], bits: Ints) -> Words:
    key = np.zeros(len(sketches), np.uint64)
    for bit in bits:
        key = (key << np.uint64(1)) | (sketches[:, bit // 8] >> np.uint8(7 - bit % 8) & np.uint8(1))
    return key


def _lead(stands: Ints, left: Ints, right: Ints, order: Ints) -> None:
    """Let rows stand for those they are paired with, in place: the one with the most pairs first."""
    source, target = np.concatenate([left, right]), np.concatenate([right, left])
    pairs = np.bincount(source, minlength=len(stands))
    rank = np.empty(len(stands), np.int64)
    rank[np.lexsort((order, -pairs))] = np.arange(len(stands))
    by_rank = np.argsort(rank)
    while len(source):
        best = np.full(len(stands), len(stands))
        np.minimum.at(best, source, rank[target])
        leads = rank < best
        followed = leads[source] & ~leads[target]
        leader = np.full(len(stands), len(stands))
        np.minimum.at(leader, target[followed], rank[source[followed]])
        follows = leader < len(stands)
        stands[follows] = by_rank[leader[follows]]
        free = ~(leads | follows)
        left_over = free[source] & free[target]
        source, target = source[left_over], target[left_over]
