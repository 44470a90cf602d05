"""What the amounts are counted in, so that none is shown bare."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Unit = Literal["money", "hours", "hours a week", "minutes", "months", "tickets", "replies", "share"]

NO_CURRENCY = "¤"
"""Stands for a currency that nobody named (ISO 8859-1: currency sign)."""

UNITS: Mapping[str, Unit] = {
    "owner_hour": "money",
    "part_time_salary": "money",
    "full_time_salary": "money",
    "contractor_hour": "money",
    "reply_price": "money",
    "reply_minimum": "money",
    "plan_price": "money",
    "plan_extra": "money",
    "hours_an_article": "hours",
    "training_hours": "hours",
    "part_time_hours": "hours a week",
    "full_time_hours": "hours a week",
    "service_hours": "hours a week",
    "cover": "hours a week",
    "minutes_a_reply": "minutes",
    "minutes": "minutes",
    "further_minutes": "minutes",
    "ramp_months": "months",
    "plan_tickets": "tickets",
    "service_least": "tickets",
    "tickets": "tickets",
    "replies": "replies",
    "growth": "share",
    "overhead": "share",
    "escalation": "share",
    "tier1": "share",
    "answered": "share",
}


def unit_of(name: str) -> Unit:
    """Tell what an amount is counted in; every input has a unit."""
    return UNITS[name]
