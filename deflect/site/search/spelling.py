"""Words that a mistyped word may stand for: the Python twin of `spelled` in static/engine.js."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

SHORTEST = 4
"""Letters of a word from which one slip is forgiven. Lower: more slips are found, more other words taken for one."""

LONG = 8
"""Letters from which two slips are forgiven; as `SHORTEST`."""


def allowed(word: str) -> int:
    """How many slips a word of this length may have."""
    return 0 if len(word) < SHORTEST else 1 if len(word) < LONG else 2


def spelled(terms: Sequence[str], word: str) -> list[tuple[int, int]]:
    """Find the words nearest a mistyped one.

    Args:
        terms: Words of the index.
        word: One that is none of them. Words with a digit are numbers and codes, which have no near ones.

    Returns:
        Place of each of the nearest words, and the slips it takes: letters left out, put in, changed or swapped.
    """
    most = allowed(word)
    if not most or any(char.isdecimal() for char in word):
        return []
    found = list(_near(terms, word, most))
    least = min((slips for _, slips in found), default=0)
    return [(place, slips) for place, slips in found if slips == least]


def _near(terms: Sequence[str], word: str, most: int) -> Iterator[tuple[int, int]]:
    own = letters(word)
    for place, term in enumerate(terms):
        # A slip changes at most two of the letters that either word has and the other has not.
        if abs(len(term) - len(word)) <= most and (own ^ letters(term)).bit_count() <= 2 * most:
            slips = distance(word, term, most)
            if slips <= most:
                yield place, slips


def letters(word: str) -> int:
    """A bit for each letter that a word has, 32 in all."""
    found = 0
    for char in word:
        found |= 1 << (ord(char) & 31)
    return found


def distance(one: str, other: str, most: int) -> int:
    """Count the slips between two words: optimal string alignment (Damerau without edits inside a swap).

    Returns:
        The slips; any number above `most` means more than that.
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, char in enumerate(one, 1):
        line = [row]
        for column, match in enumerate(other, 1):
            cost = min(last[column] + 1, line[-1] + 1, last[column - 1] + (char != match))
            if row > 1 and column > 1 and char == other[column - 2] and match == one[row - 2]:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        if min(line) > most:
            return most + 1
        before, last = last, line
    return last[-1]
