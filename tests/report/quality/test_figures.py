"""Figures of marks: means over replies, good ones, reviewers beside each other, and no verdict on few."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from deflect.interval import wilson
from deflect.report.quality import CRITERIA, FEWEST, Drawn, Files, Review, Sample, judged, measure_quality
from deflect.report.quality.figures import LATELY, Quality, number


def sample(week: str, count: int = 4, reviewers: tuple[str, ...] = ("ana", "ben")) -> Sample:
    replies = tuple(
        Drawn(f"{place}", f"desk:{place}", f"desk:{place}", "a-lea" if place % 2 else "a-tomos", f"{week}",
              "odd" if place % 2 else "even", reviewers)
        for place in range(count)
    )  # fmt: skip
    return Sample(week, ("agent",), {"even": 30, "odd": 10}, replies)


def review(week: str, place: int, reviewer: str, *marks: int) -> Review:
    return Review(week, f"{place}", reviewer, dict(zip(CRITERIA, marks, strict=False)))


def weeks(count: int) -> list[str]:
    return [f"2026-W{week:02}" for week in range(1, count + 1)]


def steady(count: int, marks: tuple[int, ...], each: int = 4) -> Quality:
    named = weeks(count)
    reviews = [review(week, place, "ana", *marks) for week in named for place in range(each)]
    return measure_quality([sample(week, each) for week in named], reviews)


def test_without_any_mark_there_are_counts_alone() -> None:
    found = measure_quality([sample("2026-W01")], [], Files(waiting=7, gone=1, problems=("what (where). do",)))
    assert (found.drawn, found.reviewed, found.waiting, found.gone) == (4, 0, 7, 1)
    assert (found.mean, found.drift, found.weakest, found.movement, found.missing) == (None, None, "", "not known", 20)
    assert found.problems == ("what (where). do",)
    assert [each.mean for each in found.criteria] == [None] * 5


def test_a_reply_counts_by_the_mean_of_its_reviewers_and_a_stratum_by_its_replies() -> None:
    """By hand: even (4 and 2, so 3; then 1: mean 2) of 30, odd 4 of 10: (30 × 2 + 10 × 4) / 40 = 2.5."""
    told = [
        review("2026-W01", 0, "ana", 4), review("2026-W01", 0, "ben", 2), review("2026-W01", 2, "ana", 1),
        review("2026-W01", 1, "ben", 4),
    ]  # fmt: skip
    found = measure_quality([sample("2026-W01")], told)
    assert found.mean is not None
    assert found.mean.value == pytest.approx(2.5)
    assert found.criteria[0].mean == found.mean
    assert (found.criteria[0].reviewed, found.criteria[1].reviewed, found.reviewed) == (3, 0, 3)
    assert (found.good, found.criteria[0].met) == (wilson(1, 3), wilson(1, 3))


def test_a_blank_mark_is_not_guessed() -> None:
    told = [Review("2026-W01", "0", "ana", {"tone": 4}), Review("2026-W01", "1", "ana", {"clear": 2})]
    found = {each.name: each for each in measure_quality([sample("2026-W01")], told).criteria}
    assert {name: each.reviewed for name, each in found.items()} == {
        "answers": 0, "correct": 0, "complete": 0, "tone": 1, "clear": 1,
    }  # fmt: skip


def test_below_twenty_there_is_no_verdict_and_with_twenty_the_weakest_is_named() -> None:
    marks = (4, 4, 2, 4, 4)
    few, enough = steady(4, marks), steady(5, marks)
    assert (few.missing, few.weakest) == (4, "")
    assert (enough.reviewed, enough.missing, enough.weakest) == (FEWEST, 0, "complete")
    assert steady(5, (3, 3, 3, 3, 3)).weakest == ""


def test_marks_that_fall_week_by_week_are_seen_from_six_weeks_on() -> None:
    def falling(count: int) -> Quality:
        named = weeks(count)
        told = [
            review(week, place, "ana", *([4] * (5 - at // 2) + [3] * (at // 2)))
            for at, week in enumerate(named)
            for place in range(4)
        ]
        return measure_quality([sample(week) for week in named], told)

    assert (falling(5).drift, falling(5).movement) == (None, "not known")
    found = falling(9)
    assert found.drift is not None
    assert found.drift.high < 0
    assert found.movement == "falls"
    assert steady(9, (4, 4, 4, 4, 3)).movement == "not known"


def test_a_stricter_reviewer_is_told_by_the_shared_replies() -> None:
    named = weeks(8)
    told = [review(week, place, "ana", 4, 4, 3) for week in named for place in range(4)]
    told += [review(week, place, "ben", 3, 4 - place % 2, 3, 1) for week in named for place in range(4)]
    told += [review(week, 3, "cem", 4) for week in named[:2]]
    found = {each.name: each for each in measure_quality([sample(week) for week in named], told).reviewers}
    assert (found["ana"].leaning, found["ben"].leaning, found["cem"].leaning) == ("milder", "stricter", "not known")
    assert found["ben"].against is not None
    # Beside ana alone: -1/3 and -2/3 in turn; beside ana and cem too where all three marked.
    assert found["ben"].against.value == pytest.approx(-0.5)
    assert (found["ben"].reviewed, found["ben"].shared, found["cem"].shared) == (32, 32, 2)
    assert found["ben"].drift is not None
    assert found["ben"].drift.low <= 0 <= found["ben"].drift.high
    assert found["cem"].drift is None


def test_the_means_are_of_the_last_quarter_and_the_drift_of_all() -> None:
    named = weeks(20)
    told = [review(week, place, "ana", 1 if week < "2026-W08" else 4) for week in named for place in range(4)]
    found = measure_quality([sample(week) for week in named], told)
    assert (found.first, found.last, len(found.weeks)) == ("2026-W08", "2026-W20", 20)
    assert found.drawn == 4 * LATELY
    assert found.mean is not None
    assert found.mean.value == pytest.approx(4)
    assert found.movement == "rises"


@pytest.mark.parametrize(
    ("one", "other"), [("2026-W53", "2027-W01"), ("2025-W52", "2026-W01"), ("2026-W09", "2026-W10")]
)
def test_weeks_follow_each_other_over_the_end_of_the_year(one: str, other: str) -> None:
    assert number(other) - number(one) == 1


def test_reviewed_replies_are_listed_with_who_wrote_them_for_the_scorecard() -> None:
    drawn = sample("2026-01-05T09:00:00+00:00")
    one = Sample("2026-W02", drawn.by, drawn.strata, drawn.replies)
    told = [review("2026-W02", 0, "ana", 4, 3), review("2026-W02", 1, "ana", 4), review("2026-W02", 1, "ben", 2)]
    found = judged([one], told)
    assert [(each.agent, each.good) for each in found] == [("a-tomos", True), ("a-lea", False)]
    assert found[0].at == datetime(2026, 1, 5, 9, tzinfo=UTC)
