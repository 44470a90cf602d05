"""Tickets from mail, an mbox file or a maildir folder: mails that answer each other are one ticket."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from deflect.connectors.mbox import HELD_BYTES, split
from deflect.connectors.message import MailRecord, parse
from deflect.connectors.rows import BadRow, InputFile, Progress, Row, open_input
from deflect.connectors.spool import Spool, spooled
from deflect.connectors.vendor import Vendor
from deflect.errors import InputError
from deflect.store.record import RecordError
from deflect.types import Message, Requester, Status, Ticket

_REPORT_EVERY = 100


def read_mbox(path: Path, *, source: str, vendor: Vendor, progress: Progress | None = None) -> Iterator[Row]:
    """Read an mbox file.

    Args:
        path: The file, `.gz` too.
        source: The source of the tickets.
        vendor: Tells agents from customers.
        progress: Called now and then with mails, bytes and bytes in all.

    Raises:
        InputError: The file is missing, unreadable or damaged, or is no mbox.
    """
    with spooled() as spool:
        threads = Threads(spool)
        with open_input(path) as file:
            try:
                yield from _mails(file, threads, vendor, progress)
            except ValueError as error:
                raise InputError("this is not an mbox file", str(path), "Check the format, or try maildir") from error
        yield from threads.tickets(source, vendor)


def _mails(file: InputFile, threads: Threads, vendor: Vendor, progress: Progress | None) -> Iterator[BadRow]:
    for number, (line, content) in enumerate(split(file.stream), 1):
        yield from _taken(threads, content, vendor, BadRow(line, ""))
        if progress and number % _REPORT_EVERY == 0:
            progress(number, file.position, file.total)


def read_maildir(path: Path, *, source: str, vendor: Vendor, progress: Progress | None = None) -> Iterator[Row]:
    """Read a maildir folder with the folders in it, so that the sent mails join those they answer.

    Args:
        path: The folder; it, or folders in it, hold `cur` and `new`.
        source: The source of the tickets.
        vendor: Tells agents from customers.
        progress: Called now and then with mails, bytes and bytes in all.

    Raises:
        InputError: The folder is missing or no maildir.
    """
    files = _maildir_files(path)
    total, done = sum(file.stat().st_size for file in files), 0
    with spooled() as spool:
        threads = Threads(spool)
        for number, file in enumerate(files, 1):
            with open_input(file) as opened:
                content = opened.stream.read(HELD_BYTES)
            yield from _taken(threads, content, vendor, BadRow(number, "", str(file.relative_to(path))))
            done += file.stat().st_size
            if progress and (number % _REPORT_EVERY == 0 or number == len(files)):
                progress(number, done, total)
        yield from threads.tickets(source, vendor)


class Threads:
    """Mails on their way to become tickets: their texts wait in the spool, only numbers stay in memory.

    Mails are joined by Message-ID, References and In-Reply-To, never by subject.
    """

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._parents: dict[int, int] = {}
        self._rows: dict[int, int] = {}  # mail to its row in the spool

    def add(self, mail: MailRecord) -> None:
        """Take a mail; a second copy of the same one is passed over."""
        if mail.key in self._rows:
            return
        raw = dataclasses.asdict(mail) | {"sent": mail.sent.isoformat()}
        self._rows[mail.key] = self._spool.add(mail.key, raw)
        root = self._root(mail.key)
        for reference in mail.references:
            self._parents[self._root(reference)] = root

    def tickets(self, source: str, vendor: Vendor) -> Iterator[Ticket]:
        """Give one ticket a thread, in the order in which the threads came first."""
        self._spool.regroup((self._root(key), row) for key, row in self._rows.items())
        for group in self._spool.groups():
            mails = sorted((_mail(raw) for raw in group), key=lambda mail: mail.sent)
            yield _ticket(mails, source, vendor)

    def _root(self, key: int) -> int:
        while (parent := self._parents.setdefault(key, key)) != key:
            self._parents[key] = self._parents[parent]
            key = parent
        return key


def _taken(threads: Threads, content: bytes, vendor: Vendor, place: BadRow) -> Iterator[BadRow]:
    try:
        threads.add(parse(content, vendor))
    except RecordError as error:
        yield dataclasses.replace(place, reason=str(error))


def _maildir_files(path: Path) -> list[Path]:
    if not path.is_dir():
        raise InputError("there is no such folder", str(path), "Check the path")
    folders = [folder for name in ("cur", "new") for folder in path.rglob(name) if folder.is_dir()]
    if not folders:
        raise InputError("this is not a maildir: no folder cur or new in it", str(path), "Check the path, or try mbox")
    return sorted(file for folder in folders for file in folder.iterdir() if file.is_file())


def _mail(raw: dict[str, Any]) -> MailRecord:
    lists = {name: tuple(raw[name]) for name in ("references", "recipients")}
    return MailRecord(**raw | lists | {"sent": datetime.fromisoformat(raw["sent"])})


def _ticket(mails: list[MailRecord], source: str, vendor: Vendor) -> Ticket:
    first = mails[0]
    status: Status = "spam" if first.spam else "closed" if mails[-1].author == "agent" else "open"
    return Ticket(
        id=f"{first.key & (1 << 64) - 1:016x}",
        source=source,
        created_at=first.sent,
        messages=tuple(_message(mail) for mail in mails),
        subject=first.subject,
        status=status,  # mail has none: closed where the vendor had the last word
        requester=_requester(mails, vendor),
    )


def _message(mail: MailRecord) -> Message:
    return Message(
        author=mail.author,
        body=mail.body,
        created_at=mail.sent,
        public=mail.public,
        format="html" if mail.format == "html" else "text",
        agent_id=mail.address if mail.author == "agent" else None,
    )


def _requester(mails: list[MailRecord], vendor: Vendor) -> Requester:
    for mail in mails:
        if not vendor.owns(mail.address):
            return Requester(name=mail.name or None, email=mail.address)
    written_to = (address for mail in mails for address in mail.recipients if not vendor.owns(address))
    return Requester(email=next(written_to, None))
