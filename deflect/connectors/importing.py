"""A file into the store: what went in, what was skipped and why."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from deflect.config import Settings
from deflect.connectors import csvfile, jsonl, mail
from deflect.connectors.rows import BadRow, Progress, Row
from deflect.connectors.vendor import Vendor
from deflect.errors import InputError, UsageError
from deflect.store import Store
from deflect.types import Ticket

ImportFormat = Literal["jsonl", "csv", "mbox", "maildir"]
FORMATS: tuple[ImportFormat, ...] = get_args(ImportFormat)
SKIPPED_SHOWN = 100

_SOURCES: dict[ImportFormat, str] = {"jsonl": "jsonl", "csv": "csv", "mbox": "mail", "maildir": "mail"}


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What became of an import; added, updated, unchanged, erased and skipped_count together are the rows read.

    Attributes:
        read: Tickets and bad rows in the file.
        skipped: The first 100 bad rows.
        skipped_count: All bad rows.
        seconds: How long it took.
        notes: What the user should know, one sentence each.
        erased: Tickets that were left out, because their customer was erased.
    """

    read: int
    added: int
    updated: int
    unchanged: int
    skipped: tuple[BadRow, ...]
    skipped_count: int
    seconds: float
    notes: tuple[str, ...] = ()
    erased: int = 0


def import_file(
    store: Store,
    format: ImportFormat,  # noqa: A002  # the word of the command line
    path: Path,
    *,
    settings: Settings,
    mapping: Mapping[str, str] | None = None,
    strict: bool = False,
    source: str | None = None,
    progress: Progress | None = None,
) -> ImportSummary:
    """Import the tickets of a file.

    Args:
        store: Where they go; the caller holds the workspace's lock.
        format: How the file is written.
        path: The file, or the folder for maildir, or `-` for stdin with jsonl.
        settings: For `vendor.addresses`: mail from them is an agent's.
        mapping: For csv: field to heading, where the headings cannot be guessed.
        strict: Stop at the first bad row and change nothing.
        source: The source of tickets that name none; by default the format.
        progress: Called now and then with rows, bytes and bytes in all.

    Returns:
        How many tickets were new, changed or the same, and what was passed over and why.

    Raises:
        InputError: The file is missing, unreadable or damaged, cannot be understood, or has a bad row with `strict`.
        StoreError: The database is damaged, full, busy or cannot be written.
    """
    if mapping and format != "csv":
        raise UsageError(f"--map is for csv: {format} has no columns", "", "Leave it out")
    began = time.monotonic()
    vendor = Vendor.of(settings.vendor.addresses)
    rows = _rows(format, path, source or _SOURCES.get(format, ""), mapping, vendor, progress)
    skipped = Skipped(path, strict=strict)
    counts = store.put(skipped.tickets(rows), all_or_nothing=strict)
    imported = counts.added + counts.updated + counts.unchanged + counts.erased
    return ImportSummary(
        read=imported + skipped.count,
        added=counts.added,
        updated=counts.updated,
        unchanged=counts.unchanged,
        skipped=tuple(skipped.first),
        skipped_count=skipped.count,
        seconds=time.monotonic() - began,
        notes=_notes(format, vendor),
        erased=counts.erased,
    )


class Skipped:
    """Takes the bad rows out of a stream and keeps count of them."""

    def __init__(self, path: Path, *, strict: bool) -> None:
        self._path = path
        self._strict = strict
        self.first: list[BadRow] = []
        self.count = 0

    def tickets(self, rows: Iterator[Row]) -> Iterator[Ticket]:
        """Pass on the tickets.

        Raises:
            InputError: A bad row, if strict.
        """
        for row in rows:
            if isinstance(row, Ticket):
                yield row
            elif self._strict:
                raise InputError(
                    f"{row.where}: {row.reason}", str(self._path), "Correct it, or leave out --strict to skip such rows"
                )
            else:
                self._skip(row)

    def _skip(self, row: BadRow) -> None:
        self.count += 1
        if len(self.first) < SKIPPED_SHOWN:
            self.first.append(row)


def _rows(
    format: ImportFormat,  # noqa: A002
    path: Path,
    source: str,
    mapping: Mapping[str, str] | None,
    vendor: Vendor,
    progress: Progress | None,
) -> Iterator[Row]:
    readers: dict[str, Callable[[], Iterator[Row]]] = {
        "jsonl": lambda: jsonl.read(path, source=source, progress=progress),
        "csv": lambda: csvfile.read(path, source=source, mapping=mapping, vendor=vendor, progress=progress),
        "mbox": lambda: mail.read_mbox(path, source=source, vendor=vendor, progress=progress),
        "maildir": lambda: mail.read_maildir(path, source=source, vendor=vendor, progress=progress),
    }
    if format not in readers:
        raise UsageError(f"there is no format {format}", "", f"Known: {', '.join(readers)}")
    return readers[format]()


def _notes(format: ImportFormat, vendor: Vendor) -> tuple[str, ...]:  # noqa: A002
    if format in ("mbox", "maildir") and not vendor.addresses:
        return ("No vendor.addresses in deflect.toml: every mail counts as a customer's. Set them and import again.",)
    return ()
