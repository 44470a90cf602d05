"""Taking the language out of vectors: on made-up languages, where the answer is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from deflect.errors import ModelError
from deflect.models import unit_rows, without_language
from deflect.models.alignment import CENTRING_HALF_WAY, SAMPLE, _mutual, centred_by_language

DIMENSION = 32
Floats = NDArray[np.float32]


def questions(count: int, seed: int = 0) -> Floats:
    return unit_rows(np.random.default_rng(seed).normal(size=(count, DIMENSION)))


def spoken(rows: Floats, seed: int, *, offset: float, turn: float) -> Floats:
    """The same questions in another made-up language: moved all one way and turned a little."""
    chance = np.random.default_rng(seed)
    skew = chance.normal(size=(DIMENSION, DIMENSION)) * turn
    left, _, right = np.linalg.svd(np.eye(DIMENSION) + skew - skew.T)
    rotation = left @ right
    direction = chance.normal(size=DIMENSION)
    return unit_rows(rows @ rotation + offset * direction / np.linalg.norm(direction))


def twins(vectors: Floats, count: int) -> float:
    """Share of the first rows whose nearest of all others is the row `count` further on."""
    similarity = vectors[:count] @ vectors.T
    similarity[np.arange(count), np.arange(count)] = -1
    return float((similarity.argmax(axis=1) == np.arange(count) + count).mean())


def two_languages(count: int = 400, *, offset: float = 1.0, turn: float = 0.06) -> tuple[Floats, list[str]]:
    rows = questions(count)
    return np.vstack([rows, spoken(rows, 1, offset=offset, turn=turn)]), ["en"] * count + ["de"] * count


def test_a_row_of_zeros_is_refused() -> None:
    with pytest.raises(ModelError, match="all zeros"):
        without_language(np.zeros((2, 4), np.float32), ["en", "de"])


def test_no_rows_are_no_rows() -> None:
    assert without_language(np.empty((0, 8), np.float32), []).shape == (0, 8)


def test_one_ticket_alone_in_its_language_is_not_centred_away() -> None:
    rows = questions(2)
    assert np.isfinite(without_language(rows, ["en", "de"])).all()
    assert np.allclose(centred_by_language(rows, ["en", "de"]), rows, atol=1e-6)


def test_all_tickets_of_a_language_alike_are_not_centred_away() -> None:
    rows = np.repeat(questions(1), 500, axis=0)
    assert np.allclose(np.linalg.norm(without_language(rows, ["en"] * 500), axis=1), 1, atol=1e-5)


def test_a_language_s_offset_is_taken_off() -> None:
    rows, languages = two_languages(offset=3.0, turn=0.0)
    assert twins(rows, 400) < 0.3
    assert twins(without_language(rows, languages), 400) == 1.0


def test_a_turned_language_is_turned_back_beyond_what_centring_does() -> None:
    rows, languages = two_languages(turn=0.12)
    centred = centred_by_language(rows, languages)
    turned = without_language(rows, languages)
    apart, together = ((np.sum(each[:400] * each[400:], axis=1)).mean() for each in (centred, turned))
    assert together > apart + 0.1
    assert together > 0.95


def test_similarities_within_each_language_are_those_of_centring() -> None:
    rows, languages = two_languages(100)
    centred, turned = centred_by_language(rows, languages), without_language(rows, languages)
    for own in (slice(0, 100), slice(100, 200)):
        assert np.allclose(turned[own] @ turned[own].T, centred[own] @ centred[own].T, atol=1e-5)


def test_one_language_is_centred_only() -> None:
    rows = questions(50)
    expected = rows - 49 / (49 + CENTRING_HALF_WAY) * rows.mean(axis=0)
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    assert np.allclose(without_language(rows, ["en"] * 50), expected, atol=1e-6)


def test_a_language_without_counterparts_is_hardly_turned() -> None:
    many, few = questions(2000, 5), questions(5, 6)
    rows, languages = np.vstack([many, few]), ["en"] * 2000 + ["cy"] * 5
    moved = without_language(rows, languages)[-5:]
    assert (np.sum(moved * centred_by_language(rows, languages)[-5:], axis=1) > 0.5).all()


def test_the_language_with_the_most_tickets_stays_where_it_is() -> None:
    rows = np.vstack([questions(60, 1), questions(90, 2)])
    languages = ["en"] * 60 + ["de"] * 90
    assert np.allclose(without_language(rows, languages)[60:], centred_by_language(rows, languages)[60:], atol=1e-6)


def test_the_order_of_the_languages_and_the_input_itself_do_not_matter() -> None:
    rows, languages = two_languages(150)
    before = rows.copy()
    mixed = np.random.default_rng(3).permutation(len(rows))
    straight = without_language(rows, languages)
    shuffled = without_language(rows[mixed], [languages[place] for place in mixed])
    assert np.allclose(shuffled, straight[mixed], atol=1e-4)
    assert np.array_equal(rows, before)
    assert np.array_equal(without_language(rows, languages), straight)


def test_of_many_tickets_an_even_sample_is_enough() -> None:
    count = SAMPLE + 500
    rows, languages = two_languages(count, turn=0.1)
    turned = without_language(rows, languages)
    assert np.sum(turned[:count] * turned[count:], axis=1).mean() > 0.95


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(["en", "de", "fr"]), min_size=1, max_size=60), st.integers(0, 1000))
def test_whatever_the_languages_unit_rows_come_out(languages: list[str], seed: int) -> None:
    found = without_language(questions(len(languages), seed), languages)
    assert found.dtype == np.float32
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)


def test_mutual_neighbours_are_those_that_prefer_each_other() -> None:
    similarity = np.array([[0.9, 0.1, 0.0], [0.8, 0.2, 0.1]], np.float32)
    expected = {
        (row, column)
        for row in range(2)
        for column in range(3)
        if _scaled(similarity)[row].argmax() == column and _scaled(similarity)[:, column].argmax() == row
    }
    rows, columns = _mutual(similarity)
    assert set(zip(rows.tolist(), columns.tolist(), strict=True)) == expected


def _scaled(similarity: Floats) -> NDArray[np.float64]:
    """Twice the similarity less both mean similarities to the nearest two, written out."""
    found = np.zeros(similarity.shape)
    for row in range(len(similarity)):
        for column in range(similarity.shape[1]):
            nearest_of_row = sorted(similarity[row])[-2:]
            nearest_of_column = sorted(similarity[:, column])[-2:]
            found[row, column] = 2 * similarity[row, column] - np.mean(nearest_of_row) - np.mean(nearest_of_column)
    return found
