"""The figures of self-service are those worked out by hand; without its data each says why, and how to begin."""

from __future__ import annotations

import csv
import dataclasses
import io
import math
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

import pytest

from deflect.interval import wilson
from deflect.report.desk.estimate import Estimate
from deflect.report.effect import Effect, measure_effect
from deflect.report.self_service import (
    BECAUSE,
    MEANINGS,
    Because,
    Figure,
    Known,
    Name,
    SelfService,
    measure_self_service,
    self_service_sheet,
)
from deflect.types import CleanTicket, Cluster
from tests.kb.build import cluster, ticket
from tests.report.effect.test_effect import AT, UNTIL, view

DAY = date(2026, 6, 1)
SHARE = wilson(1, 4)


def asked(number: int, day: date, customer: str = "") -> CleanTicket:
    made = ticket(number, "So.", created_at=datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    return dataclasses.replace(made, customer=customer or made.customer)


def measured(tickets: Sequence[CleanTicket] = (), clusters: Sequence[Cluster] = (), **more: Any) -> SelfService:
    given: dict[str, Any] = {"link_rate": wilson(0, 0), "linked": set(), "known": {}}
    return measure_self_service(tickets, clusters, **{**given, **more})


def of(found: SelfService, name: Name) -> Figure:
    return next(each for each in found.figures if each.name == name)


def effect(**more: Any) -> Effect:
    made = Effect(
        wilson(100, 500), wilson(150, 500), Estimate(0.1, 0.04, 0.16), SHARE, SHARE, SHARE, SHARE, 900, 0, "prevents",
        days=73.0, self_served=wilson(200, 300),
    )  # fmt: skip
    return dataclasses.replace(made, **more)


def test_with_no_data_each_figure_says_why_and_how_to_begin() -> None:
    found = measured()
    assert [each.name for each in found.figures] == list(MEANINGS) == list(get_args(Name))
    assert all(each.value is None and each.share is None and each.n == 0 for each in found.figures)
    assert [each.because for each in found.figures] == [
        "no visitors", "no log", "no log", "no articles", "no articles",
    ]  # fmt: skip
    assert all((each.reason, each.begin) == BECAUSE[each.because] for each in found.figures)
    assert set(BECAUSE) | {""} == set(get_args(Because))


@pytest.mark.parametrize(
    ("name", "more", "because"),
    [
        ("help_centre_score", {"visitors": 900.0}, "no months"),
        ("form_score", {"effect": effect(self_served=wilson(7, 7))}, "nobody wrote"),
        ("form_score", {"effect": effect(self_served=wilson(0, 0))}, "nobody wrote"),
        ("prevented_per_customer", {"effect": effect(prevented=None), "customers": 9}, "too early"),
        ("prevented_per_customer", {"effect": effect(verdict="too early"), "customers": 9}, "too early"),
        ("prevented_per_customer", {"effect": effect(days=0.0), "customers": 9}, "too early"),
        ("link_rate", {"known": {"q7": Known(DAY)}}, "no tickets"),
        ("known_then", {"known": {"q7": Known(DAY)}}, "no tickets"),
    ],
)
def test_data_that_does_not_reach_says_why(name: Name, more: dict[str, Any], because: Because) -> None:
    assert of(measured(**more), name).because == because


def test_the_score_of_the_help_centre_is_visitors_a_month_by_customers_who_write_in_one() -> None:
    """Of May 2 customers, one of whom writes twice, of April 1, of March 3: 6 in three months, so 2 a month."""
    tickets = [
        asked(1, date(2026, 5, 2), "a"), asked(2, date(2026, 5, 3), "a"), asked(3, date(2026, 5, 3), "b"),
        asked(4, date(2026, 4, 3), "a"),
        *(asked(number, date(2026, 3, 3), str(number)) for number in (5, 6, 7)),
        asked(8, date(2026, 6, 1), "c"), asked(9, date(2026, 2, 1), "d"),
    ]  # fmt: skip
    found = of(measured(tickets, visitors=900.0, months=("2026-03", "2026-04", "2026-05")), "help_centre_score")
    assert found.value
    assert (found.value.value, found.n) == (450.0, 6)
    wide = math.exp(1.959964 / math.sqrt(6))
    assert (found.value.low, found.value.high) == pytest.approx((450 / wide, 450 * wide))


def test_the_score_of_the_form_is_the_odds_of_being_served() -> None:
    """200 opened an article and stayed away, 100 wrote: 2 for each who wrote; Wilson for 2 in 3 is 0.6115 to 0.7176."""
    found = of(measured(effect=effect()), "form_score")
    assert found.value
    assert found.value.value == pytest.approx(2.0)
    assert found.n == 300
    assert (found.value.low, found.value.high) == pytest.approx((0.6115 / 0.3885, 0.7176 / 0.2824), rel=1e-3)


def test_who_opened_an_article_and_wrote_after_all_was_not_served() -> None:
    opened = {"opened": ("a",)}
    late = AT + timedelta(days=6)
    found = measure_effect(
        [
            view("a", "shown", **opened),
            view("b", "shown", **opened, sent_at=AT),
            view("c", "shown"),
            view("d", "shown", sent_at=AT),
            view("e", "shown", **opened),
            view("f", "control", **opened),
            view("g", "shown"),
            view("g", "shown", started_at=late, **opened),
            view("h", "shown"),
            view("h", "shown", started_at=late + timedelta(days=3), **opened),
        ],
        until=UNTIL,
        contacts={"e": [late]},
    )
    assert (found.self_served.part, found.self_served.whole) == (2, 5), "a and g; b, d and e wrote"
    assert found.days == 23.0


def test_tickets_prevented_per_customer_are_reckoned_for_a_year() -> None:
    """A tenth of 500 visitors in 73 days, a fifth of a year: 250 a year, by 1,000 customers."""
    found = of(measured(effect=effect(), customers=1000), "prevented_per_customer")
    assert found.value
    assert (found.value.value, found.value.low, found.value.high) == pytest.approx((0.25, 0.1, 0.4))
    assert found.n == 1000, "visitors of both groups"


def test_without_a_list_customers_are_those_who_wrote_within_a_year() -> None:
    days = (DAY, DAY, DAY - timedelta(days=364), DAY - timedelta(days=365))
    tickets = [asked(number, day, f"c{number % 3}") for number, day in enumerate(days)]
    found = of(measured([*tickets, asked(9, date(2024, 1, 1))], effect=effect()), "prevented_per_customer")
    assert found.value
    assert found.value.value == pytest.approx(250 / 3)


def test_known_then_is_what_was_known_on_the_tickets_day() -> None:
    """By hand: 1 and 2 known, 3 known by its link, 4 and 5 new, 6 and 7 left out, 8 too old."""
    before, after = DAY - timedelta(days=11), DAY - timedelta(days=9)
    groups = {
        "own": [asked(1, DAY), asked(4, before)],
        "docs": [asked(2, DAY), asked(6, before)],
        "undated": [asked(7, DAY), asked(3, DAY)],
        "old": [asked(8, DAY - timedelta(days=91))],
    }
    stray = asked(5, DAY - timedelta(days=90))
    known = {
        "own": Known(after), "docs": Known(after, changed=True), "undated": Known(None), "old": Known(date(2020, 1, 1)),
    }  # fmt: skip
    found = measured(
        [*(each for group in groups.values() for each in group), stray],
        [cluster(group, id=name) for name, group in groups.items()],
        known=known,
        linked={"shop:3"},
        link_rate=SHARE,
    )
    figure = of(found, "known_then")
    assert figure.share
    assert (figure.share.part, figure.share.whole, found.undated) == (3, 5, 2)
    assert figure.value == Estimate(figure.share.value, figure.share.low, figure.share.high)
    assert of(found, "link_rate").share == SHARE


def test_an_article_counts_from_its_first_day_on() -> None:
    for days, known in ((0, 1), (-1, 0)):
        one = asked(1, DAY + timedelta(days=days))
        share = of(measured([one], [cluster([one])], known={"q7": Known(DAY)}), "known_then").share
        assert share
        assert (share.part, share.whole) == (known, 1)


def test_the_sheet_has_a_row_for_each_figure() -> None:
    rows = list(csv.DictReader(io.StringIO(self_service_sheet(measured(effect=effect())))))
    assert [each["figure"] for each in rows] == list(MEANINGS)
    assert (rows[0]["value"], rows[0]["not measured because"]) == ("", BECAUSE["no visitors"][0])
    assert (rows[1]["value"], rows[1]["n"], rows[1]["meaning"]) == ("2", "300", MEANINGS["form_score"])
