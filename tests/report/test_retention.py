"""Renewals by experience: worked out by hand, without a look ahead, and with every row of the list accounted for."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.connectors import BadRow
from deflect.interval import wilson
from deflect.plain import as_json
from deflect.report.retention import (
    DEFINITIONS,
    FEW,
    Due,
    Experience,
    Group,
    Retention,
    Rules,
    measure_retention,
    retention_sheet,
)
from deflect.types import CleanTicket

DAY = datetime(2026, 6, 1, tzinfo=UTC)
DUE = DAY.date()
HOUR = 3600


def ticket(
    name: str,
    days_before: float,
    *,
    replies: int = 1,
    after: float | None = 1.0,
    solved: bool = True,
    reopened: bool = False,
) -> CleanTicket:
    """A ticket so many days before the renewal, first answered after so many hours."""
    return CleanTicket(
        name, "", "Why?", "So.", None, "c", "en", DAY - timedelta(days=days_before), solved, replies=replies,
        first_response_seconds=None if after is None else int(after * HOUR), reopened=reopened,
    )  # fmt: skip


COVER = (ticket("first", 400), ticket("newest", -1))
"""The oldest and the newest ticket of the desk, of nobody on the list."""


def due(customer: str, *tickets: str, renewed: bool | None = True, on: date = DUE) -> Due:
    return Due(customer, tickets, on, renewed)


def measured(
    tickets: Sequence[CleanTicket], dues: Sequence[Due], ended: dict[str, float] | None = None, **given: int
) -> Retention:
    """Measure; `ended` gives the days before the renewal of a ticket's last message, else an hour after it came."""
    known = [*COVER, *tickets]
    last = {each.id: each.created_at + timedelta(hours=1) for each in known}
    last |= {name: DAY - timedelta(days=days) for name, days in (ended or {}).items()}
    wrote = due("known", "first", renewed=None)  # so that the list is not one of strangers
    return measure_retention(known, [*dues, wrote], last, Rules(**given) if given else None)


def experience(*tickets: CleanTicket, ended: dict[str, float] | None = None) -> Experience:
    found = measured(tickets, [due("a", *(each.id for each in tickets))], ended)
    return next(each.experience for each in found.groups if each.renewed.whole)


@pytest.mark.parametrize(
    ("tickets", "expected"),
    [
        ((), "never"),
        ((ticket("a", 10),), "one_touch"),
        ((ticket("a", 10, after=24),), "one_touch"),
        ((ticket("a", 10, after=24.01),), "waited"),
        ((ticket("a", 10, after=None, replies=0),), "waited"),
        ((ticket("a", 0.5, after=None, replies=0, solved=False),), "several"),
        ((ticket("a", 10, replies=2),), "several"),
        ((ticket("a", 10, solved=False),), "several"),
        ((ticket("a", 10, reopened=True),), "reopened"),
        ((ticket("a", 10), ticket("b", 20)), "one_touch"),
        ((ticket("a", 10), ticket("b", 20, replies=2)), "several"),
        ((ticket("a", 10, after=30), ticket("b", 20, replies=2)), "waited"),
        ((ticket("a", 10, after=30), ticket("b", 20, reopened=True), ticket("c", 30)), "reopened"),
        ((ticket("a", 10, after=30, reopened=True),), "reopened"),
    ],
)
def test_each_customer_is_in_one_group_the_worst_first(tickets: Sequence[CleanTicket], expected: Experience) -> None:
    assert experience(*tickets) == expected


@pytest.mark.parametrize(("days", "counts"), [(365, True), (365.01, False), (0.001, True), (0, False), (-0.01, False)])
def test_only_tickets_of_the_days_before_count(days: float, counts: bool) -> None:
    late = ticket("a", days, after=None, replies=0, reopened=True)
    assert (experience(late, ended={"a": 0.0001}) == "reopened") == counts


def test_nothing_that_happened_after_the_renewal_is_known() -> None:
    """A ticket that went on after it: its wait up to the renewal counts, and nothing else of it."""
    going = {"a": -3.0}
    assert experience(ticket("a", 10, reopened=True), ended=going) == "several"
    assert experience(ticket("a", 10), ended=going) == "several"
    assert experience(ticket("a", 10, after=30), ended=going) == "waited"
    assert experience(ticket("a", 0.5, after=30), ended=going) == "several", "it had waited half a day"
    assert experience(ticket("a", 2, after=24 * 30), ended=going) == "waited", "two days so far"
    assert experience(ticket("a", 10), ended={"a": 0.0}) == "several", "it ended on the day itself"


futures = st.lists(
    st.tuples(
        st.floats(0, 300), st.integers(0, 3), st.one_of(st.none(), st.floats(0, 900)), st.booleans(), st.booleans()
    ),
    max_size=4,
)


@given(futures, st.lists(st.floats(0, 300), max_size=3))
def test_no_later_ticket_changes_a_group(
    past: Sequence[tuple[float, int, float | None, bool, bool]], later: Sequence[float]
) -> None:
    before = [
        ticket(f"p{number}", days, replies=replies, after=after, solved=solved, reopened=reopened)
        for number, (days, replies, after, solved, reopened) in enumerate(past)
    ]
    after = [ticket(f"f{number}", -days, reopened=True, after=None) for number, days in enumerate(later)]
    names = [each.id for each in (*before, *after)]
    alone = measured(before, [due("a", *names)])
    assert measured([*before, *after], [due("a", *names)]).groups == alone.groups


def twenty_and_ten() -> Retention:
    """Of 10 customers answered at once 9 renew, of 5 who waited 2, of 20 who never wrote 14."""
    quick = [ticket(f"q{number}", 30) for number in range(10)]
    slow = [ticket(f"s{number}", 30, after=48) for number in range(5)]
    dues = [
        *(due(f"q{number}", f"q{number}", renewed=number < 9) for number in range(10)),
        *(due(f"s{number}", f"s{number}", renewed=number < 2) for number in range(5)),
        *(due(f"n{number}", renewed=number < 14) for number in range(20)),
    ]
    return measured([*quick, *slow], dues)


def of(found: Retention, name: Experience) -> Group:
    return next(each for each in found.groups if each.experience == name)


def test_shares_and_differences_are_those_worked_out_by_hand() -> None:
    found = twenty_and_ten()
    quick, slow, never = of(found, "one_touch"), of(found, "waited"), of(found, "never")
    assert [(each.renewed.part, each.renewed.whole) for each in (quick, slow, never)] == [(9, 10), (2, 5), (14, 20)]
    # Wilson by hand: (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n).
    assert quick.renewed.low == pytest.approx(0.5958, abs=5e-5)
    assert quick.renewed.high == pytest.approx(0.9821, abs=5e-5)
    assert never.renewed.low == pytest.approx(0.4810, abs=5e-5)
    assert never.renewed.high == pytest.approx(0.8545, abs=5e-5)
    # Newcombe: 0.2 - √(0.3042² + 0.1545²), 0.2 + √(0.0821² + 0.2190²).
    assert quick.difference
    assert quick.difference.value == pytest.approx(0.2)
    assert quick.difference.low == pytest.approx(0.2 - math.hypot(0.3042, 0.1545), abs=1e-4)
    assert quick.difference.high == pytest.approx(0.2 + math.hypot(0.0821, 0.2190), abs=1e-4)
    assert slow.difference
    assert slow.difference.value == pytest.approx(-0.3)
    assert never.difference is None
    assert of(found, "reopened").difference is None
    assert found.all == wilson(25, 35)


def test_small_groups_are_said_to_be_small() -> None:
    dues = [due(f"n{number}") for number in range(FEW)]
    assert [of(measured([], dues[:many]), "never").small for many in (FEW - 1, FEW)] == [True, False]


def test_a_customer_counts_once_by_the_newest_renewal_that_the_tickets_cover() -> None:
    tickets = [ticket("a", 30), ticket("older", 760)]
    found = measured(
        tickets,
        [
            due("a", "a", renewed=False, on=date(2025, 6, 1)),
            due("a", "a", renewed=True),
            due("a", "a", renewed=True),
            due("a", "a", renewed=False, on=date(2026, 6, 3)),
            due("a", "a", renewed=None, on=date(2026, 6, 1)),
        ],
    )
    assert (found.all.part, found.all.whole, found.earlier, found.outside, found.unknown) == (1, 1, 2, 1, 2)


@pytest.mark.parametrize(
    ("on", "counted"),
    [
        (DUE, True),
        (date(2026, 6, 2), True),
        (date(2026, 6, 3), False),
        (date(2026, 4, 27), True),
        (date(2026, 4, 26), False),
        (date(1, 1, 1), False),
        (date(9999, 12, 31), False),
    ],
)
def test_a_renewal_whose_days_the_tickets_do_not_cover_is_left_out(on: date, counted: bool) -> None:
    """The oldest ticket is of 27 April 2025 and the newest of 2 June 2026."""
    found = measured([], [due("a", on=on)])
    assert (found.all.whole, found.outside) == (int(counted), int(not counted))


def test_fewer_days_cover_more_renewals() -> None:
    early = due("a", on=date(2025, 8, 1))
    assert measured([], [early]).outside == 1
    assert measured([], [early], days=90).all.whole == 1


def test_a_list_of_strangers_compares_nothing_and_an_empty_desk_neither() -> None:
    found = measure_retention(COVER, [due("a"), due("b")], {})
    assert (found.groups, found.found.part, found.found.whole, found.all.whole) == ((), 0, 2, 2)
    assert measure_retention([], [due("a")], {}).outside == 1
    assert measure_retention([], [], {}).rows == 0


def test_nothing_personal_is_in_the_result_and_every_group_is_defined() -> None:
    quick = ticket("desk:1", 30)
    found = measure_retention(
        [*COVER, quick], [due("jo@secret.example", "desk:1")], {}, bad=[BadRow(7, "no customer")], erased=1
    )
    said = as_json(found)
    assert "secret" not in said
    assert "desk:1" not in said
    data = json.loads(said)
    assert data["unread"] == [{"line": 7, "reason": "no customer", "file": None}]
    assert (data["rows"], data["bad"], data["erased"]) == (3, 1, 1)
    assert [each["experience"] for each in data["groups"]] == list(DEFINITIONS)
    assert "no proof of cause" in data["caveat"]


def test_the_sheet_has_a_row_for_each_group() -> None:
    rows = list(csv.DictReader(io.StringIO(retention_sheet(twenty_and_ten()))))
    assert [each["experience"] for each in rows] == list(DEFINITIONS)
    assert (rows[0]["customers"], rows[0]["renewed"], rows[0]["share"], rows[0]["small"]) == ("10", "9", "0.9", "yes")
    assert rows[3]["share"] == rows[3]["difference"] == ""


lists = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.dates(date(2024, 1, 1), date(2027, 1, 1)),
        st.sampled_from([True, False, None]),
        st.booleans(),
    ),
    max_size=20,
)


@given(lists, st.integers(0, 5), st.integers(0, 5))
def test_every_row_is_counted_in_one_place(
    rows: Sequence[tuple[str, date, bool | None, bool]], bad: int, erased: int
) -> None:
    dues = [due(name, *(["mine"] if wrote else []), renewed=renewed, on=on) for name, on, renewed, wrote in rows]
    mine = replace(ticket("mine", 30), customer="b")
    unread = [BadRow(line, "no customer") for line in range(bad)]
    found = measure_retention([*COVER, mine], dues, {}, bad=unread, erased=erased)
    others = found.earlier + found.unknown + found.outside + found.erased + found.bad
    assert found.rows == found.all.whole + others == len(rows) + bad + erased
    assert found.all.whole <= len({name for name, *_ in rows})
    if found.groups:
        assert sum(each.renewed.whole for each in found.groups) == found.all.whole
        assert sum(each.renewed.part for each in found.groups) == found.all.part
