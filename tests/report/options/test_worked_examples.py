"""The options are what one reckons by hand, to the cent; each example is written out.

All of them take, if they say nothing else: 200 tickets a month that do not grow; 60% of them tier 1, which is 120; 5
minutes a reply, 2 replies for tier 1 and 6 for the others, which is 10 and 30 minutes a ticket; an hour of the owner's
own at 60.00. Tier 1 by oneself is then 10.00 a ticket, and any other ticket 30.00.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

import pytest

from deflect.config import Amount, CostSettings
from deflect.interval import Share, wilson
from deflect.report.options import Forecast, Measured, Option, Options, Question, Range, Worth, weigh, write_first
from deflect.report.options.model import Key

MEASURED = Measured(
    tickets=Range(200, 200, 200), replies=2.0, further_replies=6.0, tier1=wilson(60, 100), answered=None, cover=40.0
)
NEW: Mapping[str, Amount] = {"escalation": 0.1, "ramp_months": 0.0, "training_hours": 0.0, "service_hours": 168.0}


def asked(*tickets: float) -> list[Question]:
    """Questions asked so often a month."""
    return [Question(f"q{number}", f"Q{number}", each) for number, each in enumerate(tickets)]


def options(
    *, tickets: float = 200, answered: Share | None = None, questions: Sequence[Question] = (), **costs: Amount
) -> Options:
    measured = dataclasses.replace(MEASURED, tickets=Range(tickets, tickets, tickets), answered=answered)
    given = {"owner_hour": 60.0, "minutes_a_reply": 5.0, **NEW, **costs}
    return weigh(CostSettings.model_validate(given), measured, questions)


def of(key: Key, found: Options) -> Option:
    return next(each for each in found.options if each.key == key)


def before(key: Key, found: Options) -> Forecast:
    forecast = next(each.before for each in found.options if each.key == key)
    assert forecast is not None
    return forecast


def cents(forecast: Forecast) -> tuple[float, float, float]:
    each = (forecast.cost_a_year, forecast.cost_a_month, forecast.cost_a_ticket)
    return (round(each[0].value, 2), round(each[1].value, 2), round(each[2].value, 4))


def test_doing_it_yourself() -> None:
    """120 × 10 min = 20 h and 80 × 30 min = 40 h: 60 h × 60.00 = 3,600.00 a month.

    A year: 12 × 3,600.00 = 43,200.00. A ticket: 3,600.00 / 200 = 18.00. All 200 are left to the owner, who takes
    60 h × 60 / 200 = 18 minutes for each.
    """
    found = before("do-it-yourself", options())
    assert cents(found) == (43_200.00, 3_600.00, 18.0)
    assert (found.owner_hours.value, found.left.value, found.minutes_a_ticket.value) == pytest.approx((60, 200, 18))


def test_doing_it_yourself_with_documentation() -> None:
    """Documentation answers a fifth of the 200: 40 of tier 1. 80 × 10 min + 80 × 30 min = 3,200 min = 53 1/3 h.

    A month: 53 1/3 h × 60.00 = 3,200.00. Four articles of 3 h are 12 h, once: 720.00. A year: 12 × 3,200.00 + 720.00
    = 39,120.00; a twelfth is 3,260.00. A ticket: 39,120.00 / (12 × 160) = 20.375, more than before, because what is
    left is harder: 3,200 min / 160 = 20 minutes and not 18.
    """
    found = options(answered=wilson(20, 100), questions=asked(25, 25, 25, 25), hours_an_article=3.0)
    assert found.options[0].articles == 4
    after = found.options[0].after
    assert after is not None
    assert cents(after) == (39_120.00, 3_260.00, 20.375)
    assert after.minutes_a_ticket.value == pytest.approx(20)


def test_a_contractor_by_the_hour() -> None:
    """Tier 1 takes the contractor 20 h × 40.00 = 800.00. A tenth, 12 tickets, comes back: 12 × 30 min = 6 h.

    The owner has 40 h of tiers 2 and 3 and those 6 h: 46 h × 60.00 = 2,760.00. A month: 3,560.00. Training, once:
    6 h × 60.00 = 360.00. A year: 12 × 3,560.00 + 360.00 = 43,080.00; a twelfth is 3,590.00; a ticket
    43,080.00 / 2,400 = 17.95. Left to the owner: 80 + 12 = 92 tickets.
    """
    found = before("contractor", options(contractor_hour=40.0, training_hours=6.0))
    assert cents(found) == (43_080.00, 3_590.00, 17.95)
    assert (found.left.value, found.paid_a_month.value) == pytest.approx((92, 800))


def test_somebody_hired_in_part_time_who_learns_for_two_months() -> None:
    """Salary 1,500.00 and a fifth on top: 1,800.00 a month. 10 h a week are 43 1/3 h a month, more than the 20 needed.

    First month: half of tier 1, 60, of which a twentieth, 3, comes back. The owner: 60 × 10 min + 83 × 30 min
    = 3,090 min = 51.5 h. Each further month: 86 × 30 min = 43 h. A year: 51.5 + 11 × 43 = 524.5 h × 60.00 = 31,470.00,
    and 12 × 1,800.00 = 21,600.00: 53,070.00. A twelfth is 4,422.50, a ticket 53,070.00 / 2,400 = 22.1125.
    """
    new = options(part_time_salary=1500.0, part_time_hours=10.0, overhead=0.2, escalation=0.05, ramp_months=2.0)
    found = before("part-time", new)
    assert cents(found) == (53_070.00, 4_422.50, 22.1125)


def test_full_time_for_more_than_one_can_do() -> None:
    """Of 2,000 tickets 1,200 are tier 1: 200 h a month. One of 40 h a week works 173 1/3 h, so two are hired.

    Two salaries of 3,000.00 and 30% on top: 7,800.00. 60 come back: 30 h; 800 others: 400 h; 430 h × 60.00
    = 25,800.00. A month: 33,600.00. A ticket: 16.80.
    """
    new = options(tickets=2000, escalation=0.05, full_time_salary=3000.0, full_time_hours=40.0, overhead=0.3)
    found = before("full-time", new)
    assert cents(found) == (403_200.00, 33_600.00, 16.8)


def test_a_service_by_reply_below_its_minimum() -> None:
    """120 tickets × 2 replies × 4.50 = 1,080.00, and the least is 1,200.00. The owner's 46 h are 2,760.00.

    A month: 3,960.00. Training: 2 h × 60.00 = 120.00. A year: 47,640.00; a twelfth 3,970.00; a ticket 19.85.
    """
    found = before("service-by-reply", options(reply_price=4.5, reply_minimum=1200.0, training_hours=2.0))
    assert cents(found) == (47_640.00, 3_970.00, 19.85)


def test_a_service_by_plan_with_tickets_beyond_it() -> None:
    """The plan of 500.00 includes 100 of the 120; 20 more at 6.00 are 120.00. The owner's 46 h are 2,760.00.

    A month: 3,380.00. A year: 40,560.00. A ticket: 16.90.
    """
    found = before("service-by-plan", options(plan_price=500.0, plan_tickets=100.0, plan_extra=6.0))
    assert cents(found) == (40_560.00, 3_380.00, 16.9)


def test_a_service_by_plan_that_must_be_bought_twice() -> None:
    """No price beyond the plan: for 120 tickets two plans of 100 are bought, 1,000.00. A month: 3,760.00."""
    found = before("service-by-plan", options(plan_price=500.0, plan_tickets=100.0))
    assert cents(found) == (45_120.00, 3_760.00, 18.8)


def test_a_service_that_answers_one_language_of_two() -> None:
    """Of tier 1, three quarters are in English: 90 of 120 are handled, at 2 replies × 4.50 = 9.00: 810.00.

    The owner: 30 × 10 min + (80 + 9) × 30 min = 2,970 min = 49.5 h × 60.00 = 2,970.00. A month: 3,780.00.
    """
    measured = dataclasses.replace(MEASURED, languages={"en": 0.75, "de": 0.25})
    given = {"owner_hour": 60.0, "minutes_a_reply": 5.0, **NEW, "reply_price": 4.5, "languages": ["en"]}
    found = before("service-by-reply", weigh(CostSettings.model_validate(given), measured))
    assert cents(found)[1] == 3_780.00


def test_tickets_that_grow_by_half_a_year() -> None:
    """Month m of 0 to 11 brings 200 × 1.5^(m/12); doing it yourself stays at 18.00 a ticket.

    The powers add up to 0.5 / (1.5^(1/12) - 1) = 14.54950..., so a year is 14.54950 × 3,600.00.
    """
    found = before("do-it-yourself", options(growth=0.5))
    assert cents(found)[2] == 18.0
    assert found.cost_a_year.value == pytest.approx(3600 * 0.5 / (1.5 ** (1 / 12) - 1), abs=0.005)


def test_the_volume_from_which_on_a_contractor_pays() -> None:
    """By oneself a ticket of tier 1 is 10.00. The contractor: 10 min of 40.00 an hour, 6.6667, and a tenth of 30.00.

    That saves 0.3333 a ticket. Training at 360.00 a year takes 1,080 tickets of tier 1: 90 a month, 60% of 150.
    """
    found = options(contractor_hour=40.0, training_hours=6.0)
    assert {each.key: each.tickets for each in found.break_even} == {"contractor": 150}
    assert found.best == "contractor"


def test_the_hourly_price_that_turns_the_decision_round() -> None:
    """A contractor's ticket is r/6 + 3.00, doing it yourself 10.00: equal at r = 42.00; above, one does it oneself."""
    found = options(contractor_hour=(30.0, 36.0, 60.0))
    (flip,) = (each for each in found.flips if each.name == "contractor_hour")
    assert flip.to == "do-it-yourself"
    assert flip.at == pytest.approx(42.0, abs=0.31)
    certain = options(contractor_hour=(30.0, 41.0))
    assert [each.name for each in certain.flips if each.name == "contractor_hour"] == []


def test_an_uncertain_price_makes_an_interval_as_wide_as_it_must_be() -> None:
    """20 h at 30.00 to 60.00, any as likely: the middle 95% is 30.75 to 59.25, so 615.00 to 1,185.00 a month."""
    found = before("contractor", options(contractor_hour=(30.0, 60.0))).paid_a_month
    assert found.value == pytest.approx(900)
    # Tier 1 is a share of 100 tickets, and uncertain too.
    assert found.low < 615
    assert found.high > 1185
    sure = dataclasses.replace(MEASURED, tier1=wilson(600_000, 1_000_000))
    given = {"owner_hour": 60.0, "minutes_a_reply": 5.0, **NEW, "contractor_hour": (30.0, 60.0)}
    narrow = before("contractor", weigh(CostSettings.model_validate(given), sure)).paid_a_month
    assert (narrow.low, narrow.high) == pytest.approx((615, 1185), abs=8)


def test_what_to_write_first() -> None:
    """200 tickets a month, a fifth answered: 40, of the 100 that ask one of three questions: four in ten of each.

    The question with 50 loses 20 a month, 20 × 10 min = 3 1/3 h; an article of 3 h has paid after 0.9 months.
    """
    questions = [Question("b", "B", 30.0), Question("a", "A", 50.0), Question("c", "C", 20.0)]
    found = write_first(questions, tickets=200, answered=0.2, minutes=10, hours=3.0)
    assert [each.question for each in found] == ["a", "b", "c"]
    assert [each.removed for each in found] == pytest.approx([20, 12, 8])
    assert [each.share for each in found] == pytest.approx([0.1, 0.16, 0.2])
    assert found[0].pays_back == pytest.approx(0.9)
    assert [each.pays for each in found] == [None] * 3, "without an option nobody can say"


UNEVEN = asked(50, 30, 15, 5)
"""A fifth of 200 tickets is 40, so four in ten of each: 20, 12, 6 and 2 fewer a month, each 10.00 by oneself."""


def test_only_the_articles_that_pay_are_written_and_paid_for() -> None:
    """In a year they save 2,400.00, 1,440.00, 720.00 and 240.00; an article of 13 h costs 780.00, so two pay.

    With them 32 tickets of tier 1 are gone: 88 x 10.00 + 80 x 30.00 = 3,280.00 a month, 39,360.00 a year, and 26 h of
    writing at 60.00 are 1,560.00: 40,920.00. A twelfth is 3,410.00; a ticket 40,920.00 / (12 x 168) = 20.2976.
    As it is today 43,200.00: they save 2,280.00 a year, 190.00 a month.
    """
    own = of("do-it-yourself", options(answered=wilson(20, 100), questions=UNEVEN, hours_an_article=13.0))
    assert own.articles == 2
    assert own.after is not None
    assert own.saves is not None
    assert cents(own.after) == (40_920.00, 3_410.00, 20.2976)
    assert own.saves.value == pytest.approx(190)


def test_with_no_article_that_pays_an_option_is_taken_as_it_is_today() -> None:
    """41 h at 60.00 are 2,460.00, more than the 2,400.00 that the best of them saves in a year."""
    found = options(answered=wilson(20, 100), questions=UNEVEN, hours_an_article=41.0)
    own = of("do-it-yourself", found)
    assert (own.articles, own.after, own.saves) == (0, None, None)
    assert found.chosen is not None
    assert found.chosen.least == found.chosen.before


def test_the_volume_from_which_on_an_article_pays() -> None:
    """Of 100 tickets as many are documented and of 200 twice: at v tickets the best saves 12.00 x v of 2,460.00."""
    found = options(answered=wilson(20, 100), questions=UNEVEN, hours_an_article=41.0)
    assert found.writing_pays_from == 206
    assert found.best == "do-it-yourself"


def test_what_is_cheapest_as_it_is_today_is_cheapest_though_another_is_with_articles() -> None:
    """A plan of 700.00 takes all of tier 1, and no ticket less makes it cheaper: 12 come back, 30.00 each.

    The plan: 700.00 + 80 x 30.00 + 12 x 30.00 = 3,460.00 as it is today. An article would save 3.00 a ticket that does
    not come back: 40 x 3.00 x 12 = 1,440.00 for all four, 720.00 for the first, less than 13 h x 60.00 = 780.00.
    By oneself it is 3,600.00 today and 3,410.00 with two articles: cheaper than the plan.
    With a plan of 600.00 it is 3,360.00 without any article, and that is the cheapest.
    """
    for price, best, articles in ((700.0, "do-it-yourself", 2), (600.0, "service-by-plan", 0)):
        found = options(
            answered=wilson(20, 100), questions=UNEVEN, hours_an_article=13.0, plan_price=price, plan_tickets=120.0
        )
        assert (found.best, found.chosen and found.chosen.articles) == (best, articles)
        plan = of("service-by-plan", found)
        assert plan.before is not None
        assert cents(plan.before)[1] == price + 2_760.00
        assert plan.after is None


def test_articles_below_the_minimum_of_a_service_save_only_what_comes_back() -> None:
    """120 tickets x 9.00 are 1,080.00 and the least is 900.00: of 40 fewer the first 20 save 9.00 each, then nothing.

    What comes back saves 3.00 for each. The first article takes 20: 12 x (180.00 + 60.00) = 2,880.00. The second takes
    12: 12 x 36.00 = 432.00, and the third 216.00. At 8 h, 480.00, only the first pays, though all four together save
    3,600.00 for 1,920.00.
    """
    found = options(
        answered=wilson(20, 100), questions=UNEVEN, hours_an_article=8.0, reply_price=4.5, reply_minimum=900.0
    )
    reply = of("service-by-reply", found)
    assert reply.articles == 1
    assert reply.saves is not None
    assert reply.saves.value == pytest.approx((2_880 - 480) / 12)


def test_articles_that_pay_only_together_are_written_together() -> None:
    """Two plans of 1,000.00 for 81 to 160 tickets, one for 80: only 40 fewer save the second plan, 12,000.00 a year."""
    found = options(
        answered=wilson(20, 100),
        questions=UNEVEN,
        hours_an_article=30.0,
        plan_price=1000.0,
        plan_tickets=80.0,
        escalation=0.0,
    )
    plan = of("service-by-plan", found)
    assert plan.articles == 4
    assert plan.saves is not None
    assert plan.saves.value == pytest.approx((12_000 - 4 * 30 * 60) / 12)


def test_an_article_pays_back_by_what_a_ticket_costs_under_the_option() -> None:
    """13 h at 60.00 over 20 tickets a month at 10.00: 3.9 months; 12 tickets: 6.5; 6: 13; 2: 39, two too late."""
    found = options(answered=wilson(20, 100), questions=UNEVEN, hours_an_article=13.0)
    assert found.a_ticket_less == pytest.approx(10)
    worth = Worth(60.0, 10.0, 2)
    first = write_first(UNEVEN, tickets=200, answered=0.2, minutes=10, hours=13.0, worth=worth)
    assert [each.pays_back for each in first] == pytest.approx([3.9, 6.5, 13, 39])
    assert [each.pays for each in first] == [True, True, False, False]


def test_tickets_of_questions_with_an_article_are_gone_without_writing_it() -> None:
    """Half of what is asked has its article: 20 of the 40 are gone for nothing; the new one pays for the other 20."""
    measured = dataclasses.replace(MEASURED, answered=wilson(20, 100))
    given = {"owner_hour": 60.0, "minutes_a_reply": 5.0, "hours_an_article": 41.0}
    own = weigh(CostSettings.model_validate(given), measured, asked(50), documented=50.0).options[0]
    assert own.articles == 0
    assert own.after is not None
    assert cents(own.after)[1] == 3_400.00
    first = write_first(asked(50), tickets=200, answered=0.2, minutes=10, hours=41.0, documented=50.0)
    assert first[0].removed == pytest.approx(20)


def test_documentation_takes_no_more_than_is_asked_again_and_again() -> None:
    """The backtest answers 40 tickets a month, but only 10 ask what an article could be written on."""
    own = options(answered=wilson(20, 100), questions=asked(10), hours_an_article=1.0).options[0]
    assert own.after is not None
    assert own.after.left.value == pytest.approx(190)


def test_tickets_that_halve_in_a_year() -> None:
    """Month m of 0 to 11 brings 200 x 0.5^(m/12); the powers add up to 0.5 / (1 - 0.5^(1/12)) = 8.9088..."""
    found = options(growth=-0.5)
    year = before("do-it-yourself", found).cost_a_year.value
    assert year == pytest.approx(3600 * 0.5 / (1 - 0.5 ** (1 / 12)), abs=0.005)
    assert (found.growth.a_year.value, found.growth.given, found.growth.months) == (-0.5, True, None)
    assert found.growth.last == pytest.approx(200 * 0.5 ** (11 / 12))


@pytest.mark.parametrize(("months", "taken"), [(6, 0.2), (9, 0.3145), (12, 0.44), (30, 0.44)])
def test_growth_that_rests_on_less_than_a_year_is_not_carried_beyond_what_was_seen(months: int, taken: float) -> None:
    """44% a year is 20% in six months, and no more is taken for the year; in nine it is 1.44^0.75 - 1 = 31.45%."""
    measured = dataclasses.replace(MEASURED, growth=Range(0.1, 0.44, 0.9), months=months)
    growth = weigh(CostSettings(), measured).growth
    assert growth.a_year.value == pytest.approx(taken, abs=5e-5)
    assert (growth.months, growth.short, growth.given) == (months, months < 12, False)


def test_a_certain_price_says_from_where_on_another_way_is_cheaper() -> None:
    """A contractor at r costs r/6 + 3.00 a ticket of tier 1, oneself 10.00: equal at 42.00. Half to twice is tried.

    101 values from 20.00 to 80.00 are 0.60 apart. With e of what is handled coming back, 10.00 = 40/6 + 30 e: e = 1/9.
    """
    flips = {each.name: each for each in options(contractor_hour=40.0).flips}
    hour = flips["contractor_hour"]
    assert (hour.to, hour.unit, hour.likely, hour.within) == ("do-it-yourself", "money", 40.0, False)
    assert 42.0 < hour.at <= 42.6
    assert 1 / 9 < flips["escalation"].at <= 1 / 9 + 0.01
    assert options(contractor_hour=(30.0, 60.0)).flips[0].within


def test_an_amount_that_makes_articles_cease_to_pay_is_named() -> None:
    """The best article saves 2,400.00 in a year; at 30 h it costs 1,800.00, and above 40 h it does not pay."""
    found = options(answered=wilson(20, 100), questions=UNEVEN, hours_an_article=30.0, contractor_hour=500.0)
    hours = next(each for each in found.flips if each.name == "hours_an_article")
    assert (hours.to, hours.articles) == ("do-it-yourself", False)
    assert 40 < hours.at < 40.5
