"""What is not known is asked for, never made up; the same amounts give the same figures."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from deflect.config import CostSettings, load
from deflect.errors import ConfigError
from deflect.report.options import weigh, write_first
from tests.report.options.test_worked_examples import MEASURED, NEW, options


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
