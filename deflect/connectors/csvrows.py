"""The rows of a CSV file, whatever stands in it: none is lost without a word."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator

from deflect.connectors.csvlayout import Form
from deflect.connectors.csvquote import OPEN_QUOTE, Lines, open_quote
from deflect.connectors.jsonl import MAX_LINE_BYTES
from deflect.store.record import MAX_BODY_BYTES

_TOO_LONG = f"a cell over {MAX_BODY_BYTES // 1_000_000} MB: is a quote left open?"


def rows_of(
    stream: io.BufferedReader, form: Form, fits: Callable[[list[str]], bool]
) -> Iterator[tuple[int, list[str] | str]]:
    """Cut a file into rows, each with its first line; a row that cannot be read is given as the reason.

    Args:
        stream: The file, from its beginning.
        form: How it is written.
        fits: Whether cells make a whole row: what an open quote swallowed is found again by that.
    """
    csv.field_size_limit(MAX_BODY_BYTES)
    lines = Lines(io.TextIOWrapper(stream, form.encoding, form.errors, newline=""))
    for _ in range(form.lines_before):
        next(lines, None)
    while True:
        line = lines.number + 1
        lines.begin()
        try:
            cells: list[str] | str = next(csv.reader(lines, delimiter=form.delimiter))
        except StopIteration:
            return
        except csv.Error:
            cells = _TOO_LONG
        if lines.is_cut:
            cells = f"over {MAX_LINE_BYTES // 1_000_000} MB"
        elif len(lines.row) > 1 or lines.is_over:
            swallowed = open_quote(lines, form.delimiter, fits)
            line, cells = (swallowed.line, OPEN_QUOTE) if swallowed else (line, cells)
            lines.give_back(swallowed.rest if swallowed else ())
        if any(cells):
            yield line, cells
