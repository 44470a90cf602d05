"""Tables for spreadsheets: CSV in which no cell is taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection"), the wide forms included."""


def safe(cell: object) -> str:
    """Write a cell so that no spreadsheet runs it: text that begins like a formula gets an apostrophe before it.

    Args:
        cell: Text, a number or None; numbers stay as they are, a negative one too.
    """
    if cell is None:
        return ""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return f"{cell:.6g}" if isinstance(cell, float) else str(cell)
    text = str(cell).replace("\0", "")
    return f"'{text}" if text.lstrip(" \xa0\ufeff\u200b").startswith(STARTS) else text


def sheet(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write a table as CSV (RFC 4180), every cell safe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe(heading) for heading in headings])
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue()
