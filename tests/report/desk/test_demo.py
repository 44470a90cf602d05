"""Every figure of load on the demo is what the generator's records say, counted here in another way."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from deflect.config import DeskSettings
from deflect.report.desk import Desk, Part, measure_desk
from tests.report.desk.demo import Row, cleaned, records, truth

BERLIN = ZoneInfo("Europe/Berlin")
SETTINGS = DeskSettings(time_zone="Europe/Berlin", opens="08:30", closes="17:30", weekend=("sunday",))


@pytest.fixture(scope="module")
def desk() -> Desk:
    return measure_desk(cleaned(), SETTINGS)


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return [records()[ticket.id] for ticket in cleaned()]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def replies(row: Row) -> list[datetime]:
    return [at(each["created_at"]) for each in row["messages"] if each["author"] == "agent" and each["public"]]


def is_solved(row: Row) -> bool:
    return row["status"] in ("solved", "closed")


def open_hours(start: datetime, end: datetime) -> float:
    """Walk from day to day by the clock on the wall in Berlin."""
    total, day = 0.0, start.astimezone(BERLIN).date()
    while day <= end.astimezone(BERLIN).date():
        if day.weekday() != 6:
            opens = datetime(day.year, day.month, day.day, 8, 30, tzinfo=BERLIN).astimezone(UTC)
            closes = datetime(day.year, day.month, day.day, 17, 30, tzinfo=BERLIN).astimezone(UTC)
            total += max((min(end, closes) - max(start, opens)).total_seconds(), 0)
        day += timedelta(days=1)
    return total / 3600


def test_what_is_counted_is_within_one_in_a_hundred_what_customers_asked(desk: Desk) -> None:
    """A few mails of spam that nobody marked pass, and a ticket without any text does not."""
    asked = Counter(row["kind"] for row in truth().values())
    assert desk.handling.tickets == pytest.approx(asked["recurring"] + asked["one-off"], rel=0.01)


def test_volume_by_month(desk: Desk, rows: list[Row]) -> None:
    counted = Counter(row["created_at"][:7] for row in rows)
    assert dict(zip(desk.volume.months, desk.volume.tickets, strict=True)) == counted
    assert desk.volume.season == ()
    assert "season" in desk.volume.note


def test_growth_is_the_one_that_the_generator_draws_with(desk: Desk) -> None:
    """Its weight of a day rises in a straight line from 0.72 to 1.28 over the year, and some questions in seasons."""
    assert desk.volume.growth is not None
    assert desk.volume.growth.low < 1.28 / 0.72 < desk.volume.growth.high


def test_first_response_and_resolution_by_the_calendar(desk: Desk, rows: list[Row]) -> None:
    first = [(replies(row)[0] - at(row["created_at"])).total_seconds() / 3600 for row in rows if replies(row)]
    last = [
        (replies(row)[-1] - at(row["created_at"])).total_seconds() / 3600
        for row in rows
        if replies(row) and is_solved(row)
    ]
    for found, told in ((desk.handling.first_response, first), (desk.handling.resolution, last)):
        assert found.n == len(told)
        assert found.p50 is not None
        assert found.p90 is not None
        assert (found.p50.value, found.p90.value) == pytest.approx(tuple(np.percentile(told, [50, 90])), abs=1e-6)
        assert found.p50.low <= found.p50.value <= found.p50.high


def test_times_in_business_hours(desk: Desk, rows: list[Row]) -> None:
    told = [open_hours(at(row["created_at"]), replies(row)[0]) for row in rows if replies(row)]
    found = desk.handling.first_response_business
    assert found.p50 is not None
    assert found.p90 is not None
    assert (found.p50.value, found.p90.value) == pytest.approx(tuple(np.percentile(told, [50, 90])), abs=1e-6)


def test_replies_and_one_touch(desk: Desk, rows: list[Row]) -> None:
    counts = [len(replies(row)) for row in rows if replies(row)]
    assert desk.handling.mean_replies == pytest.approx(sum(counts) / len(counts))
    solved = [len(replies(row)) for row in rows if is_solved(row)]
    assert (desk.handling.one_touch.part, desk.handling.one_touch.whole) == (solved.count(1), len(solved))


def test_reopened(desk: Desk, rows: list[Row]) -> None:
    """The generator tags every story that it reopened and told to its end."""
    told = sum("reopened" in row["tags"] for row in rows if is_solved(row))
    assert desk.handling.reopened.value == pytest.approx(told / desk.handling.reopened.whole, abs=0.0005)


def test_satisfaction(desk: Desk, rows: list[Row]) -> None:
    rated = Counter(row["rating"] for row in rows)
    assert (desk.handling.satisfaction.part, desk.handling.satisfaction.whole) == (
        rated["good"],
        rated["good"] + rated["bad"],
    )


def test_backlog(desk: Desk, rows: list[Row]) -> None:
    """Counted ticket by ticket at the end of February."""
    end, waiting = datetime(2026, 3, 1, tzinfo=UTC), 0
    for row in rows:
        came, went = at(row["created_at"]), replies(row)
        gone = is_solved(row) and (not went or went[-1] < end)
        waiting += came < end and not gone
    assert desk.backlog.waiting[desk.backlog.months.index("2026-02")] == waiting
    assert desk.backlog.waiting[-1] == sum(not is_solved(row) for row in rows)
    assert desk.backlog.unknown == sum(is_solved(row) and not replies(row) for row in rows)


def test_hours_and_weekdays(desk: Desk, rows: list[Row]) -> None:
    here = [at(row["created_at"]).astimezone(BERLIN) for row in rows]
    counted = Counter((each.weekday(), each.hour) for each in here)
    assert all(desk.clock.hours[day][hour] == counted[day, hour] for day in range(7) for hour in range(24))
    inside = sum(each.weekday() != 6 and "08:30" <= f"{each:%H:%M}" < "17:30" for each in here)
    assert desk.clock.outside.part == len(rows) - inside
    assert (desk.clock.open_hours, desk.clock.further_hours) == (54, 114)


def named(parts: tuple[Part, ...]) -> dict[str, int]:
    return {part.name: part.share.part for part in parts}


def test_by_category(desk: Desk, rows: list[Row]) -> None:
    counted = Counter(tag for row in rows for tag in set(row["tags"]))
    assert named(desk.by_category) == dict(counted.most_common(12))


def test_by_language(desk: Desk, rows: list[Row]) -> None:
    """Where the record names none, the language is told by the text, nearly always rightly."""
    told = Counter(truth()[ticket.id]["language"] for ticket in cleaned())
    assert named(desk.by_language) == pytest.approx(told, abs=0.005 * len(rows))


def test_by_version_and_channel(desk: Desk) -> None:
    assert all(part.name.split()[0] not in ("WordPress", "PHP", "Elementor") for part in desk.by_version)
    assert desk.by_channel == ()
