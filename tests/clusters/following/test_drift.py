"""Questions are found anew when new tickets ask what is not known, and the reason is said in a sentence."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.clusters.following.assign import Assigner
from deflect.clusters.following.drift import FALSE_ALARM, MOST_NEW, NOTICEABLE, Drift, Newcomers, drift, newcomers
from tests.clusters.following.test_assign import asked


def part(
    known: int = 10_000, new: int = 100, unassigned: int = 20, usual: tuple[int, int] = (400, 2000), alike: int = 0
) -> Newcomers:
    return Newcomers(known, new, unassigned, *usual, alike)


def test_the_first_run_finds_the_questions() -> None:
    assert drift([]) == Drift(True, "found the questions for the first time")


def test_without_new_tickets_nothing_is_done() -> None:
    assert drift([part(new=0, unassigned=0)]) == Drift(False, "no new tickets came")


def test_tickets_that_fit_are_given_to_known_questions() -> None:
    found = drift([part(new=312, unassigned=0)])
    assert not found.refit
    assert found.reason == "312 new tickets were given to known questions; nothing new showed up"
    assert (found.share_new, found.unassigned_new) == (0.0312, 0.0)
    assert found.unassigned_usual == pytest.approx(0.2)


def test_tickets_that_fit_none_are_told() -> None:
    reason = drift([part(new=21, unassigned=20)], min_size=30).reason
    assert "found the questions anew" in reason
    reason = drift([part(new=5, unassigned=4, usual=(1900, 2000))]).reason
    assert reason == (
        "1 new ticket was given to known questions; 4 ask what is no recurring question yet; nothing new showed up"
    )


def test_a_group_that_asks_something_new_is_seen() -> None:
    assert drift([part(alike=14)]).reason == "found the questions anew: 14 new tickets ask something not seen before"
    assert not drift([part(alike=4)]).refit
    assert drift([part(alike=4)], min_size=4).refit


def test_the_same_new_question_is_not_added_up_over_languages() -> None:
    assert not drift([part(alike=3), part(alike=3)]).refit


def test_many_new_tickets_are_reason_enough() -> None:
    limit = round(MOST_NEW * 1000)
    assert not drift([part(known=1000, new=limit, unassigned=0)]).refit
    found = drift([part(known=1000, new=limit + 1, unassigned=0)])
    assert found.reason == "found the questions anew: 201 new tickets came since they were found in 1,000"
    assert found.share_new == pytest.approx(0.201)


def test_noticeably_more_that_fit_none_are_reason_enough() -> None:
    found = drift([part(new=400, unassigned=160)])
    assert found.reason == "found the questions anew: 40% of the new tickets fit no known question, 20% did before"
    assert (found.unassigned_new, found.unassigned_usual) == pytest.approx((0.4, 0.2))


def test_a_few_more_that_fit_none_are_chance() -> None:
    assert not drift([part(new=400, unassigned=100)]).refit
    assert not drift([part(new=10, unassigned=4)]).refit


def test_the_test_of_two_shares_has_the_false_alarm_rate_it_states() -> None:
    """Exact sums over two binomials at the limit, beside the rate by the normal approximation."""
    usual, new, sample = 0.2, 300, 2000
    rate = 0.0
    for fits_none in range(new + 1):
        chance = math.comb(new, fits_none) * (usual + NOTICEABLE) ** fits_none
        chance *= (1 - usual - NOTICEABLE) ** (new - fits_none)
        if drift([part(known=10_000, new=new, unassigned=fits_none, usual=(400, sample))]).refit:
            rate += chance
    assert 0.2 * FALSE_ALARM <= rate <= 1.3 * FALSE_ALARM


def test_many_languages_do_not_make_false_alarms_more_likely() -> None:
    suspect = part(new=400, unassigned=125)
    assert drift([suspect]).refit
    assert not drift([suspect, *[part(new=400, unassigned=80)] * 9]).refit


def test_what_is_usual_is_weighed_by_the_languages_of_the_new_tickets() -> None:
    found = drift([part(new=100, usual=(200, 2000)), part(new=300, unassigned=150, usual=(1000, 2000))])
    assert found.unassigned_usual == pytest.approx((100 * 0.1 + 300 * 0.5) / 400)


def test_a_language_nobody_wrote_in_before_needs_enough_tickets_for_a_question() -> None:
    assert not drift([part(), part(known=0, new=4, unassigned=4, usual=(0, 0))]).refit
    assert drift([part(), part(known=0, new=5, unassigned=5, usual=(0, 0))]).refit


def known() -> Assigner:
    return Assigner.learn(*asked([60, 40, 20, 8], strays=30))


def test_more_of_the_same_needs_no_refit() -> None:
    assigner = known()
    vectors, _ = asked([8, 6, 3, 2], strays=5, seed=5)
    found = newcomers(assigner, vectors, assigner.assign(vectors))
    assert (found.known, found.new, found.alike) == (158, 24, 0)
    assert not drift([found]).refit


def test_a_question_that_a_release_started_is_seen() -> None:
    assigner = known()
    vectors, truth = asked([3, 2, 0, 0, 12], strays=4, seed=6)
    labels = assigner.assign(vectors)
    assert (labels[truth == 4] == -1).all()
    found = newcomers(assigner, vectors, labels)
    assert 10 <= found.alike <= 12
    assert drift([found]).reason.endswith("new tickets ask something not seen before")


def test_strays_are_no_new_question() -> None:
    assigner = known()
    vectors, _ = asked([], strays=20, seed=7)
    assert newcomers(assigner, vectors, assigner.assign(vectors)).alike == 0


def test_no_new_tickets_are_counted_as_none() -> None:
    found = newcomers(known(), np.empty((0, 32), np.float32), np.empty(0, np.int64))
    assert (found.new, found.unassigned, found.alike) == (0, 0, 0)


counts = st.integers(0, 500)


@given(st.lists(st.tuples(counts, counts, counts, counts, counts), max_size=4), st.integers(2, 10))
def test_a_decision_always_comes_with_a_sentence_and_shares(
    drawn: list[tuple[int, int, int, int, int]], min_size: int
) -> None:
    parts = [
        Newcomers(known, new, min(unassigned, new), min(usual, sample), sample, min(unassigned, new))
        for known, new, unassigned, usual, sample in drawn
    ]
    found = drift(parts, min_size=min_size)
    assert found.reason
    assert found.refit == found.reason.startswith("found the questions")
    assert 0.0 <= found.unassigned_new <= 1.0
    assert 0.0 <= found.unassigned_usual <= 1.0
