"""A private temporary database: rows of a file that belong together but do not lie together wait here."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any


class Spool:
    """Rows by group; they spill to a file that has no name and is gone when the spool is closed."""

    def __init__(self) -> None:
        self._connection = sqlite3.connect("", isolation_level=None)
        self._connection.execute("CREATE TABLE rows (seq INTEGER PRIMARY KEY, key, payload TEXT)")
        self._connection.execute("BEGIN")

    def add(self, key: str | int, payload: dict[str, Any]) -> int:
        """Keep a row and return its number."""
        text = json.dumps(payload, ensure_ascii=True)
        return int(
            self._connection.execute("INSERT INTO rows (key, payload) VALUES (?, ?)", (key, text)).lastrowid or 0
        )

    def regroup(self, keys: Iterable[tuple[str | int, int]]) -> None:
        """Give rows other keys.

        Args:
            keys: The new key and the number of each row.
        """
        self._connection.executemany("UPDATE rows SET key = ? WHERE seq = ?", keys)

    def groups(self) -> Iterator[list[dict[str, Any]]]:
        """Read the rows group by group, in the order in which the groups, and the rows in them, came first."""
        self._connection.execute("CREATE INDEX by_key ON rows (key, seq)")
        found = self._connection.execute(
            "SELECT first, payload FROM rows JOIN (SELECT key, MIN(seq) AS first FROM rows GROUP BY key) USING (key)"
            " ORDER BY first, seq"
        )
        for _, rows in groupby(found, key=lambda row: row[0]):
            yield [json.loads(row[1]) for row in rows]

    def close(self) -> None:
        """Throw everything away."""
        self._connection.close()


@contextlib.contextmanager
def spooled() -> Iterator[Spool]:
    """Open a spool and throw it away in the end."""
    spool = Spool()
    try:
        yield spool
    finally:
        spool.close()
