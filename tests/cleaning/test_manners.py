"""Of how agents greet and sign off, phrases of a closed list come out and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.cleaning import naming, phrases
from deflect.cleaning.manners import Manners, manners
from deflect.types import Author, Message, Ticket

DAY = datetime(2026, 1, 5, tzinfo=UTC)


def read(body: str, author: Author = "agent", *, public: bool = True) -> list[Manners]:
    ticket = Ticket("1", "shop", DAY, (Message(author, body, DAY, public=public),))
    return list(manners(ticket))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Hi Quintessa,\n\nPress Export.\n\nBest regards,\nZebedee", Manners("Hi", True, "Best regards")),
        ("Hello there!\n\nPress Export.\n\nCheers", Manners("Hello", False, "Cheers")),
        ("Guten Tag,\n\nBitte drücken.\n\nViele Grüße\nZebedee", Manners("Guten Tag", False, "Viele Grüße")),
        ("Press Export.", Manners("", False, "")),
        ("Thanks, the export is still broken.", Manners("", False, "")),
        ("", Manners("", False, "")),
    ],
)
def test_a_reply_tells_greeting_name_and_sign_off(body: str, expected: Manners) -> None:
    assert read(body) == [expected]


def test_notes_and_customers_are_not_read() -> None:
    assert read("Hi all,\n\nA note.", public=False) == []
    assert read("Hi all,\n\nA question.", "customer") == []


@given(
    st.lists(st.sampled_from([*phrases.GREETINGS, *phrases.SIGN_OFFS, "Zebedee", "a@b.example", ",", "\n", " ", "x"]))
)
def test_whatever_stands_there_only_listed_phrases_come_out(parts: list[str]) -> None:
    for found in read("".join(parts)):
        assert naming.plain(found.greeting) in {"", *phrases.GREETINGS}
        assert naming.plain(found.sign_off) in {"", *phrases.SIGN_OFFS}
