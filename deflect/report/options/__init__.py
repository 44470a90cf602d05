"""The ways to handle support and what each costs, as it is today and with the articles that pay."""

from __future__ import annotations

from deflect.report.options.decision import Forecast, Growth, Input, Option, Options, weigh
from deflect.report.options.first import FirstArticle, Question, Worth, write_first
from deflect.report.options.inputs import Measured, Range
from deflect.report.options.over_volume import AtVolume
from deflect.report.options.sheets import articles_sheet, options_sheet
from deflect.report.options.turning import BreakEven, Flip
from deflect.report.options.units import NO_CURRENCY

__all__ = [
    "NO_CURRENCY",
    "AtVolume",
    "BreakEven",
    "FirstArticle",
    "Flip",
    "Forecast",
    "Growth",
    "Input",
    "Measured",
    "Option",
    "Options",
    "Question",
    "Range",
    "Worth",
    "articles_sheet",
    "options_sheet",
    "weigh",
    "write_first",
]
