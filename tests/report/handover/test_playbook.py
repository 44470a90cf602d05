"""The answer to hand out is an agent's own, the best rated one, of what may be said to everybody."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from deflect.interval import wilson
from deflect.report.handover import Canned, canned_answer
from deflect.types import CleanTicket

EXPORT = "Open Bookings > Export. Choose CSV and press Download."
CACHE = "Clear the cache of your browser. Reload the page afterwards."


def ticket(number: int, answer: str | None, **changed: Any) -> CleanTicket:
    given: dict[str, Any] = {
        "id": f"desk:{number}", "subject": "", "question": "How do I export?", "answer": answer, "agent": "a",
        "customer": f"c{number}", "language": "en", "created_at": datetime(2026, 1, 5, tzinfo=UTC), "solved": True,
        "replies": 1,
    }  # fmt: skip
    return CleanTicket(**given | changed)


def anything(_: str) -> bool:
    return True


def test_without_an_answer_that_went_well_there_is_none() -> None:
    assert canned_answer([], "en", anything) is None
    bad = [
        ticket(1, None),
        ticket(2, EXPORT, rating="bad"),
        ticket(3, EXPORT, reopened=True),
        ticket(4, EXPORT, solved=False),
        ticket(5, EXPORT, language="de"),
    ]
    assert canned_answer(bad, "en", anything) is None


def test_ten_good_ratings_go_before_one_and_before_what_is_nearer() -> None:
    one = [ticket(0, CACHE, rating="good")]
    ten = [ticket(number, EXPORT, rating="good") for number in range(1, 11)]
    assert wilson(1, 1).low < wilson(10, 10).low
    assert canned_answer([*one, *ten], "en", anything) == Canned(EXPORT, "en", wilson(10, 10), 10, 0)


def test_unrated_the_answer_that_most_customers_got_goes_first() -> None:
    told = [ticket(0, CACHE), ticket(1, CACHE, customer="c0"), ticket(2, CACHE, customer="c0")]
    told += [ticket(3, EXPORT), ticket(4, EXPORT)]
    assert canned_answer(told, "en", anything) == Canned(EXPORT, "en", wilson(0, 0), 2, 0)


def test_what_speaks_to_one_customer_and_what_is_not_safe_is_left_out_and_counted() -> None:
    reply = f"I have reset your password. {EXPORT} Ask at the zanzibar desk for it. Could you send a screenshot?"
    found = canned_answer([ticket(1, reply)], "en", lambda text: "zanzibar" not in text)
    assert found == Canned(EXPORT, "en", wilson(0, 0), 1, 3)


def test_lists_and_code_keep_their_form() -> None:
    reply = (
        "Do the following:\n\n1. Open the settings page.\n2. Press the export button.\n\n"
        "Then add this line:\n\n```\ndefine('WP_DEBUG', true);\n```"
    )
    found = canned_answer([ticket(1, reply)], "en", anything)
    assert found is not None
    assert found.text == (
        "Do the following:\n\n1. Open the settings page.\n2. Press the export button.\n\n"
        "Then add this line:\n\n```\ndefine('WP_DEBUG', true);\n```"
    )
