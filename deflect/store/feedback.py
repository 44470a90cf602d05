"""What people said of suggestions: rows are added, read in that order, and never changed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, Engine, delete, func, insert, select

from deflect.store import database
from deflect.store.payload import from_microseconds, microseconds
from deflect.store.tables import feedback
from deflect.types import Feedback, Verdict


class FeedbackStore:
    """The feedback of a workspace; comes as `Store.feedback`."""

    def __init__(self, engine: Engine, path: Path) -> None:
        self._engine = engine
        self._path = path

    def add(self, said: Iterable[Feedback]) -> int:
        """Add feedback, all of it or none; what was said before stays.

        Returns:
            The number added.

        Raises:
            StoreError: The database is damaged, full, busy or cannot be written.
        """
        rows = [_row(each) for each in said]
        with database.writing(self._engine, self._path) as connection, connection.begin():
            if rows:
                connection.execute(insert(feedback), rows)
        return len(rows)

    def all(self) -> tuple[Feedback, ...]:
        """Read everything that was said, in the order in which it was added."""
        with database.reading(self._engine, self._path) as connection:
            return tuple(map(_feedback, connection.execute(select(feedback).order_by(feedback.c.number))))

    def revision(self) -> str:
        """Name the present state of the feedback: another one whenever something is said or erased."""
        with database.reading(self._engine, self._path) as connection:
            last, count = connection.execute(select(func.max(feedback.c.number), func.count())).one()
            return f"{last or 0}:{count}"


def forget(connection: Connection, tickets: Any) -> None:
    """Delete what was said of tickets that are erased.

    Args:
        connection: In a transaction.
        tickets: A query that gives their refs.
    """
    connection.execute(delete(feedback).where(feedback.c.ticket.in_(tickets)))


def _row(each: Feedback) -> dict[str, object]:
    return {
        "created_at": microseconds(each.created_at),
        "ticket": each.ticket,
        "article": each.article,
        "verdict": each.verdict,
        "person": each.person,
        "network": each.network,
    }


def _feedback(row: Any) -> Feedback:
    return Feedback(
        ticket=row.ticket,
        article=row.article,
        verdict=cast(Verdict, row.verdict),
        person=row.person,
        network=row.network,
        created_at=from_microseconds(row.created_at),
    )
