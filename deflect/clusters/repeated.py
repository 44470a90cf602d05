"""Which sentences customers write whatever they ask, told from the tickets they write them in.

A sentence that many repeat is either the question itself ("I did not receive the licence key"), and then the rest of
their tickets and the answers they get are alike as well; or it stands in tickets that have no more in common than any
two. The second kind, left in, draws together tickets that ask different things, most of all with an encoder that reads
their language poorly. Words are compared, not vectors, because they tell as much in every language.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deflect.cleaning.boilerplate import Boilerplate, pieces
from deflect.clusters.grouping import by_language
from deflect.types import CleanTicket

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

CUSTOMERS = 5
"""Different customers who have to have written a sentence. Higher: fewer are left out, more of them rightly."""

ALIKE = 1.5
"""How many times as alike as tickets at large those with a sentence have to be, if it tells what is asked. Tickets of
one question are three to eight times as alike, those of a few in equal parts twice. Higher: more sentences are left
out, fewer of them rightly."""

CLEARLY = 4.0
"""Standard errors by which they have to be more alike, too, since of a few tickets two may ask the same by chance: so
alike are at most one in sixteen sets of tickets drawn at random, by Chebyshev's inequality. Higher: as of `ALIKE`."""

MOST_OF_IT = 0.5
"""Share of a ticket from which on a sentence is most of it. Of half of those who wrote it, it then is the question."""

FEW = 100
"""Tickets in a language below which too few questions are seen to tell what is written whatever is asked."""

SAMPLE, WRITERS = 1_000, 50
"""Tickets at large, and tickets with one sentence, that are compared at most: more hardly change a mean."""

_PLACEHOLDER = re.compile(r"\[[^\[\]\n]{1,40}\]")
# Scripts without spaces in pairs of letters, each letter but the first and last in two of them.
_UNSPACED = r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]"
_WORD = re.compile(rf"(?=({_UNSPACED}{_UNSPACED}))|((?:(?!{_UNSPACED})[^\W\d_])+)")
_WRITTEN = np.dtype([("key", np.uint64), ("customer", np.int64), ("place", np.int64), ("share", np.float64)])


def find_boilerplate(tickets: Sequence[CleanTicket]) -> Boilerplate:
    """Find the sentences that customers write whatever they ask.

    Args:
        tickets: n tickets. Languages are told apart, and of one with fewer than 100 tickets nothing is learnt.
    """
    found = [_found([tickets[place] for place in own]) for own in by_language(tickets).values() if len(own) >= FEW]
    return Boilerplate(frozenset().union(*found))


def _found(tickets: Sequence[CleanTicket]) -> set[int]:
    """Keys of the sentences, of tickets in one language."""
    writers = _writers(tickets)
    if not writers:
        return set()
    sample = _evenly(np.arange(len(tickets)), SAMPLE)
    needed = np.unique(np.concatenate([sample, *writers.values()]))
    rows = _told_by_words([tickets[place] for place in needed], writers.keys())
    at_large = _between(rows[np.searchsorted(needed, sample)])
    own = {key: _between(rows[np.searchsorted(needed, places)]) for key, places in writers.items()}
    return {key for key, pairs in own.items() if pairs.mean() < _least(at_large, len(pairs))}


def _least(at_large: Floats, pairs: int) -> float:
    """Mean similarity of so many pairs of tickets from which on what they share tells what they ask."""
    usual = float(at_large.mean())
    return max(ALIKE * usual, usual + CLEARLY * float(at_large.std()) / float(np.sqrt(pairs)))


def _writers(tickets: Sequence[CleanTicket]) -> dict[int, Ints]:
    """By key of each sentence that enough customers wrote beside something else: a ticket of each of them."""
    customers = {name: number for number, name in enumerate({ticket.customer: None for ticket in tickets})}
    said = [
        (key, customers[ticket.customer], place, share)
        for place, ticket in enumerate(tickets)
        for key, share in _shares(ticket.question).items()
    ]
    written = np.array(said, dtype=_WRITTEN)
    _, first = np.unique(written[["key", "customer"]], return_index=True)
    written = written[first]
    _, starts, counts = np.unique(written["key"], return_index=True, return_counts=True)
    spans = [written[start : start + count] for start, count in zip(starts, counts, strict=True) if count >= CUSTOMERS]
    beside = [own for own in spans if np.median(own["share"]) < MOST_OF_IT]
    return {int(own["key"][0]): _evenly(own["place"], WRITERS) for own in beside}


def _shares(text: str) -> dict[int, float]:
    """Each sentence of a text by its key, with its share of the letters."""
    lengths = {key: letters for _, key, letters in pieces(text) if letters}
    return {key: letters / sum(lengths.values()) for key, letters in lengths.items()}


def _evenly(places: Ints, most: int) -> Ints:
    return places if len(places) <= most else places[np.linspace(0, len(places) - 1, most).astype(np.int64)]


def _told_by_words(tickets: Sequence[CleanTicket], repeated: Collection[int]) -> Any:
    """(n, words) unit rows: the words of each ticket's question without what many repeat, and of its answer."""
    from scipy.sparse import hstack
    from sklearn.preprocessing import normalize

    without = Boilerplate(frozenset(repeated))
    questions = _weighted([without.out_of(ticket.question) for ticket in tickets])
    answers = _weighted([ticket.answer or "" for ticket in tickets])
    return normalize(hstack([questions, answers]).tocsr())


def _weighted(texts: Sequence[str]) -> Any:
    """(n, words) unit rows, words that few texts have weighing most; zeros for a text without words."""
    from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer

    counts = HashingVectorizer(analyzer=_words, alternate_sign=False, norm=None).transform(texts)
    return TfidfTransformer(sublinear_tf=True).fit_transform(counts)


def _words(text: str) -> list[str]:
    return [pair or word for pair, word in _WORD.findall(_PLACEHOLDER.sub(" ", text).casefold())]


def _between(rows: Any) -> Floats:
    """Similarities of all pairs of different rows."""
    every: Floats = (rows @ rows.T).toarray()[np.triu_indices(rows.shape[0], 1)]
    return every
