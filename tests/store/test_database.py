from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import deflect.store.migrations
from deflect.errors import StoreError
from deflect.store import Store, database
from deflect.store.tables import metadata
from deflect.types import Ticket
from tests.store.samples import ticket


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a folder" / "50% tickets.sqlite"


def execute(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def test_the_tables_that_the_migrations_make_are_those_of_the_code(path: Path) -> None:
    engine = database.connect(path)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_the_newest_migration_is_the_one_the_code_expects() -> None:
    folder = Path(deflect.store.migrations.__file__).parent
    scripts = ScriptDirectory(str(folder))
    assert scripts.get_heads() == [database.HEAD]


def test_a_database_opens_again_without_loading_alembic(path: Path) -> None:
    Store.open(path).close()
    code = (
        "import sys, pathlib; from deflect.store import Store\n"
        "with Store.open(pathlib.Path(sys.argv[1])) as store: assert store.count() == 0\n"
        "assert 'alembic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)


def test_every_connection_has_the_promised_settings(path: Path) -> None:
    engine = database.connect(path)
    with database.reading(engine, path) as connection:
        asked = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked]
    engine.dispose()
    assert found == ["wal", 2, 1, 1, database.BUSY_MILLISECONDS]


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_the_database_is_readable_by_its_owner_only(path: Path) -> None:
    with Store.open(path) as store:
        store.put([ticket(1)])
        modes = {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert modes == {0o600}


@pytest.mark.parametrize("content", [b"not a database at all" * 400, b"SQLite format 3\0" + b"\xff" * 8_000])
def test_a_file_that_is_no_database_is_an_error_that_says_so(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"the ticket database is damaged .*Restore it from a backup"):
        Store.open(path)


def test_damage_inside_is_an_error_when_it_is_met(path: Path) -> None:
    with Store.open(path) as store:
        store.put(ticket(number) for number in range(3_000))
    content = bytearray(path.read_bytes())
    content[8_192:] = b"\xa5" * (len(content) - 8_192)
    path.write_bytes(content)
    with pytest.raises(StoreError, match="damaged"), Store.open(path) as store:
        list(store.tickets())


def test_a_database_of_a_newer_deflect_is_refused_and_left_alone(path: Path) -> None:
    Store.open(path).close()
    execute(path, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match=r"made by a newer deflect .*Update deflect"):
        Store.open(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("9999",)]


def test_the_database_of_another_program_is_refused_and_left_alone(path: Path) -> None:
    path.parent.mkdir()
    execute(path, "CREATE TABLE recipes (name)")
    with pytest.raises(StoreError, match="another program"):
        Store.open(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]


def test_a_place_where_nothing_can_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be made"):
        Store.open(tmp_path / "file" / "t.sqlite")


def test_a_folder_in_its_place_is_an_error(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(StoreError, match="cannot be written"):
        Store.open(path)


def test_an_interrupted_first_opening_is_finished_by_the_next(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"")
    with Store.open(path) as store:
        assert store.revision() == 0


def test_a_migration_that_fails_leaves_nothing_behind(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deflect.store.database.HEAD", "no such step")
    with pytest.raises(Exception, match="no such step"):
        Store.open(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == []


def test_a_full_disk_is_an_error_and_what_was_there_stays(path: Path) -> None:
    with Store.open(path) as store:
        store.put([ticket(1)])
        with store._engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()

    def full(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages + 3}")

    with Store.open(path) as store:
        sa.event.listen(store._engine, "connect", full)
        store._engine.pool.dispose()
        with pytest.raises(StoreError, match="the disk is full"):
            store.put(ticket(number) for number in range(5_000))
        assert list(store.tickets()) == [ticket(1)]


def test_a_busy_database_is_an_error(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deflect.store.database.BUSY_MILLISECONDS", 50)
    with Store.open(path) as store, Store.open(path) as other:
        with database.writing(other._engine, path) as connection, connection.begin():
            with pytest.raises(StoreError, match="busy"):
                store.put([ticket(1)])
            assert store.count() == 0  # readers never wait
        store.put([ticket(1)])


def test_erasing_under_a_reader_of_an_older_state_says_that_text_remains(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deflect.store.database.BUSY_MILLISECONDS", 50)
    with Store.open(path) as store, Store.open(path) as other:
        store.put([ticket(1)])
        with database.reading(other._engine, path) as connection:
            connection.exec_driver_sql("SELECT count(*) FROM tickets").fetchall()
            with pytest.raises(StoreError, match="another process is reading"):
                store.erase("c1")
        assert store.count() == 0
        assert store.erase("c1") == 0
    assert b"Question 1" not in path.read_bytes()


def test_no_error_holds_text_of_a_ticket(path: Path) -> None:
    with Store.open(path) as store:
        execute(path, "CREATE TRIGGER refuse BEFORE INSERT ON tickets BEGIN SELECT RAISE(ABORT, 'refused'); END")
        with pytest.raises(StoreError) as caught:
            store.put([ticket(1)])
    assert "refused" in str(caught.value)
    assert "Question 1" not in repr(caught.value.__cause__)
    assert "Question 1" not in str(caught.value.__cause__)


READER = """
import sys, pathlib
from deflect.store import Store
with Store.open(pathlib.Path(sys.argv[1])) as store:
    print("ready", flush=True)
    sys.stdin.readline()
    print(store.count(), sum(1 for _ in store.tickets()), flush=True)
    sys.stdin.readline()
    print(store.count(), flush=True)
"""


def test_another_process_reads_while_a_transaction_is_open(path: Path) -> None:
    with Store.open(path) as store:
        store.put([ticket(1)])
        process = subprocess.Popen(
            [sys.executable, "-c", READER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        with process:
            assert process.stdin is not None
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"

            def slow() -> Iterator[Ticket]:
                assert process.stdin is not None
                assert process.stdout is not None
                yield ticket(2)
                print(file=process.stdin, flush=True)
                assert process.stdout.readline() == "1 1\n"
                yield ticket(3)

            store.put(slow(), all_or_nothing=True)
            print(file=process.stdin, flush=True)
            assert process.stdout.readline() == "3\n"


@pytest.fixture
def sealed(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database with a ticket, in a folder that cannot be written (the owner's permissions do not stop root)."""
    with Store.open(path) as store:
        store.put([ticket(1)])
    monkeypatch.setattr("os.access", lambda place, mode: mode != os.W_OK or Path(place) != path.parent)
    return path


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {place.name: (place.read_bytes(), place.stat().st_mtime_ns) for place in folder.iterdir()}


def test_in_a_folder_that_cannot_be_written_tickets_are_read_and_no_file_is_touched(sealed: Path) -> None:
    before = contents(sealed.parent)
    with Store.open(sealed) as store:
        assert [each.id for each in store.tickets()] == ["1"]
        assert (store.count(), store.problems()) == (1, ())
        during = contents(sealed.parent)
    assert before == during == contents(sealed.parent)


def test_in_a_folder_that_cannot_be_written_writing_is_refused_by_name(sealed: Path) -> None:
    before = contents(sealed.parent)
    with Store.open(sealed) as store, pytest.raises(StoreError, match=r"cannot be written .*permissions"):
        store.put([ticket(2)])
    assert contents(sealed.parent) == before


def test_what_a_writer_has_not_moved_into_the_database_yet_is_read_too(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(path) as writer:
        writer.put([ticket(1)])
        assert path.with_name(f"{path.name}-wal").stat().st_size
        monkeypatch.setattr("os.access", lambda *_: False)
        with Store.open(path) as store:
            assert store.count() == 1
