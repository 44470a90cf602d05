"""New tickets go to the known question they ask, to none if they fit none, whatever else comes with them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from deflect.clusters.following import assign as room
from deflect.clusters.following.assign import Assigner, assign
from deflect.clusters.following.centres import common, relative
from deflect.errors import ModelError

Vectors = NDArray[np.float32]
DIMENSION = 32


def asked(sizes: list[int], strays: int, seed: int = 0, spread: float = 0.06) -> tuple[Vectors, NDArray[np.int64]]:
    """Tickets of planted questions, and strays that each ask something of their own; in random order."""
    means = np.random.default_rng(99).normal(size=(len(sizes), DIMENSION))
    random = np.random.default_rng(seed)
    truth = np.concatenate([np.repeat(np.arange(len(sizes)), sizes), np.full(strays, -1)])
    rows = np.vstack([means, random.normal(size=(max(strays, 1), DIMENSION))])
    rows = rows[np.where(truth >= 0, truth, len(sizes) + np.arange(len(truth)) % max(strays, 1))]
    rows = rows / np.linalg.norm(rows, axis=1, keepdims=True) + spread * random.normal(size=rows.shape)
    order = random.permutation(len(truth))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)[order], truth[order]


@pytest.fixture(scope="module")
def known() -> tuple[Vectors, NDArray[np.int64]]:
    return asked([60, 40, 20, 8, 5], strays=60)


def test_new_tickets_go_to_the_question_they_ask(known: tuple[Vectors, NDArray[np.int64]]) -> None:
    vectors, truth = asked([30, 30, 30, 30, 30], strays=0, seed=1)
    found = assign(vectors, *known)
    assert (found[found >= 0] == truth[found >= 0]).all()
    assert (found >= 0).mean() >= 0.85


def test_tickets_that_ask_something_else_go_to_none(known: tuple[Vectors, NDArray[np.int64]]) -> None:
    vectors, _ = asked([], strays=200, seed=2)
    assert (assign(vectors, *known) == -1).mean() >= 0.99


def test_a_ticket_that_was_known_before_comes_back_to_its_question(known: tuple[Vectors, NDArray[np.int64]]) -> None:
    vectors, labels = known
    found = assign(vectors[labels >= 0], vectors, labels)
    assert (found == labels[labels >= 0]).all()


def test_known_tickets_without_a_question_vote_for_none() -> None:
    """Near a question, but nearer still to many tickets that were left out of it."""
    vectors, labels = asked([20], strays=0)
    left_out = np.where(np.arange(20) < 14, -1, 0)
    assert (assign(vectors[:14], vectors, left_out) == -1).all()
    assert labels.max() == 0


def test_without_known_questions_every_ticket_goes_to_none() -> None:
    vectors, _ = asked([], strays=30)
    assert (assign(vectors, vectors, np.full(30, -1)) == -1).all()


def test_no_new_tickets_are_no_error(known: tuple[Vectors, NDArray[np.int64]]) -> None:
    assert assign(np.empty((0, DIMENSION), np.float32), *known).shape == (0,)


def test_a_vector_of_zeros_is_refused(known: tuple[Vectors, NDArray[np.int64]]) -> None:
    with pytest.raises(ModelError):
        assign(np.zeros((1, DIMENSION), np.float32), *known)


def test_about_as_many_known_tickets_as_stated_would_lack_support(known: tuple[Vectors, NDArray[np.int64]]) -> None:
    """The limit is what all but a twentieth of the tickets with a question reach."""
    learned = Assigner.learn(*known)
    assert (learned.supports < learned.typical(0.05)).mean() == pytest.approx(0.05, abs=0.01)
    alone = learned.left_alone[known[1] >= 0]
    assert 0.03 <= alone.mean() <= 0.08
    assert learned.left_alone[known[1] < 0].mean() >= 0.95


def test_support_is_the_mean_similarity_to_the_nearest_four_others() -> None:
    vectors, labels = asked([12, 9], strays=5)
    rows = relative(vectors, common(vectors))
    expected = []
    for place in np.flatnonzero(labels >= 0):
        others = np.flatnonzero((labels == labels[place]) & (np.arange(len(rows)) != place))
        expected.append(np.sort(rows[others] @ rows[place])[-4:].mean())
    assert Assigner.learn(vectors, labels).supports == pytest.approx(np.sort(expected), abs=1e-6)


def test_a_question_smaller_than_the_least_size_can_still_be_joined() -> None:
    """A question that shrank stays, and what asks it again is found."""
    vectors, labels = asked([20, 3], strays=10)
    more, truth = asked([0, 10], strays=0, seed=3)
    assert (assign(more, vectors, labels) == truth).mean() >= 0.5


def test_the_sample_of_many_known_tickets_is_even(
    known: tuple[Vectors, NDArray[np.int64]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "SAMPLE", 50)
    learned = Assigner.learn(*known)
    assert 50 <= len(learned.left_alone) <= 100
    assert learned.known == len(known[0])


def test_closeness_is_the_mean_similarity_to_the_nearest_four() -> None:
    vectors, labels = asked([12, 9], strays=5)
    learned = Assigner.learn(vectors, labels)
    rows = relative(vectors, common(vectors))
    every = rows @ rows.T
    np.fill_diagonal(every, -1)
    assert learned.closeness(vectors) == pytest.approx(np.sort(every, axis=1)[:, -4:].mean(axis=1), abs=1e-5)
    assert learned.closeness(vectors[:4]).tolist() == [-1.0] * 4


@given(st.lists(st.integers(0, 59), min_size=1, max_size=20), st.integers(0, 3))
def test_it_does_not_matter_which_tickets_come_together_or_in_what_order(places: list[int], seed: int) -> None:
    learned = _learned()
    vectors, _ = asked([10, 10, 10, 10, 10], strays=10, seed=seed + 10)
    whole = learned.assign(vectors)
    assert learned.assign(vectors[places]).tolist() == whole[places].tolist()


def _learned(cache: dict[str, Any] = {}) -> Assigner:  # noqa: B006 - learnt once for all examples
    if not cache:
        cache["learned"] = Assigner.learn(*asked([60, 40, 20, 8, 5], strays=60))
    learned: Assigner = cache["learned"]
    return learned
