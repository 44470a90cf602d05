"""The part of the page on costs: every form of every way, what pays, what would change it, money with its unit."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from deflect.config import CostSettings
from deflect.interval import wilson
from deflect.report import Load
from deflect.report.desk.estimate import Estimate
from deflect.report.options import Measured, Question, Range, Worth, weigh, write_first
from deflect.report.page import LANGUAGES, decision_page
from deflect.report.page.numbers import Numbers
from deflect.report.page.words import WORDS
from tests.report.page.test_page import COSTS, loaded
from tests.report.test_backtest_page import words

pytestmark = pytest.mark.usefixtures("without_charts")
PRICES = COSTS | {"currency": "EUR", "hours_an_article": 1.0, "contractor_hour": 60.0}
ASKED = [Question("q1", "Why one?", 80.0), Question("q2", "Why two?", 20.0), Question("q3", "Why three?", 0.5)]


def priced(tickets: float = 200.0, months: int = 14, trend: Range | None = None, **costs: object) -> Load:
    """A desk of so many tickets a month, half of which ask three questions, and what each way costs."""
    answered, given = wilson(30, 100), CostSettings.model_validate(PRICES | costs)
    volume = Range(tickets * 0.9, tickets, tickets * 1.1)
    measured = Measured(volume, 1.0, 2.0, wilson(60, 100), answered, 40.0, growth=trend, months=months)
    asked = [replace(each, tickets=each.tickets * tickets / 200) for each in ASKED]
    found = weigh(given, measured, asked)
    best, hours = found.chosen, given.hours_an_article
    assert best is not None
    assert found.a_ticket_less is not None
    first = write_first(
        asked,
        tickets=tickets,
        answered=0.3,
        minutes=6.0,
        hours=hours if isinstance(hours, float) else None,
        worth=Worth(50.0, found.a_ticket_less, best.articles or 0),
    )
    return replace(loaded(20), options=found, first=first, answered=answered)


def said(load: Load, language: str = "en") -> str:
    return words(decision_page(load, language))


def test_only_what_pays_is_to_be_written_and_the_rest_is_said_not_to() -> None:
    page = said(priced())
    assert "Write only the 2 of 3 articles that pay within that time: they take away 30%" in page
    assert "The rest would cost more than they save." in page
    assert "The 1.0 hours it takes to write have paid after 0.2 months." in page
    assert "not within 12 months" in page
    assert "An article pays if within twelve months the tickets it takes away would have cost more" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_owner_for_whom_no_article_pays_is_told_so_first(language: str) -> None:
    page = said(priced(hours_an_article=5000.0), language)
    none = WORDS[language]["first_none"].partition(".")[0]
    assert WORDS[language]["pays_none"].partition("{")[0].strip() in page[: page.index(WORDS[language]["do_first"])]
    assert page.index(WORDS[language]["do_first"]) < page.index(none, page.index(WORDS[language]["do_first"]))
    assert WORDS[language]["none_pays"] in page
    assert WORDS[language]["writing_never"] in page


def test_without_the_hours_of_an_article_nobody_is_told_that_all_pay() -> None:
    page = said(priced(hours_an_article=[]))
    assert "Which articles pay cannot be told until you give hours_an_article" in page
    assert "Write only" not in page
    assert "Write all" not in page


def test_a_way_stands_as_it_is_today_and_with_its_articles_and_what_they_save() -> None:
    page = decision_page(priced())
    table = page[page.index('<table class="ways">') : page.index("</table>", page.index('<table class="ways">'))]
    rows = re.findall(r"<tr.*?</tr>", table, re.S)
    own = [words(row) for row in rows[1:3]]
    assert own[0].startswith("do it yourself none ")
    assert own[1].startswith("2 of 3 ")
    assert [words(each) for each in re.findall(r"<th scope=\"col\".*?</th>", rows[0])][2:4] == [
        "cost a month, all included",
        "articles save a month",
    ]
    assert table.count('<tr class="best">') == 1


def test_break_even_what_would_change_it_and_what_to_do_first_are_there() -> None:
    page = said(priced(contractor_hour=30.0))
    assert page.index("What to do first") < page.index("From how many tickets on another way pays")
    assert "Writing articles pays from " in page
    assert "Dearer than doing it yourself even at the highest volume tried: a contractor by the hour" in said(priced())
    assert re.search(
        r"an hour of a contractor \( contractor_hour \): at [\d.]+ EUR rather than 30 EUR , the cheapest", page
    )
    assert "Keep answering the tickets that are left yourself: " in page
    assert "No amount alone changes it" in said(priced(5.0, hours_an_article=500.0, contractor_hour=900.0))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_money_stands_without_a_unit(language: str) -> None:
    """A month's cost is money in the table, the sentences and the amounts: each is followed by the currency, or ¤."""
    for currency, unit in (("EUR", "EUR"), ("", "¤")):
        load = priced(currency=currency, reply_minimum=301.25, contractor_hour=61.37)
        page = decision_page(load, language)
        assert load.options is not None
        money = {repr(each.likely) for each in load.options.inputs if each.unit == "money"}
        forms = [form for each in load.options.options for form in (each.before, each.after) if form]
        money |= {repr(each.cost_a_month.value) for each in forms} | {repr(each.cost_a_ticket.value) for each in forms}
        shown = re.findall(r'<data value="([^"]+)"[^>]*>[^<]*</data>(?=(.{0,40}))', page)
        told = [(value, after) for value, after in shown if value in money and not value.endswith(".0")]
        assert len(told) > 15
        assert [each for each in told if not each[1].startswith(f" <bdi>{unit}</bdi>")] == []
        assert (WORDS[language]["no_currency"].partition("{")[0].split("[")[0].strip() in words(page)) == (not currency)


@pytest.mark.parametrize(
    ("given", "months", "text"),
    [
        ({"growth": -0.25}, 14, "as you gave it: −25% a year, from 200 a month to 154 in the twelfth"),
        ({}, 14, "extrapolated from 14 whole months: +44% [10–80] a year, from 200 a month to 279 in the twelfth"),
        ({}, 6, "+20% [4.9–34] a year, from 200 a month to 236 in the twelfth. It rests on only 6 whole months"),
    ],
)
def test_growth_is_said_beside_the_table_with_what_it_rests_on(given: dict[str, float], months: int, text: str) -> None:
    page = said(priced(months=months, trend=Range(0.1, 0.44, 0.8), **given))
    assert text in page
    assert (
        page.index("What each way to handle the rest costs") < page.index(text) < page.index("cost a month, all incl")
    )


def test_growth_that_nobody_measured_is_said_to_be_none() -> None:
    assert "Growth of the tickets was not measured: 200 a month is taken for all twelve" in said(priced())


def test_growth_has_its_sign() -> None:
    n = Numbers("en")
    assert ">+44%<" in n.growth(Estimate(0.44, 0.44, 0.44))
    assert ">−20% [−30 … −10]<" in n.growth(Estimate(-0.2, -0.3, -0.1))
