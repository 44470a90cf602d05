"""A reply is shown to peers with nothing that tells who wrote it, and listed once however its ticket grows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.cleaning import Cleaner
from deflect.cleaning.replies import SHOWN, Shown, replies, shown, signers
from deflect.config import PrivacySettings, VendorSettings
from deflect.types import CleanTicket, LeftOut, Message, Requester, Ticket

KEY = b"k" * 32
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
CLEANER = Cleaner(VendorSettings(), PrivacySettings(), KEY)


def said(author: Literal["customer", "agent", "bot"], body: str, hour: int, agent: str | None = None) -> Message:
    return Message(author, body, START + timedelta(hours=hour), agent_id=agent)


def ticket(*messages: Message, subject: str = "The export is empty") -> Ticket:
    requester = Requester("c1", "Noor Example", "noor@example.org")
    return Ticket("1", "desk", START, messages, subject, requester=requester)


def view(one: Ticket, place: int = 0, *others: Ticket) -> Shown:
    clean = CLEANER.clean(one)
    assert isinstance(clean, CleanTicket)
    names = frozenset().union(*(signers(CLEANER, each) for each in (one, *others)))
    return shown(CLEANER, one, clean, replies(CLEANER, one, KEY)[place], names)


ASKED = said("customer", "Hello Quentin,\n\nthe export of bookings gives an empty file.\n\nNoor", 0)
ANSWERED = said(
    "agent",
    "Hi Noor,\n\nOpen Bookings > Export and choose CSV. Quentin from sales sends his best.\n\n"
    "Kind regards,\nWilhelmina Ashgrove\nSenior Support, +49 30 1234567",
    2,
    "w.ashgrove@vendor.example",
)


def test_nobodys_name_nor_signature_is_left_and_manners_are() -> None:
    found = view(ticket(ASKED, ANSWERED))
    assert found.reply == (
        "Hi [name],\n\nOpen Bookings > Export and choose CSV. [name] from sales sends his best."
        "\n\nKind regards,\n[name]"
    )
    assert [(each.author, each.text) for each in found.before] == [
        ("customer", "the export of bookings gives an empty file.")
    ]
    assert (found.subject, found.skipped) == ("The export is empty", 0)


def test_an_agent_who_signs_elsewhere_is_known_where_they_do_not_sign() -> None:
    elsewhere = replace(ticket(ASKED, ANSWERED), id="2")
    plain = ticket(ASKED, said("agent", "Ask for Wilhelmina or Ashgrove and choose CSV in the export.", 2, "77"))
    assert "Wilhelmina" in view(plain).reply
    assert view(plain, 0, elsewhere).reply == "Ask for [name] or [name] and choose CSV in the export."


def test_an_id_that_is_a_role_or_a_number_is_no_name() -> None:
    one = ticket(ASKED, said("agent", "The support page and the shop have it under 4711, see Export.", 2, "support"))
    other = ticket(ASKED, said("agent", "Choose CSV.", 2, "4711"))
    assert signers(CLEANER, one) == signers(CLEANER, other) == frozenset()
    assert view(one).reply.startswith("The support page and the shop have it")


def test_what_answers_nobody_is_no_reply() -> None:
    """What an agent opened, a greeting alone, a program's message, and a private note."""
    opened = said("agent", "We will move your shop to the new server on Monday.", 0, "a")
    hello = said("agent", "Hello Noor,\n\nKind regards,\nWilhelmina", 4, "b")
    robot = said("bot", "We got your message.", 5)
    note = replace(said("agent", "She is always late with paying.", 6, "a"), public=False)
    last = said("agent", "Choose CSV in the export.", 7, "c")
    found = replies(CLEANER, ticket(opened, ASKED, hello, robot, note, last), KEY)
    assert [each.at for each in found] == [last.created_at]


def test_what_one_agent_writes_in_a_row_is_one_reply_and_another_agents_is_another() -> None:
    more = said("agent", "One more thing: clear the cache.", 3, "w.ashgrove@vendor.example")
    other = said("agent", "I have mended it for you.", 4, "b")
    found = replies(CLEANER, ticket(ASKED, ANSWERED, more, other), KEY)
    assert len({each.agent for each in found}) == len(found) == 2
    assert "clear the cache" in view(ticket(ASKED, ANSWERED, more, other)).reply


def test_a_reply_keeps_its_id_while_its_ticket_grows() -> None:
    before = replies(CLEANER, ticket(ASKED, ANSWERED), KEY)
    back = said("customer", "It is empty still.", 5)
    after = replies(CLEANER, ticket(ASKED, ANSWERED, back, said("agent", "Clear the cache.", 6, "b")), KEY)
    assert after[:1] == before
    assert len(after) == 2


def test_of_a_long_thread_the_beginning_and_the_end_are_shown_and_the_rest_counted() -> None:
    thread = [
        said("agent" if hour % 2 else "customer", f"Statement number {hour} of the matter.", hour, f"{hour % 2}")
        for hour in range(20)
    ]
    found = view(ticket(*thread, subject=""), place=9)
    assert found.reply == "Statement number 19 of the matter."
    assert (len(found.before), found.skipped) == (SHOWN, 19 - SHOWN)
    assert found.before[0].text == "Statement number 0 of the matter."
    assert found.before[-1].text == "Statement number 18 of the matter."


@pytest.mark.parametrize("agent", [None, "b"])
def test_two_replies_of_the_same_second_are_listed_once(agent: str | None) -> None:
    twice = said("agent", "Clear the cache.", 2, agent)
    found = replies(CLEANER, ticket(ASKED, ANSWERED, twice), KEY)
    assert len({each.id for each in found}) == len(found)


NAMES = st.from_regex(r"[A-Z][a-z]{5,9}", fullmatch=True).map(lambda name: f"Zq{name.lower()}")


@given(NAMES, NAMES, st.sampled_from(["Kind regards,\n{}", "Best,\n{}", "Thanks!\n\n{}", "--\n{}", "Cofion,\n{}"]))
def test_whoever_signs_anywhere_is_named_nowhere(first: str, last: str, sign_off: str) -> None:
    text = f"Choose CSV in the export, says {first}.\n\n" + sign_off.format(f"{first} {last}")
    one = ticket(ASKED, said("agent", text, 2, f"{first.lower()}.{last.lower()}"))
    assert not isinstance(CLEANER.clean(one), LeftOut)
    found = view(one)
    everything = " ".join([found.reply, found.subject, *(each.text for each in found.before)]).lower()
    assert first.lower() not in everything
    assert last.lower() not in everything
