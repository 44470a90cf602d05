"""Which texts share most of their wording, so that one was likely copied from the other.

Texts are compared by their pairs of neighbouring words, without numbers and placeholders: those are what is filled into
a template. Texts that may share many are found by min-wise hashing (Broder, "On the resemblance and containment of
documents", 1997).
"""

from __future__ import annotations

import itertools
import re
import unicodedata
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Pairs = NDArray[np.uint32]

# Share of their different word pairs that two texts have in common. Higher: fewer are taken for copies of each other
# (precision), and more copies with changes are missed (recall). People who say the same in their own words share 0.1.
SHARED = 0.5
# With as many hashes, two texts that share half meet in all cases but one of 65,536.
HASHES = 16
WINDOW = 3
NONE = np.iinfo(np.uint64).max

_WORD = re.compile(r"[^\W\d_]+")
_PLACEHOLDER = re.compile(r"\[[A-Za-z-]+(?: [A-Za-z]+)?(?: \d+)?\]")


def word_pairs(text: str) -> Pairs:
    """The different pairs of neighbouring words of a text, hashed and in order; none of fewer than two words."""
    plain = unicodedata.normalize("NFKC", _PLACEHOLDER.sub(" ", text)).casefold()
    words = _WORD.findall(plain)
    return np.array(sorted({zlib.crc32(f"{a} {b}".encode()) for a, b in itertools.pairwise(words)}), np.uint32)


def shared(one: Pairs, other: Pairs) -> float:
    """The share of their different word pairs that two texts have in common, 0 to 1."""
    common = len(np.intersect1d(one, other, assume_unique=True))
    return common / max(len(one) + len(other) - common, 1)


def copies(texts: Sequence[Pairs], times: NDArray[np.float64], within: float) -> tuple[Ints, Ints]:
    """Find texts that share most of their wording and come soon after each other.

    Of many copies each is paired with few others, so that cost grows with the number of texts and not its square.

    Args:
        texts: n results of `word_pairs`.
        times: (n,) when each came.
        within: Most time between two that are paired, in the unit of `times`.

    Returns:
        Positions of the first and of the second text of each pair, each pair once.
    """
    smallest = _smallest(texts)
    keys = [_meet(column, times, within) for column in smallest.T]
    found = np.unique(np.concatenate([np.empty(0, np.int64), *keys]))
    left, right = found // max(len(texts), 1), found % max(len(texts), 1)
    alike = [shared(texts[a], texts[b]) >= SHARED for a, b in zip(left, right, strict=True)]
    return left[alike], right[alike]


def _smallest(texts: Sequence[Pairs]) -> NDArray[np.uint64]:
    """(n, HASHES) the smallest value of each hash over a text's word pairs."""
    random = np.random.default_rng(0)
    factors, shifts = random.integers(1, 2**63, size=(2, HASHES, 1), dtype=np.uint64)
    smallest = np.full((len(texts), HASHES), NONE, np.uint64)
    for place, text in enumerate(texts):
        if len(text):
            smallest[place] = (text * (2 * factors + 1) + shifts).min(axis=1)
    return smallest


def _meet(hashes: NDArray[np.uint64], times: NDArray[np.float64], within: float) -> Ints:
    order = np.lexsort((times, hashes))
    order = order[hashes[order] != NONE]
    keys = [np.empty(0, np.int64)]
    for step in range(1, WINDOW + 1):
        one, other = order[:-step], order[step:]
        meet = (hashes[one] == hashes[other]) & (times[other] - times[one] <= within)
        keys.append(np.minimum(one, other)[meet] * len(hashes) + np.maximum(one, other)[meet])
    return np.concatenate(keys)
