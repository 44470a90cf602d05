"""Centres and the regression over them, against scikit-learn and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from deflect.suggest import profiles, regression
from deflect.suggest.entries import vote_table
from deflect.suggest.profiles import LEAST_ENTRIES, Profiles, learn
from deflect.suggest.retrieval import FEATURES, LEAST_CHANCE, Near, rank

NONE = Near(np.zeros(0, dtype=np.int64), np.zeros(0))
CENTRE, LEARNED = FEATURES.index("centre"), FEATURES.index("learned")


def unit(rows: NDArray[np.float64]) -> NDArray[np.float32]:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def blobs(count: int, targets: int = 3, dimension: int = 8, seed: int = 0) -> tuple[NDArray[np.float32], list[int]]:
    """Unit vectors scattered about one direction for each target."""
    random = np.random.default_rng(seed)
    middles, chosen = random.normal(size=(targets, dimension)), random.integers(targets, size=count)
    return unit(middles[chosen] + 0.6 * random.normal(size=(count, dimension))), chosen.tolist()


def learned_from(count: int, targets: int = 3) -> tuple[Profiles, NDArray[np.float32], list[int]]:
    vectors, chosen = blobs(count, targets)
    return learn(vote_table([(at,) for at in chosen]), vectors, targets), vectors, chosen


def test_the_regression_is_that_of_scikit_learn(monkeypatch: pytest.MonkeyPatch) -> None:
    """With its bias penalised alike, as an axis of its own."""
    monkeypatch.setattr(regression, "ITERATIONS", 500)
    found, vectors, chosen = learned_from(120)
    rows = np.concatenate([vectors, np.ones((120, 1))], axis=1)
    oracle = LogisticRegression(C=1 / regression.PENALTY, fit_intercept=False, max_iter=2_000, tol=1e-8).fit(
        rows, chosen
    )
    chances = np.stack([found.of(vector).chances for vector in vectors])
    assert chances == pytest.approx(oracle.predict_proba(rows), abs=2e-3)


def test_fewer_examples_than_directions_are_learned_from_as_exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    """The smaller problem that is solved then has the same optimum; entries that repeat do not disturb it."""
    monkeypatch.setattr(regression, "ITERATIONS", 500)
    vectors, chosen = blobs(45, dimension=90)
    vectors, chosen = np.concatenate([vectors, vectors[:9]]), [*chosen, *chosen[:9]]
    found = learn(vote_table([(at,) for at in chosen]), vectors, 3)
    rows = np.concatenate([vectors, np.ones((54, 1))], axis=1)
    oracle = LogisticRegression(C=1 / regression.PENALTY, fit_intercept=False, max_iter=2_000, tol=1e-8).fit(
        rows, chosen
    )
    assert np.column_stack([found.weights, found.biases]) == pytest.approx(oracle.coef_, abs=5e-3)


def test_the_centre_is_the_direction_of_the_sum() -> None:
    vectors = np.eye(3, dtype=np.float32)
    found = learn(vote_table([(0,), (0,), (1, 0)]), vectors, 3)
    assert found.centres[0] == pytest.approx([3**-0.5] * 3)
    assert found.centres[1].tolist() == [0, 0, 1]
    assert found.centres[2].tolist() == [0, 0, 0]
    assert found.of(vectors[2]).centres(np.arange(3)) == pytest.approx([3**-0.5, 1, 0])


@pytest.mark.parametrize("count", [0, 1, LEAST_ENTRIES - 1])
def test_a_handful_of_examples_teaches_no_regression(count: int) -> None:
    found = learned_from(count)[0]
    assert len(found.biases) == 0
    assert not found.of(np.ones(8, np.float32)).chances.any()


def test_one_article_alone_teaches_no_regression() -> None:
    vectors, _ = blobs(LEAST_ENTRIES)
    assert len(learn(vote_table([(0,)] * LEAST_ENTRIES), vectors, 2).biases) == 0


def test_an_article_without_examples_has_no_chance() -> None:
    vectors, chosen = blobs(60)
    found = learn(vote_table([(at,) for at in chosen]), vectors, 5)
    chances = found.of(vectors[0]).chances
    assert chances[3:].tolist() == [0, 0]
    assert chances.sum() == pytest.approx(1)


def test_entries_that_vote_for_nothing_teach_nothing() -> None:
    vectors, chosen = blobs(60)
    alone = learn(vote_table([(at,) for at in chosen]), vectors, 3)
    among = learn(vote_table([*[()] * 9, *[(at,) for at in chosen]]), np.concatenate([blobs(9, seed=5)[0], vectors]), 3)
    assert np.array_equal(alone.weights, among.weights)
    assert np.array_equal(alone.centres, among.centres)


def test_only_the_newest_entries_teach_the_regression(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profiles, "MOST_ENTRIES", 50)
    vectors, chosen = blobs(80)
    votes = vote_table([(at,) for at in chosen])
    assert np.array_equal(learn(votes, vectors, 3).weights, learn(votes[30:], vectors[30:], 3).weights)


def test_learning_twice_gives_the_same_bytes() -> None:
    one, other = learned_from(100)[0], learned_from(100)[0]
    assert one.weights.tobytes() == other.weights.tobytes()
    assert one.biases.tobytes() == other.biases.tobytes()


def test_learning_finds_what_lies_between_the_neighbours() -> None:
    """Right for new questions of the same kind, nine in ten."""
    found = learned_from(200)[0]
    vectors, chosen = blobs(300)
    right = [
        int(np.argmax(found.of(vector).chances)) == at for vector, at in zip(vectors[200:], chosen[200:], strict=True)
    ]
    assert np.mean(right) >= 0.9


def test_what_was_learned_joins_the_votes() -> None:
    likeness = profiles.Likeness(np.array([0.1, 0.9]).take, np.array([0.02, 0.98]))
    found = rank(Near(np.array([0, 1]), np.array([0.5, 0.4])), NONE, vote_table([(0,), (1,)]), likeness)
    assert found.targets.tolist() == [0, 1]
    assert found.fused.tolist() == pytest.approx([(1 + 0.02) / 2.5, 0.98 / 2.5])
    assert found.features[:, CENTRE].tolist() == pytest.approx([0.1, 0.9])
    assert found.features[:, LEARNED].tolist() == pytest.approx(
        [1 - np.log(0.02) / np.log(LEAST_CHANCE), 1 - np.log(0.98) / np.log(LEAST_CHANCE)]
    )


def test_an_article_that_no_near_entry_votes_for_stays_out() -> None:
    likeness = profiles.Likeness(np.array([0.1, 0.9]).take, np.array([0.02, 0.98]))
    assert rank(Near(np.array([0]), np.array([0.5])), NONE, vote_table([(0,)]), likeness).targets.tolist() == [0]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_features_of_any_likeness_are_within_0_and_1(values: list[float]) -> None:
    chances = np.array(values) / max(sum(values), 1.0)
    every = Near(np.arange(len(values)), np.linspace(1, 0, len(values)))
    votes = vote_table([(at,) for at in range(len(values))])
    found = rank(every, NONE, votes, profiles.Likeness((np.array(values) * 2 - 1).take, chances))
    assert found.fused.tolist() == sorted(found.fused.tolist(), reverse=True)
    for column in (CENTRE, LEARNED):
        assert ((found.features[:, column] >= 0) & (found.features[:, column] <= 1)).all()
