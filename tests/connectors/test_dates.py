from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.connectors.dates import day_first, read_date
from deflect.store import RecordError


@pytest.mark.parametrize(
    "written",
    ["2023-06-05T14:07:00Z", "2023-06-05 14:07", "2023-06-05 14:07:00 UTC", "2023-06-05 14:07:00 +0000",
     "2023-06-05 16:07:00 +02:00", "2023/06/05 14:07", "05/06/2023 14:07", "5/6/2023, 2:07 PM", "05-06-2023 14:07:00",
     "05.06.2023 14:07 Uhr", "5.6.2023, 14:07:00", "June 5, 2023 2:07 pm", "Jun 5th, 2023 at 2:07 p.m.",
     "5 June 2023 14:07", "Monday, June 5, 2023 14:07", "5. Juni 2023 um 14:07", "5 juin 2023 à 14h07",
     "05-Jun-2023 14:07", "Mon, 05 Jun 2023 14:07:00 +0000", "1685974020", "2023-06-05 14:07:00.000"],
)  # fmt: skip
def test_dates_as_helpdesks_write_them(written: str) -> None:
    assert read_date(written, "d", days_first=True) == datetime(2023, 6, 5, 14, 7, tzinfo=UTC)


def test_month_first_and_noon_and_midnight() -> None:
    assert read_date("6/5/2023 12:00 AM", "d", days_first=False) == datetime(2023, 6, 5, tzinfo=UTC)
    assert read_date("6/5/2023 12:30 pm", "d", days_first=False) == datetime(2023, 6, 5, 12, 30, tzinfo=UTC)
    assert read_date("05.06.2023", "d", days_first=False) == datetime(2023, 6, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    ["soon", "32/01/2023", "01/13/2023", "5 Foo 2023", "2023-02-30 10:00 UTC", "05/06/2023 25:00", "05/06/2023 +99:00",
     "5/6/23", "x" * 100_000, "1 " * 50_000],
)  # fmt: skip
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(RecordError, match="d is not a date"):
        read_date(written, "d", days_first=True)


def test_a_missing_date_is_refused() -> None:
    with pytest.raises(RecordError, match="no d"):
        read_date("  ", "d", days_first=True)


@pytest.mark.parametrize(
    ("samples", "order"),
    [([], True), (["2023-01-01"], True), (["01.02.2023"], True), (["01/02/2023"], None),
     (["01/02/2023", "13/02/2023"], True), (["01/02/2023", "02/13/2023"], False), (["13/01/2023", "01/13/2023"], None)],
)  # fmt: skip
def test_the_order_of_day_and_month_is_told_only_where_a_number_tells(samples: list[str], order: bool | None) -> None:
    assert day_first(samples) is order


EARLIEST, LATEST = datetime(1950, 1, 1), datetime(2100, 1, 1)  # noqa: DTZ001  # the strategy adds the zone


@given(st.datetimes(EARLIEST, LATEST, timezones=st.just(UTC)), st.booleans())
def test_written_and_read_again_is_the_same_minute(moment: datetime, days_first: bool) -> None:
    minute = moment.replace(second=0, microsecond=0)
    day = "%d/%m/%Y" if days_first else "%m/%d/%Y"
    for form in (f"{day} %H:%M", f"{day} %I:%M %p", "%d.%m.%Y %H:%M", "%d %B %Y %H:%M", "%b %d, %Y %I:%M %p"):
        assert read_date(minute.strftime(form), "d", days_first=days_first) == minute


@pytest.mark.parametrize("wrong", ["31/31/2026", "32/01/2026", "00/14/2026", "99-99-2026"])
def test_what_is_a_date_in_neither_order_does_not_make_the_others_doubtful(wrong: str) -> None:
    assert day_first([wrong]) is True
    assert day_first([wrong, "2026-03-01"]) is True
    assert day_first([wrong, "03/25/2026"]) is False
    assert day_first([wrong, "03/04/2026"]) is None
