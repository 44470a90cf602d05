"""Whatever moment an import is killed at, the database opens, and importing again ends where it would have ended."""

from __future__ import annotations

import os
import random
import signal
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from deflect.config import Settings
from deflect.connectors import import_file
from deflect.store import Store, importing
from deflect.types import Ticket
from tests.forked import Forks
from tests.store.samples import record, write_jsonl

PLACES = 20
MOMENTS = 6
ROWS = 210
BATCH = 30

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9 is a POSIX signal")


def import_into(database: Path, file: Path, die_at: int | None = None) -> None:
    """Import; with `die_at` the process kills itself before that statement or commit, counted from 1."""
    importing.BATCH_TICKETS = BATCH
    seen = count(1)

    def die(*_event: object) -> None:
        if next(seen) == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    if die_at is not None:
        event.listen(Engine, "before_cursor_execute", die)
        event.listen(Engine, "commit", die)
    with Store.open(database) as store:
        import_file(store, "jsonl", file, settings=Settings())


def state(database: Path) -> tuple[int, list[Ticket]]:
    with Store.open(database) as store:
        return store.revision(), list(store.tickets())


def write_file(folder: Path) -> Path:
    numbers = [*range(ROWS), *range(0, ROWS, 7)]  # every seventh ticket comes again, changed
    rows = [record(number, subject=f"version {place}") for place, number in enumerate(numbers)]
    return write_jsonl(folder / "tickets.jsonl", [*rows, b"not a record"])


def prepare() -> None:
    """Import all that a child needs, and put tickets into a store once."""
    with tempfile.TemporaryDirectory() as folder:
        import_into(Path(folder) / "once.sqlite", write_file(Path(folder)))


@pytest.fixture(scope="module")
def forks() -> Iterator[Forks]:
    with Forks(prepare) as process:
        yield process


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write_file(tmp_path)


@pytest.fixture
def expected(tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[int, list[Ticket]]:
    monkeypatch.setattr(importing, "BATCH_TICKETS", BATCH)
    import_into(tmp_path / "whole.sqlite", file)
    return state(tmp_path / "whole.sqlite")


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
    tmp_path: Path, file: Path, expected: tuple[int, list[Ticket]], forks: Forks
) -> None:
    total = statements(file, tmp_path / "counted.sqlite")
    revisions = set()
    for place in sorted(random.Random(20230101).sample(range(1, total + 1), PLACES)):
        database = tmp_path / f"{place}.sqlite"
        killed = forks.work(import_into, database, file, place)
        assert killed.code == -signal.SIGKILL, f"not killed at statement {place} of {total}"
        revisions.add(state(database)[0])
        import_into(database, file)
        assert state(database) == expected, f"killed at statement {place} of {total}"
    assert len(revisions) > 3  # the places, and so these, are the same in every run


def test_an_import_killed_at_any_moment_and_run_again_ends_as_if_it_had_not_been_killed(
    tmp_path: Path, file: Path, expected: tuple[int, list[Ticket]], forks: Forks
) -> None:
    takes = forks.work(import_into, tmp_path / "timed.sqlite", file).seconds
    chance = random.Random(20230102)
    for number in range(MOMENTS):
        database = tmp_path / f"{number}.sqlite"
        forks.work(import_into, database, file, seconds=chance.uniform(0, takes))
        import_into(database, file)
        assert state(database) == expected, f"kill {number}"
