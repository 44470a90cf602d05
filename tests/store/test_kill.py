"""Whatever moment an import is killed at, the database opens, and importing again ends where it would have ended."""

from __future__ import annotations

import multiprocessing
import multiprocessing.context
import os
import random
import signal
import time
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from deflect.config import Settings
from deflect.connectors import import_file
from deflect.store import Store, importing
from deflect.types import Ticket
from tests.store.samples import record, write_jsonl

PLACES = 20
MOMENTS = 6
ROWS = 700
BATCH = 100


def import_into(database: Path, file: Path, started: Path | None = None, die_at: int | None = None) -> None:
    """Import; with `die_at` the process kills itself before that statement or commit, counted from 1."""
    importing.BATCH_TICKETS = BATCH
    seen = count(1)

    def die(*_event: object) -> None:
        if next(seen) == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    if die_at is not None:
        event.listen(Engine, "before_cursor_execute", die)
        event.listen(Engine, "commit", die)
    if started is not None:
        started.touch()
    with Store.open(database) as store:
        import_file(store, "jsonl", file, settings=Settings())


def state(database: Path) -> tuple[int, list[Ticket]]:
    with Store.open(database) as store:
        return store.revision(), list(store.tickets())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    numbers = [*range(ROWS), *range(0, ROWS, 7)]  # every seventh ticket comes again, changed
    rows = [record(number, subject=f"version {place}") for place, number in enumerate(numbers)]
    return write_jsonl(tmp_path / "tickets.jsonl", [*rows, b"not a record"])


@pytest.fixture
def expected(tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[int, list[Ticket]]:
    monkeypatch.setattr(importing, "BATCH_TICKETS", BATCH)
    import_into(tmp_path / "whole.sqlite", file)
    return state(tmp_path / "whole.sqlite")


@pytest.fixture
def children() -> multiprocessing.context.ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["deflect.store", "deflect.connectors", "tests.store.test_kill"])
    return context


def statements(file: Path, database: Path) -> int:
    """Count the statements and commits of an import that nobody kills."""
    seen = count()

    def note(*_event: object) -> None:
        next(seen)

    event.listen(Engine, "before_cursor_execute", note)
    event.listen(Engine, "commit", note)
    try:
        import_into(database, file)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
        event.remove(Engine, "commit", note)
    return next(seen)


def test_an_import_killed_before_any_statement_and_run_again_ends_as_if_it_had_not_been_killed(
    tmp_path: Path,
    file: Path,
    expected: tuple[int, list[Ticket]],
    children: multiprocessing.context.ForkServerContext,
) -> None:
    total = statements(file, tmp_path / "counted.sqlite")
    revisions = set()
    for place in sorted(random.Random(20230101).sample(range(1, total + 1), PLACES)):
        database = tmp_path / f"{place}.sqlite"
        process = children.Process(target=import_into, args=(database, file, None, place))
        process.start()
        process.join()
        assert process.exitcode == -signal.SIGKILL, f"not killed at statement {place} of {total}"
        process.close()
        revisions.add(state(database)[0])
        import_into(database, file)
        assert state(database) == expected, f"killed at statement {place} of {total}"
    assert len(revisions) > 3  # the places, and so these, are the same in every run


def test_an_import_killed_at_any_moment_and_run_again_ends_as_if_it_had_not_been_killed(
    tmp_path: Path,
    file: Path,
    expected: tuple[int, list[Ticket]],
    children: multiprocessing.context.ForkServerContext,
) -> None:
    began = time.monotonic()
    import_into(tmp_path / "timed.sqlite", file)
    takes = time.monotonic() - began
    chance = random.Random(20230102)
    for number in range(MOMENTS):
        database, started = tmp_path / f"{number}.sqlite", tmp_path / f"started-{number}"
        process = children.Process(target=import_into, args=(database, file, started))
        process.start()
        while not started.exists():
            time.sleep(0.001)
        time.sleep(chance.uniform(0, takes))
        process.kill()
        process.join()
        process.close()
        import_into(database, file)
        assert state(database) == expected, f"kill {number}"
