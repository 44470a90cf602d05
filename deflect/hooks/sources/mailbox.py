"""A mailbox: it is looked into now and then, and what answers a new mail is put among the drafts, never sent."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from html import escape
from typing import ClassVar

from deflect import imap
from deflect.connectors.message import Headers, MailRecord, key_of, parse
from deflect.connectors.vendor import Vendor
from deflect.errors import ServerError
from deflect.hooks import note as notes
from deflect.hooks.client import Client, WriteError
from deflect.hooks.source import Arrival, Call, CallError, Field, Reach, Source, Values
from deflect.store.record import RecordError
from deflect.types import Message, Requester, Ticket

HEADER = "X-Deflect-Note"
NAMING = ("MESSAGE-ID", "FROM", "DATE", "SUBJECT", "RECEIVED")
"""Headers by which a mail is known again; the first alone where there is one."""
LISTS = frozenset({"bulk", "list", "junk"})
MOST_LOOKED_AT = 5000
MOST_REFERENCES = 20
_ID = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]{1,900}>")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")


class Connected(Source):
    """A mailbox of an IMAP server."""

    name: ClassVar[str] = "mailbox"
    title: ClassVar[str] = "A mailbox"
    polled: ClassVar[bool] = True
    replies: ClassVar[bool] = True
    fields: ClassVar[tuple[Field, ...]] = (
        Field("address", "Of the mail server, such as imaps://mail.acme.example"),
        Field("user", "Who logs in, often the whole mail address."),
        Field("password", "Password of that user; where the provider has them, one for this program alone."),
        Field("sender", "Address that customers write to: drafts are from it, and its own mails are passed over."),
        Field("folder", "Where new mails arrive, if not INBOX.", needed=False),
        Field("drafts", "Where drafts are put, if the server does not say.", needed=False),
    )

    def __init__(self, values: Values) -> None:
        self._values = values
        self._vendor = Vendor.of((values["sender"], values["user"]))

    def verify(self, call: Call) -> str | None:  # noqa: ARG002 - whatever it is
        """Refuse: a mailbox calls nobody."""
        return "a mailbox does not call"

    def parse(self, call: Call) -> Arrival | None:  # noqa: ARG002 - whatever it is
        """Refuse as well."""
        raise CallError("a mailbox does not call")

    def address(self) -> str:
        """The mail server's."""
        return self._values["address"].rstrip("/")

    def recent(self, client: Client, since: datetime) -> Iterator[Ticket]:
        """Newest first, by when the server got them."""
        with self._opened(client) as box:
            found = self._listed(box, since)
        for each in sorted(found, key=lambda one: one.at, reverse=True):
            yield Ticket(_name(each.content), self.name, each.at, ())

    def fetch(self, client: Client, ticket: Ticket) -> Ticket | None:
        """Read the mail; None if it is gone, answered, an answer itself, spam, or not from a customer."""
        with self._opened(client) as box:
            mail = self._mail(box, ticket)
        if mail is None or mail.answered:
            return None
        record = self._record(mail.content)
        if record is None or record.author != "customer" or record.spam or record.references or _is_listed(mail):
            return None
        said = Message("customer", record.body, record.sent, format="html" if record.format == "html" else "text")
        asker = Requester(name=record.name or None, email=record.address)
        return Ticket(ticket.id, self.name, ticket.created_at, (said,), record.subject, requester=asker)

    def has_note(self, client: Client, ticket: Ticket, marker: str) -> bool:  # noqa: ARG002 - the marker is its own
        """Look among the drafts."""
        with self._opened(client) as box:
            box.open(self._drafts(box))
            return bool(box.holding(HEADER, marker))

    def write_back(self, client: Client, ticket: Ticket, note: str) -> None:
        """Put a reply among the drafts."""
        with self._opened(client, unknown=True) as box:
            mail = self._mail(box, ticket)
            record = self._record(mail.content) if mail else None
            if mail is None or record is None:
                raise WriteError("the mail is not there any more", self.address(), lasting=True)
            draft = draft_of(mail.content, record, note, self._values["sender"])
            box.add_draft(self._drafts(box), draft.as_bytes())

    def reach(self, client: Client) -> Reach:
        """Log in, and look into both folders; the same password often sends mails too."""
        with self._opened(client) as box:
            self._open(box)
            box.open(self._drafts(box))
        return "may-reply"

    def instructions(self, address: str) -> str:  # noqa: ARG002 - nobody calls
        """Nothing is pasted anywhere."""
        return """Nothing calls deflect: deflect serve looks into the mailbox about once a minute. It reads mails that
came after it first looked, marks none of them as read, and sends none. Answers are drafts, for you to
read and send."""

    @contextlib.contextmanager
    def _opened(self, client: Client, *, unknown: bool = False) -> Iterator[imap.Mailbox]:
        account = imap.Account(self.address(), self._values["user"], self._values["password"], client.seconds)
        try:
            with imap.opened(account) as box:
                yield box
        except WriteError:
            raise
        except ServerError as error:
            step = "Check address, user, password and folders in its file"
            lasting = isinstance(error, imap.AddressError)
            raise WriteError(error.what, self.address(), step, lasting=lasting, unknown=unknown) from None

    def _open(self, box: imap.Mailbox) -> None:
        box.open(imap.encoded(self._values.get("folder") or "INBOX"))

    def _drafts(self, box: imap.Mailbox) -> str:
        own = self._values.get("drafts")
        folder = imap.encoded(own) if own else box.drafts()
        if not folder:
            raise WriteError("no folder for drafts is found", self.address(), "Name it in: drafts", lasting=True)
        return folder

    def _listed(self, box: imap.Mailbox, since: datetime) -> list[imap.Found]:
        self._open(box)
        # Days are the server's, which may be ahead of ours or behind.
        uids = box.since((since.astimezone(UTC) - timedelta(days=1)).date())
        return box.headers(uids[-MOST_LOOKED_AT:], *NAMING)

    def _mail(self, box: imap.Mailbox, ticket: Ticket) -> imap.Found | None:
        known = (each for each in self._listed(box, ticket.created_at) if _name(each.content) == ticket.id)
        found = next(known, None)
        return box.mail(found.uid) if found else None

    def _record(self, content: bytes) -> MailRecord | None:
        try:
            return parse(content, self._vendor)
        except RecordError:
            return None


def draft_of(content: bytes, record: MailRecord, note: str, sender: str) -> EmailMessage:
    """Write the reply to a mail.

    Args:
        content: The mail.
        record: The same, read.
        note: What to say, with the word that marks it as ours; the word goes into a header.
        sender: Whose reply it is.
    """
    headers = Headers(message_from_bytes(content))
    mark = notes.OURS.search(note)
    text = note.replace(f"[{mark[0]}]", "").strip() if mark else note
    asked, answered = _ids(headers.raw("message-id"))[:1], _ids(headers.raw("references"))[-MOST_REFERENCES:]
    answers_to = [who for _, who in headers.addresses("reply-to")][:1] or [record.address]
    subject = _CONTROLS.sub(" ", record.subject)
    draft = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    draft["From"], draft["To"] = _CONTROLS.sub("", sender), _CONTROLS.sub("", answers_to[0])
    draft["Subject"] = subject if subject.lower().startswith("re:") else f"Re: {subject}".strip()
    draft["Date"] = format_datetime(datetime.now(UTC))
    draft["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2] or "localhost")
    draft[HEADER] = mark[0] if mark else ""
    if asked:
        draft["In-Reply-To"], draft["References"] = asked[0], " ".join([*answered, *asked])
    draft.set_content(text)
    draft.add_alternative(_as_html(text), subtype="html")
    return draft


def _as_html(text: str) -> str:
    """Each paragraph runs as its own language does, to the left or to the right."""
    parts = (escape(each).replace("\n", "<br>\n") for each in re.split(r"\n{2,}", text))
    return "\n".join(f'<p dir="auto">{each}</p>' for each in parts) + "\n"


def _ids(raw: str) -> list[str]:
    return _ID.findall(raw)


def _is_listed(mail: imap.Found) -> bool:
    headers = Headers(message_from_bytes(mail.content))
    return bool(headers.raw("list-id")) or headers.raw("precedence").strip().lower() in LISTS


def _name(headers: bytes) -> str:
    own = _ids(Headers(message_from_bytes(headers)).raw("message-id"))
    key = key_of(own[0][1:-1] if own else headers.decode("utf-8", "surrogateescape"))
    return f"{key & (1 << 64) - 1:016x}"
