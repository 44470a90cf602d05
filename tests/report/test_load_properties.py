"""The load's figures keep to each other, whatever the tickets are."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.report import measure_load
from deflect.report.load import LARGEST
from deflect.types import CleanTicket, Cluster, Trend

moments = st.datetimes(datetime(2024, 11, 1), datetime(2026, 3, 31), timezones=st.just(UTC))  # noqa: DTZ001
drafts = st.tuples(
    moments, st.sampled_from(["c1", "c2", "c3"]), st.sampled_from(["en", "de", "und"]), st.booleans(),
    st.integers(0, 3), st.none() | st.integers(0, 10**6),
)  # fmt: skip


def made(number: int, draft: tuple[datetime, str, str, bool, int, int | None]) -> CleanTicket:
    created, customer, language, solved, replies, wait = draft
    return CleanTicket(
        f"desk:{number}", "", "Why?", None, None, customer, language, created, solved,
        replies=replies, first_response_seconds=wait,
    )  # fmt: skip


tickets_strategy = st.lists(drafts, min_size=1, max_size=15).map(
    lambda found: [made(number, draft) for number, draft in enumerate(found)]
)


def cluster(name: str, refs: tuple[str, ...]) -> Cluster:
    return Cluster(name, refs, refs[:1], f"Why {name}?", "en", 0.9, len(refs), Trend((), ()))


@given(tickets_strategy)
def test_months_are_gapless_and_hold_every_ticket(tickets: list[CleanTicket]) -> None:
    load = measure_load(tickets, [])
    counted = Counter(ticket.created_at.strftime("%Y-%m") for ticket in tickets)
    assert (load.months[0], load.months[-1]) == (min(counted), max(counted))
    assert list(load.by_month) == [counted[month] for month in load.months]
    numbers = [int(month[:4]) * 12 + int(month[5:]) for month in load.months]
    assert numbers == list(range(numbers[0], numbers[-1] + 1))


@given(tickets_strategy)
def test_counts_add_up(tickets: list[CleanTicket]) -> None:
    load = measure_load(tickets, [])
    assert load.tickets == len(tickets) == sum(load.by_month) == sum(load.languages.values())
    assert load.customers == len({ticket.customer for ticket in tickets})
    assert list(load.languages.values()) == sorted(load.languages.values(), reverse=True)
    assert load.one_touch.whole == sum(ticket.solved for ticket in tickets)
    assert load.one_touch.part <= load.one_touch.whole


@given(tickets_strategy)
def test_hours_are_the_percentiles_of_those_who_got_a_reply(tickets: list[CleanTicket]) -> None:
    load = measure_load(tickets, [])
    waits = [each.first_response_seconds / 3600 for each in tickets if each.first_response_seconds is not None]
    if not any(waits):  # where all are 0, the import knew no times of replies
        assert load.first_response_p50 is load.first_response_p90 is None
        return
    assert load.first_response_p50 == pytest.approx(float(np.percentile(waits, 50)), abs=0.006)
    assert load.first_response_p90 == pytest.approx(float(np.percentile(waits, 90)), abs=0.006)


@given(tickets_strategy, st.data())
def test_a_ticket_of_two_questions_and_one_that_is_gone_count_once_and_not(
    tickets: list[CleanTicket], data: st.DataObject
) -> None:
    refs = [ticket.id for ticket in tickets]
    asked = data.draw(st.lists(st.sampled_from(refs), unique=True))
    load = measure_load(tickets, [cluster("a", (*asked, "desk:gone")), cluster("b", tuple(asked))])
    assert (load.recurring.part, load.recurring.whole) == (len(asked), len(refs))
    assert 0 <= load.recurring.low <= load.recurring.value <= load.recurring.high <= 1


def test_only_the_largest_questions_are_named_but_all_count() -> None:
    tickets = [
        made(number, (datetime(2026, 1, 1, tzinfo=UTC), f"c{number}", "en", True, 1, 60)) for number in range(20)
    ]
    load = measure_load(tickets, [cluster(str(number), (f"desk:{number}",)) for number in range(20)])
    assert load.recurring.part == 20
    assert [each.question for each in load.questions] == [f"Why {number}?" for number in range(LARGEST)]


def test_one_wait_is_rounded_like_many() -> None:
    ticket = made(0, (datetime(2026, 1, 1, tzinfo=UTC), "c", "en", True, 1, 1_000))
    load = measure_load([ticket], [])
    assert (load.first_response_p50, load.first_response_p90) == (0.28, 0.28)
