"""Counted words → for each word the articles that have it, with its weight there, and how they are written.

BM25F (Robertson, Zaragoza, Taylor 2004, "Simple BM25 extension to multiple weighted fields"): a word's counts in all
fields are added with the fields' weights and length normalisation, then saturated once. The result for each word and
article is worked out here and stored as a whole number, so that the browser only adds, and both sides agree exactly.

All articles are worked out at once in arrays: a second for ten thousand articles would be a second at every edit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, overload

from deflect.site.search.counting import PLACES, THOUSAND, Counts
from deflect.site.search.page import FIELDS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
TICKETS = 6.0
"""Weight of a word that all who asked used. Higher: the words of past tickets count more than the article's own."""

STOP = 1.0  # weight of a stop word of a title
SATURATION = 2.0  # k1: how soon more of a word stops counting; the upper end of what is usual
LENGTH = 0.75  # b: 0 ignores a field's length, 1 divides by it; the usual value
STEPS = 63  # of a stored weight and of a stored rarity: each is one sign of the index
LONGEST_STEP = 5  # digits of 5 bits: articles up to 32 millions
BLOCK = 256  # words that are written at a time


@dataclass(frozen=True, slots=True, eq=False)
class Postings(Sequence[tuple[int, ...]]):
    """For each word the articles that have it, and its weight there, 1 to `STEPS`: page, weight and so on.

    Attributes:
        starts: (words + 1) where each word begins in the following, which are equally long.
        pages: Numbers of articles, rising for each word.
        weights: Of the word there.
    """

    starts: NDArray[np.int64]
    pages: NDArray[np.int32]
    weights: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.starts) - 1

    @overload
    def __getitem__(self, at: int) -> tuple[int, ...]: ...

    @overload
    def __getitem__(self, at: slice) -> list[tuple[int, ...]]: ...

    def __getitem__(self, at: int | slice) -> tuple[int, ...] | list[tuple[int, ...]]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        import numpy as np

        start, end = self.starts[range(len(self))[at]], self.starts[range(len(self))[at] + 1]
        return tuple(np.stack([self.pages[start:end], self.weights[start:end]], axis=1).ravel().tolist())

    def written(self) -> Iterator[str]:
        """Write the articles of each word, for each the step from the one before and its weight.

        A step is written in digits of 5 bits, lowest first, of which all but the last are marked by a sixth.
        """
        import numpy as np

        for first in range(0, len(self), BLOCK):
            starts = self.starts[first : first + BLOCK + 1]
            signs, ends = self._signs(starts)
            text = signs.tobytes().decode("ascii")
            places = np.concatenate([np.zeros(1, np.int64), ends])[starts - starts[0]].tolist()
            yield from (text[start:end] for start, end in pairwise(places))

    def _signs(self, starts: NDArray[np.int64]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        """Signs of some words in a row, and where each article's end."""
        import numpy as np

        pages, weights = (each[starts[0] : starts[-1]] for each in (self.pages, self.weights))
        step = np.diff(pages, prepend=np.int32(-1)) - 1
        heads = starts[:-1][np.diff(starts) > 0] - starts[0]
        step[heads] = pages[heads]
        digits = np.ones(len(step), np.int64)
        for more in range(1, LONGEST_STEP):
            digits += step >> 5 * more > 0
        ends = np.cumsum(digits + 1)
        signs = np.empty(ends[-1] if len(ends) else 0, np.uint8)
        alphabet = np.frombuffer(DIGITS.encode(), np.uint8)
        for digit in range(LONGEST_STEP):
            has = digits > digit
            marked = np.where(digits[has] > digit + 1, 32, 0)
            signs[(ends - digits - 1)[has] + digit] = alphabet[(step[has] >> 5 * digit & 31) + marked]
        signs[ends - 1] = alphabet[weights]
        return signs, ends


def post(counts: Counts, numbers: NDArray[np.int32], terms: int) -> Postings:
    """Weigh each word of each article.

    Args:
        counts: Of the articles, in the order of their numbers.
        numbers: For each word of `counts` its number in the index.
        terms: Words of the index.
    """
    import numpy as np

    article = counts.article
    # A word's places in one article stand side by side.
    heads = np.flatnonzero(np.diff(counts.term, prepend=-1) | np.diff(article, prepend=-1))
    term, page, weights = numbers[counts.term[heads]], article[heads], _weights(counts, article, heads)
    ordered = _by_term(term, terms)
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(np.bincount(term, minlength=terms))])
    return Postings(starts, page[ordered], weights[ordered])


def _weights(counts: Counts, article: NDArray[np.int32], heads: NDArray[np.intp]) -> NDArray[np.uint8]:
    import numpy as np

    if not len(heads):
        return np.empty(0, np.uint8)
    boost = np.array([*FIELDS.values(), STOP, TICKETS])
    norms = _norms(counts, article)
    weight = np.add.reduceat(boost[counts.place] * counts.times / norms[counts.place, article], heads)
    return np.maximum(1, np.rint(STEPS * weight / (weight + SATURATION))).astype(np.uint8)


def _norms(counts: Counts, article: NDArray[np.int32]) -> NDArray[np.float64]:
    """(places, articles): what a count is divided by."""
    import numpy as np

    articles = len(counts.keys)
    cells = counts.place.astype(np.int64) * articles + article
    lengths = np.bincount(cells, counts.times, PLACES * articles).reshape(PLACES, articles)
    norms = np.ones(lengths.shape)
    for place in range(len(FIELDS)):
        norms[place] = 1 - LENGTH + LENGTH * lengths[place] / _usual(lengths[place])
    norms[-1] = THOUSAND
    return norms


def _usual(lengths: NDArray[np.float64]) -> float:
    return max(1.0, float(lengths.mean()))


def _by_term(term: NDArray[np.int32], terms: int) -> NDArray[np.intp]:
    """Order by word, and articles of a word as they were: two passes of a radix sort, which numpy has for 16 bits."""
    import numpy as np

    low = np.argsort((term & 0xFFFF).astype(np.uint16), kind="stable")
    return low if terms <= 0x10000 else low[np.argsort((term[low] >> 16).astype(np.uint16), kind="stable")]
