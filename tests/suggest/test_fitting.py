"""Confidence is how often it is right on later tickets, and thresholds are measured where it saw no answer."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from deflect.errors import ModelError
from deflect.suggest import calibration, decide, fitting, mapping, risk
from deflect.suggest.calibration import DEFAULT, MOST_ODDS
from deflect.suggest.fitting import Asked
from deflect.suggest.retrieval import FEATURES

WIDTH = len(FEATURES)


def past(count: int, seed: int = 0, *, steep: float = 6.0) -> list[Asked]:
    """Tickets of two candidates; the first is right with a probability that no logistic curve has."""
    random = np.random.default_rng(seed)
    found = []
    for _ in range(count):
        first = random.random(WIDTH)
        chance = float(np.clip(first[:2].mean() * steep - steep / 3, 0.05, 0.95))
        right = np.array([random.random() < chance, False])
        found.append(Asked(np.stack([first, first / 3]), right, np.array([True, False])))
    return found


def expected_error(confidence: NDArray[np.float64], right: NDArray[np.bool_], bins: int = 10) -> float:
    parts = np.array_split(np.argsort(confidence, kind="stable"), bins)
    return float(sum(abs(confidence[part].mean() - right[part].mean()) * len(part) for part in parts) / len(right))


@pytest.mark.parametrize(("count", "most"), [(600, 0.1), (3_000, 0.05)])
def test_on_later_tickets_confidence_is_how_often_it_is_right(count: int, most: float) -> None:
    known = fitting.fit(past(count))
    later = past(4_000, seed=9)
    confidence = np.array([known.confidence(each.features)[0] for each in later])
    right = np.array([each.right[0] for each in later])
    assert expected_error(confidence, right) < most
    assert confidence.mean() == pytest.approx(right.mean(), abs=0.05)


def test_many_tickets_get_the_isotonic_map_where_it_is_better_and_few_the_logistic_one() -> None:
    assert fitting.fit(past(3_000)).knots
    assert not fitting.fit(past(600)).knots


def test_a_map_never_changes_which_candidate_is_ahead() -> None:
    known = fitting.fit(past(3_000))
    odds = np.linspace(-MOST_ODDS, MOST_ODDS, 5_000)
    places, heights = np.array(known.knots).T
    assert (np.diff(np.interp(odds, places, heights)) > 0).all()
    assert (np.diff(places) > 0).all()
    assert (heights[0], heights[-1]) == (0.0, 1.0)


def test_steps_count_what_the_rule_that_answers_would_have_shown() -> None:
    """Each count is found again, ticket by ticket, with the rule of abstention."""
    tickets = past(400)
    known = fitting.fit(tickets)
    assert known.measured == 200
    assert [step.threshold for step in known.steps] == sorted((s.threshold for s in known.steps), reverse=True)
    for step in known.steps[::7]:
        given = [
            bool(each.right[at])
            for each in tickets[200:]
            if (at := decide.shown(
                known.confidence(each.features), each.features[:, 0], each.own, step.threshold, known.floor
            )) is not None
        ]  # fmt: skip
        assert (step.answered, step.wrong) == (len(given), given.count(False))


def test_the_measured_answers_have_no_say_in_the_coefficients_nor_in_the_thresholds_that_are_tested() -> None:
    tickets = past(2_400)
    turned = [*tickets[:1_200], *(Asked(each.features, each.right[::-1].copy(), each.own) for each in tickets[1_200:])]
    one, other = fitting.fit(tickets), fitting.fit(turned)
    whom = [
        [(step.planned_answered, step.planned_wrong, step.answered) for step in each.steps] for each in (one, other)
    ]
    assert whom[0] == whom[1]


def test_tickets_without_candidates_count_as_asked_and_not_as_answered() -> None:
    nothing = Asked(np.zeros((0, WIDTH)), np.zeros(0, dtype=bool), np.zeros(0, dtype=bool))
    assert fitting.fit([nothing] * 200).steps == ()
    mixed = fitting.fit([each for pair in zip(past(200), [nothing] * 200, strict=True) for each in pair])
    assert mixed.measured == 200
    assert all(step.answered <= 100 for step in mixed.steps)


@pytest.mark.parametrize("count", [0, 1, 2, 30])
def test_few_tickets_keep_the_stated_defaults_and_still_are_measured(count: int) -> None:
    known = fitting.fit(past(count))
    assert (known.coefficients, known.intercept, known.asked) == (DEFAULT.coefficients, DEFAULT.intercept, 0)
    assert known.measured == count - count // 2
    assert risk.in_force(known.steps, known.measured, "history", 0.05).reason == "not-enough-history"


def test_a_past_that_is_always_right_is_answered_although_nothing_can_be_fitted() -> None:
    sure = Asked(np.full((1, WIDTH), 0.9), np.array([True]), np.array([True]))
    known = fitting.fit([sure] * 120)
    assert known.asked == 0
    assert risk.in_force(known.steps, known.measured, "history", 0.05).threshold is not None


def test_fitting_twice_is_the_same_and_json_keeps_it_exactly() -> None:
    known = fitting.fit(past(3_000))
    assert known == fitting.fit(past(3_000))
    assert calibration.from_json(json.loads(json.dumps(known.as_json()))) == known


@pytest.mark.parametrize("damage", [{"knots": [[1.0]]}, {"steps": [[0.5, 1]]}, {"steps": 3}, {"measured": None}])
def test_damaged_steps_are_refused(damage: dict[str, object]) -> None:
    with pytest.raises(ModelError, match="deflect run"):
        calibration.from_json(DEFAULT.as_json() | damage)


@given(st.lists(st.booleans(), min_size=60, max_size=90))
def test_a_map_is_found_for_any_answers_or_left_out(answers: list[bool]) -> None:
    odds = np.linspace(-3, 3, len(answers))
    found = mapping.mapped(DEFAULT, odds, np.array(answers))
    confidence = found.confidence(np.linspace(0, 1, 20)[:, None] * np.ones(WIDTH))
    assert ((confidence >= 0) & (confidence <= 1)).all()
    assert (np.diff(confidence) >= 0).all()
