"""The SQLite file under the store: how it is opened, made safe, migrated, and what its errors mean."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, exc, inspect

from deflect.errors import StoreError

HEAD = "0003"
BUSY_MILLISECONDS = 10_000

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # NORMAL loses committed rows when the power fails
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # erased text is overwritten, not only unlinked
)
# What SQLite says, the sentence to show, and what helps.
_MEANINGS = (
    (
        ("not a database", "malformed", "file is encrypted"),
        "the ticket database is damaged",
        "Restore it from a backup",
    ),
    (("database is locked", "is busy"), "another process keeps the ticket database busy", "Try again when it is done"),
    (("disk is full",), "the disk is full", "Free some space, then run the command again"),
    (
        ("unable to open", "readonly", "read-only", "disk i/o"),
        "the ticket database cannot be written",
        "Check the folder's permissions and its disk",
    ),
)


def connect(path: Path) -> Engine:
    """Open a ticket database, making or migrating it as needed.

    Args:
        path: The file; a missing one is made, readable by its owner only. In a folder that cannot be written, one that
            is there is opened to be read.

    Raises:
        StoreError: The file is damaged, is something else, comes from a newer deflect, or cannot be written.
    """
    engine = _readable(path) if path.exists() and not os.access(path.parent, os.W_OK) else _writable(path)
    event.listen(engine, "begin", _begin)
    try:
        migrate(engine, path)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _writable(path: Path) -> Engine:
    _make_private(path)
    engine = create_engine(URL.create("sqlite", database=str(path)), hide_parameters=True)
    event.listen(engine, "connect", _prepare)
    return engine


def _readable(path: Path) -> Engine:
    """Open a database whose folder cannot be written, where SQLite cannot keep the files it needs beside it.

    Without a write-ahead log nobody is writing, and it is read as a file that does not change.
    """
    log = path.with_name(f"{path.name}-wal")
    how = "mode=ro" if log.exists() and log.stat().st_size else "immutable=1"
    url = URL.create("sqlite", database=f"file:{quote(str(path.resolve()))}?{how}", query={"uri": "true"})
    engine = create_engine(url, hide_parameters=True)
    event.listen(engine, "connect", _prepare_to_read)
    return engine


@contextlib.contextmanager
def reading(engine: Engine, path: Path) -> Iterator[Connection]:
    """Open a connection that sees one state of the database, whatever a writer does meanwhile."""
    with explained(path), engine.connect() as connection:
        yield connection


@contextlib.contextmanager
def writing(engine: Engine, path: Path) -> Iterator[Connection]:
    """Open a connection whose transactions take the write lock when they begin; the caller begins them."""
    with explained(path), engine.connect().execution_options(deflect_writes=True) as connection:
        yield connection


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what the database says into a StoreError."""
    try:
        yield
    except (exc.DBAPIError, sqlite3.Error) as error:
        said = str(error.orig if isinstance(error, exc.DBAPIError) else error)
        what, step = _meaning(said)
        raise StoreError(what, str(path), step) from error


def migrate(engine: Engine, path: Path) -> None:
    """Bring the database to the present form; every step or none is taken."""
    with reading(engine, path) as connection:
        if _version(connection, path) == HEAD:
            return
    with writing(engine, path) as connection, connection.begin():
        version = _version(connection, path)  # again, for another process may have migrated it meanwhile
        if version != HEAD:
            _upgrade(connection, version, path)


def write_anew(engine: Engine, path: Path) -> None:
    """Write the whole database anew, so that nothing deleted is left in free pages or in gaps within pages.

    `secure_delete` overwrites what is deleted where it lies, but not the copies that an earlier split of a page left in
    the gap between its cells. Needs about twice the database's size on disk meanwhile.

    Raises:
        StoreError: The disk is full, or another process is reading an older state.
    """
    with explained(path):
        raw = engine.raw_connection()
        try:
            raw.cursor().execute("VACUUM")
        finally:
            raw.close()
    empty_log(engine, path)


def empty_log(engine: Engine, path: Path) -> None:
    """Move all committed pages into the database file and cut the write-ahead log to nothing.

    Raises:
        StoreError: Another process is reading an older state.
    """
    with explained(path):
        raw = engine.raw_connection()
        try:
            busy = raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            raw.close()
    if busy:
        raise StoreError(
            "erased text is still in the write-ahead log, for another process is reading",
            str(path),
            "Run the command again when it is done",
        )


def _make_private(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise StoreError(
            "the ticket database cannot be made", str(path), "Check the folder's permissions and its disk"
        ) from error


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where `_begin` says, not where the driver guesses
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _prepare_to_read(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    connection.execute("PRAGMA query_only = ON")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("deflect_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _meaning(said: str) -> tuple[str, str]:
    lowered = said.lower()
    for signs, what, step in _MEANINGS:
        if any(sign in lowered for sign in signs):
            return what, step
    return f"the ticket database refused: {said}", "Try: deflect doctor"


def _version(connection: Connection, path: Path) -> str | None:
    names = inspect(connection).get_table_names()
    if "alembic_version" in names:
        version = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        return None if version is None else str(version)
    if names:
        raise StoreError("this is the database of another program", str(path), "Name another file")
    return None


def _upgrade(connection: Connection, version: str | None, path: Path) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "deflect.store:migrations")
    config.set_main_option("path_separator", "os")
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if version is not None and version not in known:
        raise StoreError("the ticket database was made by a newer deflect", str(path), "Update deflect")
    command.upgrade(config, HEAD)
