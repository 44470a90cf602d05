"""A quote that is opened in a CSV file and never closed: what it swallows is found again, and nothing is lost silently.

The csv module reads on to the next quote, or to the end of the file, and gives what it passed as one cell. A row of
several lines is looked at again if its quotes do not fit: where a line in it begins a ticket by itself, the quote was
left open, and reading goes on from that line.
"""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from deflect.connectors.jsonl import MAX_LINE_BYTES

OPEN_QUOTE = "a quote is opened here and not closed"
MOST_GIVEN_BACK = 1_000_000
"""Lines that are read again, at most: a file that is made so that all of them are, each time, has an end too."""
_TALLEST = 200
"""Most lines of a row that is looked for in what a quote swallowed."""


@dataclass(frozen=True, slots=True)
class Swallowed:
    """What a quote that is left open took with it.

    Attributes:
        line: Of the file, where the quote is opened.
        rest: Lines from the first ticket that it swallowed on; empty if there is none.
    """

    line: int
    rest: Sequence[str]


class Lines:
    """Lines of a text, those of the present row remembered; one over the limit is cut off and never held whole.

    Attributes:
        number: Of the line that was read last, from 1.
        row: Lines of the present row.
        is_cut: Whether one of them was cut.
        is_over: Whether the row went on to the end of the text, and wanted more.
        given_back: Lines that were given back to be read again.
    """

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._again: deque[str] = deque()
        self.number = 0
        self.given_back = 0
        self.begin()

    def begin(self) -> None:
        """Begin a new row."""
        self.row: list[str] = []
        self.is_cut = self.is_over = False

    def give_back(self, lines: Sequence[str]) -> None:
        """Let the last lines of the row be read again."""
        self._again.extendleft(reversed(lines))
        self.number -= len(lines)
        self.given_back += len(lines)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._text.readline(MAX_LINE_BYTES + 1)
        if not line:
            self.is_over = True
            raise StopIteration
        self.number += 1
        if len(line) > MAX_LINE_BYTES and not line.endswith(("\n", "\r")):
            self.is_cut = True
            while (piece := self._text.readline(1 << 20)) and not piece.endswith(("\n", "\r")):
                pass
        self.row.append(line)
        return line


def open_quote(lines: Lines, delimiter: str, is_ticket: Callable[[list[str]], bool]) -> Swallowed | None:
    """Find out whether a row of several lines is one because a quote in it is left open.

    Args:
        lines: The row was just read from them.
        delimiter: Between cells.
        is_ticket: Whether the cells of a row make a ticket.

    Returns:
        None if the quotes fit, or if they do not and yet no line in the row begins a ticket of its own: exports are
        sloppy about quotes in texts. A quote that is open at the end of the file is always told.
    """
    row = lines.row
    if not lines.is_over and _is_strict(row, delimiter):
        return None
    opened = _opened(row, delimiter)
    at = _first_ticket(row, opened + 1, delimiter, is_ticket) if lines.given_back < MOST_GIVEN_BACK else None
    if at is None and not lines.is_over:
        return None
    return Swallowed(lines.number - len(row) + opened + 1, row[at:] if at is not None else ())


def _is_strict(row: Sequence[str], delimiter: str) -> bool:
    try:
        next(csv.reader(iter(row), delimiter=delimiter, strict=True))
    except csv.Error:
        return False
    return True


def _opened(row: Sequence[str], delimiter: str) -> int:
    """Place of the line on which the quote is opened that goes furthest: the longest run of lines in one cell."""
    place, longest, found = 0, -1, 0
    try:
        cells = next(csv.reader(iter(row), delimiter=delimiter), [])
    except csv.Error:
        return 0
    for cell in cells:
        height = _breaks(cell)
        if height > longest:
            longest, found = height, place
        place += height
    return found


def _breaks(cell: str) -> int:
    return cell.replace("\r\n", "\n").replace("\r", "\n").count("\n")


def _first_ticket(row: Sequence[str], start: int, delimiter: str, is_ticket: Callable[[list[str]], bool]) -> int | None:
    for at in range(start, len(row)):
        try:
            cells = next(csv.reader(islice(row, at, at + _TALLEST), delimiter=delimiter), [])
        except csv.Error:
            continue
        if is_ticket(cells):
            return at
    return None
