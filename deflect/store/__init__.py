"""The ticket database: tickets as they were written, and what cleaning made of them."""

from __future__ import annotations

from deflect.store.importing import ImportCounts
from deflect.store.record import RecordError, record_from_ticket, ticket_from_record
from deflect.store.tickets import Store

__all__ = ["ImportCounts", "RecordError", "Store", "record_from_ticket", "ticket_from_record"]
