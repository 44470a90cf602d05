"""Replies reviewed by peers: a blind, stratified sample each week, a rubric, and what the marks say."""

from __future__ import annotations

from deflect.report.quality.draw import Drawn, Listed, Plan, Sample, draw, order_for
from deflect.report.quality.figures import FEWEST, Files, Judged, Quality, Review, judged, measure_quality
from deflect.report.quality.form import Form, read, render
from deflect.report.quality.rubric import CRITERIA, MARKS

__all__ = [
    "CRITERIA",
    "FEWEST",
    "MARKS",
    "Drawn",
    "Files",
    "Form",
    "Judged",
    "Listed",
    "Plan",
    "Quality",
    "Review",
    "Sample",
    "draw",
    "judged",
    "measure_quality",
    "order_for",
    "read",
    "render",
]
