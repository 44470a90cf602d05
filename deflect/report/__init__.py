"""The load on the desk, and the part of it that asks recurring questions."""

from __future__ import annotations

from deflect.report.desk import Desk, measure_desk
from deflect.report.impressions import Event, impressions, read_event
from deflect.report.kcs import ArticleFigures, Kcs, measure_kcs
from deflect.report.load import Load, RecurringQuestion, measure_load

__all__ = [
    "ArticleFigures",
    "Desk",
    "Event",
    "Kcs",
    "Load",
    "RecurringQuestion",
    "impressions",
    "measure_desk",
    "measure_kcs",
    "measure_load",
    "read_event",
]
