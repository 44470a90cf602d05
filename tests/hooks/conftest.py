"""A workspace whose Zendesk is a fake one on this machine, and a suggester that knows one answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deflect.hooks import Pace, Sources, Worker
from deflect.store.inbox import Delivery, Inbox
from deflect.types import Abstention, Suggestion, Ticket
from deflect.workspace import Workspace
from tests.hooks import fake_zendesk
from tests.hooks.fake_zendesk import SECRET, TOKEN, USER, Zendesk

KEY = b"k" * 32
FAST = Pace(lease=3.0, request=1.0, attempts=4, first_wait=0.01, longest_wait=0.02, idle=0.02)
ANSWER = Suggestion(
    "vat", "VAT", "Open Account.", 0.9, "en", "https://help.example/vat.html", ("desk:1",), state="validated"
)


class Answers:
    """Suggests for whatever holds `vat`, abstains otherwise."""

    def suggest(
        self, text: str, *, subject: str = "", language: str | None = None, drafts: bool = True
    ) -> Suggestion | Abstention:
        return ANSWER if "vat" in text else Abstention("not-sure")


@pytest.fixture
def zendesk() -> Iterator[Zendesk]:
    with fake_zendesk.serving(Zendesk()) as found:
        yield found


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "desk")


def connect(workspace: Workspace, zendesk: Zendesk, **more: str) -> Sources:
    """Fill in what the owner gives for the fake account."""
    sources = Sources(workspace)
    given = {"address": zendesk.address, "secret": SECRET, "user": USER, "token": TOKEN} | more
    sources.add("zendesk", given)
    return sources


def told(number: str, name: str = "") -> Delivery:
    """A call that tells of a ticket."""
    now = datetime.now(UTC)
    return Delivery("zendesk", name or f"created:{number}", Ticket(number, "zendesk", now, ()), now)


def worker(workspace: Workspace, zendesk: Zendesk, inbox: Inbox, pace: Pace = FAST, **more: str) -> Worker:
    return Worker(inbox, connect(workspace, zendesk, **more), Answers(), KEY, pace)
