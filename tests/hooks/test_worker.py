"""A call ends in exactly one private note, or in none for a reason that is told; nothing is public, nothing is lost."""

from __future__ import annotations

import dataclasses
import logging
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deflect.hooks import note
from deflect.hooks.worker import is_own_note
from deflect.store.inbox import Inbox
from deflect.types import Message, Ticket
from deflect.workspace import Workspace
from tests.hooks.conftest import ANSWER, FAST, KEY, connect, told, worker
from tests.hooks.fake_zendesk import Zendesk

pytestmark = pytest.mark.usefixtures("this_machine_only")


@pytest.fixture
def inbox(workspace: Workspace) -> Iterator[Inbox]:
    with Inbox.open(workspace.database) as found:
        yield found


def work(workspace: Workspace, zendesk: Zendesk, inbox: Inbox, **more: str) -> None:
    """Work until nothing is due, however often it has to be tried."""
    each = worker(workspace, zendesk, inbox, FAST, **more)
    end = time.monotonic() + 20
    while inbox.counts()["waiting"] and time.monotonic() < end:
        if not each.step():
            time.sleep(0.005)


def only_reason(inbox: Inbox) -> str:
    (dead,) = inbox.open_calls("dead")
    return dead.reason


def test_a_new_ticket_gets_one_private_note_with_answer_and_source(
    workspace: Workspace, zendesk: Zendesk, inbox: Inbox
) -> None:
    zendesk.add("7", "where is my vat number")
    inbox.accept(told("7")).result()
    work(workspace, zendesk, inbox)
    (found,) = zendesk.notes("7")
    assert found["public"] is False
    assert found["body"] == (
        "Suggested answer (90% sure): VAT\n\nOpen Account.\n\nSource: https://help.example/vat.html\n"
        f"From tickets: desk:1\n[{note.marker('zendesk', '7', KEY)}]"
    )
    assert inbox.counts() == {"waiting": 0, "done": 1, "dead": 0}


def test_however_many_calls_tell_of_a_ticket_it_gets_one_note(
    workspace: Workspace, zendesk: Zendesk, inbox: Inbox
) -> None:
    zendesk.add("7", "vat")
    for name in ("a", "b", "c"):
        inbox.accept(told("7", name)).result()
    work(workspace, zendesk, inbox)
    assert len(zendesk.notes("7")) == 1


def test_a_note_whose_writing_was_never_confirmed_is_found_and_not_written_again(
    workspace: Workspace, zendesk: Zendesk, inbox: Inbox
) -> None:
    zendesk.add("7", "vat")
    zendesk.comments["7"] += [{"id": 9, "body": "by a person", "public": True}] * 5
    zendesk.lose_reply = True
    inbox.accept(told("7")).result()
    work(workspace, zendesk, inbox)
    assert sum(note.is_ours(each["body"]) for each in zendesk.comments["7"]) == 1
    assert inbox.counts()["done"] == 1


def test_what_may_have_been_done_is_not_tried_again_before_it_would_show(
    workspace: Workspace, zendesk: Zendesk, inbox: Inbox
) -> None:
    zendesk.add("7", "vat")
    zendesk.lose_reply = True
    inbox.accept(told("7")).result()
    began, long = datetime.now(UTC), dataclasses.replace(FAST, lease=60.0)  # begun in time on a slow machine, too
    worker(workspace, zendesk, inbox, long).step()
    (waiting,) = inbox.open_calls("waiting")
    assert waiting.due_at >= began + timedelta(seconds=long.lease)


@pytest.mark.parametrize(("text", "status"), [("what is the weather", "new"), ("vat", "solved")])
def test_nothing_is_written_where_there_is_nothing_to_say_or_somebody_is_at_it(
    workspace: Workspace, zendesk: Zendesk, inbox: Inbox, text: str, status: str
) -> None:
    zendesk.add("7", text, status)
    inbox.accept(told("7")).result()
    work(workspace, zendesk, inbox)
    assert zendesk.notes("7") == []
    assert "PUT 7" not in zendesk.asked
    assert inbox.counts()["done"] == 1


def test_a_server_that_fails_for_a_while_gets_its_note_in_the_end(
    workspace: Workspace, zendesk: Zendesk, inbox: Inbox
) -> None:
    faults = iter([503, 500, 502])
    zendesk.fault = lambda *_: (status, {}) if (status := next(faults, 0)) else None
    zendesk.add("7", "vat")
    inbox.accept(told("7")).result()
    work(workspace, zendesk, inbox)
    assert len(zendesk.notes("7")) == 1


def test_one_that_fails_too_often_is_dead_and_comes_back_when_told(
    workspace: Workspace, zendesk: Zendesk, inbox: Inbox
) -> None:
    zendesk.fault = lambda *_: (503, {})
    zendesk.add("7", "vat")
    inbox.accept(told("7")).result()
    work(workspace, zendesk, inbox)
    assert len(zendesk.asked) == FAST.attempts
    assert only_reason(inbox) == "the ticket system answered with status 503"
    zendesk.fault = None
    inbox.retry([each.id for each in inbox.open_calls("dead")], datetime.now(UTC))
    work(workspace, zendesk, inbox)
    assert len(zendesk.notes("7")) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422, 302])
def test_a_refusal_that_lasts_is_not_tried_again(
    workspace: Workspace, zendesk: Zendesk, inbox: Inbox, status: int
) -> None:
    zendesk.fault = lambda *_: (status, {"Location": "http://127.0.0.1:1/"})
    zendesk.add("7", "vat")
    inbox.accept(told("7")).result()
    work(workspace, zendesk, inbox)
    assert len(zendesk.asked) == 1
    assert only_reason(inbox) == f"the ticket system answered with status {status}"


def test_retry_after_holds_for_everything_that_this_server_is_asked(
    workspace: Workspace, zendesk: Zendesk, inbox: Inbox
) -> None:
    zendesk.fault = lambda *_: (429, {"Retry-After": "120"})
    for number in ("7", "8"):
        zendesk.add(number, "vat")
        inbox.accept(told(number)).result()
    began, each = datetime.now(UTC), worker(workspace, zendesk, inbox)
    assert each.step()
    assert not each.step()
    assert len(zendesk.asked) == 1
    assert all(one.due_at > began + timedelta(seconds=119) for one in inbox.open_calls("waiting"))


def test_a_source_that_is_not_connected_any_more_keeps_its_calls(
    workspace: Workspace, zendesk: Zendesk, inbox: Inbox
) -> None:
    inbox.accept(told("7")).result()
    each = worker(workspace, zendesk, inbox)
    connect(workspace, zendesk).path("zendesk").unlink()
    assert each.step()
    (waiting,) = inbox.open_calls("waiting")
    assert (waiting.reason, waiting.attempts) == ("this ticket system is not connected any more", 0)


@pytest.mark.parametrize("address", ["http://desk.example", "https://localhost.example.invalid", "http://10.0.0.1"])
def test_no_token_is_sent_where_it_must_not_go(
    workspace: Workspace, zendesk: Zendesk, inbox: Inbox, address: str
) -> None:
    inbox.accept(told("7")).result()
    assert worker(workspace, zendesk, inbox, address=address).step()
    assert zendesk.asked == []
    assert inbox.counts()["done"] == 0


def test_neither_log_nor_database_holds_what_was_asked_or_a_secret(
    workspace: Workspace, zendesk: Zendesk, inbox: Inbox, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    zendesk.add("7", "planted words about vat")
    zendesk.add("8", "planted words about vat")
    zendesk.fault = lambda desk, _: (403, {}) if len(desk.asked) > 3 else None
    for number in ("7", "8"):
        inbox.accept(told(number)).result()
    work(workspace, zendesk, inbox)
    inbox.close()
    files = [path for path in workspace.state.rglob("*") if path.is_file() and path.parent.name != "hooks"]
    kept = b"".join(path.read_bytes() for path in files).decode("utf-8", "replace")
    # Of deflect's loggers: asyncio and httpx say more at this level, and `deflect serve` does not print it.
    said = "".join(str(each.__dict__) for each in caplog.records if each.name.startswith("deflect"))
    for secret in ("planted words", "zd-planted", ANSWER.answer):
        assert secret not in kept
        assert secret not in said


def test_our_own_note_is_no_question() -> None:
    text = note.note_text(ANSWER, note.marker("desk", "7", KEY))
    now = datetime.now(UTC)
    messages = (Message("customer", "vat", now), Message("agent", text, now))
    assert is_own_note(Ticket("7", "desk", now, messages))
    assert not is_own_note(Ticket("7", "desk", now, messages[:1]))
    assert not is_own_note(Ticket("7", "desk", now, ()))


def test_a_marker_is_of_one_ticket_and_of_one_workspace() -> None:
    found = {note.marker(source, ticket, key) for source in "ab" for ticket in "12" for key in (b"x", b"y")}
    assert len(found) == 8


def test_threads_stop_when_told_and_say_that_they_live(workspace: Workspace, zendesk: Zendesk, inbox: Inbox) -> None:
    each = worker(workspace, zendesk, inbox)
    each.start()
    zendesk.add("7", "vat")
    inbox.accept(told("7")).result()
    each.wake()
    end = time.monotonic() + 20
    while not zendesk.notes("7") and time.monotonic() < end:
        time.sleep(0.01)
    assert each.is_alive
    assert each.stop()
    assert len(zendesk.notes("7")) == 1
