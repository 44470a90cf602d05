"""What a mailbox is asked for and what a draft holds, as far as no mail server is needed."""

from __future__ import annotations

import contextlib
import email.policy
import socket
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.parser import BytesParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect import imap
from deflect.connectors.message import parse
from deflect.connectors.vendor import Vendor
from deflect.hooks import Call, CallError, Client, WriteError, source_class
from deflect.hooks.sources.mailbox import HEADER, draft_of

MARK = "deflect-note-0123456789abcdef"
SENDER = "support@acme.example"
VENDOR = Vendor.of((SENDER,))
NOW = datetime(2026, 3, 1, tzinfo=UTC)
DATED = b"Date: Sun, 01 Mar 2026 10:00:00 +0000\r\n"
VALUES = {"user": "u", "password": "planted", "sender": SENDER}


@contextlib.contextmanager
def saying(greeting: bytes) -> Iterator[int]:
    """A server that greets and then says nothing more."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        lines: list[socket.socket] = []

        def greet() -> None:
            with contextlib.suppress(OSError):
                lines.append(listening.accept()[0])
                lines[0].sendall(greeting)

        threading.Thread(target=greet, daemon=True).start()
        yield int(listening.getsockname()[1])
        for line in lines:
            line.close()


def asked(address: str, seconds: float = 20.0) -> WriteError:
    source = source_class("mailbox")({"address": address, **VALUES})
    with pytest.raises(WriteError) as raised:
        list(source.recent(Client(source.address(), {}, seconds), NOW))
    assert "planted" not in str(raised.value)
    return raised.value


@pytest.mark.parametrize(
    "address",
    ["imap://mail.acme.example", "https://mail.acme.example", "imaps://10.0.0.1", "imaps://169.254.169.254", "", "x",
     "imap://127.0.0.1:99999"],
)  # fmt: skip
def test_a_server_in_the_clear_or_in_a_private_network_is_never_called(address: str) -> None:
    assert asked(address).lasting


def test_a_server_that_says_no_more_is_given_up_in_time() -> None:
    with saying(b"* OK hello\r\n") as port:
        began = time.monotonic()
        assert not asked(f"imap://127.0.0.1:{port}", 0.5).lasting
        assert time.monotonic() - began < 15  # it would wait for ever


@pytest.mark.parametrize(
    "greeting", [b"", b"\xff\xfe\r\n", b"* BYE planted\r\n", b"220 smtp\r\n", b"* OK" + b"x" * 10**6]
)
def test_what_is_no_mail_server_is_told_as_an_error(greeting: bytes) -> None:
    with saying(greeting) as port:
        assert not asked(f"imap://127.0.0.1:{port}", 1.0).lasting


def test_a_call_that_says_it_is_a_mailbox_is_refused() -> None:
    source = source_class("mailbox")({"address": "imaps://mail.acme.example", **VALUES})
    assert source.verify(Call({}, b"{}", NOW)) is not None
    with pytest.raises(CallError):
        source.parse(Call({}, b"{}", NOW))


@pytest.mark.parametrize(
    ("name", "written"), [("INBOX", "INBOX"), ("Entwürfe", "Entw&APw-rfe"), ("R&D", "R&-D"), ("台北", "&U,BTFw-")]
)
def test_names_of_folders_are_written_as_the_standard_does(name: str, written: str) -> None:
    assert imap.encoded(name) == written


def drafted(content: bytes, note: str = f"Open Account.\n\n[{MARK}]") -> email.message.EmailMessage:
    made = draft_of(content, parse(content, VENDOR), note, SENDER).as_bytes()
    assert made.isascii()
    return BytesParser(policy=email.policy.default).parsebytes(made)


def test_a_draft_joins_the_thread_and_goes_where_the_customer_wants_answers() -> None:
    found = drafted(
        b"From: a@shop.example\r\nReply-To: B <b@shop.example>\r\nSubject: RE: Key\r\n" + DATED
        + b"Message-ID: <2@shop>\r\nReferences: <0@shop>\r\n <1@shop>\r\n\r\nhi"
    )  # fmt: skip
    assert (found["To"], found["From"], found["Subject"]) == ("b@shop.example", SENDER, "RE: Key")
    assert (found["In-Reply-To"], found["References"]) == ("<2@shop>", "<0@shop> <1@shop> <2@shop>")
    assert found[HEADER] == MARK
    plain = found.get_body(("plain",))
    assert plain is not None
    assert plain.get_content().replace("\r\n", "\n") == "Open Account.\n"


@given(st.binary(max_size=300), st.binary(max_size=80), st.text(max_size=200))
def test_whatever_a_mail_says_of_itself_it_adds_no_header_and_no_receiver(
    subject: bytes, own: bytes, note: str
) -> None:
    content = b"From: a@shop.example\r\n" + DATED + b"Subject: " + subject.replace(b"\n", b" ").replace(b"\r", b" ")
    content += b"\r\nMessage-ID: <" + own.replace(b"\n", b"").replace(b"\r", b"") + b">\r\n\r\nhi"
    found = drafted(content, f"{note.encode('utf-8', 'replace').decode()}\n\n[{MARK}]")
    assert found["To"] == "a@shop.example"
    assert (found["Bcc"], found["Cc"]) == (None, None)
    assert found[HEADER] == MARK
