"""Yesterday's questions stay unless the tickets clearly speak for others; what is new joins freely."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score, silhouette_samples

from deflect.clusters.following.centres import centres, common, members, relative
from deflect.clusters.following.steady import silhouettes, steady
from deflect.errors import ModelError

Vectors = NDArray[np.float32]
DIMENSION = 32


def blobs(*sizes: int, seed: int = 0, spread: float = 0.05) -> tuple[Vectors, NDArray[np.int64]]:
    """Tight groups of unit vectors around random centres, and the number of each row's group."""
    random = np.random.default_rng(seed)
    means = random.normal(size=(len(sizes), DIMENSION))
    truth = np.repeat(np.arange(len(sizes)), sizes)
    rows = means[truth] / np.linalg.norm(means, axis=1)[truth, None]
    rows = rows + spread * random.normal(size=rows.shape)
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32), truth


def halves(truth: NDArray[np.int64], *groups: int) -> NDArray[np.int64]:
    """The groups cut in two, at random as far as the vectors go."""
    cut = truth.copy()
    for group in groups:
        own = np.flatnonzero(truth == group)
        cut[own[len(own) // 2 :]] = cut.max() + 1
    return cut


def same(one: NDArray[Any], other: NDArray[Any]) -> bool:
    return bool(((one < 0) == (other < 0)).all()) and adjusted_rand_score(one, other) == 1.0


def with_new(labels: NDArray[np.int64], every: int = 4) -> NDArray[np.int64]:
    """Labels of the run before, when every so manieth ticket was not there yet."""
    earlier = labels.copy()
    earlier[::every] = -1
    return earlier


def test_without_an_earlier_run_all_is_taken_over() -> None:
    vectors, truth = blobs(10, 8)
    assert steady(truth, np.full(18, -1), vectors).tolist() == truth.tolist()


def test_the_same_groups_stay_the_same() -> None:
    vectors, truth = blobs(20, 15, 9)
    assert same(steady(truth, truth, vectors), truth)


def test_new_tickets_join_the_question_that_continues() -> None:
    vectors, truth = blobs(20, 15, 9)
    assert same(steady(truth, with_new(truth), vectors), truth)


def test_a_question_of_new_tickets_is_taken_over() -> None:
    vectors, truth = blobs(20, 15, 9)
    assert same(steady(truth, np.where(truth == 2, -1, truth), vectors), truth)


def test_a_split_that_nothing_speaks_for_is_not_followed() -> None:
    vectors, truth = blobs(24, 16, 12)
    assert same(steady(halves(truth, 0), with_new(truth), vectors), truth)


def test_a_clear_split_is_followed() -> None:
    vectors, truth = blobs(24, 16, 12)
    earlier = with_new(np.where(truth == 2, 1, truth))
    assert same(steady(truth, earlier, vectors), truth)


def test_a_merge_that_nothing_speaks_for_is_not_followed() -> None:
    vectors, truth = blobs(24, 16, 12)
    assert same(steady(np.where(truth == 2, 1, truth), with_new(truth), vectors), truth)


def test_a_clear_merge_is_followed() -> None:
    vectors, truth = blobs(24, 16, 12)
    assert same(steady(truth, with_new(halves(truth, 0), every=5), vectors), truth)


def test_without_new_tickets_even_a_clear_change_waits() -> None:
    """Tickets that were erased say nothing about what customers ask."""
    vectors, truth = blobs(24, 16, 12)
    earlier = np.where(truth == 2, 1, truth)
    assert same(steady(truth, earlier, vectors), earlier)


def test_new_tickets_speak_for_a_change_also_if_they_were_given_to_a_known_question() -> None:
    vectors, truth = blobs(24, 16, 12)
    earlier = np.where(truth == 2, 1, truth)
    assert same(steady(truth, earlier, vectors, new=np.arange(52) % 5 == 0), truth)
    assert same(steady(truth, earlier, vectors, new=np.arange(52) % 50 == 0), earlier)


def test_a_ticket_goes_to_a_question_that_is_clearly_nearer() -> None:
    vectors, truth = blobs(20, 15)
    earlier = truth.copy()
    earlier[0] = 1
    assert same(steady(truth, earlier, vectors), truth)


def test_a_ticket_on_the_boundary_stays() -> None:
    vectors, truth = blobs(20, 20, 20, 20)
    between = vectors[truth == 0].mean(axis=0) + 1.02 * vectors[truth == 1].mean(axis=0)
    vectors = np.vstack([vectors, between / np.linalg.norm(between)]).astype(np.float32)
    earlier, today = np.append(truth, 0), np.append(truth, 1)
    assert same(steady(today, earlier, vectors), earlier)


def test_a_ticket_that_this_run_left_alone_keeps_its_question() -> None:
    vectors, truth = blobs(20, 15)
    today = truth.copy()
    today[3] = -1
    assert same(steady(today, truth, vectors), truth)


def test_a_question_that_this_run_did_not_find_stays_while_half_the_least_size_is_left() -> None:
    vectors, truth = blobs(20, 3, 2)
    found = steady(np.where(truth == 0, 0, -1), truth, vectors, min_size=5)
    assert same(found, np.where(truth == 2, -1, truth))


def test_a_new_question_needs_the_least_size() -> None:
    vectors, truth = blobs(20, 4)
    earlier = np.where(truth == 0, 0, -1)
    assert same(steady(truth, earlier, vectors, min_size=5), earlier)


def test_the_largest_question_is_numbered_0() -> None:
    vectors, truth = blobs(5, 20, 9)
    assert np.bincount(steady(truth, truth, vectors)).tolist() == [20, 9, 5]


def test_an_earlier_question_of_which_no_ticket_is_left_is_gone() -> None:
    vectors, truth = blobs(20, 15)
    assert same(steady(truth, truth * 7, vectors), truth)


def test_a_vector_of_zeros_is_refused() -> None:
    with pytest.raises(ModelError):
        steady(np.array([0, 0]), np.array([0, 0]), np.zeros((2, 4), np.float32))


def resampled(seed: int) -> tuple[Vectors, NDArray[np.int64], NDArray[np.int64]]:
    """Overlapping questions, and two ways of dividing nine tenths of their tickets that differ at the boundaries."""
    vectors, truth = blobs(60, 50, 40, 30, 20, 10, seed=seed, spread=0.25)
    random = np.random.default_rng(seed)
    kept = random.permutation(len(truth))[: len(truth) * 9 // 10]
    today = truth[kept]
    swapped = random.random(len(today)) < 0.15
    today[swapped] = random.integers(0, 6, swapped.sum())
    return vectors[kept], today, truth[kept]


@pytest.mark.parametrize("seed", range(10))
def test_with_a_tenth_of_the_tickets_gone_nearly_all_others_stay_where_they_were(seed: int) -> None:
    vectors, today, earlier = resampled(seed)
    found = steady(today, earlier, vectors)
    assert adjusted_rand_score(earlier, today) < 0.9
    assert adjusted_rand_score(earlier, found) >= 0.95


labels = st.integers(4, 30).flatmap(
    lambda n: st.tuples(
        arrays(np.int64, n, elements=st.integers(-1, 4)), arrays(np.int64, n, elements=st.integers(-1, 4))
    )
)


@given(labels, st.integers(0, 5), st.integers(2, 6))
def test_groups_are_whole_numbered_by_size_and_never_too_small(
    drawn: tuple[NDArray[np.int64], NDArray[np.int64]], seed: int, min_size: int
) -> None:
    today, earlier = drawn
    vectors = np.random.default_rng(seed).normal(size=(len(today), 8)).astype(np.float32)
    found = steady(today, earlier, vectors, min_size=min_size)
    assert not ((found >= 0) & (today < 0) & (earlier < 0)).any()
    if earlier.max() >= 0:
        sizes = np.bincount(found[found >= 0]).tolist()
        assert sizes == sorted(sizes, reverse=True)
        assert min(sizes, default=min_size) >= min_size / 2


@given(labels, st.integers(0, 5))
def test_a_run_repeated_changes_nothing(drawn: tuple[NDArray[np.int64], NDArray[np.int64]], seed: int) -> None:
    today, earlier = drawn
    vectors = np.random.default_rng(seed).normal(size=(len(today), 8)).astype(np.float32)
    assert (steady(today, earlier, vectors) == steady(today.copy(), earlier.copy(), vectors.copy())).all()


def test_silhouettes_of_far_groups_agree_with_scikit_learn_and_order() -> None:
    vectors, truth = blobs(30, 20, 10)
    ours = silhouettes(vectors, truth, np.full(60, -1.0))
    theirs = silhouette_samples(vectors, truth, metric="cosine")
    assert np.abs(ours - theirs).max() < 0.1
    assert silhouettes(vectors, halves(truth, 0), np.full(60, -1.0))[truth == 0].max() < ours[truth == 0].min()


def test_a_silhouette_reads_the_nearer_of_the_other_groups_and_those_outside() -> None:
    rows = np.array([[1, 0], [0.8, 0.6], [0, 1]], dtype=np.float32)
    found = silhouettes(rows, np.array([0, 0, 1]), np.array([-1.0, 0.9, -1.0]))
    # Row 0: own centre without it is row 1 (0.8 near), the other is row 2 (0 near). Row 1: 0.8 own, outside 0.9.
    assert found.tolist() == pytest.approx([(1.0 - 0.2) / 1.0, (0.1 - 0.2) / 0.2, 0.0], abs=1e-6)


def test_members_of_a_number_nobody_has_are_none() -> None:
    assert [own.tolist() for own in members(np.array([2, -1, 0, 2]))] == [[2], [], [0, 3]]
    assert members(np.array([], dtype=np.int64)) == []


def test_a_centre_is_the_unit_mean_and_zeros_for_nobody() -> None:
    rows = np.array([[1, 0], [0, 1]], dtype=np.float32)
    found = centres(rows, [np.array([0, 1]), np.array([], dtype=np.int64)])
    assert found == pytest.approx(np.array([[0.5**0.5, 0.5**0.5], [0, 0]]))


def test_what_all_tickets_share_is_taken_off_and_less_so_of_few() -> None:
    rows = np.array([[1, 0], [0, 1]] * 10, dtype=np.float32)
    assert common(rows) == pytest.approx(np.array([[0.25, 0.25]]))
    assert relative(rows, common(rows))[0] == pytest.approx(np.array([0.75, -0.25]) / np.hypot(0.75, 0.25))
    assert relative(rows[:1], rows[:1]).tolist() == [[0.0, 0.0]]
