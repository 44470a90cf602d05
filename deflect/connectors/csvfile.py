"""Tickets from a CSV export: one row a ticket, or one row a message where there is a column for the author."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from deflect.connectors.csvlayout import Layout, find_layout
from deflect.connectors.csvrows import rows_of
from deflect.connectors.dates import read_date
from deflect.connectors.durations import MINUTES_IN, read_minutes
from deflect.connectors.headings import author_from, rating_from, status_from
from deflect.connectors.rows import BadRow, Progress, Row, open_input, reporting
from deflect.connectors.spool import spooled
from deflect.connectors.vendor import Vendor
from deflect.store.record import MAX_MINUTES, RecordError, iso, record_from_ticket, ticket_from_record
from deflect.types import Author, Ticket

_HTML = re.compile(r"</?(?:p|div|br|span|table|html|body|ul|ol|li|a|blockquote|strong|b|em|i)(?:\s|/?>)", re.IGNORECASE)
_SECOND_ROW = "a second row of this ticket, and no column says who wrote it (name it: --map author=HEADING)"
_NOT_PUBLIC = frozenset({"false", "no", "0", "private", "internal", "f", "n", "nein", "non", "falsch", "faux"})


def read(
    path: Path,
    *,
    source: str,
    mapping: Mapping[str, str] | None = None,
    vendor: Vendor,
    progress: Progress | None = None,
) -> Iterator[Row]:
    """Read a CSV export.

    Args:
        path: The file, `.gz` too; comma, semicolon, tab or bar, in UTF-8, UTF-16 or Windows-1252.
        source: The source of the tickets.
        mapping: Field to heading, where the headings cannot be guessed; `dates` may be `day-first` or `month-first`.
        vendor: Tells agents where the author is an address.
        progress: Called now and then with rows, bytes and bytes in all.

    Raises:
        InputError: The file is missing, unreadable or damaged, or its columns or dates cannot be guessed.
    """
    layout = find_layout(path, mapping)
    if layout is None:
        return
    reader = RowReader(layout, source, vendor)
    with open_input(path) as file:
        rows = ((line, reader.row(line, cells)) for line, cells in rows_of(file.stream, layout, reader.fits))
        yield from reporting(_joined(rows) if "author" in layout.columns else _alone(rows), file, progress)


class RowReader:
    """Turns the cells of one row into a ticket."""

    def __init__(self, layout: Layout, source: str, vendor: Vendor) -> None:
        self._layout = layout
        self._source = source
        self._vendor = vendor

    def fits(self, cells: Sequence[str]) -> bool:
        """Whether the cells of a row make a ticket."""
        return isinstance(self.row(0, cells), Ticket)

    def row(self, line: int, cells: Sequence[str] | str) -> Row:
        """Make a ticket, or say what is wrong with the row.

        Args:
            line: The first line of the row in the file.
            cells: The cells, or the reason why there are none.
        """
        if isinstance(cells, str):
            return BadRow(line, cells)
        try:
            if any(cell.strip() for cell in cells[self._layout.width :]):
                raise RecordError("more cells than headings")
            return ticket_from_record(self._record(cells), self._source)
        except RecordError as error:
            return BadRow(line, str(error))

    def _record(self, cells: Sequence[str]) -> dict[str, object]:
        rating = self._cell(cells, "rating")
        return {
            "id": self._cell(cells, "id"),
            "created_at": self._date(cells, "created_at"),
            "subject": self._cell(cells, "subject"),
            "status": status_from(self._cell(cells, "status")),
            "language": self._cell(cells, "language") or None,
            "requester": {part: self._cell(cells, f"requester_{part}") or None for part in ("id", "name", "email")},
            "tags": re.split(r"\s*[,;|]\s*", self._cell(cells, "tags")),
            "rating": rating_from(rating) if rating else None,
            "url": self._cell(cells, "url") or None,
            "merged_into": self._cell(cells, "merged_into") or None,
            "minutes": self._minutes(cells),
            "channel": self._cell(cells, "channel") or None,
            "messages": list(self._messages(cells)),
        }

    def _minutes(self, cells: Sequence[str]) -> float | None:
        told = [read_minutes(self._cell(cells, unit), unit) for unit in MINUTES_IN]
        return next((minutes for minutes in told if minutes is not None), None)

    def _messages(self, cells: Sequence[str]) -> Iterator[dict[str, object]]:
        author = self._author(cells) if "author" in self._layout.columns else "customer"
        sent = self._date(cells, "message_created_at" if self._cell(cells, "message_created_at") else "created_at")
        agent = self._cell(cells, "agent_id") or None
        if author == "agent" and "@" in self._cell(cells, "author"):
            agent = self._cell(cells, "author")
        yield self._message(cells, "body", author, sent) | {"agent_id": agent if author == "agent" else None}
        if self._cell(cells, "answer"):
            yield self._message(cells, "answer", "agent", sent) | {"agent_id": agent, "public": True}

    def _message(self, cells: Sequence[str], field: str, author: Author, sent: str) -> dict[str, object]:
        body = self._cell(cells, field)
        public = self._cell(cells, "public").lower() not in _NOT_PUBLIC
        layout = "html" if _HTML.search(body) else "text"
        return {"author": author, "body": body, "created_at": sent, "format": layout, "public": public}

    def _author(self, cells: Sequence[str]) -> Author:
        value = self._cell(cells, "author")
        named = author_from(value)
        if named or not value:
            return named or "customer"
        if self._vendor.owns(value) or value == self._cell(cells, "agent_id"):
            return "agent"
        if value in (self._cell(cells, "requester_email"), self._cell(cells, "requester_name")):
            return "customer"
        if "@" in value and self._vendor.addresses:
            return "customer"
        raise RecordError("unknown author")

    def _date(self, cells: Sequence[str], field: str) -> str:
        return iso(read_date(self._cell(cells, field), field, days_first=self._layout.days_first))

    def _cell(self, cells: Sequence[str], field: str) -> str:
        number = self._layout.columns.get(field)
        return cells[number].strip() if number is not None and number < len(cells) else ""


def _alone(rows: Iterator[tuple[int, Row]]) -> Iterator[Row]:
    """Pass on a ticket's first row and later states of it; a row with another text is a message nobody can place."""
    seen: dict[int, int] = {}
    for line, row in rows:
        if isinstance(row, BadRow):
            yield row
            continue
        texts = hash(tuple(message.body for message in row.messages))
        yield row if seen.setdefault(hash(row.ref), texts) == texts else BadRow(line, _SECOND_ROW)


def _joined(rows: Iterator[tuple[int, Row]]) -> Iterator[Row]:
    with spooled() as spool:
        for _, row in rows:
            if isinstance(row, BadRow):
                yield row
            else:
                spool.add(row.ref, record_from_ticket(row))
        for group in spool.groups():
            yield _join([ticket_from_record(record, "") for record in group])


def _join(parts: list[Ticket]) -> Ticket:
    """Make one ticket of its messages; what is said of the ticket is taken from the customer's first row."""
    messages = sorted((message for part in parts for message in part.messages), key=lambda message: message.created_at)
    first = next((part for part in parts if part.messages[0].author == "customer"), parts[0])
    created_at = min(part.created_at for part in parts)
    return dataclasses.replace(first, created_at=created_at, messages=tuple(messages), minutes=_spent(parts))


def _spent(parts: Sequence[Ticket]) -> float | None:
    """What the rows say alike is the ticket's time, repeated; else each row has its own, and they add up."""
    if len({part.minutes for part in parts}) == 1:
        return parts[0].minutes
    return min(sum(part.minutes or 0.0 for part in parts), float(MAX_MINUTES))
