"""The demand: what is asked, by how many customers, and whether documentation took any of it."""

from __future__ import annotations

from deflect.report.demand.ledger import Covered, Demand, Documentation, Entry, demand_sheet, measure_demand
from deflect.report.demand.series import Interruption, interrupted

__all__ = [
    "Covered",
    "Demand",
    "Documentation",
    "Entry",
    "Interruption",
    "demand_sheet",
    "interrupted",
    "measure_demand",
]
