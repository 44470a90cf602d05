"""Business hours are the hours that a clock on the wall would count."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.config import DeskSettings, load
from deflect.errors import ConfigError
from deflect.report.desk.hours import opening_hours

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
DESK = opening_hours(DeskSettings(opens="09:00", closes="17:00"))


@pytest.mark.parametrize(
    ("start", "hours", "open_hours"),
    [
        (MONDAY, 24, 8),
        (MONDAY + timedelta(hours=10), 2, 2),
        (MONDAY + timedelta(hours=16), 17, 1),
        (MONDAY + timedelta(days=4, hours=16), 65, 1),  # Friday 16:00 to Monday 09:00
        (MONDAY + timedelta(days=4, hours=16), 66, 2),
        (MONDAY + timedelta(days=5), 48, 0),
        (MONDAY, 24 * 7, 40),
        (MONDAY, 0, 0),
    ],
)
def test_nights_and_weekends_do_not_count(start: datetime, hours: int, open_hours: float) -> None:
    assert DESK.between(start, hours * 3600) == open_hours * 3600


def test_hours_are_those_of_the_desks_own_place_on_both_sides_of_a_change_of_clocks() -> None:
    """Berlin went from UTC+1 to UTC+2 on 29 March 2026."""
    berlin = opening_hours(DeskSettings(time_zone="Europe/Berlin"))
    assert not berlin.is_open(datetime(2026, 3, 27, 7, 30, tzinfo=UTC))
    assert berlin.is_open(datetime(2026, 3, 30, 7, 30, tzinfo=UTC))
    friday = datetime(2026, 3, 27, 15, 0, tzinfo=UTC)  # 16:00 there
    monday = datetime(2026, 3, 30, 8, 0, tzinfo=UTC)  # 10:00 there
    assert berlin.between(friday, int((monday - friday).total_seconds())) == 2 * 3600


@given(
    st.integers(0, 10 * 365 * 86400).map(lambda seconds: MONDAY + timedelta(seconds=seconds)),
    st.integers(0, 40 * 86400),
    st.integers(0, 40 * 86400),
)
def test_a_stretch_is_as_long_as_its_two_parts_and_never_longer_than_the_calendar(
    start: datetime, one: int, other: int
) -> None:
    whole = DESK.between(start, one + other)
    assert whole == pytest.approx(DESK.between(start, one) + DESK.between(start + timedelta(seconds=one), other))
    assert 0 <= whole <= one + other


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('time_zone = "Europe/Berln"', 'did you mean "Europe/Berlin"'),
        ('time_zone = "../../etc/passwd"', "this is no time zone"),
        ('opens = "25:00"', "desk.opens"),
        ('opens = "18:00"', "closes must be later"),
        ('weekend = ["someday"]', "desk.weekend"),
        (
            'weekend = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]',
            "no day to work on",
        ),
    ],
)
def test_hours_that_cannot_be_are_refused(line: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "deflect.toml"
    path.write_text(f"[desk]\n{line}\n", encoding="utf-8")
    with pytest.raises(ConfigError) as raised:
        load(path)
    assert said in str(raised.value)
