"""When deflect answers, and when it abstains."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.suggest import decide
from deflect.suggest.decide import Scored

SCORED = st.lists(
    st.builds(
        Scored,
        target=st.integers(0, 9),
        confidence=st.floats(0, 1),
        similarity=st.floats(0, 1),
        language=st.sampled_from(["en", "de"]),
    ),
    max_size=6,
).map(lambda found: sorted(found, key=lambda each: -each.confidence))


def candidate(confidence: float, language: str = "en", similarity: float = 0.9) -> Scored:
    return Scored(0, confidence, similarity, language)


@pytest.mark.parametrize(
    ("scored", "threshold", "language", "expected"),
    [
        ([], 0.5, None, "nothing-similar"),
        ([candidate(0.9, similarity=0.1)], 0.5, None, "nothing-similar"),
        ([candidate(0.4)], 0.5, None, "not-sure"),
        ([candidate(0.4), candidate(0.3, similarity=0.1)], 0.2, None, 0),
        ([candidate(0.5)], 0.5, None, 0),
        ([candidate(0.9), candidate(0.8)], 0.5, None, 0),
        ([candidate(0.9, similarity=0.1), candidate(0.8)], 0.5, None, 1),
        ([candidate(0.9, similarity=0.1), candidate(0.4)], 0.5, None, "not-sure"),
        ([candidate(0.9), candidate(0.6, "de")], 0.5, "de", 1),
        ([candidate(0.9), candidate(0.6, "de")], 0.5, "en", 0),
        ([candidate(0.9), candidate(0.6, "de")], 0.5, "fr", 0),
        ([candidate(0.9), candidate(0.6, "de")], 0.5, None, 0),
        ([candidate(0.9), candidate(0.6, "de")], 0.7, "de", 0),
        ([candidate(0.9), candidate(0.4, "de")], 0.1, "de", 0),
        ([candidate(0.9), candidate(0.5, "de"), candidate(0.46, "de")], 0.1, "de", 1),
    ],
)
def test_the_rules_of_abstention(
    scored: list[Scored], threshold: float, language: str | None, expected: int | str
) -> None:
    assert decide.choose(scored, threshold, 0.25, language) == expected


@given(SCORED, st.floats(0, 1), st.floats(0, 1), st.sampled_from([None, "en", "de"]))
def test_a_higher_threshold_answers_a_subset(
    scored: list[Scored], one: float, other: float, language: str | None
) -> None:
    low, high = sorted([one, other])
    if isinstance(decide.choose(scored, high, 0.25, language), int):
        assert isinstance(decide.choose(scored, low, 0.25, language), int)


@given(SCORED, st.floats(0, 1), st.floats(0, 1))
def test_what_is_shown_is_found_by_going_through_all_that_are_sure(
    scored: list[Scored], threshold: float, floor: float
) -> None:
    """An asker who reads English gets the best English one, unless another is more than twice as sure."""
    sure = [each for each in scored if each.confidence >= threshold and each.similarity >= floor]
    best = max(sure, key=lambda each: each.confidence, default=None)
    near = [each for each in sure if each.language == "en" and best and each.confidence >= best.confidence / 2]
    expected = max(near, key=lambda each: each.confidence, default=best)
    found = decide.shown(
        np.array([each.confidence for each in scored]),
        np.array([each.similarity for each in scored]),
        np.array([each.language == "en" for each in scored], dtype=bool),
        threshold,
        floor,
    )
    assert (None if found is None else scored[found]) == expected


@given(SCORED, st.floats(0, 1), st.sampled_from([None, "en", "de"]))
def test_nothing_below_the_threshold_is_ever_chosen(
    scored: list[Scored], threshold: float, language: str | None
) -> None:
    chosen = decide.choose(scored, threshold, 0.25, language)
    assert not isinstance(chosen, int) or scored[chosen].confidence >= threshold


@pytest.mark.parametrize(
    "question",
    [
        "", " \n\t", "?", "!!!", "hi", "Hello there,", "Hello\n\nthank you!", "help", "Guten Tag", "Bonjour, merci",
        "مرحبا", "شكرا", "helo, diolch", "ok", "no", "a", "[email]", "Hi [name], [phone]", "🙂🙂🙂", "x y",
    ],
)  # fmt: skip
def test_what_asks_nothing(question: str) -> None:
    assert not decide.asks_something(question)


@pytest.mark.parametrize(
    "question",
    ["refund", "404", "SSL", "I can't log in", "Hilfe, Rechnung fehlt", "الفاتورة", "退款", "[email] bounced", "wp 6"],
)
def test_what_asks_something(question: str) -> None:
    assert decide.asks_something(question)


@pytest.mark.parametrize(
    ("code", "expected"),
    [(None, None), ("", None), ("und", None), ("en", "en"), ("de-AT", "de"), ("pt_BR", "pt"), (" FR ", "fr")],
)
def test_main_language(code: str | None, expected: str | None) -> None:
    assert decide.main_language(code) == expected
