"""An answer given to questions that are alike counts; one given to any question does not."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from deflect import QuestionClusterer
from deflect.clusters.finding.telling import ANSWERED_ALIKE, telling

COUNT, DIMENSION, TOPICS = 24, 64, 6


def around(centre: NDArray[np.float64], seed: int) -> NDArray[np.float32]:
    rows = centre + np.random.default_rng(seed).normal(scale=0.08, size=(COUNT, DIMENSION))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def desk() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Six questions, each with its own answer, and questions that share nothing and all get the same answer."""
    axes = np.eye(DIMENSION)
    strays = np.random.default_rng(5).normal(size=(COUNT, DIMENSION))
    strays /= np.linalg.norm(strays, axis=1, keepdims=True)
    asked = [around(axes[place], place) for place in range(TOPICS)]
    questions = np.vstack([*asked, strays]).astype(np.float32)
    return questions, np.vstack([around(axes[10 + place], 10 + place) for place in range(TOPICS + 1)])


def test_an_answer_to_any_question_is_left_out_and_the_others_stay_as_they_are() -> None:
    questions, answers = desk()
    told = telling(questions, answers)
    assert np.array_equal(told[: TOPICS * COUNT], answers[: TOPICS * COUNT])
    assert told[TOPICS * COUNT :].any(axis=1).mean() <= 0.25


def test_what_is_answered_alike_without_being_asked_alike_is_no_question() -> None:
    questions, answers = desk()
    labels = QuestionClusterer().fit_predict(questions, answers=telling(questions, answers))
    assert [len(set(labels[place * COUNT :][:COUNT])) for place in range(TOPICS)] == [1] * TOPICS
    assert (labels[TOPICS * COUNT :] == -1).mean() >= 0.9


def test_who_was_not_answered_has_no_answer_and_a_handful_of_answers_say_nothing() -> None:
    questions, answers = desk()
    answers[::2] = 0.0
    assert not telling(questions, answers)[::2].any()
    answers[ANSWERED_ALIKE:] = 0.0
    assert not telling(questions, answers).any()
