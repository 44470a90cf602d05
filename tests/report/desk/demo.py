"""The demo's tickets, cleaned once for all tests, and their records as the generator wrote them."""

from __future__ import annotations

import functools
import gzip
import json
from pathlib import Path
from typing import Any

from deflect.cleaning import Cleaner
from deflect.config import PrivacySettings, VendorSettings
from deflect.demo import SETTINGS, TICKETS
from deflect.store.record import ticket_from_record
from deflect.types import CleanTicket

TRUTH = Path(__file__).parents[2] / "demo" / "truth.jsonl.gz"
Row = dict[str, Any]


@functools.cache
def records() -> dict[str, Row]:
    """Every record by the ref of its ticket."""
    with gzip.open(TICKETS, "rt", encoding="utf-8") as lines:
        return {f"helpdesk:{row['id']}": row for row in map(json.loads, lines)}


@functools.cache
def truth() -> dict[str, Row]:
    """What the generator knows of each ticket, by its ref."""
    with gzip.open(TRUTH, "rt", encoding="utf-8") as lines:
        return {f"helpdesk:{row['id']}": row for row in map(json.loads, lines)}


@functools.cache
def cleaned() -> tuple[CleanTicket, ...]:
    """The tickets that deflect learns from."""
    vendor, privacy = SETTINGS["vendor"], SETTINGS["privacy"]
    cleaner = Cleaner(VendorSettings.model_validate(vendor), PrivacySettings.model_validate(privacy), b"key")
    made = (cleaner.clean(ticket_from_record(row, "helpdesk")) for row in records().values())
    return tuple(each for each in made if isinstance(each, CleanTicket))
