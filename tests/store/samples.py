"""Tickets for the tests of the store and the connectors."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from deflect.types import CleanTicket, Message, Requester, Ticket

START = datetime(2023, 1, 1, tzinfo=UTC)


def ticket(number: int = 1, **changes: Any) -> Ticket:
    """A ticket whose text follows from its number."""
    at = START + timedelta(hours=number)
    fields: dict[str, Any] = {
        "id": str(number),
        "source": "desk",
        "created_at": at,
        "messages": (
            Message("customer", f"Question {number}", at),
            Message("agent", f"Answer {number}", at + timedelta(minutes=5), agent_id="a1"),
        ),
        "subject": f"Subject {number}",
        "requester": Requester(id=f"c{number}", name="Pat Example", email=f"Pat{number}@example.org"),
    }
    return Ticket(**fields | changes)


def clean(of: Ticket, **changes: Any) -> CleanTicket:
    """What a cleaner might make of a ticket."""
    fields: dict[str, Any] = {
        "id": of.ref,
        "subject": of.subject,
        "question": of.messages[0].body,
        "answer": None,
        "agent": None,
        "customer": "p1",
        "language": "en",
        "created_at": of.created_at,
        "solved": False,
    }
    return CleanTicket(**fields | changes)


def record(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A small ticket record."""
    fields = {
        "id": str(number),
        "created_at": "2023-01-01T05:24:31Z",
        "messages": [{"author": "customer", "body": f"Question {number}"}],
    }
    return fields | changes


def write_jsonl(path: Path, records: Iterable[Any]) -> Path:
    """Write records, one a line; bytes are written as they are."""
    with path.open("wb") as file:
        for item in records:
            file.write((item if isinstance(item, bytes) else json.dumps(item).encode()) + b"\n")
    return path
