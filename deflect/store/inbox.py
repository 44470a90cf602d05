"""The inbox: calls of ticket systems, kept from the moment they are acknowledged until they are dealt with."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, cast

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from deflect.store import database
from deflect.store.commits import GroupCommit
from deflect.store.payload import address_key, from_microseconds, microseconds
from deflect.store.record import record_from_ticket, ticket_from_record
from deflect.store.tables import inbox
from deflect.types import Ticket

CallState = Literal["waiting", "done", "dead"]
MOST_REASON = 300
"""Characters of the reason why a call failed."""

_BEGUN = "deflect-begun"
_GONE: dict[str, Any] = {"record": "", "requester_id": None, "requester_email": None, "lease_until": 0, "holder": ""}
_other = inbox.alias("other")
_keep = insert(inbox).prefix_with("OR IGNORE")


@dataclass(frozen=True, slots=True)
class Delivery:
    """One call of a ticket system.

    Attributes:
        source: Which system.
        id: The system's name for the call: the same if it is repeated.
        ticket: What the call is about, as far as the call tells.
        received_at: When it came.
    """

    source: str
    id: str
    ticket: Ticket
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Job:
    """A call that one worker holds for a while.

    Attributes:
        id: Of the row.
        attempts: How often it was begun, this time included.
        until: When another worker may take it over.
        holder: Random; what this worker writes counts only as long as it is still the row's.
    """

    id: int
    source: str
    ticket: Ticket
    attempts: int
    until: datetime
    holder: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A call that is not dealt with yet: it waits for its turn, or is dead until somebody retries it.

    Attributes:
        ticket: Its id in the ticket system.
        reason: Why it failed last; empty if it did not.
        due_at: When it is tried next.
    """

    id: int
    source: str
    ticket: str
    state: CallState
    attempts: int
    received_at: datetime
    due_at: datetime
    reason: str


class Inbox:
    """The calls in a workspace's database; open it with `Inbox.open` and close it, or use `with`.

    Many threads and processes may use one database. Every change is durable when its method returns or its future is
    done: SQLite has then written it to the write-ahead log and had the system flush that (WAL, synchronous=FULL). So it
    holds if the process is killed, if the system crashes, and at power loss on a disk that does not lie about flushing.
    """

    def __init__(self, engine: Engine, path: Path) -> None:
        self._engine = engine
        self._path = path
        self._commits = GroupCommit(engine, path)

    @classmethod
    def open(cls, path: Path) -> Inbox:
        """Open the inbox of a ticket database, making or migrating it as needed.

        Raises:
            StoreError: As for `Store.open`.
        """
        return cls(database.connect(path), path)

    def close(self) -> None:
        """Write what is left to write, and close."""
        self._commits.close()
        self._engine.dispose()

    def __enter__(self) -> Inbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def accept(self, call: Delivery, *, answered: bool = False) -> Future[bool]:
        """Keep a call.

        Args:
            call: What came.
            answered: There is nothing left to do but to know it again: nothing of the ticket is kept.

        Returns:
            Whether it is new; false for one that was there already, of which nothing changes.
        """
        row = _row(call, answered)

        def add(connection: Connection) -> bool:
            return bool(connection.execute(_keep, row).rowcount)

        return self._commits.submit(add)

    def claim(self, now: datetime, lease: timedelta, holder: str) -> Job | None:
        """Take the call that is due longest, or whose worker died.

        No two workers hold calls about the same ticket at the same time.

        Args:
            now: The time.
            lease: How long nobody else takes it; longer than anything that the worker does with it.
            holder: Random, not used before.

        Returns:
            None if nothing is due.
        """
        moment = microseconds(now)
        # Asked first without the write lock: an idle worker disturbs nobody.
        with database.reading(self._engine, self._path) as connection:
            if connection.execute(_due(moment)).first() is None:
                return None
        until = moment + lease // timedelta(microseconds=1)
        taken = (
            update(inbox)
            .where(inbox.c.id == _due(moment).scalar_subquery())
            .values(lease_until=until, holder=holder, attempts=inbox.c.attempts + 1)
            .returning(inbox.c.id, inbox.c.source, inbox.c.attempts, inbox.c.record)
        )
        row = self._commits.submit(lambda connection: connection.execute(taken).first()).result()
        if row is None:
            return None
        ticket = ticket_from_record(json.loads(row.record), row.source)
        return Job(row.id, row.source, ticket, row.attempts, from_microseconds(until), holder)

    def finish(self, job: Job, outcome: str) -> bool:
        """Be done with a call: nothing of the ticket is kept.

        Args:
            job: What was claimed.
            outcome: What became of it, in a word.

        Returns:
            Whether it still was this worker's.
        """
        return self._settle(job, {"state": "done", "outcome": outcome, **_GONE})

    def postpone(self, job: Job, due: datetime, reason: str, *, counts: bool = True) -> bool:
        """Try a call again later.

        Args:
            job: What was claimed.
            due: When.
            reason: Why it did not work, without any text of the ticket.
            counts: Whether this was an attempt; if not, `attempts` is as before the claim.
        """
        values = {"due_at": microseconds(due), "lease_until": 0, "holder": "", "outcome": reason[:MOST_REASON]}
        return self._settle(job, values if counts else {**values, "attempts": job.attempts - 1})

    def bury(self, job: Job, reason: str) -> bool:
        """Give a call up until somebody retries or drops it.

        Args:
            job: What was claimed.
            reason: Why, without any text of the ticket.
        """
        values = {"state": "dead", "lease_until": 0, "holder": "", "outcome": reason[:MOST_REASON]}
        return self._settle(job, values)

    def pause(self, source: str, until: datetime) -> None:
        """Try nothing of a source before a moment."""
        due = microseconds(until)
        later = (inbox.c.source == source) & (inbox.c.state == "waiting") & (inbox.c.due_at < due)
        self._commits.submit(lambda connection: connection.execute(update(inbox).where(later).values(due_at=due)))

    def retry(self, ids: Sequence[int], now: datetime) -> int:
        """Let dead calls be tried again, as if they were new; returns how many there were among these ids."""
        values = {"state": "waiting", "attempts": 0, "due_at": microseconds(now)}
        return self._change_dead(ids, lambda dead: update(inbox).where(dead).values(values))

    def drop(self, ids: Sequence[int]) -> int:
        """Give dead calls up for good; returns how many there were among these ids."""
        values = {"state": "done", "outcome": "dropped", **_GONE}
        return self._change_dead(ids, lambda dead: update(inbox).where(dead).values(values))

    def forget(self, before: datetime) -> int:
        """Remove the keys of calls that were done and came before a moment; they would count as new from now on."""
        old = delete(inbox).where(inbox.c.state == "done", inbox.c.received_at < microseconds(before))
        old = old.where(inbox.c.delivery != _BEGUN)
        return self._commits.submit(lambda connection: connection.execute(old).rowcount).result()

    def open_calls(self, state: CallState | None = None) -> tuple[Waiting, ...]:
        """Name the calls that are not dealt with, oldest first.

        Args:
            state: `waiting` or `dead`; None for both.
        """
        states = [state] if state else ["waiting", "dead"]
        wanted = select(inbox).where(inbox.c.state.in_(states)).order_by(inbox.c.id)
        with database.reading(self._engine, self._path) as connection:
            return tuple(_waiting(row) for row in connection.execute(wanted))

    def first(self, source: str) -> datetime | None:
        """When the oldest call came that is still known of a source; None if none is."""
        wanted = select(func.min(inbox.c.received_at)).where(inbox.c.source == source)
        with database.reading(self._engine, self._path) as connection:
            moment = connection.execute(wanted).scalar()
        return None if moment is None else from_microseconds(moment)

    def begun(self, source: str, now: datetime) -> datetime:
        """When a source that never calls was first asked, to the second.

        Args:
            source: Which.
            now: Kept, and never forgotten, if it is the first time.
        """
        begun = Delivery(source, _BEGUN, Ticket("", source, now, ()), now.replace(microsecond=0))
        wanted = select(inbox.c.received_at).where(inbox.c.source == source, inbox.c.delivery == _BEGUN)
        with database.reading(self._engine, self._path) as connection:
            known = connection.execute(wanted).scalar()
        if known is None:
            self.accept(begun, answered=True).result()
            return begun.received_at
        return from_microseconds(known)

    def unknown(self, source: str, tickets: Sequence[str]) -> set[str]:
        """Those tickets of a source, by their ids there, of which no call is known."""
        known = select(inbox.c.ticket).where(inbox.c.source == source, inbox.c.ticket.in_(tickets))
        with database.reading(self._engine, self._path) as connection:
            return set(tickets) - set(connection.execute(known).scalars())

    def counts(self) -> dict[CallState, int]:
        """Count the calls of each state, all three named."""
        wanted = select(inbox.c.state, func.count()).group_by(inbox.c.state)
        with database.reading(self._engine, self._path) as connection:
            found = {str(state): int(number) for state, number in connection.execute(wanted)}
        return {state: found.get(state, 0) for state in ("waiting", "done", "dead")}

    def outcomes(self) -> dict[str, dict[str, int]]:
        """Count what became of the calls that were dealt with and are still known: source → outcome → calls."""
        done = (inbox.c.state == "done") & (inbox.c.delivery != _BEGUN)
        number = func.count()
        wanted = select(inbox.c.source, inbox.c.outcome, number).where(done).group_by(inbox.c.source, inbox.c.outcome)
        found: dict[str, dict[str, int]] = {}
        with database.reading(self._engine, self._path) as connection:
            for source, outcome, calls in connection.execute(wanted.order_by(inbox.c.source, number.desc())):
                found.setdefault(source, {})[outcome] = calls
        return found

    def _settle(self, job: Job, values: dict[str, Any]) -> bool:
        held = update(inbox).where(inbox.c.id == job.id, inbox.c.holder == job.holder).values(values)
        return bool(self._commits.submit(lambda connection: connection.execute(held).rowcount).result())

    def _change_dead(self, ids: Sequence[int], change: Any) -> int:
        statement = change((inbox.c.state == "dead") & inbox.c.id.in_(ids))
        return int(self._commits.submit(lambda connection: connection.execute(statement).rowcount).result())


def _due(moment: int) -> Any:
    busy = select(_other.c.id).where(
        _other.c.source == inbox.c.source,
        _other.c.ticket == inbox.c.ticket,
        _other.c.state == "waiting",
        _other.c.lease_until > moment,
    )
    free = (inbox.c.state == "waiting") & (inbox.c.due_at <= moment) & ~busy.exists()
    return select(inbox.c.id).where(free).order_by(inbox.c.due_at, inbox.c.id).limit(1)


def _row(call: Delivery, answered: bool) -> dict[str, Any]:
    moment, requester = microseconds(call.received_at), call.ticket.requester
    row = {
        "source": call.source,
        "delivery": call.id,
        "ticket": call.ticket.id,
        "state": "done" if answered else "waiting",
        "received_at": moment,
        "due_at": moment,
        "attempts": 0,
        "outcome": "answered" if answered else "",
    }
    if answered:
        return row | _GONE
    return row | {
        "lease_until": 0,
        "holder": "",
        "requester_id": requester.id.strip() if requester.id else None,
        "requester_email": address_key(requester.email) if requester.email else None,
        "record": json.dumps(record_from_ticket(call.ticket), ensure_ascii=False),
    }


def _waiting(row: Any) -> Waiting:
    return Waiting(
        id=row.id,
        source=row.source,
        ticket=row.ticket,
        state=cast(CallState, row.state),
        attempts=row.attempts,
        received_at=from_microseconds(row.received_at),
        due_at=from_microseconds(row.due_at),
        reason=row.outcome,
    )
