"""The load is counted, and every share comes with its interval."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from deflect.report import measure_load
from deflect.types import CleanTicket, Cluster, Trend


def ticket(
    number: int, *, hours: float | None = 2.0, replies: int = 1, solved: bool = True, **more: str
) -> CleanTicket:
    return CleanTicket(
        id=f"desk:{number}",
        subject="",
        question="Why?",
        answer=None,
        agent=None,
        customer=more.get("customer", f"c-{number}"),
        language=more.get("language", "en"),
        created_at=datetime(2026, 1 + number % 3, 1, tzinfo=UTC),
        solved=solved,
        replies=replies,
        first_response_seconds=None if hours is None else round(hours * 3600),
    )


def cluster(*numbers: int) -> Cluster:
    refs = tuple(f"desk:{number}" for number in numbers)
    return Cluster("q-1", refs, refs[:1], "Why does it stop", "en", 0.9, len(refs), Trend((), ()))


def test_tickets_customers_and_months_are_counted() -> None:
    load = measure_load([ticket(0), ticket(1), ticket(3, customer="c-0"), ticket(5)], [])
    assert (load.tickets, load.customers) == (4, 3)
    assert load.months == ("2026-01", "2026-02", "2026-03")
    assert load.by_month == (2, 1, 1)


def test_only_tickets_of_a_recurring_question_count_as_recurring() -> None:
    load = measure_load([ticket(number) for number in range(10)], [cluster(1, 2, 3)])
    assert (load.recurring.part, load.recurring.whole) == (3, 10)
    assert [(each.question, each.tickets) for each in load.questions] == [("Why does it stop", 3)]


def test_one_touch_is_a_share_of_solved_tickets_with_exactly_one_reply() -> None:
    tickets = [ticket(0, replies=1), ticket(1, replies=2), ticket(2, replies=0), ticket(3, replies=1, solved=False)]
    load = measure_load(tickets, [])
    assert (load.one_touch.part, load.one_touch.whole) == (1, 3)


def test_first_response_is_given_in_hours_at_the_middle_and_for_nine_in_ten() -> None:
    load = measure_load([ticket(number, hours=number) for number in range(1, 12)], [])
    assert (load.first_response_p50, load.first_response_p90) == (6.0, 10.0)


@pytest.mark.parametrize(("waits", "expected"), [([None, None], None), ([None, 3.0], 3.0)])
def test_tickets_without_a_reply_have_no_first_response(waits: list[float | None], expected: float | None) -> None:
    load = measure_load([ticket(number, hours=wait) for number, wait in enumerate(waits)], [])
    assert (load.first_response_p50, load.first_response_p90) == (expected, expected)


def test_languages_are_listed_most_frequent_first() -> None:
    load = measure_load([ticket(0, language="de"), ticket(1), ticket(2)], [])
    assert list(load.languages.items()) == [("en", 2), ("de", 1)]
