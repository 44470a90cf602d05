"""How a CSV file is written: its encoding, delimiter, columns and order of day and month."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from deflect.connectors.dates import day_first
from deflect.connectors.headings import columns, known
from deflect.connectors.rows import STDIN, open_input
from deflect.errors import InputError

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_ROWS = 1_000
_SAMPLE_CHARACTERS = 2_000_000
_VOTES = 200
_ORDERS = {"day-first": True, "month-first": False}


@dataclass(frozen=True, slots=True)
class Form:
    """How a CSV file is written, whatever stands in it.

    Attributes:
        errors: What decoding does with bytes that are no characters, as `open` takes it.
        lines_before: Lines up to and with the headings.
    """

    encoding: str
    errors: str
    delimiter: str
    lines_before: int


@dataclass(frozen=True, slots=True)
class Layout(Form):
    """How a CSV file of tickets is written.

    Attributes:
        columns: Field to column number, from 0.
        width: The number of headings.
        days_first: Whether 05/06/2023 is the 5th of June.
    """

    columns: Mapping[str, int]
    width: int
    days_first: bool


def find_layout(path: Path, mapping: Mapping[str, str] | None) -> Layout | None:
    """Look at the beginning of a CSV file.

    Args:
        path: The file.
        mapping: Field to heading, and `dates` to `day-first` or `month-first`, as the user gave them.

    Returns:
        None for an empty file.

    Raises:
        InputError: The columns, or the order of day and month, cannot be told.
    """
    named = dict(mapping or {})
    order = named.pop("dates", None)
    if order is not None and order not in _ORDERS:
        raise InputError(f"dates={order} is no order", str(path), "Use dates=day-first or dates=month-first")
    form, rows = find_form(path, known)
    if not rows:
        return None
    found = columns(rows[0], named, str(path))
    days_first = _ORDERS[order] if order else _days_first(rows[1:], found, path)
    return Layout(form.encoding, form.errors, form.delimiter, form.lines_before, found, len(rows[0]), days_first)


def find_form(path: Path, known: Callable[[Sequence[str]], int]) -> tuple[Form, list[list[str]]]:
    """Look at the beginning of a CSV file of any kind.

    Args:
        path: The file.
        known: How many of some headings mean something: that tells the delimiter.

    Returns:
        How it is written, and its first rows, the headings first; no row of an empty file.

    Raises:
        InputError: The file is missing, unreadable or stdin.
    """
    if str(path) == STDIN:
        raise InputError("csv is read twice and cannot come from stdin", "", "Save it to a file first")
    encoding, errors = _encoding(path)
    lines = _sample(path, encoding, errors)
    before, delimiter = _start(lines, known)
    rows = [row for row in islice(_parsed(lines[before:], delimiter), _SAMPLE_ROWS) if row]
    return Form(encoding, errors, delimiter, before + _height(lines[before:], delimiter)), rows


def _encoding(path: Path) -> tuple[str, str]:
    with open_input(path) as file:
        head = file.stream.peek(4)[:4]
        if head.startswith(codecs.BOM_UTF8):
            return "utf-8-sig", "surrogateescape"
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16", "replace"
        for name, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
            if zeros == b"\0\0":
                return name, "replace"
        return _vote(file.stream), "surrogateescape"


def _vote(stream: io.BufferedReader) -> str:
    """Take UTF-8 unless most of the first lines with other than ASCII characters are not."""
    votes = {True: 0, False: 0}
    while sum(votes.values()) < _VOTES and (line := stream.readline(1 << 20)):
        if not line.isascii():
            votes[_is_utf8(line)] += 1
    return "utf-8" if votes[True] >= votes[False] else "cp1252"


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _sample(path: Path, encoding: str, errors: str) -> list[str]:
    with open_input(path) as file:
        text = io.TextIOWrapper(file.stream, encoding, errors, newline="")
        return io.StringIO(text.read(_SAMPLE_CHARACTERS), newline="").readlines()


def _start(lines: list[str], known: Callable[[Sequence[str]], int]) -> tuple[int, str]:
    """Find the line of the headings and the delimiter: the one that gives the most known headings, then the most."""
    before = 0
    while before < len(lines) and not lines[before].strip():
        before += 1
    if before < len(lines) and lines[before].lower().startswith("sep=") and len(lines[before]) > 4:
        return before + 1, lines[before][4]
    heads = {delimiter: next(_parsed(lines[before:], delimiter), []) for delimiter in DELIMITERS}
    return before, max(DELIMITERS, key=lambda delimiter: (known(heads[delimiter]), len(heads[delimiter])))


def _parsed(lines: list[str], delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(_SAMPLE_CHARACTERS)
    return csv.reader(lines, delimiter=delimiter)


def _height(lines: list[str], delimiter: str) -> int:
    reader = csv.reader(lines, delimiter=delimiter)
    for row in reader:
        if row:
            break
    return reader.line_num


def _days_first(rows: list[list[str]], found: Mapping[str, int], path: Path) -> bool:
    number = found["created_at"]
    order = day_first(row[number] for row in rows if number < len(row))
    if order is None:
        raise InputError(
            "the dates do not tell whether the day or the month comes first",
            str(path),
            "Say it: --map dates=day-first or --map dates=month-first",
        )
    return order
