"""One mail, from its bytes to what a ticket needs; nothing a sender can write makes it crash or take long."""

from __future__ import annotations

import codecs
import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message as Mail
from email.policy import Compat32
from email.utils import getaddresses, parsedate_to_datetime

from deflect.connectors.vendor import Vendor
from deflect.store.record import MAX_FIELD_CHARACTERS, RecordError, body_from, utf8_size
from deflect.types import Author

MAX_PARTS = 200
_LONGEST_HEADER = 8_000
_MOST_REFERENCES = 100
_MESSAGE_ID = re.compile(r"<([^<>\s]{1,900})>")
# Codecs that are no character sets of mail, and slow or strange on hostile input.
_NO_CHARSETS = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "utf-7"})


@dataclass(frozen=True, slots=True)
class MailRecord:
    """What a ticket needs of a mail.

    Attributes:
        key: Names the mail: from its Message-ID, or from its content if it has none.
        references: Keys of the mails it answers, oldest first.
        author: Who wrote it; `bot` for one that says it was sent automatically.
        name: The sender's name; empty if not given.
        address: The sender's address, lower case; behind a contact form that of the person who filled it in.
        recipients: Addresses it went to, lower case.
        public: False for a mail among the vendor's own people.
        format: `text` or `html`.
        spam: Whether a spam filter marked it.
    """

    key: int
    references: tuple[int, ...]
    author: Author
    name: str
    address: str
    recipients: tuple[str, ...]
    public: bool
    subject: str
    sent: datetime
    format: str
    body: str
    spam: bool


class _ShortHeaders(Compat32):
    """Cuts headers to a length that no parser chokes on; the structured headers of other policies take far longer."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST_HEADER]


_POLICY = _ShortHeaders()


class Headers:
    """The headers of a mail: first value of each name, raw."""

    def __init__(self, mail: Mail) -> None:
        self._raw: dict[str, list[str]] = {}
        for name, value in mail.raw_items():
            self._raw.setdefault(name.lower(), []).append(str(value))

    def raw(self, name: str) -> str:
        """The first header of a name as it was sent; empty if there is none."""
        return self._raw.get(name, [""])[0]

    def text(self, name: str) -> str:
        """The first header of a name for people to read, on one line."""
        return " ".join(decoded(self.raw(name)).split())

    def addresses(self, name: str) -> list[tuple[str, str]]:
        """Names and addresses of a header; addresses in lower case."""
        try:
            pairs = getaddresses([self.raw(name)])
        except (RecursionError, ValueError, IndexError):
            return []
        return [(" ".join(decoded(who).split()), address.lower()) for who, address in pairs if "@" in address]


def parse(content: bytes, vendor: Vendor) -> MailRecord:
    """Read a mail.

    Args:
        content: The mail as it was sent, headers and all.
        vendor: Tells agents from customers.

    Raises:
        RecordError: It has no sender, no date, or a text that cannot be stored.
    """
    if content.lower().count(b"boundary=") > MAX_PARTS:
        raise RecordError("too many parts")
    try:
        mail = message_from_bytes(content, policy=_POLICY)
        layout, body = _text(mail)
    except RecursionError as error:
        raise RecordError("nested too deeply") from error
    except (MessageError, ValueError, LookupError, TypeError, AssertionError, AttributeError) as error:
        raise RecordError("not a mail") from error
    return _record(Headers(mail), layout, body_from(body), vendor)


def decoded(raw: str) -> str:
    """Decode a header in the RFC 2047 form; what cannot be decoded is kept as far as it can be read."""
    try:
        parts = decode_header(" ".join(raw.split()))
    except (MessageError, ValueError):
        parts = [(raw, None)]
    texts = [part if isinstance(part, str) else decode(part, charset) for part, charset in parts]
    return decode("".join(texts).encode("utf-8", "surrogateescape"), "utf-8")


def decode(content: bytes, charset: str | None) -> str:
    """Turn bytes into text whatever they claim to be: as declared, else UTF-8, else Windows-1252."""
    for name in (charset or "utf-8", "utf-8", "cp1252"):
        try:
            if codecs.lookup(name).name not in _NO_CHARSETS:
                return content.decode(name)
        except (LookupError, ValueError):
            continue
    return content.decode("latin-1")


def _record(headers: Headers, layout: str, body: str, vendor: Vendor) -> MailRecord:
    name, address = _sender(headers, vendor)
    recipients = tuple(who for field in ("to", "cc") for _, who in headers.addresses(field))
    subject, sent = headers.text("subject")[:MAX_FIELD_CHARACTERS], _date(headers)
    for text in (name, address, subject):
        utf8_size(text)
    is_vendor = vendor.owns(address)
    own_id = _MESSAGE_ID.search(headers.raw("message-id"))
    return MailRecord(
        key=key_of(own_id[1] if own_id else "\n".join((address, sent.isoformat(), subject, body))),
        references=_references(headers),
        author="bot" if _is_automatic(headers) else "agent" if is_vendor else "customer",
        name=name,
        address=address,
        recipients=recipients,
        public=not (is_vendor and recipients and all(vendor.owns(who) for who in recipients)),
        subject=subject,
        sent=sent,
        format=layout,
        body=body,
        spam=headers.raw("x-spam-flag").strip().lower() == "yes",
    )


def key_of(name: str) -> int:
    """Make a number that names a mail; Message-IDs hold the names of people's computers and are not kept."""
    return int.from_bytes(hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()[:8], "big", signed=True)


def _sender(headers: Headers, vendor: Vendor) -> tuple[str, str]:
    senders = headers.addresses("from") or headers.addresses("sender")
    if not senders:
        raise RecordError("no sender")
    answers_to = headers.addresses("reply-to")
    if vendor.owns(senders[0][1]) and answers_to and not vendor.owns(answers_to[0][1]):
        return answers_to[0]  # the site's contact form sent it, for the person it names
    return senders[0]


def _references(headers: Headers) -> tuple[int, ...]:
    ids = _MESSAGE_ID.findall(headers.raw("references") + " " + headers.raw("in-reply-to"))
    return tuple(dict.fromkeys(key_of(found) for found in ids[:1] + ids[-_MOST_REFERENCES:]))


def _date(headers: Headers) -> datetime:
    for text in (headers.raw("date"), headers.raw("received").rpartition(";")[2]):
        try:
            sent = parsedate_to_datetime(" ".join(text.split()))
            return sent.replace(tzinfo=UTC) if sent.tzinfo is None else sent.astimezone(UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    raise RecordError("no date")


def _is_automatic(headers: Headers) -> bool:
    submitted = headers.raw("auto-submitted").partition(";")[0].strip().lower()
    return submitted not in ("", "no") or bool(headers.raw("x-autoreply"))


def _text(mail: Mail) -> tuple[str, str]:
    plain: list[str] = []
    html: list[str] = []
    _collect(mail, plain, html)
    if any(text.strip() for text in plain) or not html:
        return "text", "\n\n".join(plain)
    return "html", "\n".join(html)


def _collect(part: Mail, plain: list[str], html: list[str]) -> None:
    kind = part.get_content_type()
    if part.get_content_maintype() == "message":
        return  # a forwarded mail or a bounced one
    if part.is_multipart():
        children = [child for child in part.get_payload() if isinstance(child, Mail)]
        for child in children[:1] if kind == "multipart/report" else children:
            _collect(child, plain, html)
    elif kind in ("text/plain", "text/html") and not _is_attached(part):
        content = part.get_payload(decode=True)
        text = decode(content if isinstance(content, bytes) else b"", part.get_content_charset())
        (plain if kind == "text/plain" else html).append(text.replace("\r\n", "\n"))


def _is_attached(part: Mail) -> bool:
    return part.get_content_disposition() == "attachment" or part.get_filename() is not None
