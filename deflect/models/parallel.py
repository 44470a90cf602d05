"""Which languages an encoder reads alike: measured on sentences that say the same in five languages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from importlib import resources

import numpy as np

from deflect.models.alignment import centred_by_language
from deflect.models.vectors import Vectors

PIVOT = "en"
# A sentence that finds its twin is read; of the rest, tickets would be put to another question or left alone. 0.85 is
# the least that questions may lose across languages, set against those within one. Higher: fewer languages together.
LEAST_ALIGNED = 0.85


def sentences() -> dict[str, tuple[str, ...]]:
    """Read the bundled sentences: by language, each at the same place as its translations."""
    text = resources.files("deflect.models").joinpath("parallel.tsv").read_text(encoding="utf-8")
    names, *rows = [line.split("\t") for line in text.splitlines()]
    return dict(zip(names, zip(*rows, strict=True), strict=True))


def twins_found(encode: Callable[[Sequence[str]], Vectors]) -> dict[str, float]:
    """Measure how many sentences find their twin, for each bundled language but English.

    Args:
        encode: Turns texts into (n, d) unit rows; 200 short texts are given to it.

    Returns:
        By language the share, 0 to 1, of sentences whose nearest of all English ones and all others of their own
        language is their English twin, and the same of the English sentences, averaged.
    """
    texts = sentences()
    rows = encode([text for language in texts for text in texts[language]])
    count = len(texts[PIVOT])
    apart = centred_by_language(rows, np.repeat(list(texts), count))
    vectors = dict(zip(texts, apart.reshape(len(texts), count, -1), strict=True))
    return {name: _both_ways(vectors[PIVOT], own) for name, own in vectors.items() if name != PIVOT}


def aligned_languages(encode: Callable[[Sequence[str]], Vectors], claimed: Collection[str] = ()) -> frozenset[str]:
    """Tell in which languages the same question has about the same vector.

    Args:
        encode: Turns texts into (n, d) unit rows; a vector cache's serves.
        claimed: Languages that the encoder is said to read. One for which no sentences are bundled is believed if
            all claimed ones that can be measured are found to be aligned; without a claim it never is.

    Returns:
        ISO 639-1 codes, English always among them: it is what the others are compared with.
    """
    shares = twins_found(encode)
    measured = {name for name, share in shares.items() if share >= LEAST_ALIGNED}
    tested = shares.keys() & set(claimed)
    believed = set(claimed) - shares.keys() if tested and tested <= measured else set()
    return frozenset({PIVOT} | measured | believed)


def _both_ways(english: Vectors, other: Vectors) -> float:
    return (_found(english, other) + _found(other, english)) / 2


def _found(askers: Vectors, targets: Vectors) -> float:
    across, within = askers @ targets.T, askers @ askers.T
    np.fill_diagonal(within, -np.inf)
    twin = across.diagonal().copy()
    np.fill_diagonal(across, -np.inf)
    return float((twin > np.maximum(across.max(axis=1), within.max(axis=1))).mean())
