"""The decision as one page that needs nothing beside it: the answer first, then what to do, then what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from deflect.report.backtest_charts import risk_chart
from deflect.report.drawing import Draw, chart
from deflect.report.options import NO_CURRENCY
from deflect.report.options.decision import DRAWS
from deflect.report.page import charts
from deflect.report.page.days import when
from deflect.report.page.gaps import gaps_of
from deflect.report.page.numbers import Numbers
from deflect.report.page.words import LANGUAGES, WORDS

if TYPE_CHECKING:
    from deflect.report import Load
    from deflect.report.demand import Entry
    from deflect.report.options import Option

__all__ = ["LANGUAGES", "decision_page", "nothing_page"]

TEMPLATES = Path(__file__).parent.parent / "templates"
STYLES = ("backtest.css", "decision.css")
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
FLAG = Markup('<code dir="ltr">--cost</code>')
"""Else its hyphens would stand behind it in Arabic."""
FOLLOWED = 5
"""Questions whose demand is drawn over time."""
ROWS = 25
"""Rows of a list of questions; all are in the JSON."""
FLIPS = 6
"""Amounts that would turn the decision round; all are in the JSON."""
FIRST = 10
"""Articles that are to be written first."""


def decision_page(load: Load, language: str = "en") -> str:
    """Draw the report.

    Args:
        load: With desk and tiers measured; whatever else is None is left out, or said to be missing.
        language: Of the interface, one of `LANGUAGES`; questions stay in their own words.

    Returns:
        One HTML page without scripts that loads nothing. It holds the labels of questions, and no customer.
    """
    words, names = WORDS[language], partial(when, language=language)
    entries = {each.question: each for each in load.demand.entries} if load.demand else {}
    return _template(
        "decision.html", names
    ).render(
        **_frame(language),
        load=load,
        say=partial(_say, words),
        n=Numbers(language),
        when=names,
        charts={name: Markup(chart(name, draw)) for name, draw in _charts(load, words, language).items()},  # noqa: S704
        options=_reckoned(load),
        second=_second(load),
        no_currency=NO_CURRENCY,
        flips=FLIPS,
        blank=_blank(load),
        gaps=gaps_of(load),
        looks=charts.looks_of(load.options) if load.options else {},
        marks=charts.LOOKS,
        entries=entries,
        fixes=[entries[name] for name in load.demand.fixes] if load.demand else [],
        followed=_followed(load),
        parts=_parts(load),
        rows=ROWS,
        first=[each for each in load.first[:FIRST] if each.removed > 0],
        draws=DRAWS,
    )


def nothing_page(language: str = "en") -> str:
    """Draw the page of a desk without tickets: that nothing can be said, and what to do first."""
    return _template("nothing.html", partial(when, language=language)).render(**_frame(language))


def _frame(language: str) -> dict[str, object]:
    style = "\n".join((TEMPLATES / name).read_text(encoding="utf-8") for name in STYLES)
    return {
        "language": language,
        "direction": "rtl" if language == "ar" else "ltr",
        "words": WORDS[language],
        "style": Markup(style),  # noqa: S704 - our own files
        "policy": POLICY,
    }


def _charts(load: Load, words: Mapping[str, str], language: str) -> dict[str, Draw]:
    assert load.desk is not None
    drawn = {"load": charts.load_chart(load.desk.volume, words, language)}
    if load.demand and load.demand.entries:
        drawn["pareto"] = charts.pareto_chart(load.demand, words)
        drawn["demand"] = charts.demand_chart(load.demand.months, _followed(load), words, language)
    if load.backtest and load.backtest.curve:
        found, names = load.backtest, (words["axis_answered"], words["axis_wrong"])
        wrong = found.wrong.part / found.covered.part if found.covered.part else 0.0
        drawn["risk"] = risk_chart(found.curve, found.covered, wrong, names)
    if load.options and load.options.over_volume:
        drawn["cost"] = charts.cost_chart(load.options, load.desk.volume.lately.value, words)
    return drawn


def _followed(load: Load) -> tuple[Entry, ...]:
    return load.demand.entries[:FOLLOWED] if load.demand else ()


def _reckoned(load: Load) -> dict[str, Option]:
    return {each.key: each for each in load.options.options if not each.needs} if load.options else {}


def _second(load: Load) -> Option | None:
    """The option that is cheapest but for the best."""
    others = [each for key, each in _reckoned(load).items() if load.options and key != load.options.best]
    return min(others, key=lambda each: each.least.cost_a_month.value if each.least else 0.0, default=None)


def _blank(load: Load) -> list[str]:
    """Amounts that some option lacks, each once, those of most options first."""
    needs = [name for each in load.options.options for name in each.needs] if load.options else []
    return sorted(dict.fromkeys(needs), key=lambda name: -needs.count(name))


def _parts(load: Load) -> list[tuple[str, float]]:
    """What becomes of all tickets, as shares that add up to 1: by articles, the rest of tier 1, tiers 2 and 3."""
    assert load.tiers is not None
    easy, *others = (each.share.value for each in load.tiers.tiers)
    answered = min(load.answered.value, easy) if load.answered else 0.0
    return list(zip(("articles", "tier1", "tier2", "tier3"), (answered, easy - answered, *others), strict=True))


def _say(words: Mapping[str, str], key: str, **values: object) -> Markup:
    """A sentence with its figures and labels put in, which are escaped."""
    text = escape(words[key]).replace("--cost", FLAG)
    return Markup(text).format(**values)  # noqa: S704 - escaped just here


def _template(name: str, names: Callable[[str], Markup]) -> Template:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"zip": zip, "when": names, "in_words": lambda key, words: words[key]}
    return environment.get_template(name)
