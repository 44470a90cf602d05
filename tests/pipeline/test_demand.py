"""How often a question is asked a month, and whether its article took any of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from deflect.pipeline.demand import WEEKS_A_MONTH, a_month, by_week, effect
from deflect.types import Cluster, Trend

FIRST = date(2026, 1, 5)


def weeks(count: int, start: int = 0) -> tuple[str, ...]:
    return tuple((FIRST + timedelta(weeks=start + number)).isoformat() for number in range(count))


def trend(*counts: int, start: int = 0) -> Trend:
    return Trend(weeks(len(counts), start), counts)


def steady(count: int, value: int) -> dict[str, int]:
    return dict.fromkeys(weeks(count), value)


def cluster(found: Trend) -> Cluster:
    return Cluster("q", (), (), "Why?", "en", 1.0, 3, found)


def test_tickets_of_all_questions_are_added_up_week_by_week() -> None:
    assert by_week([cluster(trend(1, 2, 3)), cluster(trend(5, start=1))]) == dict(zip(weeks(3), (1, 7, 3), strict=True))


@pytest.mark.parametrize(
    ("counts", "a_week"),
    [
        ((4,) * 20, 4.0),
        ((99,) + (2,) * 13, 2.0),  # only the last twelve whole weeks count,
        ((2,) * 13 + (99,), 2.0),  # and the newest is not over
        ((8, 5), 2.0),  # a question of one week counts as if it were four weeks old
        ((8,), 2.0),
        ((), 0.0),
    ],
)
def test_a_month_is_the_mean_of_the_last_whole_weeks(counts: tuple[int, ...], a_week: float) -> None:
    assert a_month(trend(*counts)) == pytest.approx(a_week * WEEKS_A_MONTH)
    assert pytest.approx(365.25 / 12 / 7) == WEEKS_A_MONTH


SINCE = FIRST + timedelta(weeks=12, days=2)


def told(before: int, after: int, whole: int = 8, desk: int = 100) -> str:
    counts = (before,) * 13 + (after,) * whole + (0,)
    return effect(trend(*counts), steady(len(counts), desk), SINCE)


def test_a_question_asked_much_less_than_before_its_article_fell() -> None:
    assert told(10, 1) == "fell"


def test_a_question_asked_as_often_keeps_coming() -> None:
    assert told(10, 10) == "keeps coming"
    assert told(10, 12) == "keeps coming"


def test_a_question_asked_somewhat_less_is_neither() -> None:
    assert effect(trend(*(10, 4) * 6, 7, *(5, 6) * 4, 0), steady(22, 100), SINCE) == "not known"


def test_before_four_whole_weeks_nothing_is_said() -> None:
    assert told(10, 10, whole=3) == "not known"
    assert told(10, 0, whole=3) == "not known"
    assert effect(trend(1, 1), {}, SINCE) == "not known"


def test_fewer_than_four_tickets_since_may_be_chance() -> None:
    assert effect(trend(*(0,) * 17, 3, 0), steady(19, 100), SINCE) == "not known"
    assert effect(trend(*(0,) * 17, 4, 0), steady(19, 100), SINCE) == "keeps coming"


def test_a_desk_that_falls_as_a_whole_says_nothing_about_one_article() -> None:
    counts = (10,) * 13 + (1,) * 8 + (0,)
    desk = dict(zip(weeks(22), (100,) * 13 + (10,) * 8 + (0,), strict=True))
    assert effect(trend(*counts), desk, SINCE) != "fell"


def test_weeks_before_the_first_ticket_count_as_weeks_without() -> None:
    assert effect(trend(*(3,) * 9, 0, start=12), steady(22, 100), SINCE) == "keeps coming"
