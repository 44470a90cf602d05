"""The demo's tickets, whose truth is known: what is left out, in which language people wrote, whom it must not name."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from datetime import datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from deflect.cleaning import Cleaner
from deflect.config import PrivacySettings, VendorSettings
from deflect.types import CleanTicket, LeftOut, Message, Requester, Ticket

EVERY = 3
"""One ticket in so many is tried, so that this stays fast."""

TRUTH = Path(__file__).parents[1] / "demo" / "truth.jsonl.gz"
NOISE = ("auto-reply", "bounce", "merged", "deleted")


def rows(content: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in gzip.decompress(content).splitlines()]


def ticket_of(row: dict[str, Any]) -> Ticket:
    messages = tuple(
        Message(
            author=each["author"],
            body=each["body"],
            created_at=datetime.fromisoformat(each["created_at"]),
            public=each.get("public", True),
            format=each.get("format", "text"),
            agent_id=each.get("agent_id"),
            is_solution=each.get("is_solution", False),
        )
        for each in row["messages"]
    )
    return Ticket(
        id=row["id"],
        source=row["source"],
        created_at=datetime.fromisoformat(row["created_at"]),
        messages=messages,
        subject=row.get("subject", ""),
        status=row.get("status", "open"),
        requester=Requester(**row.get("requester", {})),
        merged_into=row.get("merged_into"),
    )


@cache
def cleaned() -> list[tuple[dict[str, Any], Ticket, CleanTicket | LeftOut]]:
    """The truth about each ticket, the ticket, and what cleaning made of it; what it declares is not told."""
    truth = {row["id"]: row for row in rows(TRUTH.read_bytes())}
    vendor = VendorSettings.model_validate({"name": "Fernleaf Plugins", "addresses": ["@fernleaf.example"]})
    cleaner = Cleaner(vendor, PrivacySettings.model_validate({}), b"k" * 32)
    content = (resources.files("deflect") / "demo" / "tickets.jsonl.gz").read_bytes()
    tickets = [ticket_of(row) for row in rows(content)[::EVERY]]
    return [(truth[ticket.id], ticket, cleaner.clean(ticket)) for ticket in tickets]


@pytest.mark.parametrize("kind", NOISE)
def test_every_ticket_of_this_kind_is_left_out(kind: str) -> None:
    found = [result for truth, _, result in cleaned() if truth["kind"] == kind]
    assert found
    assert {getattr(result, "reason", "kept") for result in found} == {kind}


def test_no_question_is_left_out() -> None:
    lost = [
        result
        for truth, _, result in cleaned()
        if truth["kind"] in ("recurring", "one-off") and isinstance(result, LeftOut)
    ]
    assert lost == []


def test_all_marked_spam_and_most_of_the_rest_is_left_out() -> None:
    found = [
        (ticket.status, isinstance(result, LeftOut)) for truth, ticket, result in cleaned() if truth["kind"] == "spam"
    ]
    assert all(left_out for status, left_out in found if status == "spam")
    assert sum(left_out for _, left_out in found) >= 0.8 * len(found)


def test_the_language_is_told_from_the_text_alone() -> None:
    found = [
        (truth["language"], result.language)
        for truth, _, result in cleaned()
        if isinstance(result, CleanTicket) and truth.get("language")
    ]
    wrong = Counter((asked, told) for asked, told in found if asked != told)
    assert sum(wrong.values()) <= 0.02 * len(found), wrong
    assert {asked for asked, _ in found} >= {"en", "de", "fr", "ar", "cy"}


def test_no_private_note_and_no_requesters_address_comes_through() -> None:
    for _, ticket, result in cleaned():
        if isinstance(result, LeftOut):
            continue
        text = "\n".join([result.subject, result.question, result.answer or "", *result.tags])
        assert not ticket.requester.email or ticket.requester.email.lower() not in text.lower(), result.id
        for message in ticket.messages:
            assert message.public or message.body not in text, result.id


def test_quoted_history_and_signature_marks_are_gone() -> None:
    for _, _, result in cleaned():
        if isinstance(result, CleanTicket):
            lines = f"{result.question}\n{result.answer or ''}".split("\n")
            assert not [line for line in lines if line.startswith(("> ", "-- ", "-----")) or line == "--"], result.id


def test_most_answered_tickets_have_an_answer_with_its_agent() -> None:
    answered = [
        result
        for _, ticket, result in cleaned()
        if isinstance(result, CleanTicket) and ticket.status in ("solved", "closed") and result.replies
    ]
    assert sum(result.answer is not None for result in answered) >= 0.9 * len(answered)
    assert all(result.agent for result in answered if result.answer)
