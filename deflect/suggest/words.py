"""Search by words (BM25): what vectors miss, such as error codes and product names.

Kept as four plain arrays instead of a library's index: they map into memory at once, a query touches only the postings
of its own words, and no word of a ticket can be read from the files, because words are kept as hashes.
The formula is BM25 as Lucene computes it (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and
Beyond", 2009), with scores worked out per posting when it is built.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

K1 = 1.2
B = 0.75
COMMON_SHARE = 0.1
COMMON_FROM = 200
ENTRY_WORDS = 256
QUERY_WORDS = 32
READ_CHARACTERS = 8_000

_PLACEHOLDER = re.compile(r"\[[^\W\d_][^\[\]\n]{0,40}\]")
_WORD = re.compile(r"[^\W_]+(?:[._/:'’-][^\W_]+)*")
_JOINT = re.compile(r"[._/:'’-]")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Words:
    """Postings of all entries, by word.

    Attributes:
        hashes: (words,) uint64, ascending.
        offsets: (words + 1,) int64, where each word's postings start.
        entries: (postings,) int32, the entries a word occurs in, ascending within a word.
        weights: (postings,) float32, what the word adds to that entry's BM25 score.
        count: Number of entries.
    """

    hashes: NDArray[np.uint64]
    offsets: NDArray[np.int64]
    entries: NDArray[np.int32]
    weights: NDArray[np.float32]
    count: int

    def scores(self, text: str) -> NDArray[np.float64]:
        """Score all entries against a question.

        Args:
            text: The question; its words count once each, and of more than `QUERY_WORDS` only the rarest.

        Returns:
            (count,) BM25 scores, 0 where no word is shared.
        """
        return self.score_hashes(hashed(tokens(text)))

    def score_hashes(self, wanted: NDArray[np.uint64]) -> NDArray[np.float64]:
        """Score all entries against a question whose words are hashed already."""
        spans = self._spans(wanted)
        if not spans:
            return np.zeros(self.count)
        entries = np.concatenate([self.entries[start:end] for start, end in spans])
        weights = np.concatenate([self.weights[start:end] for start, end in spans])
        return np.bincount(entries, weights=weights, minlength=self.count).astype(np.float64, copy=False)

    def _spans(self, wanted: NDArray[np.uint64]) -> list[tuple[int, int]]:
        if not len(self.hashes) or not len(wanted):
            return []
        wanted = _distinct(wanted)
        places = np.minimum(np.searchsorted(self.hashes, wanted), len(self.hashes) - 1)
        places = places[self.hashes[places] == wanted]
        starts, ends = self.offsets[places], self.offsets[places + 1]
        rarest = np.argsort(ends - starts, kind="stable")[:QUERY_WORDS]
        return [(int(starts[word]), int(ends[word])) for word in rarest]


def _distinct(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """As `np.unique`, which takes four times as long over the few words of a question."""
    ordered: NDArray[np.uint64] = np.sort(hashes)
    first: NDArray[np.uint64] = ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])]
    return first


def build(texts: Sequence[NDArray[np.uint64]]) -> Words:
    """Work out the postings of entries.

    A word in more than `COMMON_SHARE` of at least `COMMON_FROM` entries tells none of them apart and is dropped.

    Args:
        texts: For each entry the hashes of its words, in order, as `hashed(tokens(text))` gives them.
    """
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    words = np.concatenate([*texts, np.zeros(0, dtype=np.uint64)])
    entries = np.repeat(np.arange(len(texts), dtype=np.int64), lengths)
    vocabulary, word_of = np.unique(words, return_inverse=True)
    pairs, frequency = np.unique(word_of * max(len(texts), 1) + entries, return_counts=True)
    word, entry = np.divmod(pairs, max(len(texts), 1))
    spread = np.bincount(word, minlength=len(vocabulary))
    kept = (spread <= COMMON_SHARE * len(texts)) | (len(texts) < COMMON_FROM)
    weights = _weights(frequency, spread[word], lengths, entry)
    mask = kept[word]
    offsets = np.concatenate([[0], np.cumsum(spread[kept])]).astype(np.int64)
    return Words(vocabulary[kept], offsets, entry[mask].astype(np.int32), weights[mask].astype(np.float32), len(texts))


def _weights(
    frequency: NDArray[Any], spread: NDArray[Any], lengths: NDArray[Any], entry: NDArray[Any]
) -> NDArray[np.float64]:
    count = len(lengths)
    idf = np.log1p((count - spread + 0.5) / (spread + 0.5))
    length = lengths[entry] / max(lengths.mean() if count else 0.0, 1e-9)
    weights: NDArray[np.float64] = idf * frequency * (K1 + 1) / (frequency + K1 * (1 - B + B * length))
    return weights


def tokens(text: str) -> list[str]:
    """Split a text into words for searching: case, accents and placeholders such as `[email]` do not count.

    A compound such as `wp-login.php` is a word and so are its parts; scripts without spaces become pairs of characters.

    Args:
        text: Any text.

    Returns:
        At most `ENTRY_WORDS` words, in order.
    """
    found: list[str] = []
    for word in _WORD.findall(fold(_PLACEHOLDER.sub(" ", text[:READ_CHARACTERS]))):
        found.extend([word] if word.isascii() and word.isalnum() else _parts(word))
        if len(found) >= ENTRY_WORDS:
            break
    return found[:ENTRY_WORDS]


def hashed(words: Sequence[str]) -> NDArray[np.uint64]:
    """Hash words with 64 bits of BLAKE2b, the same in every process."""
    return np.frombuffer(b"".join(map(_digest, words)), dtype="<u8").astype(np.uint64)


def hashed_texts(texts: Iterable[str]) -> list[NDArray[np.uint64]]:
    """Split and hash many texts, each distinct word once."""
    known: dict[str, bytes] = {}
    found = []
    for text in texts:
        words = tokens(text)
        known.update((word, _digest(word)) for word in words if word not in known)
        digests = b"".join([known[word] for word in words])
        found.append(np.frombuffer(digests, dtype="<u8").astype(np.uint64))
    return found


def _digest(word: str) -> bytes:
    return hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest()


def fold(text: str) -> str:
    """Write a text so that case and accents do not count."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in apart if not unicodedata.combining(character))


def _parts(word: str) -> list[str]:
    if _UNSPACED.search(word):
        return [word[at : at + 2] for at in range(max(len(word) - 1, 1))]
    pieces = _JOINT.split(word)
    return [word, *(piece for piece in pieces if len(piece) > 1)] if len(pieces) > 1 else [word]
