"""The clusterer finds planted questions, leaves one-offs alone, and keeps scikit-learn's contract."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.base import clone
from sklearn.metrics import adjusted_rand_score

from deflect import QuestionClusterer
from deflect.clusters.finding import find
from deflect.clusters.finding.centring import centred
from tests.clusters.finding.made import partition

DIMENSION = 64


def planted(sizes: list[int], strays: int, seed: int, spread: float = 0.08) -> tuple[NDArray[np.float32], NDArray[Any]]:
    """Questions as tight groups of unit vectors around random centres, and strays with centres of their own."""
    random = np.random.default_rng(seed)
    rows, truth = [], []
    for number, size in enumerate([*sizes, *[1] * strays]):
        centre = random.normal(size=DIMENSION)
        centre /= np.linalg.norm(centre)
        for _ in range(size):
            row = centre + spread * random.normal(size=DIMENSION)
            rows.append(row / np.linalg.norm(row))
            truth.append(number if number < len(sizes) else -1)
    order = random.permutation(len(rows))
    return np.array(rows, dtype=np.float32)[order], np.array(truth)[order]


def test_planted_questions_are_found_exactly_and_strays_recur_with_nothing() -> None:
    vectors, truth = planted([40, 25, 12, 8, 5], strays=60, seed=1)
    labels = QuestionClusterer(min_size=5).fit_predict(vectors)
    assert adjusted_rand_score(truth[truth >= 0], labels[truth >= 0]) == 1.0
    assert (labels[truth < 0] == -1).mean() >= 0.95


def test_labels_are_numbered_by_size_largest_first() -> None:
    vectors, _ = planted([6, 30, 14], strays=10, seed=2)
    labels = QuestionClusterer(min_size=5).fit_predict(vectors)
    counts = np.bincount(labels[labels >= 0])
    assert counts.tolist() == sorted(counts.tolist(), reverse=True)
    assert counts[0] == 30


def test_no_cluster_is_smaller_than_asked() -> None:
    vectors, _ = planted([30, 9, 7, 4, 3], strays=20, seed=3)
    for min_size in (2, 5, 8):
        labels = QuestionClusterer(min_size=min_size).fit_predict(vectors)
        assert np.bincount(labels[labels >= 0]).min() >= min_size


def test_finer_granularity_never_gives_fewer_questions() -> None:
    vectors, _ = planted([30] * 12, strays=0, seed=4, spread=0.12)
    found = [QuestionClusterer(granularity=g).fit_predict(vectors).max() + 1 for g in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert found == sorted(found)


def test_the_same_vectors_give_the_same_labels() -> None:
    vectors, _ = planted([20, 10], strays=30, seed=5)
    assert QuestionClusterer().fit_predict(vectors).tolist() == QuestionClusterer().fit_predict(vectors).tolist()


def test_the_length_of_vectors_does_not_matter() -> None:
    vectors, _ = planted([20, 10, 10], strays=10, seed=6)
    stretched = vectors * np.random.default_rng(0).uniform(0.1, 9, size=(len(vectors), 1)).astype(np.float32)
    assert QuestionClusterer().fit_predict(stretched).tolist() == QuestionClusterer().fit_predict(vectors).tolist()


def test_identical_tickets_are_one_question() -> None:
    vectors = np.tile(np.eye(1, DIMENSION, dtype=np.float32), (12, 1))
    assert QuestionClusterer().fit_predict(vectors).tolist() == [0] * 12


def test_two_small_questions_alone_are_told_apart() -> None:
    vectors, truth = planted([6, 6], strays=0, seed=8)
    assert adjusted_rand_score(truth, QuestionClusterer().fit_predict(vectors)) == 1.0


def test_fewer_tickets_than_a_question_needs_recur_with_nothing() -> None:
    assert QuestionClusterer(min_size=5).fit_predict(np.eye(4, DIMENSION)).tolist() == [-1] * 4


@pytest.mark.parametrize(
    "bad", [np.array([[np.nan, 1.0]] * 9), np.array([[np.inf, 1.0]] * 9), np.ones(9), np.empty((0, 3))]
)
def test_vectors_that_are_none_are_refused(bad: NDArray[Any]) -> None:
    with pytest.raises(ValueError, match=r"NaN|infinity|2D|0 sample"):
        QuestionClusterer().fit(bad)


@pytest.mark.parametrize("parameters", [{"min_size": 1}, {"granularity": -0.1}, {"granularity": 1.1}])
def test_parameters_out_of_range_are_refused(parameters: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="min_size must be at least 2 and granularity between 0 and 1"):
        QuestionClusterer(**parameters).fit(np.eye(9))


def test_it_is_a_scikit_learn_estimator() -> None:
    fitted = QuestionClusterer(min_size=4, granularity=0.7).fit(planted([9, 9], 0, seed=9)[0])
    assert clone(fitted).get_params() == {"min_size": 4, "granularity": 0.7}
    assert not hasattr(clone(fitted), "labels_")
    assert fitted.n_features_in_ == DIMENSION


def test_centring_many_rows_takes_the_mean_off_and_few_rows_hardly() -> None:
    random = np.random.default_rng(0)
    shared = np.zeros(DIMENSION)
    shared[0] = 3.0
    many = centred(np.asarray(shared + random.normal(size=(2000, DIMENSION)), dtype=np.float32))
    few = centred(np.asarray(shared + random.normal(size=(5, DIMENSION)), dtype=np.float32))
    assert abs(many[:, 0].mean()) < 0.05
    assert few[:, 0].mean() > 0.2
    assert np.linalg.norm(many, axis=1) == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize("few", [0, 1000])
def test_support_is_the_mean_similarity_to_the_nearest_others(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find, "FEW", few)
    vectors, _ = planted([30], strays=0, seed=11)
    nearest_four = [
        np.sort([float(row @ other) for place, other in enumerate(vectors) if place != own])[-4:].mean()
        for own, row in enumerate(vectors)
    ]
    assert find._support(vectors, 4) == pytest.approx(nearest_four, abs=1e-5)


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_tickets_does_not_matter(seed: int) -> None:
    vectors, _ = planted([30, 18, 9, 6], strays=25, seed=seed, spread=0.11)
    order = np.random.default_rng(seed).permutation(len(vectors))
    labels = QuestionClusterer().fit_predict(vectors)
    assert partition(QuestionClusterer().fit_predict(vectors[order])) == partition(labels[order])


def test_copies_of_a_ticket_share_its_question() -> None:
    vectors, _ = planted([20, 12, 8], strays=10, seed=12)
    labels = QuestionClusterer().fit_predict(np.vstack([vectors, vectors]))
    assert labels[: len(vectors)].tolist() == labels[len(vectors) :].tolist()


@pytest.mark.parametrize("wordings", [1, 2, 6, 12, 30])
def test_wordings_that_are_sent_verbatim_again_and_again_are_a_question_each(wordings: int) -> None:
    rows = np.random.default_rng(wordings).normal(size=(wordings, 64))
    labels = QuestionClusterer().fit_predict(np.repeat(rows, 10, axis=0))
    assert partition(labels) == partition(np.repeat(np.arange(wordings), 10))


def test_turning_the_space_changes_nothing() -> None:
    vectors, _ = planted([20, 12, 8], strays=20, seed=13)
    turn, _ = np.linalg.qr(np.random.default_rng(0).normal(size=(DIMENSION, DIMENSION)))
    turned = QuestionClusterer().fit_predict(np.asarray(vectors @ turn, dtype=np.float32))
    assert partition(turned) == partition(QuestionClusterer().fit_predict(vectors))


def test_what_all_tickets_share_does_not_make_them_one_question() -> None:
    vectors, truth = planted([30, 20, 15, 10], strays=0, seed=14)
    shared = np.zeros(DIMENSION, dtype=np.float32)
    shared[0] = 1.5
    assert adjusted_rand_score(truth, QuestionClusterer().fit_predict(vectors + shared)) > 0.95


def test_the_map_learnt_from_a_sample_serves_all(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors, truth = planted([60, 40, 30, 20, 10], strays=40, seed=15)
    monkeypatch.setattr(find, "SHARPENING_SAMPLE", 100)
    labels = QuestionClusterer().fit_predict(vectors)
    assert adjusted_rand_score(truth[truth >= 0], labels[truth >= 0]) == 1.0


@pytest.mark.parametrize(
    ("rows", "fewest", "neighbours"),
    [
        (2, 10, 1),
        (11, 10, 1),
        (30, 10, 5),
        (60, 10, 10),
        (3000, 10, 10),
        (12_000, 10, 20),
        (12_000, 4, 8),
        (10**6, 10, 30),
        (10**6, 2, 30),
    ],
)
def test_the_more_tickets_the_more_neighbours_each_is_moved_to(rows: int, fewest: int, neighbours: int) -> None:
    assert find._smoothing_neighbours(rows, fewest) == neighbours


@pytest.mark.parametrize("count", [2, 3, 5, 6, 8, 11, 20])
def test_a_handful_of_tickets_goes_through(count: int) -> None:
    vectors, _ = planted([count], strays=0, seed=16)
    for min_size in (2, 5):
        labels = QuestionClusterer(min_size=min_size).fit_predict(vectors)
        assert labels.tolist() == [0 if count >= min_size else -1] * count


def blurred(seed: int) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[Any]]:
    """Two questions worded the same way, and what agents answered to each."""
    questions, _ = planted([40], strays=30, seed=seed)
    answers, told = planted([20, 20], strays=30, seed=seed + 1)
    order = np.argsort(-told, kind="stable")
    rank = np.argsort(-QuestionClusterer().fit_predict(questions), kind="stable")
    truth = np.empty(len(told), dtype=np.int64)
    placed = np.empty_like(answers)
    placed[rank], truth[rank] = answers[order], told[order]
    return questions, placed, truth


def test_questions_worded_alike_but_answered_differently_are_told_apart() -> None:
    questions, answers, truth = blurred(seed=20)
    assert QuestionClusterer().fit_predict(questions).max() == 0
    clusterer = QuestionClusterer(granularity=1.0)
    found = clusterer.fit_predict(questions, answers=answers)
    assert adjusted_rand_score(truth[truth >= 0], found[truth >= 0]) == 1.0
    assert clusterer.labels_.tolist() == found.tolist()
    assert clusterer.n_features_in_ == DIMENSION


def test_no_answers_at_all_are_as_if_none_were_given() -> None:
    vectors, _ = planted([20, 10, 6], strays=20, seed=22)
    alone = QuestionClusterer().fit_predict(vectors)
    assert QuestionClusterer().fit_predict(vectors, answers=np.zeros_like(vectors)).tolist() == alone.tolist()
    assert QuestionClusterer().fit_predict(vectors, answers=None).tolist() == alone.tolist()


def test_where_nobody_answered_the_question_alone_counts() -> None:
    vectors, truth = planted([20, 10, 8], strays=20, seed=23)
    answers = vectors.copy()
    answers[::3] = 0.0
    labels = QuestionClusterer().fit_predict(vectors, answers=answers)
    assert adjusted_rand_score(truth[truth >= 0], labels[truth >= 0]) == 1.0
    assert (labels[truth < 0] == -1).mean() >= 0.95


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        (np.ones((8, 3)), "9 rows but 8 answers"),
        (np.ones(9), "2D"),
        (np.full((9, 3), np.nan), "NaN"),
        (np.full((9, 3), np.inf), "infinity"),
    ],
)
def test_answers_that_do_not_fit_are_refused(answers: NDArray[Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        QuestionClusterer().fit(np.eye(9), answers=answers)
