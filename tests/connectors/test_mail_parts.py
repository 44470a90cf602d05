"""Mail as it is sent: parts in parts, attachments, charsets, threads in any order, and who is the vendor."""

from __future__ import annotations

import itertools
from email.message import EmailMessage
from pathlib import Path

import pytest

from deflect.connectors.message import parse
from deflect.connectors.vendor import Vendor
from tests.connectors.test_mail import VENDOR, mbox, message, read, tickets


def body_of(mail: EmailMessage) -> tuple[str, str]:
    found = parse(mail.as_bytes(), VENDOR)
    return found.format, found.body.strip()


def test_text_is_found_however_deep_and_what_is_attached_is_not_text() -> None:
    mail = message(body="the question")
    mail.add_alternative("<p>the question</p>", subtype="html")
    mail.add_attachment("attached words", filename="notes.txt")
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="shot.png")
    outer = EmailMessage()
    for name in ("From", "To", "Date", "Subject"):
        outer[name] = mail[name]
        del mail[name]
    outer.make_mixed()
    outer.attach(mail)
    assert body_of(outer) == ("text", "the question")


def test_two_texts_are_two_paragraphs() -> None:
    mail = message(body="first")
    mail.make_mixed()
    second = EmailMessage()
    second.set_content("second")
    mail.attach(second)
    assert body_of(mail) == ("text", "first\n\n\nsecond")


def test_an_empty_plain_part_gives_way_to_html() -> None:
    mail = message(body=" \n")
    mail.add_alternative("<p>only here</p>", subtype="html")
    assert body_of(mail) == ("html", "<p>only here</p>")


def test_of_a_delivery_report_only_the_explanation_is_text() -> None:
    content = (
        b"From: daemon@example.org\nDate: Wed, 1 Mar 2023 09:00:00 +0000\n"
        b'Content-Type: multipart/report; boundary="b"\n\n--b\n\nnot delivered\n--b\n\nstatus lines\n--b--\n'
    )
    assert parse(content, VENDOR).body.strip() == "not delivered"


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252", "iso-8859-15"])
@pytest.mark.parametrize("transfer", ["base64", "quoted-printable"])
def test_the_same_words_in_any_charset_and_transfer_encoding(charset: str, transfer: str) -> None:
    mail = message()
    mail.set_content("Größe: é ñ ß", charset=charset, cte=transfer)
    assert body_of(mail) == ("text", "Größe: é ñ ß")


def test_a_thread_is_one_ticket_in_whatever_order_its_mails_lie(tmp_path: Path) -> None:
    mails = [
        message(hours=0, Message_ID="<1@x>"),
        message("Kim <help@vendor.example>", hours=1, To="pat@example.org", Message_ID="<2@x>", In_Reply_To="<1@x>"),
        message(hours=2, Message_ID="<3@x>", References="<1@x> <2@x>"),
        message("kim@vendor.example", hours=3, To="pat@example.org", Message_ID="<4@x>", In_Reply_To="<3@x>"),
    ]
    alone = message(hours=1, Message_ID="<9@x>")
    first = tickets(read(tmp_path, mbox(*mails, alone)))
    assert [message.author for message in first[0].messages] == ["customer", "agent", "customer", "agent"]
    assert (first[0].status, first[1].status) == ("closed", "open")
    for order in itertools.permutations(mails):
        found = tickets(read(tmp_path, mbox(alone, *order)))
        assert sorted(found, key=lambda item: item.id) == sorted(first, key=lambda item: item.id)


def test_a_mail_that_answers_two_threads_makes_them_one(tmp_path: Path) -> None:
    one, two = message(Message_ID="<1@x>"), message(hours=1, Message_ID="<2@x>")
    assert len(read(tmp_path, mbox(one, two))) == 2
    both = message(hours=2, Message_ID="<3@x>", In_Reply_To="<1@x> <2@x>")
    [found] = tickets(read(tmp_path, mbox(one, two, both)))
    assert len(found.messages) == 3


@pytest.mark.parametrize(
    ("address", "owned"),
    [
        ("kim@vendor.example", True),
        (" KIM@Vendor.Example ", True),
        ("help@other.example", True),
        ("kim@other.example", False),
        ("kim@sub.vendor.example", False),
        ("kim@notvendor.example", False),
        ("vendor.example", False),
        ("@vendor.example", True),
        ("", False),
    ],
)
def test_a_domain_owns_its_own_addresses_only(address: str, owned: bool) -> None:
    assert VENDOR.owns(address) is owned


def test_blank_settings_own_nothing() -> None:
    assert Vendor.of(["", "  "]).addresses == frozenset()
    assert not Vendor.of(["", "  "]).owns("pat@example.org")
