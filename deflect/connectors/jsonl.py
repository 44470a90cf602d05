"""Tickets from a file of ticket records, one JSON object a line."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path

from deflect.connectors.rows import BadRow, Progress, Row, open_input, reporting
from deflect.store.record import RecordError, ticket_from_record

MAX_LINE_BYTES = 32_000_000


def read(path: Path, *, source: str, progress: Progress | None = None) -> Iterator[Row]:
    """Read ticket records.

    Args:
        path: The file, `.gz` too, or `-` for stdin. Blank lines are passed over.
        source: The source of records that name none.
        progress: Called now and then with rows, bytes and bytes in all.

    Raises:
        InputError: The file is missing, unreadable or damaged.
    """
    with open_input(path) as file:
        yield from reporting(_rows(file.stream, source), file, progress)


def _rows(stream: BufferedReader, source: str) -> Iterator[Row]:
    for number, line in lines(stream):
        if line is None:
            yield BadRow(number, f"over {MAX_LINE_BYTES // 1_000_000} MB")
        elif line.strip():
            yield _row(number, line, source)


def lines(stream: BufferedReader, limit: int = MAX_LINE_BYTES) -> Iterator[tuple[int, bytes | None]]:
    """Cut a stream into numbered lines without their ends; None for a line over the limit, which is never held."""
    number = 1
    while line := stream.readline(limit + 1):
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        if len(line) > limit and not line.endswith(b"\n"):
            _skip_rest(stream)
            yield number, None
        else:
            yield number, line.rstrip(b"\r\n")
        number += 1


def _skip_rest(stream: BufferedReader) -> None:
    while piece := stream.readline(1 << 20):
        if piece.endswith(b"\n"):
            return


def _row(number: int, line: bytes, source: str) -> Row:
    try:
        record = json.loads(line.decode())
    except UnicodeDecodeError:
        return BadRow(number, "broken encoding")
    except RecursionError:
        return BadRow(number, "nested too deeply")
    except ValueError:
        return BadRow(number, "not JSON")
    if not isinstance(record, dict):
        return BadRow(number, "not a JSON object")
    try:
        return ticket_from_record(record, source)
    except RecordError as error:
        return BadRow(number, str(error))
