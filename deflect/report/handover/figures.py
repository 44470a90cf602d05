"""The pages of the pack that hold figures: volumes by hour and language, and the service kept today."""

from __future__ import annotations

from collections import Counter

from deflect.languages import named
from deflect.report.desk.estimate import Spread
from deflect.report.desk.hours import DAYS
from deflect.report.handover.material import Material
from deflect.report.sheets import sheet

COLUMNS = 6
"""Languages with a column of their own on the page; the sheet has all."""


def volumes(material: Material) -> str:
    """When tickets come, and in which language."""
    languages = Counter[str]()
    for (_, _, language), count in material.arrivals.items():
        languages[language] += count
    shown = [name for name, _ in sorted(languages.items(), key=lambda pair: (-pair[1], pair[0]))[:COLUMNS]]
    volume, clock = material.desk.volume, material.desk.clock
    return "\n".join(
        [
            "# Volumes by hour and language",
            "",
            f"{volume.lately.value:.0f} tickets a month lately ({volume.lately.low:.0f} to {volume.lately.high:.0f}); "
            f"{clock.outside} come outside the desk's hours, {clock.open_hours:g} a week.",
            f"Hours are those of {material.time_zone}. Every weekday by itself: [volumes.csv](volumes.csv).",
            "",
            f"| hour | {' | '.join(named(each) for each in shown)} | all |",
            f"|---{'|---' * len(shown)}|---|",
            *(_hour(material, hour, shown) for hour in range(24)),
            "",
            *(f"- {named(name)}: {count:,} tickets" for name, count in languages.most_common()),
            "",
        ]
    )


def volumes_sheet(material: Material) -> str:
    """Tickets by weekday, hour and language, as CSV."""
    rows = ((DAYS[day], hour, language, count) for (day, hour, language), count in sorted(material.arrivals.items()))
    return "\ufeff" + sheet(("weekday", "hour", "language", "tickets"), rows)


def service_levels(material: Material) -> str:
    """The service that customers get today, which the partner is to keep."""
    handling, measured = material.desk.handling, material.desk.measured
    rows = [
        ("first response, by the calendar", _hours(handling.first_response), measured["first_response"]),
        ("first response, in business hours", _hours(handling.first_response_business), measured["business"]),
        ("full resolution, by the calendar", _hours(handling.resolution), measured["resolution"]),
        ("full resolution, in business hours", _hours(handling.resolution_business), measured["business"]),
        ("solved by one answer", str(handling.one_touch), measured["one_touch"]),
        ("came back", str(handling.reopened), measured["reopened"]),
        ("rated good", str(handling.satisfaction), measured["satisfaction"]),
    ]
    return "\n".join(
        [
            "# Service levels kept today",
            "",
            f"Over {handling.tickets:,} tickets. {measured['intervals'].capitalize()}.",
            "",
            "| what | today | how it is measured |",
            "|---|---|---|",
            *(f"| {name} | {value} | {how} |" for name, value, how in rows),
            "",
        ]
    )


def _hour(material: Material, hour: int, shown: list[str]) -> str:
    here = {key: count for key, count in material.arrivals.items() if key[1] == hour}
    counts = [sum(count for key, count in here.items() if key[2] == name) for name in shown]
    return f"| {hour:02}:00 | {' | '.join(map(str, counts))} | {sum(here.values())} |"


def _hours(spread: Spread) -> str:
    if spread.p50 is None or spread.p90 is None:
        return "none"
    half = f"half within {spread.p50.value:.1f} h ({spread.p50.low:.1f} to {spread.p50.high:.1f})"
    return f"{half}, nine in ten within {spread.p90.value:.1f} h; n = {spread.n:,}"
