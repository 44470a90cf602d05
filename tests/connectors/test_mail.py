from __future__ import annotations

import gzip
import mailbox
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.connectors import BadRow, mail
from deflect.connectors.mbox import HELD_BYTES, split
from deflect.connectors.message import decode, decoded, parse
from deflect.connectors.rows import Row
from deflect.connectors.vendor import Vendor
from deflect.errors import InputError
from deflect.store import RecordError
from deflect.types import Requester, Ticket

VENDOR = Vendor.of(["@vendor.example", "Help@Other.example"])
AT = datetime(2023, 3, 1, 9, tzinfo=UTC)
SEPARATOR = b"From - Wed Mar  1 09:00:00 2023\n"


def message(
    sender: str = "Pat <pat@example.org>", body: str = "It broke", *, hours: int = 0, **headers: Any
) -> EmailMessage:
    found = EmailMessage()
    found["From"] = sender
    found["To"] = headers.pop("To", "help@vendor.example")
    found["Date"] = format_datetime(AT + timedelta(hours=hours))
    found["Subject"] = headers.pop("Subject", "Broken")
    for name, value in headers.items():
        found[name.replace("_", "-")] = value
    found.set_content(body)
    return found


def mbox(*mails: bytes | EmailMessage) -> bytes:
    contents = [item if isinstance(item, bytes) else item.as_bytes() for item in mails]
    return b"".join(SEPARATOR + content.rstrip(b"\n") + b"\n\n" for content in contents)


def read(folder: Path, content: bytes, **options: Any) -> list[Row]:
    path = folder / "mails.mbox"
    path.write_bytes(content)
    return list(mail.read_mbox(path, source="mail", vendor=VENDOR, **options))


def tickets(rows: list[Row]) -> list[Ticket]:
    found = [row for row in rows if isinstance(row, Ticket)]
    assert found == rows
    return found


def cut(content: bytes) -> list[tuple[int, bytes]]:
    stream: BufferedReader = BufferedReader(BytesIO(content))
    return list(split(stream))


def test_the_vendors_addresses_and_domains_are_told_in_any_case() -> None:
    owned = ["a@vendor.example", "A@VENDOR.example", "help@other.example"]
    foreign = ["b@other.example", "a@sub.vendor.example", "vendor.example", "", "a@vendor.example.org"]
    assert [VENDOR.owns(address) for address in owned + foreign] == [True] * 3 + [False] * 5
    assert not Vendor.of([]).owns("")


def test_mails_that_answer_each_other_are_one_ticket(tmp_path: Path) -> None:
    rows = read(
        tmp_path,
        mbox(
            message(Message_ID="<1@x>"),
            message("Lee <lee@example.net>", "Another", Message_ID="<9@x>", Subject="Re: Broken"),
            message("Kim <kim@vendor.example>", "Do this", hours=2, Message_ID="<2@x>", In_Reply_To="<1@x>",
                    To="pat@example.org", Subject="Re: Broken"),
            message(body="Thanks", hours=3, Message_ID="<3@x>", References="<1@x> <2@x>"),
        ),
    )  # fmt: skip
    first, second = tickets(rows)
    assert [(item.author, item.body.strip(), item.agent_id) for item in first.messages] == [
        ("customer", "It broke", None),
        ("agent", "Do this", "kim@vendor.example"),
        ("customer", "Thanks", None),
    ]
    assert (first.subject, first.created_at, first.status) == ("Broken", AT, "open")
    assert first.requester == Requester(None, "Pat", "pat@example.org")
    assert [item.body.strip() for item in second.messages] == ["Another"]


def test_mails_are_joined_through_a_mail_that_is_not_there_and_in_any_order(tmp_path: Path) -> None:
    contents = [
        message(body="c", hours=3, Message_ID="<3@x>", References="<0@x> <2@x>"),
        message(body="a", hours=1, Message_ID="<1@x>", In_Reply_To="<0@x>"),
        message(body="b", hours=2, Message_ID="<2@x>", References="<0@x>"),
    ]
    [forward] = tickets(read(tmp_path, mbox(*contents)))
    [backward] = tickets(read(tmp_path, mbox(*reversed(contents))))
    assert forward == backward
    assert [item.body.strip() for item in forward.messages] == ["a", "b", "c"]


def test_the_same_subject_alone_joins_nothing(tmp_path: Path) -> None:
    assert len(tickets(read(tmp_path, mbox(message(), message(body="x", Subject="Re: Broken"))))) == 2


def test_a_second_copy_of_a_mail_is_passed_over(tmp_path: Path) -> None:
    [found] = tickets(
        read(
            tmp_path,
            mbox(
                *[message(Message_ID="<1@x>")] * 2,
            ),
        )
    )
    assert len(found.messages) == 1
    [found] = tickets(read(tmp_path, mbox(message(), message())))
    assert len(found.messages) == 1


def test_a_mail_that_answers_itself_is_a_ticket(tmp_path: Path) -> None:
    assert len(tickets(read(tmp_path, mbox(message(Message_ID="<1@x>", In_Reply_To="<1@x>"))))) == 1


def test_ids_do_not_hold_what_the_senders_computer_is_called(tmp_path: Path) -> None:
    [found] = tickets(read(tmp_path, mbox(message(Message_ID="<1@pats-laptop>"))))
    assert len(found.id) == 16
    assert "pat" not in found.ref


def test_a_ticket_keeps_its_id_when_it_grows(tmp_path: Path) -> None:
    first = message(Message_ID="<1@x>")
    answer = message("kim@vendor.example", hours=1, To="pat@example.org", Message_ID="<2@x>", In_Reply_To="<1@x>")
    [before], [after] = tickets(read(tmp_path, mbox(first))), tickets(read(tmp_path, mbox(first, answer)))
    assert before.id == after.id
    assert (before.status, after.status) == ("open", "closed")


def test_a_contact_form_writes_for_the_person_it_names(tmp_path: Path) -> None:
    [found] = tickets(
        read(tmp_path, mbox(message("Site <wordpress@vendor.example>", Reply_To="Pat <Pat@example.org>")))
    )
    assert found.messages[0].author == "customer"
    assert found.requester == Requester(None, "Pat", "pat@example.org")


def test_mail_among_the_vendors_people_is_a_private_note(tmp_path: Path) -> None:
    contents = [
        message(Message_ID="<1@x>"),
        message("kim@vendor.example", "Who knows this?", hours=1, Message_ID="<2@x>", In_Reply_To="<1@x>",
                To="lee@vendor.example, help@other.example"),
        message("lee@vendor.example", "Do this", hours=2, Message_ID="<3@x>", In_Reply_To="<2@x>",
                To="kim@vendor.example", Cc="pat@example.org"),
    ]  # fmt: skip
    [found] = tickets(read(tmp_path, mbox(*contents)))
    assert [item.public for item in found.messages] == [True, False, True]


@pytest.mark.parametrize(
    ("headers", "author"),
    [
        ({"Auto_Submitted": "auto-replied"}, "bot"),
        ({"Auto_Submitted": "auto-generated; owner-email=x"}, "bot"),
        ({"Auto_Submitted": "No"}, "customer"),
        ({"X_Autoreply": "yes"}, "bot"),
        ({}, "customer"),
    ],
)
def test_automatic_mail_is_a_bots(tmp_path: Path, headers: dict[str, Any], author: str) -> None:
    [found] = tickets(read(tmp_path, mbox(message(**headers))))
    assert found.messages[0].author == author


def test_mail_a_filter_marked_is_spam(tmp_path: Path) -> None:
    [found] = tickets(read(tmp_path, mbox(message(X_Spam_Flag="YES"))))
    assert found.status == "spam"


def test_mail_the_vendor_began_belongs_to_whom_it_was_sent(tmp_path: Path) -> None:
    [found] = tickets(read(tmp_path, mbox(message("kim@vendor.example", To="Pat <pat@example.org>"))))
    assert found.requester.email == "pat@example.org"


def raw(*headers: str, body: bytes = b"Hello\n") -> bytes:
    lines = ["From: Pat <pat@example.org>", "Date: Wed, 1 Mar 2023 09:00:00 +0000", *headers]
    return "\n".join(lines).encode("utf-8", "surrogateescape") + b"\n\n" + body


def test_plain_text_is_preferred_and_html_taken_where_there_is_none() -> None:
    both = message(body="plain")
    both.add_alternative("<p>html</p>", subtype="html")
    both.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="a.pdf")
    both.add_attachment("log text", filename="log.txt")
    found = parse(both.as_bytes(), VENDOR)
    assert (found.format, found.body.strip()) == ("text", "plain")
    empty = message(body=" \n")
    empty.add_alternative("<p>html</p>", subtype="html")
    found = parse(empty.as_bytes(), VENDOR)
    assert (found.format, found.body.strip()) == ("html", "<p>html</p>")


def test_a_forwarded_mail_is_an_attachment() -> None:
    outer = message(body="see below")
    outer.add_attachment(message(body="inner"))
    assert parse(outer.as_bytes(), VENDOR).body.strip() == "see below"


def test_a_mail_without_text_has_an_empty_body() -> None:
    content = raw("Content-Type: image/png", "Content-Transfer-Encoding: base64", body=b"iVBORw0KGgo=\n")
    assert parse(content, VENDOR).body == ""


@pytest.mark.parametrize(
    ("headers", "body", "expected"),
    [
        (["Content-Type: text/plain; charset=iso-8859-1"], b"Gr\xf6\xdfe", "Größe"),
        (["Content-Type: text/plain; charset=no-such-charset"], "Größe".encode(), "Größe"),
        (["Content-Type: text/plain; charset=utf-8"], b"Gr\xf6\xdfe", "Größe"),
        (["Content-Type: text/plain; charset=us-ascii"], "Größe".encode(), "Größe"),
        (["Content-Type: text/plain; charset=hex"], b"6162", "6162"),
        (["Content-Type: text/plain; charset=punycode"], b"ab-cd", "ab-cd"),
        (['Content-Type: text/plain; charset="'], b"abc", "abc"),
        (["Content-Type: nonsense"], b"abc", "abc"),
        (["Content-Transfer-Encoding: base64"], b"R3LDtsOfZQ==", "Größe"),
        (["Content-Transfer-Encoding: base64"], b"!!!", ""),
        (["Content-Transfer-Encoding: quoted-printable"], b"Gr=C3=B6=C3=9Fe", "Größe"),
        (["Content-Transfer-Encoding: x-unknown"], b"abc", "abc"),
        ([], b"\x81\x8d", "\x81\x8d"),
        ([], b"a\r\nb", "a\nb"),
    ],
)
def test_bodies_are_decoded_whatever_they_claim_to_be(headers: list[str], body: bytes, expected: str) -> None:
    assert parse(raw(*headers, body=body), VENDOR).body.strip("\n") == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("=?utf-8?q?Gr=C3=B6=C3=9Fe?= und =?iso-8859-1?b?TWHf?=", "Größe und Maß"),
        ("=?no-such?q?abc?=", "abc"),
        ("=?utf-8?b?****?=", None),
        ("=?utf-8?b?A?=", None),
        ("plain", "plain"),
        ("a =?utf-8?q?b", "a =?utf-8?q?b"),
        ("", ""),
        ("Gr\udcc3\udcb6\udcc3\udc9fe", "Größe"),
    ],
)
def test_headers_are_decoded_and_never_make_an_error(written: str, expected: str | None) -> None:
    found = decoded(written)
    assert expected is None or found == expected
    found.encode()


def test_folded_subjects_are_one_line() -> None:
    assert parse(raw("Subject: one\n\ttwo\n  =?utf-8?q?thr=0Aee?="), VENDOR).subject == "one two thr ee"


def test_without_a_date_the_server_that_received_it_tells() -> None:
    content = b"From: a@b.example\nReceived: from x by y; Wed, 1 Mar 2023 10:00:00 +0100\nDate: nonsense\n\nHi"
    assert parse(content, VENDOR).sent == AT


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"From: a@b.example\n\nHi", "no date"),
        (b"From: a@b.example\nDate: Wed, 99 Foo 2023\n\nHi", "no date"),
        (b"Date: Wed, 1 Mar 2023 09:00:00 +0000\n\nHi", "no sender"),
        (b"From: nobody\nDate: Wed, 1 Mar 2023 09:00:00 +0000\n\nHi", "no sender"),
        (raw(body=b"a\0b"), "NUL byte"),
        (raw("Subject: a\0b"), "NUL byte"),
        (raw(body=b"x" * 10_000_001), "body over 10 MB"),
        (raw("X: " + "boundary=" * 201), "too many parts"),
    ],
)
def test_a_mail_that_cannot_be_a_message_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(RecordError, match=f"^{reason}$"):
        parse(content, VENDOR)


HOSTILE = {
    "comments": "From: " + "(" * 20_000 + " a@b.example",
    "addresses": "To: " + "a@b.example," * 100_000,
    "encoded words": "Subject: " + "=?utf-8?q?" * 100_000,
    "quotes": 'To: "' + '\\"' * 200_000,
    "references": "References: " + "<a@b> " * 200_000,
    "open references": "References: " + "<" * 500_000,
    "spaces": "Subject:" + " " * 500_000 + "x",
    "parameters": "Content-Type: text/plain" + "; a=b" * 100_000,
    "continued parameters": "Content-Type: text/plain" + "".join(f"; a*{n}*=b" for n in range(20_000)),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_crafted_headers_take_little_time(kind: str) -> None:
    began = datetime.now(UTC)
    with suppress(RecordError):
        parse(raw(HOSTILE[kind]), VENDOR)
    assert (datetime.now(UTC) - began).total_seconds() < 2


def test_deep_parts_are_refused_or_read_but_never_crash() -> None:
    parts = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(199))
    try:
        parse(raw(body=b"").rstrip(b"\n") + b"\n" + parts.encode() + b"\ntext", VENDOR)
    except RecordError as error:
        assert str(error) == "nested too deeply"  # noqa: PT017  # either outcome is right


def test_a_sentence_that_begins_with_from_does_not_cut_a_mail() -> None:
    body = (
        b"Hi\n\nFrom our side it is 10:15 now.\nBye\n\nFrom x Wed Mar  1 09:00:00 2023\nno header here\n"
        b">From here\n>>From there\n"
    )
    [(line, content)] = cut(SEPARATOR + b"A: b\n\n" + body)
    assert line == 1
    assert content == b"A: b\n\n" + body.replace(b">From", b"From")


def test_mails_are_named_with_the_line_they_begin_at() -> None:
    found = cut(SEPARATOR + b"A: b\n\nx\n\n" + SEPARATOR + b"C: d\r\n\r\n\r\n" + SEPARATOR + b"E: f\n")
    assert found == [(1, b"A: b\n\nx\n\n"), (6, b"C: d\r\n\r\n\r\n"), (10, b"E: f\n")]


def test_an_mbox_of_the_standard_library_is_cut_alike(tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "box")
    contents = [message(body=f"text {n}\n\nFrom me 10:15 to you\n\n").as_bytes() for n in range(20)]
    for content in contents:
        box.add(content)
    box.close()
    assert [content.rstrip() for _, content in cut((tmp_path / "box").read_bytes())] == [c.rstrip() for c in contents]


def test_of_a_mail_with_a_large_attachment_only_the_beginning_is_held() -> None:
    content = SEPARATOR + b"A: b\n\n" + b"x" * (HELD_BYTES * 2) + b"\n\n" + SEPARATOR + b"C: d\n"
    (_, first), (line, second) = cut(content)
    assert len(first) == HELD_BYTES
    assert (line, second) == (6, b"C: d\n")


def test_what_is_no_mbox_is_an_error_and_an_empty_one_holds_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="this is not an mbox file"):
        read(tmp_path, b"id,date\n1,2\n")
    assert read(tmp_path, b"") == []
    assert read(tmp_path, b"\n\n") == []


def test_bad_mails_are_named_with_their_line_and_the_rest_goes_in(tmp_path: Path) -> None:
    undated = b"From: a@b.example\n\nHi"
    rows = read(tmp_path, gzip.compress(mbox(undated, raw(body=b"one"), raw(body=b"a\0b"), raw(body=b"two"))))
    assert rows[:2] == [BadRow(1, "no date"), BadRow(12, "NUL byte")]
    assert [row.messages[0].body.strip() for row in rows[2:] if isinstance(row, Ticket)] == ["one", "two"]


def test_progress_counts_mails_and_bytes(tmp_path: Path) -> None:
    content = mbox(*[raw(f"Message-ID: <{n}@x>") for n in range(250)])
    seen: list[tuple[int, int, int | None]] = []
    read(tmp_path, content, progress=lambda *now: seen.append(now))
    assert [now[0] for now in seen] == [100, 200]
    assert all(0 < now[1] <= len(content) == now[2] for now in seen)


def maildir(folder: Path) -> mailbox.Maildir:
    box = mailbox.Maildir(folder / "box")
    box.add(message(Message_ID="<1@x>"))
    box.add(b"From: a@b.example\n\nno date")
    sent = box.add_folder("Sent")
    sent.add(message("kim@vendor.example", "Do this", hours=1, To="pat@example.org", Message_ID="<2@x>",
                     In_Reply_To="<1@x>"))  # fmt: skip
    return box


def test_a_maildir_is_read_with_its_folders(tmp_path: Path) -> None:
    maildir(tmp_path)
    seen: list[tuple[int, int, int | None]] = []
    rows = list(
        mail.read_maildir(tmp_path / "box", source="mail", vendor=VENDOR, progress=lambda *now: seen.append(now))
    )
    bad, found = rows
    assert isinstance(bad, BadRow)
    assert isinstance(found, Ticket)
    assert bad.reason == "no date"
    assert (tmp_path / "box" / bad.where).is_file()
    assert [item.author for item in found.messages] == ["customer", "agent"]
    assert seen[-1][0] == 3
    assert seen[-1][1] == seen[-1][2]


def test_a_missing_folder_and_one_that_is_no_maildir_are_errors(tmp_path: Path) -> None:
    for path in (tmp_path / "missing", tmp_path):
        with pytest.raises(InputError):
            list(mail.read_maildir(path, source="mail", vendor=VENDOR))


PIECES = st.lists(
    st.sampled_from(
        [SEPARATOR, b"\n", b"From: Pat <pat@example.org>\n", b"Date: Wed, 1 Mar 2023 09:00:00 +0000\n", b"text\n",
         b"Content-Type: multipart/mixed; boundary=b\n", b"--b\n", b"--b--\n", b"Content-Type: text/html; charset=x\n",
         b"Content-Transfer-Encoding: base64\n", b"Subject: =?utf-8?q?=FF?=\n", b"Message-ID: <1@x>\n",
         b"References: <1@x> <2@x>\n", b"Content-Type: message/rfc822\n", b"Content-Disposition: attachment\n",
         b" folded\n"]
    )
    | st.binary(max_size=12),
    max_size=25,
)  # fmt: skip


@given(PIECES)
def test_no_bytes_make_anything_but_rows_or_an_input_error(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[bytes]
) -> None:
    for content in (b"".join(pieces), SEPARATOR + b"From: a@b.example\n" + b"".join(pieces)):
        try:
            rows = read(tmp_path_factory.mktemp("mail"), content)
        except InputError:
            continue
        assert all(isinstance(row, Ticket | BadRow) for row in rows)
        mails = len(cut(content)) if not content.startswith(b"\x1f\x8b") else 0
        assert sum(len(row.messages) if isinstance(row, Ticket) else 1 for row in rows) <= mails


@given(st.binary(max_size=60), st.text(max_size=12))
def test_any_bytes_in_any_charset_become_text(content: bytes, charset: str) -> None:
    assert isinstance(decode(content, charset), str)
    assert isinstance(decode(content, None), str)
