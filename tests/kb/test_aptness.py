"""How far an answer answers the question: near the questions, the other answers, and what the title asks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from deflect.kb.aptness import LEAST_ABOUT, apt

from .build import ticket


def by(rows: dict[str, tuple[float, float]]) -> object:
    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([next((row for word, row in rows.items() if word in text), (1.0, 0.0)) for text in texts])

    return encode


def fit(rows: dict[str, tuple[float, float]], *answers: str, keywords: tuple[str, ...] = ()) -> dict[str, float]:
    tickets = [ticket(number, text) for number, text in enumerate(answers)]
    return apt("Why is it blank?", keywords, tickets, tickets, by(rows))  # type: ignore[arg-type]


def test_the_best_is_one_and_the_others_are_shares_of_it() -> None:
    """Against the product of three cosines, by hand: the questions and the title are (1, 0)."""
    found = fit({"aside": (0.6, 0.8)}, "Clear it.", "An aside.", "Clear it.")
    centre = np.array([2.6, 0.8]) / np.hypot(2.6, 0.8)
    best, other = 1.0 * centre[0], 0.6 * (0.6 * centre[0] + 0.8 * centre[1])
    assert found == pytest.approx({"shop:0": 1.0, "shop:1": other / best, "shop:2": 1.0}, abs=1e-6)


def test_what_is_about_something_else_is_left_out() -> None:
    off = (LEAST_ABOUT - 0.01, (1 - (LEAST_ABOUT - 0.01) ** 2) ** 0.5)
    assert set(fit({"aside": off}, "Clear it.", "An aside.")) == {"shop:0"}
    on = (LEAST_ABOUT + 0.01, (1 - (LEAST_ABOUT + 0.01) ** 2) ** 0.5)
    assert set(fit({"aside": on}, "Clear it.", "An aside.")) == {"shop:0", "shop:1"}


def test_an_answer_with_a_word_of_the_question_is_never_about_something_else() -> None:
    off = (0.0, 1.0)
    assert set(fit({"aside": off}, "Clear it.", "An aside on blank pages.")) == {"shop:0", "shop:1"}
    assert set(fit({"aside": off}, "Clear it.", "An aside on quota.", keywords=("quota",))) == {"shop:0", "shop:1"}


def test_what_all_say_is_the_answer_in_whatever_words_it_was_asked() -> None:
    assert set(fit({"aside": (0.0, 1.0)}, "An aside.", "An aside.")) == {"shop:0", "shop:1"}
    assert fit({"aside": (0.0, 1.0)}, "An aside.") == {}


def test_an_encoder_that_sees_no_likeness_tells_none_apart() -> None:
    blind = {"": (0.0, 0.0)}
    assert fit(blind, "Not blank now.", "Still blank.") == {"shop:0": 1.0, "shop:1": 1.0}


def test_no_answers_are_no_fit() -> None:
    assert fit({}) == {}
