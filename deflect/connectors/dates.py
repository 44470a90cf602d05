"""Dates as helpdesks write them in CSV files."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone

from deflect.store.record import RecordError, date_from

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier janv", "feb february februar fevrier février fevr févr",
            "mar march märz maerz mrz mars", "apr april avril avr", "may mai", "jun june juni juin",
            "jul july juli juillet juil", "aug august août aout", "sep sept september septembre",
            "oct october oktober okt octobre", "nov november novembre",
            "dec december dezember dez décembre decembre déc",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_TIME = (
    r"(?:[,T]?\s*(?:at |um |à )?(?P<hour>\d{1,2})[:h](?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?"
    r"(?:\s*(?P<half>[ap])\.?m\.?)?)?(?:\s*(?:UTC|GMT|Z|Uhr))?(?:\s*(?P<zone>[+-]\d{2}:?\d{2}))?"
)
_WEEKDAY = r"(?:[^\W\d]{2,10}\.?,?\s+)?"
_NUMERIC = re.compile(rf"(?P<a>\d{{1,2}})(?P<sep>[./-])(?P<b>\d{{1,2}})(?P=sep)(?P<year>\d{{4}}){_TIME}", re.IGNORECASE)
_YEAR_FIRST = re.compile(rf"(?P<year>\d{{4}})[./-](?P<month>\d{{1,2}})[./-](?P<day>\d{{1,2}}){_TIME}", re.IGNORECASE)
_DAY_MONTH = re.compile(
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})\.?[ -](?P<name>[^\W\d]{{3,9}})\.?[ -](?P<year>\d{{4}}){_TIME}", re.IGNORECASE
)
_MONTH_DAY = re.compile(
    rf"{_WEEKDAY}(?P<name>[^\W\d]{{3,9}})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}}){_TIME}",
    re.IGNORECASE,
)
_LONGEST = 80


def day_first(samples: Iterable[str]) -> bool | None:
    """Tell whether 05/06/2023 is the 5th of June.

    Args:
        samples: Dates of the file.

    Returns:
        True or False where a number over 12 tells, or where no date leaves it open; None if it cannot be told. What is
        a date in neither order tells nothing: it is one bad row, and no reason to refuse the others.
    """
    pairs = [
        (int(m["a"]), int(m["b"]))
        for text in samples
        if (m := _NUMERIC.fullmatch(text.strip()[:_LONGEST])) and m["sep"] != "."
    ]
    pairs = [(a, b) for a, b in pairs if 1 <= min(a, b) <= 12 and max(a, b) <= 31]
    first, second = any(a > 12 for a, _ in pairs), any(b > 12 for _, b in pairs)
    if first == second:
        return None if pairs else True
    return first


def read_date(text: str, key: str, *, days_first: bool) -> datetime:
    """Read a date as a helpdesk wrote it; without a zone it is UTC.

    Args:
        text: ISO 8601, seconds since 1970, or day, month and year in the usual orders, months as numbers or names.
        key: What it is called, for the error.
        days_first: Whether 05/06/2023 is the 5th of June; dates with dots always have the day first.

    Raises:
        RecordError: There is none, or it is not a date.
    """
    text = " ".join(text.split())
    try:
        return date_from(text, key)
    except RecordError:
        if not text:
            raise
    for pattern in (_YEAR_FIRST, _NUMERIC, _DAY_MONTH, _MONTH_DAY):
        if match := pattern.fullmatch(text[: _LONGEST + 1]):
            return _moment(match.groupdict(), key, days_first=days_first)
    raise RecordError(f"{key} is not a date")


def _moment(parts: dict[str, str | None], key: str, *, days_first: bool) -> datetime:
    hour = int(parts["hour"] or 0)
    if parts["half"]:
        hour = hour % 12 + (12 if parts["half"].lower() == "p" else 0)
    month, day = _month_and_day(parts, days_first=days_first)
    try:
        moment = datetime(
            int(parts["year"] or 0), month, day, hour, int(parts["minute"] or 0), int(parts["second"] or 0),
            tzinfo=_zone(parts["zone"]),
        )  # fmt: skip
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise RecordError(f"{key} is not a date") from error


def _month_and_day(parts: dict[str, str | None], *, days_first: bool) -> tuple[int, int]:
    if parts.get("name"):
        return _MONTHS.get(str(parts["name"]).lower(), 0), int(parts["day"] or 0)
    if parts.get("month"):
        return int(parts["month"] or 0), int(parts["day"] or 0)
    a, b = int(parts["a"] or 0), int(parts["b"] or 0)
    return (b, a) if days_first or parts["sep"] == "." else (a, b)


def _zone(text: str | None) -> timezone:
    if text is None:
        return UTC
    digits = text[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)
