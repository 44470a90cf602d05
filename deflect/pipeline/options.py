"""What the tickets say to the options, and what to write first."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from pydantic import ValidationError

from deflect.config import Amount, CostSettings, did_you_mean
from deflect.errors import UsageError
from deflect.pipeline.demand import a_month
from deflect.types import Article, Cluster

if TYPE_CHECKING:
    from deflect.report import Load
    from deflect.report.options import Measured, Options, Question, Range, Worth

SHOWN = 50
"""Articles that the list of what to write first names at most."""


def with_costs(settings: CostSettings, given: Mapping[str, Amount]) -> CostSettings:
    """Put amounts before those of [costs].

    Raises:
        UsageError: There is no such amount, or it cannot be.
    """
    try:
        return CostSettings.model_validate({**settings.model_dump(), **given})
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        if first["type"] == "extra_forbidden":
            raise UsageError(f"there is no such amount: {name or 'no name'}", "--cost", _amount_meant(name)) from None
        what = f"{name}: {first['msg']}"
        raise UsageError(what, "--cost", "The amounts are those of [costs]; see the settings reference") from None


def _amount_meant(wrong: str) -> str:
    from deflect.report.options.inputs import NOT_AMOUNTS

    known = [name for name in CostSettings.model_fields if name not in NOT_AMOUNTS]
    return did_you_mean(wrong, known)


def decide_options(
    load: Load,
    clusters: Sequence[Cluster],
    articles: Iterable[Article],
    costs: CostSettings,
) -> Load:
    """Complete a load, whose desk and tiers were measured, by the options and by what to write first."""
    from deflect.report.options import weigh, write_first

    measured = _measured(load)
    asked, answered = _questions(clusters, articles)
    documented = sum(each.tickets for each in answered)
    found = weigh(costs, measured, asked, documented)
    first = write_first(
        asked,
        tickets=measured.tickets.likely,
        answered=min(load.answered.value, measured.tier1.value) if load.answered else 0.0,
        minutes=_minutes(costs, measured),
        hours=_likely(costs.hours_an_article),
        documented=documented,
        worth=_worth(found, costs),
    )
    return dataclasses.replace(load, options=found, first=first[:SHOWN])


def _worth(found: Options, costs: CostSettings) -> Worth | None:
    from deflect.report.options import Worth

    hour, best = _likely(costs.owner_hour), found.chosen
    if hour is None or best is None or best.articles is None or found.a_ticket_less is None:
        return None
    return Worth(hour, found.a_ticket_less, best.articles)


def _measured(load: Load) -> Measured:
    from deflect.report.options import Measured, Range

    assert load.desk is not None
    assert load.tiers is not None
    lately = load.desk.volume.lately
    easy, *others = load.tiers.tiers
    return Measured(
        tickets=Range(lately.low, lately.value, lately.high, "your last three whole months"),
        replies=easy.mean_replies or 1.0,
        further_replies=_mean([(each.mean_replies, each.share.part) for each in others]) or 1.0,
        tier1=easy.share,
        answered=load.answered,
        cover=load.desk.clock.open_hours,
        minutes=easy.mean_minutes,
        further_minutes=_mean([(each.mean_minutes, each.share.part) for each in others]),
        growth=_growth(load),
        months=sum(load.desk.volume.whole),
        languages={name: count / load.tickets for name, count in load.languages.items()},
    )


def _growth(load: Load) -> Range | None:
    from deflect.report.options import Range

    assert load.desk is not None
    found = load.desk.volume.growth
    source = "the trend of your whole months"
    return Range(found.low - 1, found.value - 1, found.high - 1, source) if found else None


def _mean(weighted: Sequence[tuple[float | None, int]]) -> float | None:
    told = [(value, weight) for value, weight in weighted if value is not None]
    whole = sum(weight for _, weight in told)
    return sum(value * weight for value, weight in told) / whole if whole else None


def _questions(clusters: Sequence[Cluster], articles: Iterable[Article]) -> tuple[list[Question], list[Question]]:
    """Questions that nobody rejected: those without an article that customers can read, and those with one."""
    from deflect.report.options import Question

    done = {each.cluster_id for each in articles if each.state == "validated" and each.cluster_id}
    without: list[Question] = []
    answered: list[Question] = []
    for each in clusters:
        if each.standing != "rejected" and each.trend.tickets:
            kept = answered if each.id in done or each.documented else without
            kept.append(Question(each.id, each.label, a_month(each.trend)))
    return without, answered


def _minutes(costs: CostSettings, measured: Measured) -> float | None:
    each = _likely(costs.minutes_a_reply)
    return measured.minutes if each is None else each * measured.replies


def _likely(value: Amount) -> float | None:
    from deflect.report.options.inputs import amount

    found = amount(value)
    return found.likely if found else None
