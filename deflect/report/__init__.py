"""The load on the desk, and the part of it that asks recurring questions."""

from __future__ import annotations

from deflect.report.load import Load, RecurringQuestion, measure_load

__all__ = ["Load", "RecurringQuestion", "measure_load"]
