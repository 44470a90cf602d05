"""What words mean: the vectors of words and articles that a search adds to the words themselves."""

from __future__ import annotations

import math
import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deflect.site.search.indexing import Index
    from deflect.site.search.ranking import Word

DIMENSIONS = 128
HALF = 7  # values go from -7 to 7: 4 bits


@dataclass(frozen=True, slots=True)
class Table:
    """Vectors of whole numbers, small enough to be loaded by a phone.

    Attributes:
        terms: Each word that has a vector, with the vector's scale, 1 to 63, and its values, -`HALF` to `HALF`.
        pages: The vector of each article; empty for one that nothing is known of.
    """

    terms: Mapping[str, tuple[int, tuple[int, ...]]]
    pages: tuple[tuple[int, ...], ...]

    def likeness(self, said: Sequence[Word], found: Index) -> dict[int, float]:
        """Cosine similarity of a query's mean to each article that it is at all like, above 0 to 1.

        Args:
            said: The query's words; each counts by its rarity.
            found: The index that the table is of.
        """
        mean = self._mean(said, found)
        length = math.sqrt(sum(value * value for value in mean))
        likes: dict[int, float] = {}
        for page, values in enumerate(self.pages):
            dot = sum(map(operator.mul, mean, values))
            if dot > 0:
                likes[page] = dot / (length * math.sqrt(sum(value * value for value in values)))
        return likes

    def _mean(self, said: Sequence[Word], found: Index) -> list[int]:
        mean = [0] * DIMENSIONS
        for word in said:
            term = found.terms[word.matches[word.best][0]] if word.matches else ""
            scale, values = self.terms.get(term, (0, ()))
            for place, value in enumerate(values):
                mean[place] += word.rarity * scale * value
        return mean
