"""How long an agent worked, as helpdesks write it in a cell."""

from __future__ import annotations

import re

from deflect.store.record import RecordError

MINUTES_IN = {"minutes": 1.0, "seconds": 1 / 60, "hours": 60.0}
"""Minutes in one of the unit that a column counts in, by the field it is mapped to."""

_UNKNOWN = frozenset({"", "-", "–", "—", "n/a", "none", "null"})
_NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,9}|,\d{1,2})?")
_CLOCK = re.compile(r"(\d{1,6}):([0-5]\d)(?::([0-5]\d))?")
_SPOKEN = re.compile(
    r"(?:(?P<hours>\d{1,6}(?:[.,]\d{1,2})?) ?(?:h|hrs?|hours?|std|stunden?|heures?)\.?)? ?"
    r"(?:(?P<minutes>\d{1,7}(?:[.,]\d{1,2})?) ?(?:m|mins?|minutes?|minuten?)\.?)? ?"
    r"(?:(?P<seconds>\d{1,9}) ?(?:s|secs?|seconds?|sek|sekunden?|secondes?)\.?)?"
)


def read_minutes(cell: str, unit: str) -> float | None:
    """Read the time in a cell.

    Args:
        cell: A number of the column's unit, a time as `1:30` (hours and minutes) or `0:01:30`, or one that names its
            units, as `1h 30m`; blank, a dash or `n/a` if nobody noted it.
        unit: `minutes`, `seconds` or `hours`.

    Returns:
        Minutes, or None if none are noted; a number below 0 is given as it is.

    Raises:
        RecordError: It is none of these.
    """
    text = cell.strip().lower()
    if text in _UNKNOWN:
        return None
    if _NUMBER.fullmatch(text):
        return float(text.replace(",", ".")) * MINUTES_IN[unit]
    clock = _CLOCK.fullmatch(text)
    if clock:
        return int(clock[1]) * 60 + int(clock[2]) + int(clock[3] or 0) / 60
    spoken = _SPOKEN.fullmatch(text)
    if spoken is None:
        raise RecordError(f"{unit} is not a number")
    return sum(float(spoken[name].replace(",", ".")) * MINUTES_IN[name] for name in MINUTES_IN if spoken[name])
