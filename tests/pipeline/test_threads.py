"""Ties between tickets are found in what agents wrote and where tickets were merged, and nowhere else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from deflect.cleaning import Cleaner
from deflect.config import PrivacySettings, VendorSettings
from deflect.pipeline.threads import threads
from deflect.suggest.tuning.pairs import Thread
from deflect.types import Author, Message, Ticket

START = datetime(2024, 1, 1, tzinfo=UTC)
LATER = START + timedelta(hours=2)


def ticket(name: str, reply: str = "", *, author: Author = "agent", public: bool = True, **more: str) -> Ticket:
    said = (Message("customer", f"Where is page {name}?", START), Message(author, reply, LATER, public))
    return Ticket(id=name, source="desk", created_at=START, messages=said, **more)  # type: ignore[arg-type]


def found(*tickets: Ticket) -> list[Thread]:
    return threads(lambda: tickets, Cleaner(VendorSettings(), PrivacySettings(), b"k" * 32))


@pytest.mark.parametrize(
    "reply",
    [
        "See https://desk.example.com/tickets/10001 please",
        'See <a href="/en/questions/10001">this</a>',
        "<a href='https://desk.example.com/t?id=10001#reply'>",
        "https://desk.example.com/10001, twice: https://desk.example.com/10001/",
    ],
)
def test_an_agent_s_link_ties_two_tickets_from_then_on(reply: str) -> None:
    assert found(ticket("10001"), ticket("10002", reply)) == [Thread("desk:10002", None, "desk:10001", LATER)]


@pytest.mark.parametrize(
    "other",
    [
        ticket("10002", "https://desk.example.com/tickets/10001", author="customer"),
        ticket("10002", "https://desk.example.com/tickets/10001", public=False),
        ticket("10002", "Order 10001 was sent"),
        ticket("10002", "https://desk.example.com/tickets/99999"),
        ticket("10002", "https://desk.example.com/tickets/10002"),
    ],
    ids=["a customer's", "a private note", "a number", "a ticket that is not there", "itself"],
)
def test_nothing_else_does(other: Ticket) -> None:
    assert found(ticket("10001"), other) == []


def test_short_ids_are_in_many_addresses_by_chance() -> None:
    assert found(ticket("12"), ticket("13", "https://desk.example.com/v/12")) == []


def test_a_ticket_is_known_by_its_own_address_as_well() -> None:
    one = ticket("1", url="https://desk.example.com/t/one")
    assert found(one, ticket("2", "See https://desk.example.com/t/one")) == [Thread("desk:2", None, "desk:1", LATER)]


def test_a_ticket_that_was_merged_away_gives_its_question() -> None:
    gone = ticket("10002", "Merged", merged_into="10001")
    (thread,) = found(ticket("10001"), gone)
    assert thread == Thread("desk:10002", "Where is page 10002?", "desk:10001", LATER, merged=True)
    assert found(ticket("10002", merged_into="77777")) == []
