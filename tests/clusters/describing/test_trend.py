"""Weekly counts hold every ticket, and a steady question is hardly ever called anything else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from deflect.clusters.describing import trend
from deflect.clusters.describing.trend import by_week, monday, monthly, weekly
from deflect.types import Trend

START = datetime(2024, 1, 1, 12, tzinfo=UTC)  # a Monday
NIGHT = timezone(timedelta(hours=-9))


def at(week: int, day: int = 2, hour: int = 0) -> datetime:
    return START + timedelta(weeks=week, days=day, hours=hour)


def desk(weeks: int, tickets: int = 100) -> Counter[date]:
    """A desk with the same number of tickets every week."""
    return Counter({monday(at(week)): tickets for week in range(weeks)})


def asked(counts: list[int], first: int = 0) -> list[datetime]:
    """Tickets spread over the days of weeks, `counts` of them a week."""
    return [at(first + week, number % 7) for week, count in enumerate(counts) for number in range(count)]


moments = st.datetimes(
    datetime(2022, 12, 1),  # noqa: DTZ001  # the zone is the next argument
    datetime(2024, 3, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, NIGHT]),
)


@given(st.lists(moments, min_size=1, max_size=40), st.lists(moments, min_size=1, max_size=5))
def test_weeks_are_gapless_mondays_from_the_first_ticket_on_and_hold_every_ticket(
    own: list[datetime], others: list[datetime]
) -> None:
    until = max(own + others)
    found = weekly(own, until=until, everything=by_week(own + others))
    days = [date.fromisoformat(week) for week in found.weeks]
    assert sum(found.tickets) == len(own)
    assert all(day.weekday() == 0 for day in days)
    assert all(after - before == timedelta(days=7) for before, after in pairwise(days))
    assert days[0] <= min(own).astimezone(UTC).date() < days[0] + timedelta(days=7)
    assert days[-1] <= until.astimezone(UTC).date() < days[-1] + timedelta(days=7)
    for day, count in zip(days, found.tickets, strict=True):
        assert count == sum(day <= one.astimezone(UTC).date() < day + timedelta(days=7) for one in own)


@given(st.lists(moments, min_size=1, max_size=40))
def test_months_are_gapless_and_hold_every_ticket(own: list[datetime]) -> None:
    months, counts = monthly(own)
    expected = Counter(moment.astimezone(UTC).strftime("%Y-%m") for moment in own)
    assert dict(zip(months, counts, strict=True)) == {month: expected[month] for month in months}
    numbers = [int(month[:4]) * 12 + int(month[5:]) for month in months]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert (months[0], months[-1]) == (min(expected), max(expected))


def test_months_without_any_ticket_are_counted_as_none() -> None:
    found = [datetime(year, month, 9, tzinfo=UTC) for year, month in [(2025, 11), (2026, 2), (2025, 11)]]
    assert monthly(found) == (("2025-11", "2025-12", "2026-01", "2026-02"), (2, 0, 0, 1))
    assert monthly([]) == ((), ())


def test_a_week_begins_at_midnight_of_monday_in_utc_wherever_the_ticket_came_from() -> None:
    sunday_night = datetime(2024, 1, 7, 20, tzinfo=NIGHT)  # Monday, 05:00 in UTC
    assert monday(sunday_night) == date(2024, 1, 8)
    assert by_week([at(0, 0), at(0, 6), at(1, 0)]) == {date(2024, 1, 1): 2, date(2024, 1, 8): 1}


def test_a_question_without_tickets_has_no_weeks() -> None:
    assert weekly([], until=at(3), everything=desk(4)) == Trend((), ())


def test_weeks_since_the_last_ticket_are_shown_as_none() -> None:
    found = weekly([at(1), at(1, 3)], until=at(4), everything=desk(5))
    assert found == Trend(("2024-01-08", "2024-01-15", "2024-01-22", "2024-01-29"), (2, 0, 0, 0), "steady")


LEVEL = [3, 4, 3, 5, 3, 4, 2, 3, 4, 3, 4, 3]


@pytest.mark.parametrize(
    ("before", "lately", "movement"),
    [
        (LEVEL, [9, 8, 10, 9], "rising"),
        (LEVEL, [0, 1, 0, 1], "falling"),
        (LEVEL, [4, 3, 5, 3], "steady"),
        (LEVEL, [3, 20, 2, 3], "steady"),  # one week is one cause
        ([0] * 12, [0, 0, 0, 0], "steady"),
    ],
)
def test_four_weeks_that_stand_out_make_a_movement(before: list[int], lately: list[int], movement: str) -> None:
    own = asked([3, *before, *lately])
    assert weekly(own, until=at(17), everything=desk(18)).movement == movement


def test_a_question_that_grows_no_faster_than_the_desk_is_steady() -> None:
    own = asked([3, *LEVEL, 9, 8, 10, 9])
    busy = desk(18) + Counter({monday(at(week)): 160 for week in range(13, 17)})
    assert weekly(own, until=at(17), everything=busy).movement == "steady"


def test_a_question_asked_as_before_is_not_falling_when_an_incident_brings_many_others() -> None:
    own = asked([3, *LEVEL, 3, 4, 3, 4])
    incident = desk(18) + Counter({monday(at(week)): 1_000 for week in range(13, 17)})
    assert weekly(own, until=at(17), everything=incident).movement == "steady"


def test_a_question_asked_as_before_is_not_rising_when_the_others_stay_away() -> None:
    own = asked([3, *LEVEL, 3, 4, 3, 4])
    quiet = desk(13) + Counter({monday(at(week)): 20 for week in range(13, 18)})
    assert weekly(own, until=at(17), everything=quiet).movement == "steady"


@pytest.mark.parametrize(("until", "movement"), [(at(16, 6), "rising"), (at(16, 5), "steady"), (at(17, 0), "rising")])
def test_only_whole_weeks_count_the_last_one_when_its_sunday_is_there(until: datetime, movement: str) -> None:
    own = asked([3, *LEVEL, 3, 9, 8, 10])
    assert weekly(own, until=until, everything=desk(18)).movement == movement


def test_the_newest_ticket_is_today_whenever_that_was() -> None:
    own = asked([3, *LEVEL, 9, 8, 10, 9])
    years = timedelta(weeks=52 * 30)
    long_ago = [moment - years for moment in own]
    everything = Counter({week - years: count for week, count in desk(18).items()})
    assert weekly(long_ago, until=at(17) - years, everything=everything).movement == "rising"
    assert weekly(own, until=at(21), everything=desk(22)).movement == "falling"


@pytest.mark.parametrize(
    ("weeks_before", "days", "movement"),
    [
        (40, [1, 8, 15], "new"),
        (40, [1, 1, 1], "steady"),  # three tickets of one day may have one cause
        (40, [30, 30, 31], "new"),  # since the last whole week
        (4, [1, 8, 15], "steady"),  # a young desk has many questions it never had before
        (2, [1, 3, 8, 15, 16], "steady"),
    ],
)
def test_a_question_is_new_if_it_began_lately_on_an_older_desk(
    weeks_before: int, days: list[int], movement: str
) -> None:
    own = [at(weeks_before, day) for day in days]
    assert weekly(own, until=at(weeks_before + 4, 4), everything=desk(weeks_before + 5)).movement == movement


def test_a_question_asked_once_a_year_ago_is_not_new_but_rising() -> None:
    own = [at(1), *asked([3, 4, 3, 4], first=48)]
    assert weekly(own, until=at(52), everything=desk(53)).movement == "rising"


def test_nothing_is_said_of_a_desk_with_fewer_than_four_whole_weeks_before() -> None:
    own = asked([1, 1, 1, 1, 9, 9, 9, 9])
    assert weekly(own, until=at(8), everything=desk(9)).movement == "steady"
    assert (
        weekly([at(0), *asked([1, 1, 1, 1, 9, 9, 9, 9], first=1)], until=at(9), everything=desk(10)).movement
        == "rising"
    )


@given(st.lists(st.integers(0, 6), min_size=8, max_size=16))
def test_the_test_is_the_permutation_test_counted_by_hand(counts: list[int]) -> None:
    values = np.array(counts, dtype=np.float64)
    sums = [sum(chosen) for chosen in combinations(counts, 4)]
    last = sum(counts[-4:])
    expected = (sum(each > last for each in sums) + sum(each == last for each in sums) / 2) / len(sums)
    assert trend._surprise(values) == pytest.approx(expected)


Draw = Callable[[np.random.Generator, NDArray[np.float64]], NDArray[Any]]


def poisson(rng: np.random.Generator, mean: NDArray[np.float64]) -> NDArray[Any]:
    return rng.poisson(mean)


def clumps(rng: np.random.Generator, mean: NDArray[np.float64]) -> NDArray[Any]:
    """Causes that bring one ticket and often more: twice to thrice the variance of Poisson."""
    causes = rng.poisson(mean / 2)
    return causes + rng.poisson(causes)


def heavy(rng: np.random.Generator, mean: NDArray[np.float64]) -> NDArray[Any]:
    """Negative binomial counts with four times the variance of Poisson."""
    return rng.negative_binomial(mean / 3, 0.25)


FLAT = np.ones(16)
GROWING = np.linspace(1, 2, 16)
SEASON = 1 + 0.5 * np.sin(np.arange(16) * 2 * np.pi / 26)
STEPPED = np.repeat([1.0, 3.0], [12, 4])
RUNS = 1_500


def movements(draw: Draw, rate: float, shape: NDArray[np.float64], others: NDArray[np.float64]) -> Counter[str]:
    rng = np.random.default_rng(7)
    found: Counter[str] = Counter()
    for _ in range(RUNS):
        own = draw(rng, rate * shape).astype(float)
        found[trend.direction(own, own + rng.poisson(200 * others))] += 1
    return found


@pytest.mark.parametrize("draw", [poisson, clumps, heavy])
@pytest.mark.parametrize("rate", [1, 4, 20])
@pytest.mark.parametrize(
    ("shape", "others"),
    [(FLAT, FLAT), (GROWING, GROWING), (SEASON, SEASON), (STEPPED, STEPPED), (FLAT, STEPPED)],
    ids=["flat", "growing", "season", "busy lately", "incident elsewhere"],
)
def test_at_most_one_steady_question_in_twenty_is_called_anything_else(
    draw: Draw, rate: float, shape: NDArray[np.float64], others: NDArray[np.float64]
) -> None:
    """Over both directions, for counts with up to four times the variance of Poisson; 2.3 errors of 1,500 runs."""
    found = movements(draw, rate, shape, others)
    assert found["rising"] + found["falling"] <= RUNS * 0.05 + 2.3 * np.sqrt(RUNS * 0.05 * 0.95)


@pytest.mark.parametrize(("rate", "least"), [(4, 0.6), (8, 0.9), (20, 0.99)])
def test_a_question_that_doubles_is_seen(rate: float, least: float) -> None:
    doubled = np.repeat([1.0, 2.0], [12, 4])
    assert movements(poisson, rate, doubled, FLAT)["rising"] >= least * RUNS
