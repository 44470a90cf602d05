"""How often each article says each word, in arrays: what of an index is counted anew only if the article changed.

Nothing here depends on more than one article, so that an edit of one among thousands counts one.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deflect.site.search.folding import fold, tokenise, words
from deflect.site.search.languages import Rules
from deflect.site.search.page import FIELDS, Page

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PLACES = len(FIELDS) + 2  # the fields, the stop words of the title, the words of past tickets
THOUSAND = 1_000  # shares of customers are counted in thousandths
MOST = 65_535  # times that a word is counted in one place of one article


@dataclass(frozen=True, slots=True)
class Counts:
    """The words of articles: for each article its words, and for each word the places that have it, in order.

    Attributes:
        keys: Names each article's texts and language; of equal ones, what was counted is equal.
        terms: All words, in any order; some may be in no article.
        starts: (articles + 1) where each article begins in the following, which are equally long.
        term: Place of the word in `terms`.
        place: Number of the field in `FIELDS`; after them the stop words of the title, and the words of past tickets.
        times: How often the word is there; in past tickets thousandths of the customers.
    """

    keys: tuple[str, ...]
    terms: tuple[str, ...]
    starts: NDArray[np.int64]
    term: NDArray[np.int32]
    place: NDArray[np.uint8]
    times: NDArray[np.uint16]

    @property
    def used(self) -> list[str]:
        """The words that an article has."""
        import numpy as np

        having = np.bincount(self.term, minlength=len(self.terms)).tolist()
        return [term for term, times in zip(self.terms, having, strict=True) if times]

    @property
    def article(self) -> NDArray[np.int32]:
        """Number of the article that each count is of."""
        import numpy as np

        return np.repeat(np.arange(len(self.keys), dtype=np.int32), np.diff(self.starts))


def count(pages: Sequence[Page], known: Rules, last: Counts | None = None) -> Counts:
    """Count the words of articles.

    Args:
        pages: The articles.
        known: Rules of their language.
        last: Counted before with these rules; what of it is of the same articles is taken over.

    Returns:
        Equal in all but the order of `terms` and in unused ones, whatever was counted before.
    """
    import numpy as np

    ids = _Ids(last.terms if last else ())
    rows = {key: row for row, key in enumerate(last.keys)} if last else {}
    keys = tuple(page.key or hashed(sorted(page.fields.items()), sorted(page.tickets.items())) for page in pages)
    parts = [
        _taken(last, rows[key]) if last and key in rows else _counted(page, known, ids)
        for page, key in zip(pages, keys, strict=True)
    ]
    lengths = np.fromiter((len(part[0]) for part in parts), np.int64, len(parts))
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    term, place, times = (
        np.concatenate([np.empty(0, kind), *(part[n] for part in parts)])
        for n, kind in enumerate((np.int32, np.uint8, np.uint16))
    )
    return Counts(keys, tuple(ids), starts, term, place, times)


def hashed(*said: object) -> str:
    """Name what is counted of an article; what is said has one `repr` for equal things."""
    return hashlib.blake2b(repr(said).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


class _Ids(dict[str, int]):
    """The number of each word, given at first use."""

    def __init__(self, terms: Sequence[str]) -> None:
        super().__init__(zip(terms, range(len(terms)), strict=True))

    def __missing__(self, term: str) -> int:
        self[term] = found = len(self)
        return found


Part = tuple["NDArray[np.int32]", "NDArray[np.uint8]", "NDArray[np.uint16]"]


def _taken(last: Counts, row: int) -> Part:
    start, end = last.starts[row], last.starts[row + 1]
    return last.term[start:end], last.place[start:end], last.times[start:end]


def _counted(page: Page, known: Rules, ids: _Ids) -> Part:
    import numpy as np

    found: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for place, said in enumerate(_places(page, known)):
        for term, times in said.items():
            found[term].append((place, min(MOST, times)))
    rows = [(ids[term], place, times) for term, each in found.items() for place, times in each]
    columns = np.array(rows, np.int32).reshape(-1, 3).T
    return columns[0].astype(np.int32), columns[1].astype(np.uint8), columns[2].astype(np.uint16)


def _places(page: Page, known: Rules) -> Iterator[Mapping[str, int]]:
    for name in FIELDS:
        yield Counter(tokenise(page.fields.get(name, ""), known))
    yield dict.fromkeys(_stops(page, known), 1)
    yield {term: round(THOUSAND * share) for term, share in page.tickets.items()}


def _stops(page: Page, known: Rules) -> list[str]:
    """The stop words of a title, by which it is found as long as nothing else is typed."""
    found = {fold(word, known.steps) for word in words(page.fields.get("title", ""), known) if word in known.stop}
    return sorted(found - {""})
