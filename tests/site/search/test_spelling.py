"""Slips are counted as Damerau and Levenshtein count them, and only for words long enough."""

from __future__ import annotations

import functools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.site.search.spelling import allowed, distance, spelled

LETTERS = st.text(st.sampled_from("abcd"), max_size=7)


def oracle(one: str, other: str) -> int:
    """Optimal string alignment by its recursive definition."""

    @functools.cache
    def slips(i: int, j: int) -> int:
        if not i or not j:
            return i + j
        found = min(slips(i - 1, j) + 1, slips(i, j - 1) + 1, slips(i - 1, j - 1) + (one[i - 1] != other[j - 1]))
        if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
            found = min(found, slips(i - 2, j - 2) + 1)
        return found

    return slips(len(one), len(other))


@given(LETTERS, LETTERS, st.integers(0, 3))
def test_slips_are_those_of_the_definition_as_far_as_they_matter(one: str, other: str, most: int) -> None:
    right = oracle(one, other)
    found = distance(one, other, most)
    assert found == right if right <= most else found > most


@pytest.mark.parametrize(("word", "slips"), [("key", 0), ("form", 1), ("booking", 1), ("password", 2), ("", 0)])
def test_longer_words_may_have_more_slips(word: str, slips: int) -> None:
    assert allowed(word) == slips


@given(
    st.lists(st.text(st.sampled_from("abcde"), min_size=1, max_size=9), unique=True),
    st.text(st.sampled_from("abcde"), max_size=9),
)
def test_the_nearest_words_are_found_and_no_others(terms: list[str], word: str) -> None:
    terms = [term for term in terms if term != word]
    near = {place: oracle(word, term) for place, term in enumerate(terms)}
    least = min(near.values(), default=99)
    right = [(place, slips) for place, slips in near.items() if slips == least <= allowed(word)]
    assert spelled(terms, word) == right


def test_a_word_with_a_digit_has_no_near_one() -> None:
    assert spelled(["error405"], "error404") == []
