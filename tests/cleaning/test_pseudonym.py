from __future__ import annotations

import hashlib
import re

from hypothesis import given
from hypothesis import strategies as st

from deflect.cleaning import pseudonym
from deflect.types import Requester
from tests.cleaning.made import agent, customer, ticket

KEY = b"k" * 32


def test_a_customer_is_known_by_address_whatever_the_source_and_case() -> None:
    one = ticket(customer("x"), requester=Requester("1", "Ana", "Ana@Shop.example "))
    two = ticket(customer("y"), requester=Requester("2", None, "ana@shop.example"), ticket_id="8")
    expected = "c-" + hashlib.blake2b(b"email\0ana@shop.example", key=KEY, digest_size=8).hexdigest()
    assert pseudonym.customer(KEY, one) == pseudonym.customer(KEY, two) == expected
    assert pseudonym.customer_by_email(KEY, "ANA@shop.example") == expected


def test_without_an_address_the_id_counts_and_without_both_the_ticket() -> None:
    by_id = pseudonym.customer(KEY, ticket(customer("x"), requester=Requester("17", None, " ")))
    assert by_id == pseudonym.customer(KEY, ticket(customer("y"), requester=Requester("17"), ticket_id="8"))
    nobody = {pseudonym.customer(KEY, ticket(customer("x"), ticket_id=str(number))) for number in range(20)}
    assert len(nobody | {by_id}) == 21


def test_an_id_an_address_and_an_agent_of_the_same_text_differ() -> None:
    value = "ana@shop.example"
    message = agent("x", agent_id=value)
    names = {
        pseudonym.customer(KEY, ticket(customer("x"), requester=Requester(email=value)))[2:],
        pseudonym.customer(KEY, ticket(customer("x"), requester=Requester(id=value)))[2:],
        (pseudonym.agent(KEY, ticket(message), message) or "")[2:],
    }
    assert len(names) == 3


def test_another_key_gives_other_pseudonyms() -> None:
    assert pseudonym.customer_by_email(KEY, "a@b.example") != pseudonym.customer_by_email(b"q" * 32, "a@b.example")


def test_an_agent_that_the_source_does_not_name_has_none() -> None:
    message = agent("x", agent_id="")
    assert pseudonym.agent(KEY, ticket(message), message) is None


@given(st.text(), st.text())
def test_the_form_is_fixed_and_shows_nothing(email: str, name: str) -> None:
    made = pseudonym.customer(KEY, ticket(customer("x"), requester=Requester(name, name, email)))
    assert re.fullmatch(r"c-[0-9a-f]{16}", made)
