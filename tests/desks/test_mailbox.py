"""Mails that come into a real IMAP server's mailbox get one draft each, whatever is killed, and nothing is sent."""

from __future__ import annotations

import email.policy
import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser

from deflect.hooks import Client, source_class
from deflect.store.inbox import Inbox
from tests.desks.conftest import NewFolder, need
from tests.desks.deflect_service import QUESTION, Service, deflect_service
from tests.desks.dovecot import PASSWORD, USER, Dovecot, dovecot, missing
from tests.desks.test_hooks import (
    EVERY,
    KILLS,
    TICKETS,
    Figures,
    assert_the_doctor_is_content,
    counted,
    killing,
    slowly,
    wait_until,
)

ARABIC = "مفتاح الترخيص"
MARK = "deflect-note-0123456789abcdef"


def mail(number: int, *, text: str = QUESTION, subject: str = "Licence", **headers: str) -> bytes:
    made = EmailMessage(policy=email.policy.SMTP)
    given = {
        "Subject": subject, "From": "Käthe <customer@shop.example>", "To": USER,
        "Date": "Sun, 01 Mar 2026 10:00:00 +0000", "Message-ID": f"<{number}@shop.example>",
    }  # fmt: skip
    for name, value in (given | {name.replace("_", "-"): each for name, each in headers.items()}).items():
        made[name] = value
    made.set_content(text)
    return made.as_bytes()


def values(box: Dovecot) -> dict[str, str]:
    return {"address": f"imap://127.0.0.1:{box.port}", "user": USER, "password": PASSWORD, "sender": USER}


def drafts(box: Dovecot) -> list[EmailMessage]:
    return [BytesParser(policy=email.policy.default).parsebytes(each) for each in box.mails("Drafts")]


def began(service: Service, box: Dovecot) -> None:
    """Connect the mailbox, and wait until it is looked into."""
    service.connect("mailbox", values(box))
    with Inbox.open(service.workspace.database) as inbox:
        wait_until(lambda: inbox.first("mailbox") is not None)


def test_each_mail_gets_one_draft_whatever_is_killed_and_old_mails_get_none(new_folder: NewFolder) -> None:
    need(missing())
    with deflect_service(new_folder()) as service, dovecot(new_folder()) as box:
        box.deliver(mail(1000))
        time.sleep(2)  # what is told of a mail's time is whole seconds
        began(service, box)
        first = time.monotonic()
        with killing(service, KILLS) as killed:
            for text in slowly([f"{ARABIC} {number}" for number in range(TICKETS)]):
                box.deliver(mail(int(text.split()[-1]), subject=text))
        answers = [mail(2000, From=f"Desk <{USER}>"), mail(2001, In_Reply_To="<0@shop.example>"),
                   mail(2002, Auto_Submitted="auto-replied"), mail(2003, List_Id="<news.example>")]  # fmt: skip
        for each in answers:
            box.deliver(each)
        wait_until(lambda: counted(service, EVERY) > TICKETS)  # the moment of the first look is kept there as well
        with Inbox.open(service.workspace.database) as inbox:
            wait_until(lambda: not inbox.counts()["waiting"])
            assert not inbox.counts()["dead"]
        assert_the_doctor_is_content(service)
        time.sleep(2)  # a second draft would come now
        written, left, seconds = drafts(box), box.mails("INBOX"), round(time.monotonic() - first)
        log = (service.workspace.root / "serve.log").read_text(encoding="utf-8")
    figures = Figures(
        "dovecot", TICKETS, len(written), doubled(written), sent(left, answers), len(killed), TICKETS, 0, seconds
    )
    print(json.dumps(asdict(figures)))  # noqa: T201 - seen with pytest -s, for benchmarks/README.md
    assert (figures.notes, figures.doubled, figures.public, figures.kills) == (TICKETS, 0, 0, KILLS)
    assert sorted(each["In-Reply-To"] for each in written) == sorted(f"<{n}@shop.example>" for n in range(TICKETS))
    assert len({each["X-Deflect-Note"] for each in written}) == TICKETS
    for draft in written:
        assert draft["Subject"].startswith(f"Re: {ARABIC} ")
        assert (draft["To"], draft["From"]) == ("customer@shop.example", USER)
        assert draft["References"] == draft["In-Reply-To"]
        body = draft.get_body(("plain",))
        assert body is not None
        assert "Open the licence page." in body.get_content()
        assert "deflect-note-" not in body.get_content()
        assert "sure" not in body.get_content()
    assert len(left) == TICKETS + 5
    assert not any(each in log for each in ("licence key", "shop.example", ARABIC, PASSWORD + '"'))


def doubled(written: Sequence[EmailMessage]) -> int:
    """How many mails have more than one draft."""
    return sum(number > 1 for number in Counter(each["In-Reply-To"] for each in written).values())


def sent(left: Sequence[bytes], by_us: Sequence[bytes]) -> int:
    """How many mails are in the inbox that deflect wrote there, or to its own address."""
    marked = sum(b"X-Deflect-Note" in each for each in left)
    return marked + len(left) - TICKETS - 1 - len(by_us)


def test_a_draft_is_found_again_and_mails_stay_unread(new_folder: NewFolder) -> None:
    need(missing())
    with dovecot(new_folder()) as box:
        box.deliver(mail(1, subject=ARABIC))
        box.deliver(mail(2).replace(b"Message-ID: <2@shop.example>\r\n", b""))
        source = source_class("mailbox")(values(box))
        client = Client(source.address(), source.credentials())
        tickets = list(source.recent(client, datetime.now(UTC) - timedelta(hours=1)))
        assert len({each.id for each in tickets}) == 2
        for each in tickets:
            found = source.fetch(client, each)
            assert found is not None
            assert found.messages[0].body.strip() == QUESTION
            assert not source.has_note(client, found, MARK + each.id)
            source.write_back(client, found, f"{ARABIC}\n\nSecond & last\n\n[{MARK}]")
        assert source.has_note(client, tickets[0], MARK)
        assert not source.has_note(client, tickets[0], "deflect-note-fedcba9876543210")
        assert source.reach(client) == "may-reply"
        html = drafts(box)[0].get_body(("html",))
        assert html is not None
        assert (
            html.get_content().replace("\r\n", "\n")
            == f'<p dir="auto">{ARABIC}</p>\n<p dir="auto">Second &amp; last</p>\n'
        )
        with box.connection() as imap:
            imap.select("INBOX")
            assert imap.search(None, "SEEN")[1] == [b""]
            imap.store("1", "+FLAGS", r"(\Answered)")
        assert sum(source.fetch(client, each) is None for each in tickets) == 1
