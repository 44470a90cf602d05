"""The ways to handle support and what each costs, before and after documentation takes its part."""

from __future__ import annotations

from deflect.report.options.decision import BreakEven, Flip, Forecast, Input, Option, Options, weigh
from deflect.report.options.first import FirstArticle, Question, write_first
from deflect.report.options.inputs import Measured, Range
from deflect.report.options.over_volume import AtVolume

__all__ = [
    "AtVolume",
    "BreakEven",
    "FirstArticle",
    "Flip",
    "Forecast",
    "Input",
    "Measured",
    "Option",
    "Options",
    "Question",
    "Range",
    "weigh",
    "write_first",
]
