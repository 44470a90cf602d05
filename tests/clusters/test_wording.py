"""Copies of a text against a comparison of all pairs by sets of words."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deflect.clusters.wording import SHARED, copies, shared, word_pairs

TEXT = "one two three four five six seven eight nine ten"
LATIN = st.text(alphabet="ab ", max_size=30)


def pairs_of(text: str) -> set[tuple[str, str]]:
    words = re.findall("[a-z]+", text)
    return set(itertools.pairwise(words))


def found(texts: list[str], times: list[float] | None = None, within: float = 1.0) -> set[tuple[int, int]]:
    left, right = copies([word_pairs(text) for text in texts], np.array(times or [0.0] * len(texts)), within)
    return {(min(pair), max(pair)) for pair in zip(left.tolist(), right.tolist(), strict=True)}


@pytest.mark.parametrize("texts", [[], [""], ["", ""], ["one", "one"], ["123", "123"]])
def test_texts_without_two_words_are_no_copies(texts: list[str]) -> None:
    assert found(texts) == set()


@pytest.mark.parametrize(
    "other",
    [
        TEXT,
        TEXT.upper(),
        TEXT.replace(" ", " 12, "),
        TEXT.replace("five", "[phone 2] five [order number]"),
        TEXT.replace("one", "𝕠𝕟𝕖"),
        TEXT + " and more",
    ],
)
def test_numbers_placeholders_and_dress_make_no_difference(other: str) -> None:
    assert found([TEXT, other]) == {(0, 1)}


def test_what_shares_less_than_half_is_no_copy() -> None:
    assert found([TEXT, "one two three four five " + "a b c d e"]) == set()
    assert found([TEXT, " ".join(reversed(TEXT.split()))]) == set()


def test_copies_too_far_apart_in_time_are_not_paired() -> None:
    assert found([TEXT] * 3, [0.0, 1.0, 2.5]) == {(0, 1)}
    assert found([TEXT] * 3, [2.5, 0.0, 1.0]) == {(1, 2)}


def test_of_many_copies_each_is_paired_with_few_and_all_hang_together() -> None:
    pairs = found([f"{TEXT} x{number}" for number in range(300)], [0.0] * 300)
    assert len(pairs) <= 300 * 3 * 16
    reached, waiting = {0}, [0]
    while waiting:
        place = waiting.pop()
        near = {b if a == place else a for a, b in pairs if place in (a, b)} - reached
        reached |= near
        waiting += near
    assert len(reached) == 300


@settings(deadline=None, max_examples=100)
@given(LATIN, LATIN)
def test_what_two_texts_share_is_counted_as_sets_are(one: str, other: str) -> None:
    first, second = pairs_of(one), pairs_of(other)
    expected = len(first & second) / max(len(first | second), 1)
    assert shared(word_pairs(one), word_pairs(other)) == pytest.approx(expected)


@settings(deadline=None, max_examples=100)
@given(st.lists(LATIN, max_size=4))
def test_every_pair_is_of_copies_and_four_texts_are_all_compared(texts: list[str]) -> None:
    """With window 3, four texts that meet are compared each with each; two that share half miss one time in 65,536."""
    sets = [pairs_of(text) for text in texts]
    expected = {
        (a, b)
        for a in range(len(texts))
        for b in range(a + 1, len(texts))
        if sets[a] and len(sets[a] & sets[b]) / len(sets[a] | sets[b]) >= SHARED
    }
    assert found(texts) == expected


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=200))
def test_any_text_has_word_pairs_in_order(text: str) -> None:
    pairs = word_pairs(text)
    assert pairs.dtype == np.uint32
    assert (np.diff(pairs.astype(np.int64)) > 0).all()
