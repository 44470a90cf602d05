"""What the rows of the database hold: tickets and cleaned tickets as JSON."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from deflect.store.record import iso, record_from_ticket, ticket_from_record
from deflect.types import CleanTicket, LeftOut, Ticket

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_CLEAN_FIELDS = tuple(field.name for field in dataclasses.fields(CleanTicket))
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def microseconds(moment: datetime) -> int:
    """Count the microseconds from 1970 to a moment; negative before."""
    return (moment - _EPOCH) // _MICROSECOND


def from_microseconds(count: int) -> datetime:
    """The moment so many microseconds after 1970 began, aware, in UTC."""
    return _EPOCH + count * _MICROSECOND


def ticket_row(ticket: Ticket) -> dict[str, Any]:
    """Make the database row of a ticket; its hash changes with anything in the ticket."""
    record = _encode(record_from_ticket(ticket))
    requester = ticket.requester
    return {
        "ref": ticket.ref,
        "created_at": microseconds(ticket.created_at),
        "hash": hashlib.sha256(record.encode()).digest(),
        "status": ticket.status,
        "requester_id": requester.id.strip() if requester.id else None,
        "requester_email": address_key(requester.email) if requester.email else None,
        "record": record,
    }


def ticket_from_row(record: str) -> Ticket:
    """Read back a ticket from the `record` of its row."""
    return ticket_from_record(json.loads(record), "")


def address_key(address: str) -> str:
    """Make the form in which e-mail addresses are compared."""
    return address.strip().casefold()


def clean_row(cleaned: CleanTicket | LeftOut, ticket_hash: bytes, created_at: int, version: str) -> dict[str, Any]:
    """Make the database row of a cleaned ticket."""
    return {
        "ref": cleaned.id,
        "created_at": created_at,
        "hash": ticket_hash,
        "version": version,
        "reason": cleaned.reason if isinstance(cleaned, LeftOut) else None,
        "payload": "" if isinstance(cleaned, LeftOut) else _clean_payload(cleaned),
    }


def clean_from_payload(payload: str) -> CleanTicket:
    """Read back a cleaned ticket from the `payload` of its row."""
    raw = json.loads(payload)
    raw["created_at"] = datetime.fromisoformat(raw["created_at"])
    raw["tags"] = tuple(raw["tags"])
    raw["articles"] = tuple(raw["articles"])
    raw["agents"] = tuple(raw.get("agents", ()))
    return CleanTicket(**raw)


def _clean_payload(cleaned: CleanTicket) -> str:
    raw = {name: getattr(cleaned, name) for name in _CLEAN_FIELDS}
    raw["created_at"] = iso(cleaned.created_at)
    return _encode(raw)
