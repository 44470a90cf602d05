"""Quantiles, trends and backlogs, against other ways to reckon them."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from sklearn.linear_model import PoissonRegressor

from deflect.config import DeskSettings
from deflect.interval import wilson
from deflect.report.counts import regress
from deflect.report.desk.around_the_clock import measure_clock
from deflect.report.desk.backlog import measure_backlog
from deflect.report.desk.estimate import spread
from deflect.report.desk.handling import measure_handling, measure_parts, versions
from deflect.report.desk.hours import opening_hours
from deflect.report.desk.volume import measure_volume
from deflect.types import CleanTicket

JANUARY = datetime(2026, 1, 1, tzinfo=UTC)
HOURS = opening_hours(DeskSettings())


def ticket(number: int, at: datetime = JANUARY, **more: object) -> CleanTicket:
    made = CleanTicket(f"desk:{number}", "", "Why?", None, None, f"c-{number}", "en", at, solved=True)
    return dataclasses.replace(made, **more)  # type: ignore[arg-type]


def test_nothing_has_no_spread_and_one_value_is_its_own() -> None:
    assert spread([]).p50 is None
    only = spread([3.0])
    assert only.p50 is not None
    assert (only.n, only.p50.low, only.p50.value, only.p50.high) == (1, 3.0, 3.0, 3.0)


def test_intervals_of_quantiles_hold_the_truth_in_95_of_100_samples() -> None:
    """Of a lognormal, whose median is 1 and ninth decile exp(1.2816)."""
    rng, held = np.random.default_rng(7), np.zeros(2)
    for _ in range(2000):
        found = spread(rng.lognormal(size=120).tolist())
        assert found.p50 is not None
        assert found.p90 is not None
        held += [found.p50.low <= 1 <= found.p50.high, found.p90.low <= np.exp(1.281552) <= found.p90.high]
    assert (held / 2000 > 0.93).all()
    assert (held / 2000 < 0.98).all()


def test_the_regression_finds_what_scikit_learn_finds() -> None:
    rng = np.random.default_rng(3)
    time, exposure = np.arange(30) / 12, rng.uniform(28, 31, 30)
    counts = rng.poisson(exposure * np.exp(0.5 + 0.4 * time)).astype(float)
    fit = regress(counts, np.column_stack([np.ones(30), time]), exposure)
    other = PoissonRegressor(alpha=0, tol=1e-10, max_iter=1000)
    other.fit(time[:, None], counts / exposure, sample_weight=exposure)
    assert fit is not None
    assert fit.coefficients == pytest.approx([other.intercept_, other.coef_[0]], abs=1e-4)


@pytest.mark.parametrize("clumps", [1, 4])
def test_a_trends_interval_holds_the_truth_in_95_of_100_whether_tickets_come_in_clumps_or_not(clumps: int) -> None:
    rng, held, time = np.random.default_rng(clumps), 0, np.arange(24) / 12
    columns = np.column_stack([np.ones(24), time])
    for _ in range(600):
        counts = clumps * rng.poisson(np.exp(4 + 0.3 * time) / clumps)
        fit = regress(counts.astype(float), columns, np.ones(24))
        assert fit is not None
        found = fit.ratio(1)
        held += found.low <= np.exp(0.3) <= found.high
    assert 0.93 <= held / 600 <= 0.985


@pytest.mark.parametrize(
    ("counts", "columns"),
    [([1.0, 2.0], 2), ([0.0] * 9, 1), ([1.0] * 9, 2)],
)
def test_what_cannot_be_fitted_has_no_fit(counts: list[float], columns: int) -> None:
    """More unknowns than rows; nothing counted; two columns that are the same."""
    assert regress(np.array(counts), np.ones((len(counts), columns)), np.ones(len(counts))) is None


def test_five_whole_months_are_too_short_for_a_trend_and_say_so() -> None:
    days = [JANUARY + timedelta(days=day) for day in range(151)]
    found = measure_volume(days)
    assert found.months == ("2026-01", "2026-02", "2026-03", "2026-04", "2026-05")
    assert (found.growth, found.season, sum(found.whole)) == (None, (), 5)
    assert found.note == "5 whole months are too few to tell a trend (6) or a season (24)"


def test_a_month_that_is_not_over_is_in_no_trend() -> None:
    days = [JANUARY + timedelta(days=day) for day in range(31 + 10)]
    found = measure_volume(days)
    assert (found.whole, found.a_month) == ((True, False), 31)


def test_a_season_is_told_after_two_years() -> None:
    """Every December brings three times as many tickets."""
    start = datetime(2023, 1, 1, tzinfo=UTC)
    days = [start + timedelta(days=day) for day in range(3 * 365 + 1)]
    found = measure_volume([day for day in days for _ in range(3 if day.month == 12 else 1)])
    assert found.note == ""
    assert found.season[11] == pytest.approx(3 * found.season[5], rel=0.15)
    assert sum(found.season) == pytest.approx(12)


def test_a_backlog_grows_with_what_comes_and_falls_with_what_goes() -> None:
    day = 86400
    tickets = [
        ticket(1, replies=1, resolution_seconds=day),
        ticket(2, replies=1, resolution_seconds=40 * day),
        ticket(3, solved=False),
        ticket(4),  # solved, and nobody knows when
        ticket(5, JANUARY + timedelta(days=60), solved=False),
    ]
    found = measure_backlog(tickets, ("2026-01", "2026-02", "2026-03"))
    assert (found.waiting, found.unknown) == ((2, 1, 2), 1)


def test_no_ticket_of_which_it_is_known_when_it_went_has_no_backlog() -> None:
    assert measure_backlog([ticket(1)], ("2026-01",)).waiting == ()


def test_cover_of_all_hours_is_told_in_hours_and_in_tickets_that_each_of_them_brings() -> None:
    nights = [JANUARY + timedelta(days=day, hours=3) for day in range(15)]
    found = measure_clock(nights, HOURS)
    assert (found.outside.part, found.open_hours, found.further_hours) == (15, 40, 128)
    assert found.tickets_a_further_hour == pytest.approx(15 / 2 / 128)


def test_a_version_that_one_customer_names_is_not_shown() -> None:
    asked = "Bookings 4.0.3 on WordPress 6.4.1 shows nothing"
    same = [ticket(number, question=asked, customer="c-1") for number in range(5)]
    assert measure_parts(same, versions) == ()
    found = measure_parts([ticket(number, question=asked) for number in range(3)], versions)
    assert [part.name for part in found] == ["Bookings 4.0.3"]


def test_a_desk_that_never_answered_has_no_times() -> None:
    found = measure_handling([ticket(1, solved=False)], HOURS)
    assert (found.first_response.n, found.mean_replies, found.one_touch.whole) == (0, None, 0)


def test_agents_who_wrote_in_one_ticket_only_are_counted_once_each() -> None:
    wrote = [("a", "b"), ("a",), ("a", "c"), ()]
    tickets = [ticket(number, agents=agents) for number, agents in enumerate(wrote)]
    assert measure_handling(tickets, HOURS).once == wilson(2, 3)
    assert measure_handling(tickets[3:], HOURS).once == wilson(0, 0)
