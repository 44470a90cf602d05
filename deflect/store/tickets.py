"""The store: every ticket as it was written, and what cleaning made of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Engine, Select, delete, func, insert, or_, select, tuple_

from deflect.store import database
from deflect.store.erased import ErasedList, address_name, id_name, ref_name
from deflect.store.feedback import FeedbackStore, forget
from deflect.store.importing import ImportCounts, Importer, Progress, chunks, grow_revision, revision
from deflect.store.payload import address_key, clean_from_payload, clean_row, ticket_from_row
from deflect.store.tables import cleaned, inbox, tickets
from deflect.types import CleanTicket, LeftOut, LeftOutReason, Status, Ticket

PAGE = 500
CLEAN_PAGE = 5_000

_FRESH = (cleaned.c.ref == tickets.c.ref) & (cleaned.c.hash == tickets.c.hash)


def _theirs(requester: str) -> ColumnElement[bool]:
    return or_(tickets.c.requester_email == address_key(requester), tickets.c.requester_id == requester.strip())


def _calls_of(requester: str) -> ColumnElement[bool]:
    return or_(inbox.c.requester_email == address_key(requester), inbox.c.requester_id == requester.strip())


def _others(requester: str) -> ColumnElement[bool]:
    # A missing address or id is unlike any name, and not unknown.
    return ~func.coalesce(_theirs(requester), False)


class Store:
    """The ticket database of a workspace; open it with `Store.open` and close it, or use `with`.

    Many processes may read while one writes. Commands that write hold the workspace's lock as well.
    """

    def __init__(self, engine: Engine, path: Path) -> None:
        self._engine = engine
        self._path = path
        self._erased = ErasedList(path.parent)

    @classmethod
    def open(cls, path: Path) -> Store:
        """Open a ticket database, making or migrating it as needed.

        Args:
            path: The file; a missing one is made.

        Returns:
            The database, to be closed or used as a context.

        Raises:
            StoreError: The file is damaged, comes from a newer deflect, is something else, or cannot be written.
        """
        return cls(database.connect(path), path)

    @property
    def feedback(self) -> FeedbackStore:
        """What people said of suggestions."""
        return FeedbackStore(self._engine, self._path)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def put(
        self, stream: Iterable[Ticket], progress: Progress | None = None, *, all_or_nothing: bool = False
    ) -> ImportCounts:
        """Add tickets, and update those that are there already and changed; erased customers' are left out.

        Args:
            stream: Tickets in any order; of several with the same ref the last counts.
            progress: Called with the number of tickets read, after each batch.
            all_or_nothing: Take everything back if the stream raises. Otherwise batches of up to 1,000 are kept.

        Returns:
            What became of the tickets that were read.

        Raises:
            StoreError: The database is damaged, full, busy or cannot be written.
        """
        erased = [0]
        allowed = self._erased.without(stream, erased)
        with database.writing(self._engine, self._path) as connection:
            counts = Importer(connection).run(allowed, progress, all_or_nothing=all_or_nothing)
        return replace(counts, erased=erased[0])

    def tickets(self) -> Iterator[Ticket]:
        """Read all tickets, oldest first, a page at a time."""
        wanted = select(tickets.c.created_at, tickets.c.ref, tickets.c.record)
        for row in self._pages(wanted, tickets, PAGE):
            yield ticket_from_row(row.record)

    def get(self, ref: str) -> Ticket | None:
        """Find a ticket, or the ticket it was merged into.

        Args:
            ref: `source:id`.

        Returns:
            The end of the chain of merges, as far as it is in the store; the ticket itself if the chain is a circle;
            None if there is no such ticket.
        """
        asked = found = self._get(ref)
        seen = {ref}
        while found is not None and found.merged_into is not None:
            target = self._target(found)
            if target is None:
                return found
            if target.ref in seen:
                return asked
            seen.add(target.ref)
            found = target
        return found

    def count(self) -> int:
        """Count the tickets."""
        return int(self._rows(select(func.count()).select_from(tickets))[0][0])

    def counts_by_status(self) -> dict[Status, int]:
        """Count the tickets of each status; a status without tickets is not named."""
        rows = self._rows(select(tickets.c.status, func.count()).group_by(tickets.c.status).order_by(tickets.c.status))
        return {cast(Status, status): int(number) for status, number in rows}

    def problems(self) -> tuple[str, ...]:
        """Read the whole database and name what is damaged in it; empty if nothing is."""
        with database.reading(self._engine, self._path) as connection:
            found = connection.exec_driver_sql("PRAGMA integrity_check(10)").scalars().all()
        return tuple(str(line) for line in found if line != "ok")

    def revision(self) -> int:
        """Count the changes to tickets so far: 0 for an empty store, larger after every change, else the same."""
        with database.reading(self._engine, self._path) as connection:
            return revision(connection)

    def cleaners(self) -> dict[str, int]:
        """Count the cleaned tickets by the version of the cleaner that cleaned them."""
        wanted = select(cleaned.c.version, func.count()).join(tickets, _FRESH).group_by(cleaned.c.version)
        return {str(version): int(number) for version, number in self._rows(wanted)}

    def refs_of(self, requester: str) -> tuple[str, ...]:
        """Name the tickets of a requester: their e-mail address, in any case, or their id in the ticket system."""
        return tuple(row.ref for row in self._rows(select(tickets.c.ref).where(_theirs(requester)).order_by("ref")))

    def mentions(self, text: str) -> tuple[str, ...]:
        """Name the tickets in which a text stands anywhere, in lower or upper case as far as ASCII goes."""
        found = func.instr(func.lower(tickets.c.record), func.lower(text)) > 0
        return tuple(row.ref for row in self._rows(select(tickets.c.ref).where(found).order_by("ref")))

    def cleaned_by_ref(self, refs: Iterable[str]) -> tuple[CleanTicket, ...]:
        """Read what cleaning made of some tickets, also where the ticket changed since; others are passed over."""
        found = []
        for chunk in chunks(refs, PAGE):
            wanted = select(cleaned.c.payload).where(cleaned.c.ref.in_(chunk), cleaned.c.reason.is_(None))
            found += [clean_from_payload(row.payload) for row in self._rows(wanted)]
        return tuple(found)

    def erase(self, requester: str) -> int:
        """Delete every ticket of a requester, with what cleaning made of it, and write the database anew without it.

        Calls about their tickets that are not dealt with yet go as well. A later import leaves their tickets out, until
        `allow` is called.

        Args:
            requester: Their e-mail address, in any case, or their id in the ticket system.

        Returns:
            The number of tickets deleted.

        Raises:
            StoreError: The database cannot be written, or another process still reads an older state of it.
        """
        if not requester.strip():
            return 0
        # Before the deletion, so that a kill between the two leaves nobody deleted who could come back.
        self._erased.add(requester, self._further_names(requester))
        with database.writing(self._engine, self._path) as connection, connection.begin():
            connection.execute(delete(inbox).where(_calls_of(requester)))
            forget(connection, select(tickets.c.ref).where(_theirs(requester)))
            gone = connection.execute(delete(tickets).where(_theirs(requester))).rowcount  # cleaned rows go with them
            if gone:
                grow_revision(connection, gone)
        database.write_anew(self._engine, self._path)
        return gone

    def allow(self, requester: str) -> None:
        """Let a customer who was erased be imported again.

        Raises:
            InputError: Nobody of that name was erased.
        """
        self._erased.allow(requester)

    def _further_names(self, requester: str) -> Iterator[str]:
        """Their tickets, and the addresses and ids on them that are nobody else's."""
        rows = self._rows(select(tickets.c.record).where(_theirs(requester)))
        for ticket in map(ticket_from_row, (row.record for row in rows)):
            yield ref_name(ticket.ref)
            who = ticket.requester
            if who.email and not self._is_shared(tickets.c.requester_email == address_key(who.email), requester):
                yield address_name(who.email)
            if who.id and not self._is_shared(tickets.c.requester_id == who.id.strip(), requester):
                yield id_name(ticket.source, who.id)

    def _is_shared(self, same: ColumnElement[bool], requester: str) -> bool:
        return bool(self._rows(select(tickets.c.ref).where(same, _others(requester)).limit(1)))

    def to_clean(self, version: str) -> Iterator[tuple[Ticket, str]]:
        """Read the tickets that were never cleaned, or changed since, or were cleaned by another cleaner.

        Args:
            version: The version of the cleaner.

        Returns:
            Each ticket with its content hash, oldest first; `save_cleaned` may be called meanwhile.
        """
        wanted = (
            select(tickets.c.created_at, tickets.c.ref, tickets.c.hash, tickets.c.record)
            .outerjoin(cleaned, cleaned.c.ref == tickets.c.ref)
            .where(or_(cleaned.c.ref.is_(None), cleaned.c.hash != tickets.c.hash, cleaned.c.version != version))
        )
        for row in self._pages(wanted, tickets, PAGE):
            yield ticket_from_row(row.record), row.hash.hex()

    def save_cleaned(self, rows: Iterable[tuple[CleanTicket | LeftOut, str]], version: str) -> int:
        """Keep what cleaning made of tickets, 1,000 a transaction.

        Args:
            rows: Cleaned tickets, each with the hash that `to_clean` gave with it. One whose ticket is no longer in
                the store is dropped.
            version: The version of the cleaner.

        Returns:
            The number kept.
        """
        with database.writing(self._engine, self._path) as connection:
            return sum(_keep_cleaned(connection, chunk, version) for chunk in chunks(rows, 1_000))

    def cleaned(self) -> Iterator[CleanTicket]:
        """Read the cleaned tickets, oldest first and then by id; those whose ticket changed since are left out."""
        wanted = (
            select(cleaned.c.created_at, cleaned.c.ref, cleaned.c.payload)
            .join(tickets, _FRESH)
            .where(cleaned.c.reason.is_(None))
        )
        for row in self._pages(wanted, cleaned, CLEAN_PAGE):
            yield clean_from_payload(row.payload)

    def left_out(self) -> dict[LeftOutReason, int]:
        """Count the tickets that nothing is learned from, by reason."""
        wanted = select(cleaned.c.reason, func.count()).join(tickets, _FRESH).where(cleaned.c.reason.is_not(None))
        rows = self._rows(wanted.group_by(cleaned.c.reason).order_by(cleaned.c.reason))
        return {cast(LeftOutReason, reason): int(number) for reason, number in rows}

    def _get(self, ref: str) -> Ticket | None:
        rows = self._rows(select(tickets.c.record).where(tickets.c.ref == ref))
        return ticket_from_row(rows[0].record) if rows else None

    def _target(self, ticket: Ticket) -> Ticket | None:
        assert ticket.merged_into is not None
        return self._get(f"{ticket.source}:{ticket.merged_into}") or self._get(ticket.merged_into)

    def _rows(self, query: Select[Any]) -> list[Any]:
        with database.reading(self._engine, self._path) as connection:
            return list(connection.execute(query))

    def _pages(self, query: Select[Any], table: Any, size: int) -> Iterator[Any]:
        """Read a query by pages: no read lock is held between them, so the log can be emptied under a slow reader."""
        place = tuple_(table.c.created_at, table.c.ref)
        page = query.order_by(table.c.created_at, table.c.ref).limit(size)
        rows = self._rows(page)
        while rows:
            yield from rows
            if len(rows) < size:
                return
            rows = self._rows(page.where(place > (rows[-1].created_at, rows[-1].ref)))


def _keep_cleaned(connection: Connection, chunk: list[tuple[CleanTicket | LeftOut, str]], version: str) -> int:
    """Write what was made of tickets in one transaction, without tickets that are gone, and count it."""
    with connection.begin():
        there = select(tickets.c.ref, tickets.c.created_at).where(tickets.c.ref.in_([item.id for item, _ in chunk]))
        created = {row.ref: row.created_at for row in connection.execute(there)}
        kept = [(item, digest) for item, digest in chunk if item.id in created]
        values = [clean_row(item, bytes.fromhex(digest), created[item.id], version) for item, digest in kept]
        if values:
            connection.execute(insert(cleaned).prefix_with("OR REPLACE"), values)
    return len(values)
