"""Votes, fusion and features, worked out by hand and against a plain count."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from deflect.suggest import retrieval
from deflect.suggest.entries import vote_table
from deflect.suggest.retrieval import Near, Ranking, by_words, rank

NONE = Near(np.zeros(0, dtype=np.int64), np.zeros(0))


def near(*found: tuple[int, float]) -> Near:
    return Near(np.array([entry for entry, _ in found], dtype=np.int64), np.array([score for _, score in found]))


def table(*votes: tuple[int, ...]) -> NDArray[np.int32]:
    return vote_table(list(votes))


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([], []),
        ([0.7], [1]),
        ([0.7, 0.7], [1, 1]),
        ([0.9, 0.5, 0.1], [1, 0.25, 0]),
        ([4, 3, 2, 0], [1, 9 / 16, 0.25, 0]),
    ],
)
def test_weights_fall_with_the_square(scores: list[float], expected: list[float]) -> None:
    assert retrieval.weights(np.array(scores)).tolist() == pytest.approx(expected)


def test_votes_are_added_up_and_shared() -> None:
    """Weights 1, 0.25, 0.25, 0: article 7 has 1.25 of 1.5, article 3 has 0.25."""
    found = rank(near((0, 0.9), (1, 0.5), (2, 0.5), (3, 0.1)), NONE, table((7,), (7,), (3,), (3,)))
    assert found.targets.tolist() == [7, 3]
    dense = found.features[:, 1].tolist()
    assert dense == pytest.approx([1.25 / 1.5, 0.25 / 1.5])
    assert found.features[:, 0].tolist() == pytest.approx([0.9, 0.5])
    assert found.fused.tolist() == pytest.approx([each / 1.5 for each in dense])


def test_words_count_half_as_much_as_vectors() -> None:
    found = rank(near((0, 0.9), (1, 0.1)), near((1, 5.0), (0, 1.0)), table((0,), (1,)))
    assert found.targets.tolist() == [0, 1]
    assert found.fused.tolist() == pytest.approx([1 / 1.5, 0.5 / 1.5])
    assert found.features[:, 2].tolist() == pytest.approx([0, 1])


def test_the_margin_is_to_the_best_other() -> None:
    found = rank(near((0, 1.0), (1, 0.5), (2, 0.0)), NONE, table((0,), (1,), ()))
    assert found.features[:, 3].tolist() == pytest.approx([0.75 / 1.25 / 1.5, -0.75 / 1.25 / 1.5])


def test_agreement_needs_both_vectors_and_words() -> None:
    found = rank(near((0, 1.0), (1, 0.5), (2, 0.0)), near((0, 2.0)), table((0,), (1,), ()))
    assert found.features[:, 4].tolist() == pytest.approx([(0.8 * 1.0) ** 0.5, 0.0])


def test_entries_that_vote_for_nothing_take_their_part() -> None:
    alone = rank(near((0, 0.9), (1, 0.9)), NONE, table((0,), (0,)))
    among = rank(near((0, 0.9), (1, 0.9)), NONE, table((0,), ()))
    assert alone.features[0, 1] == pytest.approx(1.0)
    assert among.features[0, 1] == pytest.approx(0.5)


def test_an_entry_can_vote_for_several() -> None:
    found = rank(near((0, 0.9)), NONE, table((2, 5)))
    assert found.targets.tolist() == [2, 5]
    assert found.features[:, 1].tolist() == [1, 1]


def test_equal_votes_keep_the_order_of_articles() -> None:
    votes = table((4,), (1,), (3,))
    assert rank(near((0, 0.5), (1, 0.5), (2, 0.5)), NONE, votes).targets.tolist() == [1, 3, 4]


def test_no_votes_no_candidates() -> None:
    for found in (rank(NONE, NONE, table((0,))), rank(near((0, 0.9)), NONE, table(()))):
        assert found.targets.tolist() == []
        assert found.features.shape == (0, len(retrieval.FEATURES))


def test_no_more_than_asked_for_are_considered() -> None:
    votes = table(*[(at,) for at in range(50)])
    found = rank(near(*[(at, 1 - at / 100) for at in range(50)]), NONE, votes, considered=3)
    assert found.targets.tolist() == [0, 1, 2]


@given(st.lists(st.floats(0, 10), max_size=30), st.integers(1, 40))
def test_words_keep_the_highest_scores(scores: list[float], count: int) -> None:
    found = by_words(np.array(scores), count)
    positive = sorted((score for score in scores if score > 0), reverse=True)
    assert found.scores.tolist() == positive[:count]
    assert [scores[entry] for entry in found.entries] == found.scores.tolist()


def test_equally_near_entries_are_in_order_whatever_the_index_says() -> None:
    found = retrieval.by_vectors(np.array([4, 2, 9, -1]), np.array([0.5, 0.5, 0.8, -1.0]))
    assert found.entries.tolist() == [9, 2, 4]
    assert found.scores.tolist() == [0.8, 0.5, 0.5]


ENTRY = st.tuples(st.floats(0, 1), st.lists(st.integers(0, 3), max_size=4, unique=True).map(tuple))


@given(st.lists(ENTRY, min_size=1, max_size=12), st.lists(ENTRY, max_size=12))
def test_shares_are_those_of_a_plain_count(
    dense: list[tuple[float, tuple[int, ...]]], words: list[tuple[float, tuple[int, ...]]]
) -> None:
    dense, words = (sorted(found, key=lambda each: -each[0]) for found in (dense, words))
    votes = table(*[vote for _, vote in [*dense, *words]])
    found = rank(
        near(*[(at, score) for at, (score, _) in enumerate(dense)]),
        near(*[(len(dense) + at, score) for at, (score, _) in enumerate(words)]),
        votes,
    )
    fused = {target: (plain(dense, target) + 0.5 * plain(words, target)) / 1.5 for target in range(4)}
    voted = {target for _, vote in [*dense, *words] for target in vote}
    assert set(found.targets.tolist()) == voted
    assert found.fused.tolist() == pytest.approx([fused[target] for target in found.targets.tolist()], abs=1e-9)
    assert found.fused.tolist() == sorted(found.fused.tolist(), reverse=True)
    assert_margins(found)


def plain(found: list[tuple[float, tuple[int, ...]]], target: int) -> float:
    if not found:
        return 0.0
    first, last = found[0][0], found[-1][0]
    weights = [((score - last) / (first - last)) ** 2 if first > last else 1.0 for score, _ in found]
    given_to = sum(weight for weight, (_, vote) in zip(weights, found, strict=True) if target in vote)
    return given_to / max(sum(weights), 1e-12)


def assert_margins(found: Ranking) -> None:
    for at, fused in enumerate(found.fused):
        others = [other for place, other in enumerate(found.fused) if place != at]
        assert found.features[at, 3] == pytest.approx(fused - max(others, default=0.0), abs=1e-9)
