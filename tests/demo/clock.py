"""When people write: a growing year, its weekdays and hours, and the hours of the support office."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random

START = datetime(2025, 11, 1, tzinfo=UTC)
END = datetime(2026, 11, 1, tzinfo=UTC)
DAYS = [START.date() + timedelta(days=n) for n in range((END - START).days)]

_WEEKDAYS = (1.30, 1.20, 1.12, 1.08, 0.95, 0.40, 0.35)
_HOURS = (1, 1, 0, 0, 0, 1, 3, 7, 14, 20, 22, 19, 14, 16, 18, 17, 14, 10, 7, 6, 7, 6, 4, 2)
_OFFSETS = {"en-US": -6, "en-CA": -5, "en-GB": 0, "en-AU": 10, "ar-AE": 4, "ar-EG": 2, "ar-SA": 3, "cy": 0, "cy-GB": 0}
_OPEN, _CLOSE = 8, 18


def question_day(rng: Random, area: str, since: date | None) -> date:
    """Draw the day of a ticket; a question that a release started bursts after that release."""
    return rng.choices(DAYS, [_day_weight(day) * _season(day, area) * _burst(day, since) for day in DAYS])[0]


def any_day(rng: Random) -> date:
    """Draw a day by nothing but growth and weekday."""
    return rng.choices(DAYS, [_day_weight(day) for day in DAYS])[0]


def local_time(rng: Random, day: date, locale: str) -> datetime:
    """Draw an hour at which somebody of this locale writes and return it in UTC, inside the year."""
    hour = rng.choices(range(24), _HOURS)[0] - _OFFSETS.get(locale, 1)
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(
        hours=hour, minutes=rng.randrange(60), seconds=rng.randrange(60)
    )
    return min(
        max(moment, START + timedelta(minutes=rng.randrange(600))), END - timedelta(seconds=rng.randint(1, 9000))
    )


def agent_time(rng: Random, after: datetime, median_hours: float = 3.0) -> datetime:
    """Draw when an agent reacts: a delay that ends within the office's hours."""
    moment = after + timedelta(hours=median_hours * rng.lognormvariate(0, 0.9), seconds=rng.randint(60, 600))
    if moment.hour >= _CLOSE:
        moment = _morning(rng, moment + timedelta(days=1))
    while moment.weekday() >= 5:
        moment = _morning(rng, moment + timedelta(days=1))
    return _morning(rng, moment) if moment.hour < _OPEN else moment


def later(rng: Random, after: datetime, median_hours: float) -> datetime:
    """Draw when a customer reacts, whatever the hour."""
    return after + timedelta(hours=median_hours * rng.lognormvariate(0, 1.0), seconds=rng.randint(90, 900))


def burst(rng: Random, start: datetime, size: int) -> Sequence[datetime]:
    """Return the times of a wave of mails within half a day."""
    return [min(start + timedelta(minutes=rng.randrange(700)), END - timedelta(seconds=1 + n)) for n in range(size)]


def _morning(rng: Random, moment: datetime) -> datetime:
    return moment.replace(hour=_OPEN, minute=0) + timedelta(minutes=rng.randrange(170))


def _day_weight(day: date) -> float:
    growth = 0.72 + 0.56 * (day - DAYS[0]).days / len(DAYS)
    holiday = 0.35 if (day.month, day.day) in {(12, 24), (12, 25), (12, 26), (12, 31), (1, 1)} else 1.0
    return growth * holiday * _WEEKDAYS[day.weekday()]


def _season(day: date, area: str) -> float:
    sale = area == "licences" and date(2025, 11, 24) <= day <= date(2025, 12, 5)
    summer = area == "bookings" and day.month in {5, 6, 7}
    return 2.4 if sale else 1.25 if summer else 1.0


def _burst(day: date, since: date | None) -> float:
    if since is None:
        return 1.0
    age = (day - since).days
    return 0.0 if age < 0 else 0.25 + 9.0 * float(2 ** (-age / 9))
