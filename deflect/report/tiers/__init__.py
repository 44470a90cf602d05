"""The tier of each ticket, by rules that can be read and changed, and how well they agree with a person."""

from __future__ import annotations

from deflect.report.tiers.agreement import Agreement, agree
from deflect.report.tiers.repeated import repeated_answers
from deflect.report.tiers.rules import MEANING, Rules, Tier, Tiered, TierFigures, Tiers, measure_tiers
from deflect.report.tiers.sample import draw, read_labels, sample_sheet

__all__ = [
    "MEANING",
    "Agreement",
    "Rules",
    "Tier",
    "TierFigures",
    "Tiered",
    "Tiers",
    "agree",
    "draw",
    "measure_tiers",
    "read_labels",
    "repeated_answers",
    "sample_sheet",
]
