"""How a stream of tickets goes into the database: in batches, or all or nothing."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from deflect.store.payload import ticket_row
from deflect.store.tables import state, tickets, waiting
from deflect.types import Ticket

BATCH_TICKETS = 1_000
BATCH_CHARACTERS = 8_000_000

Progress = Callable[[int], None]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """What became of the tickets of an import; together they are the tickets that were read.

    Attributes:
        added: New tickets.
        updated: Known tickets that changed.
        unchanged: Tickets that were there already, or that a later one of the same import replaced.
        erased: Tickets that were left out, because their customer was erased.
    """

    added: int
    updated: int
    unchanged: int
    erased: int = 0


class Importer:
    """One import over one connection.

    New tickets go in at once, so that a killed import keeps what it had. Changes to known tickets wait until the end:
    a file may hold a ticket twice, and importing such a file again must change nothing.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._read = self._added = self._updated = 0

    def run(self, stream: Iterable[Ticket], progress: Progress | None, *, all_or_nothing: bool) -> ImportCounts:
        """Import all tickets; with `all_or_nothing` an error of the stream takes back everything."""
        per_batch = contextlib.nullcontext if all_or_nothing else self._connection.begin
        with self._connection.begin() if all_or_nothing else contextlib.nullcontext():
            with per_batch():
                self._start_waiting()
            for batch in batches(stream):
                with per_batch():
                    self._take(batch)
                if progress:
                    progress(self._read)
            while self._finish_some(per_batch):
                pass
        return ImportCounts(self._added, self._updated, self._read - self._added - self._updated)

    def _start_waiting(self) -> None:
        waiting.drop(self._connection, checkfirst=True)
        waiting.create(self._connection)

    def _take(self, batch: list[Ticket]) -> None:
        self._read += len(batch)
        rows = {row["ref"]: row for row in map(ticket_row, batch)}  # the last of the same ref counts
        known = self._known(list(rows))
        new = [row for ref, row in rows.items() if ref not in known]
        changed = [row for ref, row in rows.items() if ref in known and known[ref] != row["hash"]]
        same = [ref for ref, row in rows.items() if known.get(ref) == row["hash"]]
        if new:
            self._connection.execute(insert(tickets), new)
            self._added += len(new)
            grow_revision(self._connection, len(new))
        if same:
            self._connection.execute(delete(waiting).where(waiting.c.ref.in_(same)))
        if changed:
            self._wait(changed)

    def _known(self, refs: list[str]) -> dict[str, bytes]:
        found = self._connection.execute(select(tickets.c.ref, tickets.c.hash).where(tickets.c.ref.in_(refs)))
        return {row.ref: row.hash for row in found}

    def _wait(self, rows: list[Row]) -> None:
        self._connection.execute(insert(waiting).prefix_with("OR REPLACE"), rows)

    def _finish_some(self, per_batch: Callable[[], contextlib.AbstractContextManager[Any]]) -> bool:
        with per_batch():
            first = select(waiting).order_by(waiting.c.ref).limit(100)
            rows = [dict(row) for row in self._connection.execute(first).mappings()]
            for row in rows:
                self._connection.execute(update(tickets).where(tickets.c.ref == row["ref"]).values(row))
            if rows:
                refs = [row["ref"] for row in rows]
                self._connection.execute(delete(waiting).where(waiting.c.ref.in_(refs)))
                self._updated += len(rows)
                grow_revision(self._connection, len(rows))
        return bool(rows)


def batches(stream: Iterable[Ticket]) -> Iterator[list[Ticket]]:
    """Cut a stream into batches bounded in number and in text, so that memory is bounded too."""
    batch: list[Ticket] = []
    size = 0
    for ticket in stream:
        batch.append(ticket)
        size += sum(len(message.body) for message in ticket.messages)
        if len(batch) == BATCH_TICKETS or size > BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def chunks(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Cut a stream into lists of at most `size`."""
    stream = iter(rows)
    while chunk := list(islice(stream, size)):
        yield chunk


def grow_revision(connection: Connection, changes: int) -> None:
    """Add to the revision, in the transaction of the changes it counts."""
    connection.execute(update(state).where(state.c.key == "revision").values(value=state.c.value + changes))


def revision(connection: Connection) -> int:
    """Read the revision: the number of changes so far."""
    return int(connection.execute(select(func.coalesce(func.max(state.c.value), 0))).scalar_one())
