"""What is not known is asked for, never made up; the same amounts give the same figures."""

from __future__ import annotations

import csv
import dataclasses
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from deflect.config import CostSettings, load
from deflect.errors import ConfigError
from deflect.interval import wilson
from deflect.report.options import Worth, articles_sheet, options_sheet, weigh, write_first
from deflect.report.options.case import Case
from deflect.report.options.decision import DRAWS
from deflect.report.options.inputs import NOT_AMOUNTS
from deflect.report.options.model import WAYS
from deflect.report.options.units import UNITS
from tests.report.options.test_worked_examples import MEASURED, NEW, asked, options


def test_without_any_amount_every_option_says_what_it_needs() -> None:
    found = weigh(CostSettings(), MEASURED)
    assert found.best is None
    assert found.break_even == ()
    assert found.options[0].needs == ("owner_hour", "minutes_a_reply")
    assert all(each.before is None and each.needs for each in found.options)


def test_an_option_without_its_price_says_so_and_the_others_are_reckoned() -> None:
    found = {each.key: each for each in options().options}
    assert found["do-it-yourself"].before is not None
    assert found["service-by-reply"].needs == ("reply_price",)
    assert found["part-time"].needs == ("part_time_salary", "part_time_hours", "overhead")


def test_every_default_that_is_a_price_says_where_it_is_from() -> None:
    sources = {each.name: each.source for each in options().inputs}
    assert "2019" in sources["contractor_hour"]
    assert "2019" in sources["service_least"]
    assert sources["owner_hour"] == "given in [costs]"


def test_the_same_amounts_give_the_same_figures() -> None:
    assert options(contractor_hour=(10.0, 90.0)) == options(contractor_hour=(10.0, 90.0))


def test_shares_of_the_draws_add_up_to_one() -> None:
    found = options(reply_price=(2.0, 9.0), plan_price=(200.0, 900.0), plan_tickets=100.0)
    assert sum(each.cheapest or 0.0 for each in found.options) == pytest.approx(1)
    ends = [(each.before.cost_a_year.low, each.before.cost_a_year.high) for each in found.options if each.before]
    assert all(low <= high for low, high in ends)


def test_few_tickets_are_told_where_a_service_is_said_not_to_pay() -> None:
    few = {each.key: each.warning for each in options(tickets=80, reply_price=4.0).options}
    assert few["service-by-reply"] == "80 tickets a month are fewer than the 150 of service_least"
    assert few["do-it-yourself"] == ""


def test_minutes_noted_on_tickets_stand_where_none_a_reply_are_given() -> None:
    noted = dataclasses.replace(MEASURED, minutes=10.0, further_minutes=30.0)
    found = weigh(CostSettings.model_validate({"owner_hour": 60.0, **NEW}), noted).options[0]
    assert found.before is not None
    assert found.before.cost_a_month.value == pytest.approx(3600)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("owner_hour = -1", "0 or more"),
        ("owner_hour = nan", "0 or more"),
        ("owner_hour = [60, 30]", "the lowest goes first"),
        ("owner_hour = [1, 2, 3, 4]", "[low, high]"),
        ('owner_hour = "sixty"', "owner_hour"),
        ("escalation = 10", "a share is 0 to 1"),
        ("hourly = 10", "unknown setting"),
    ],
)
def test_amounts_that_cannot_be_are_refused(line: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "deflect.toml"
    path.write_text(f"[costs]\n{line}\n", encoding="utf-8")
    with pytest.raises(ConfigError) as raised:
        load(path)
    assert said in str(raised.value)


def test_no_question_needs_no_article_and_no_volume_does_no_harm() -> None:
    assert write_first([], tickets=0.0, answered=0.3, minutes=None, hours=None) == ()


def test_over_the_volume_todays_cost_is_that_of_the_table_and_more_tickets_cost_more() -> None:
    found = options(reply_price=(2.0, 9.0))
    own = [each for each in found.over_volume if each.key == "do-it-yourself"]
    assert [each.tickets for each in own] == [50, 100, 150, 200, 300, 400, 600]
    assert [round(each.cost_a_month.value) for each in own] == [900, 1800, 2700, 3600, 5400, 7200, 10800]
    reply = {each.tickets: each.cost_a_month for each in found.over_volume if each.key == "service-by-reply"}
    table = next(each.before for each in found.options if each.key == "service-by-reply")
    assert table is not None
    assert reply[200] == table.cost_a_month
    assert {each.key for each in found.over_volume} == {each.key for each in found.options if not each.needs}


def test_what_articles_save_is_the_difference_within_each_draw() -> None:
    """An hour worth 20 to 100 makes both forms uncertain by thousands; their difference moves far less.

    The oracle draws nothing anew: it takes the yearly cost of both forms from one reckoning of the same amounts.
    """
    questions = asked(50, 30, 15, 5)
    costs = {"owner_hour": (20.0, 100.0), "minutes_a_reply": 5.0, "hours_an_article": 2.0}
    measured = dataclasses.replace(MEASURED, answered=wilson(20, 100))
    own = weigh(CostSettings.model_validate(costs), measured, questions).options[0]
    assert own.before is not None
    assert own.after is not None
    assert own.saves is not None
    case = Case(CostSettings.model_validate(costs), measured, questions, 0.0)
    drawn = case.drawn(DRAWS)
    gain = (case.total(WAYS[0], drawn, None) - case.total(WAYS[0], drawn, own.articles)) / 12
    assert (own.saves.low, own.saves.high) == pytest.approx(tuple(np.percentile(gain, [2.5, 97.5])))
    assert own.saves_in == (gain > 0).mean() == 1.0
    apart = own.before.cost_a_month.low - own.after.cost_a_month.high
    assert apart < 0 < own.saves.low, "intervals that overlap say nothing of the difference"


def test_without_hours_to_write_articles_are_free_and_that_is_known() -> None:
    found = options(answered=wilson(20, 100), questions=asked(50, 30))
    assert (found.hours_known, found.options[0].articles) == (False, 2)


def test_with_nothing_measured_that_documentation_answers_nothing_is_said_of_articles() -> None:
    found = options(questions=asked(50, 30), hours_an_article=2.0)
    own = found.options[0]
    assert (own.articles, own.after, found.writing_pays_from, found.a_ticket_less) == (None, None, None, None)


@pytest.mark.parametrize("growth", [-1.0, -2.0, float("nan"), [-1.0, 0.5]])
def test_growth_that_leaves_fewer_than_no_ticket_is_refused(growth: object) -> None:
    with pytest.raises(ValidationError, match="growth is a share more than -1"):
        CostSettings.model_validate({"growth": growth})


def test_every_input_has_a_unit() -> None:
    assert set(UNITS) == {*CostSettings.model_fields} - {*NOT_AMOUNTS} | {
        "tickets", "tier1", "answered", "replies", "cover", "minutes", "further_minutes",
    }  # fmt: skip


def test_both_tables_are_written_for_a_spreadsheet_with_the_currency() -> None:
    found = options(answered=wilson(20, 100), questions=asked(50, 30, 15, 5), hours_an_article=13.0, reply_price=4.0)
    rows = list(csv.DictReader(options_sheet(found).splitlines()))
    assert [(row["option"], row["form"]) for row in rows][:2] == [
        ("do-it-yourself", "as today"),
        ("do-it-yourself", "articles"),
    ]
    assert (rows[1]["articles_written"], rows[1]["articles_possible"], rows[1]["currency"]) == ("2", "4", "¤")
    assert float(rows[1]["cost_a_month"]) == pytest.approx(3_410)
    assert float(rows[1]["saves_a_month"]) == pytest.approx(190)
    assert next(row["needs"] for row in rows if row["option"] == "part-time").startswith("part_time_salary ")
    worth = Worth(60.0, 10.0, 1)
    first = write_first(asked(50, 30), tickets=200, answered=0.2, minutes=10, hours=13.0, worth=worth)
    articles = list(csv.DictReader(articles_sheet(first).splitlines()))
    assert [row["write"] for row in articles] == ["yes", "no"]
