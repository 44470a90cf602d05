"""Asking for missed tickets goes on whatever one system, or its file, does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from deflect.hooks import Client, Sources, source_class
from deflect.hooks.catching_up import CatchUp
from deflect.store.inbox import Inbox
from deflect.types import Ticket
from deflect.workspace import Workspace

BOX = {"address": "imaps://mail.acme.example", "user": "u", "password": "p", "sender": "desk@acme.example"}


@pytest.fixture
def inbox(workspace: Workspace) -> Iterator[Inbox]:
    with Inbox.open(workspace.database) as found:
        yield found


def look(workspace: Workspace, inbox: Inbox) -> int:
    return CatchUp(inbox, Sources(workspace), 60.0, 1.0).look()


def gives(monkeypatch: pytest.MonkeyPatch, *tickets: Ticket, fault: Exception | None = None) -> None:
    def recent(self: object, client: Client, since: datetime) -> Iterator[Ticket]:
        if fault:
            raise fault
        return iter(tickets)

    monkeypatch.setattr(source_class("mailbox"), "recent", recent)


def mail(number: int, at: datetime) -> Ticket:
    return Ticket(str(number), "mailbox", at, ())


def test_a_system_that_never_calls_is_asked_for_what_came_since_the_first_look(
    workspace: Workspace, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    Sources(workspace).add("mailbox", BOX)
    now = datetime.now(UTC)
    gives(monkeypatch, mail(1, now - timedelta(seconds=5)))
    assert look(workspace, inbox) == 0
    inbox.forget(now + timedelta(days=40))  # when the first look was is not forgotten
    gives(monkeypatch, mail(2, now + timedelta(seconds=5)), mail(1, now - timedelta(seconds=5)))
    assert [look(workspace, inbox), look(workspace, inbox)] == [1, 0]
    assert [each.ticket for each in inbox.open_calls()] == ["2"]


def test_what_nobody_foresaw_and_a_damaged_file_end_nothing(
    workspace: Workspace, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = Sources(workspace)
    sources.add("mailbox", BOX)
    gives(monkeypatch, fault=KeyError("planted"))
    assert look(workspace, inbox) == 0
    sources.path("mailbox").write_text("half = ")
    assert look(workspace, inbox) == 0
