"""The one door to mailboxes: imaplib is imported here and nowhere else. Mails are read and drafts added, none sent.

The connection is encrypted unless it stays on this machine, goes to an address that was looked up and may be called,
and ends after a time whatever the server does.
"""

from __future__ import annotations

import base64
import contextlib
import imaplib
import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from deflect.errors import ServerError
from deflect.http import is_this_machine, may_be_called

MOST_BYTES = 1 << 18
"""Bytes of a mail that are read; of a longer one, its beginning."""
PORTS = {"imaps": 993, "imap": 143}


class AddressError(ServerError):
    """The address is not one to call; nothing was asked."""


@dataclass(frozen=True, slots=True)
class Account:
    """Who reads which server.

    Attributes:
        address: `imaps://HOST`, or `imap://127.0.0.1` on this machine; a port may follow.
        seconds: For everything that is done with one connection.
    """

    address: str
    user: str
    password: str = field(repr=False)
    seconds: float = 10.0


@dataclass(frozen=True, slots=True)
class Found:
    """A mail of a folder.

    Attributes:
        uid: The server's number for it.
        at: When the server got it.
        answered: Whether somebody answered it, or deleted it.
        content: As much of it as was asked for.
    """

    uid: str
    at: datetime
    answered: bool
    content: bytes


class Mailbox:
    """A connection that is logged in; made by `opened`."""

    def __init__(self, imap: imaplib.IMAP4) -> None:
        self._imap = imap

    def open(self, folder: str) -> None:
        """Look into a folder without changing anything in it.

        Args:
            folder: As the server writes its name; see `encoded`.
        """
        _good(self._imap.select(_quoted(folder), readonly=True))

    def since(self, day: date) -> list[str]:
        """The uids of the open folder's mails that came on a day or later."""
        months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
        return self._search("SINCE", f"{day.day:02}-{months[day.month - 1]}-{day.year}")

    def holding(self, header: str, value: str) -> list[str]:
        """The uids of the open folder's mails that have a value in a header."""
        return self._search("HEADER", header, _quoted(value))

    def headers(self, uids: Sequence[str], *names: str) -> list[Found]:
        """Some headers of mails, as they were sent."""
        return self._fetched(uids, f"BODY.PEEK[HEADER.FIELDS ({' '.join(names)})]") if uids else []

    def mail(self, uid: str) -> Found | None:
        """A whole mail, up to `MOST_BYTES`; None if it is gone."""
        return next(iter(self._fetched([uid], f"BODY.PEEK[]<0.{MOST_BYTES}>")), None)

    def drafts(self) -> str:
        """The folder for drafts, as the server marks it; else the one that is called so; empty if there is none."""
        kinds = "LIST-EXTENDED" in self._imap.capabilities and "SPECIAL-USE" in self._imap.capabilities
        listed = _good(self._imap.list('""', '"*" RETURN (SPECIAL-USE)' if kinds else '"*"'))
        folders = [found for each in listed if isinstance(each, bytes) and (found := _LISTED.match(each))]
        marked = [each for each in folders if rb"\drafts" in each["flags"].lower()]
        called = [each for each in folders if re.search(rb'(^|\W)drafts"?$', each["name"].lower())]
        return _unquoted((marked or called)[0]["name"]) if marked or called else ""

    def add_draft(self, folder: str, mail: bytes) -> None:
        """Put a mail into a folder, marked as a draft."""
        now = imaplib.Time2Internaldate(datetime.now(UTC))
        _good(self._imap.append(_quoted(folder), r"(\Draft \Seen)", now, mail))

    def _search(self, *wanted: str) -> list[str]:
        found = _good(self._imap.uid("SEARCH", *wanted))
        return [each.decode("ascii") for each in b" ".join(part for part in found if isinstance(part, bytes)).split()]

    def _fetched(self, uids: Sequence[str], what: str) -> list[Found]:
        parts = _good(self._imap.uid("FETCH", ",".join(uids), f"(UID FLAGS INTERNALDATE {what})"))
        # A server may tell the flags behind the content as well: what stands there is the next part, alone.
        told = [(each, parts[at + 1 : at + 2]) for at, each in enumerate(parts) if isinstance(each, tuple)]
        read = [_found(each[0] + b" ".join(part for part in rest if isinstance(part, bytes)), each[1])
                for each, rest in told]  # fmt: skip
        return [each for each in read if each is not None]


@contextlib.contextmanager
def opened(account: Account) -> Iterator[Mailbox]:
    """Connect and log in.

    Args:
        account: Who, and where.

    Raises:
        AddressError: The server may not be called.
        ServerError: It cannot be reached, is too slow, broke off, or says no, to the login or later.
    """
    host, port, secure = _place(account.address)
    with _told(account.address):
        line = _Line(host, port, account.seconds, secure)
        late = threading.Timer(account.seconds, line.cut)
        late.start()
        try:
            with contextlib.closing(_Ending(line)):
                _log_in(line, account)
                yield Mailbox(line)
        finally:
            late.cancel()


@contextlib.contextmanager
def _told(address: str) -> Iterator[None]:
    try:
        yield
    except imaplib.IMAP4.abort:
        # Not chained: the cause would hold what the server said.
        raise ServerError("the mail server broke off, or took too long", address) from None
    except imaplib.IMAP4.error:
        raise ServerError("the mail server said no", address) from None
    except (OSError, ValueError, LookupError) as error:
        raise ServerError(f"the mail server cannot be asked: {type(error).__name__}", address) from None


def encoded(name: str) -> str:
    """A folder's name as servers write it (RFC 3501, 5.1.3)."""

    def shifted(found: re.Match[str]) -> str:
        packed = base64.b64encode(found[0].encode("utf-16-be")).decode("ascii")
        return f"&{packed.rstrip('=').replace('/', ',')}-"

    return re.sub(r"[^\x20-\x7e]+", shifted, name.replace("&", "&-"))


_LISTED = re.compile(rb'\((?P<flags>[^)]*)\) (?:NIL|"(?:[^"\\]|\\.)*") (?P<name>.+)$')
_UID = re.compile(rb"UID (\d+)")
_FLAGS = re.compile(rb"FLAGS \(([^)]*)\)")


class _Line(imaplib.IMAP4):
    """imaplib's connection, to an address that was checked."""

    def __init__(self, host: str, port: int, seconds: float, secure: bool) -> None:
        self._secure = secure
        super().__init__(host, port, seconds)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        plain = socket.create_connection((_address(self.host, self.port), self.port), timeout)
        if not self._secure:
            return plain
        try:
            return ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise

    def cut(self) -> None:
        """End it, whatever it waits for."""
        with contextlib.suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)


@dataclass(frozen=True, slots=True)
class _Ending:
    line: _Line

    def close(self) -> None:
        """Take leave if the server still listens."""
        with contextlib.suppress(imaplib.IMAP4.error, OSError):
            self.line.logout()


def _log_in(line: _Line, account: Account) -> None:
    if "AUTH=PLAIN" in line.capabilities:
        line.authenticate("PLAIN", lambda _: f"\0{account.user}\0{account.password}".encode())
    else:
        line.login(account.user, account.password)


def _place(address: str) -> tuple[str, int, bool]:
    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.scheme != "imaps" and not (parts.scheme == "imap" and is_this_machine(host)):
        raise AddressError("only imaps:// leaves this machine", address)
    try:
        return host, parts.port or PORTS[parts.scheme], parts.scheme == "imaps"
    except ValueError:
        raise AddressError("the port is not a number", address) from None


def _address(host: str, port: int) -> str:
    found = [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    here = is_this_machine(host)
    if not all(may_be_called(each, here=here) for each in found):
        raise AddressError("the server's name leads into a private network", host)
    return min(found, key=lambda each: here and ":" in each)


def _found(told: bytes, content: bytes) -> Found | None:
    uid, flags, at = _UID.search(told), _FLAGS.search(told), imaplib.Internaldate2tuple(told)
    if not uid or not flags or at is None:
        return None
    answered = bool({rb"\answered", rb"\deleted"} & set(flags[1].lower().split()))
    return Found(uid[1].decode("ascii"), datetime.fromtimestamp(time.mktime(at), UTC), answered, content)


def _good(reply: tuple[str, Sequence[object]]) -> Sequence[object]:
    status, found = reply
    if status != "OK":
        raise imaplib.IMAP4.error
    return found


def _quoted(text: str) -> str:
    if not text.isascii() or not text.isprintable():
        raise imaplib.IMAP4.error
    return '"' + text.replace("\\", r"\\").replace('"', r"\"") + '"'


def _unquoted(name: bytes) -> str:
    text = name.decode("ascii", "replace").strip()
    return re.sub(r"\\(.)", r"\1", text[1:-1]) if text.startswith('"') else text
