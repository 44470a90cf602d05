"""A backtest as one page that needs nothing beside it: what to expect, the curve of risk, all figures in tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from deflect import languages
from deflect.interval import percent
from deflect.report import backtest_charts as charts
from deflect.report.drawing import chart

if TYPE_CHECKING:
    from deflect.interval import Share
    from deflect.suggest import BacktestResult
    from deflect.suggest.backtest import Figures

HERE = Path(__file__).parent / "templates"
REASONS = {
    "not-sure": "no candidate is sure enough",
    "nothing-similar": "nothing similar was known",
    "too-short": "the question is too short",
    "empty-question": "there is no question",
    "no-articles": "there was no article yet",
    "not-reviewed": "the answer is a draft",
    "not-enough-history": "too few past tickets to know when it is right",
    "too-often-wrong": "at no confidence was it right often enough",
    "sensitive": "a person is to answer this",
    "ambiguous": "two or three articles were as likely",
}
"""What a reason to say nothing means; a reason that is not here stands for itself."""


def backtest_page(result: BacktestResult) -> str:
    """Draw a backtest.

    Args:
        result: What `deflect.suggest.backtest` found.

    Returns:
        One HTML page without scripts that loads nothing; it names no ticket and no customer.
    """
    style = (HERE / "backtest.css").read_text(encoding="utf-8")
    figures = result.trusted
    drawn = figures.total.asked > 0
    return _template().render(
        result=result,
        figures=figures,
        style=Markup(style),  # noqa: S704 - our own file
        policy="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'",
        charts=_charts(result, figures) if drawn else {},
        reasons=REASONS,
        judged=_judged(figures),
    )


def _charts(result: BacktestResult, figures: Figures) -> dict[str, Markup]:
    wrong = 1 - figures.total.precision.value if figures.total.precision else 0.0
    drawn = {
        "risk": charts.risk_chart(figures.curve, figures.total.covered, wrong),
        "windows": charts.window_chart(figures, result.period),
        "reliability": charts.reliability_chart(figures.reliability),
    }
    return {name: Markup(chart(name, draw)) for name, draw in drawn.items()}  # noqa: S704 - drawn from numbers


def _judged(figures: Figures) -> str:
    return "tickets in which an agent linked an article" if figures.judge == "links" else "tickets"


def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"percent": percent, "interval": interval, "share": share_text, "language": language}
    return environment.get_template("backtest.html")


def interval(share: Share) -> str:
    """Write the interval of a share."""
    return f"{percent(share.low)} to {percent(share.high)}"


def share_text(share: Share | None) -> str:
    """Write a share with its interval; of nothing, a dash."""
    return f"{percent(share.value)} ({interval(share)})" if share and share.whole else "–"


def language(code: str) -> str:
    """Write out a language, as far as its code is known."""
    return "not told" if code == "und" else languages.named(code)
