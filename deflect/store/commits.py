"""Group commit: changes that are asked for at the same time share one transaction, and so one wait for the disk."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from deflect.errors import StoreError
from deflect.store import database

MOST = 500
"""Changes of one transaction: more wait for the next one, so that other processes get their turn."""

Result = TypeVar("Result")
Change = Callable[[Connection], Any]
_Asked = tuple[Change, "Future[Any]"]


class GroupCommit:
    """The one writer of a process; its thread starts with the first change.

    Args:
        engine: Of the database.
        path: Its file, for errors.
    """

    def __init__(self, engine: Engine, path: Path) -> None:
        self._engine = engine
        self._path = path
        self._waiting: queue.SimpleQueue[_Asked | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False

    def submit(self, change: Callable[[Connection], Result]) -> Future[Result]:
        """Ask for a change.

        Args:
            change: One statement; called in the writer's thread, in a transaction that it shares with others.

        Returns:
            What it returned, once that is durable; the StoreError of the transaction if it failed.
        """
        found: Future[Result] = Future()
        with self._lock:
            if self._closed:
                raise StoreError("the ticket database is closed", str(self._path))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="deflect-writer", daemon=True)
                self._thread.start()
            self._waiting.put((change, found))
        return found

    def close(self) -> None:
        """Write what was asked for, then stop."""
        with self._lock:
            self._closed = True
            self._waiting.put(None)
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        more = True
        while more:
            batch = [self._waiting.get()]
            while len(batch) < MOST and batch[-1] is not None:
                try:
                    batch.append(self._waiting.get_nowait())
                except queue.Empty:
                    break
            more = batch[-1] is not None
            self._write([asked for asked in batch if asked is not None])

    def _write(self, batch: list[_Asked]) -> None:
        if not batch:
            return
        try:
            with database.writing(self._engine, self._path) as connection, connection.begin():
                results = [change(connection) for change, _ in batch]
        except Exception as error:  # noqa: BLE001 - each of those who wait is told, and the thread lives on
            for _, future in batch:
                future.set_exception(error)
            return
        for (_, future), result in zip(batch, results, strict=True):
            future.set_result(result)
