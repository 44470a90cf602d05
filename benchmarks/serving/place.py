"""A large workspace, quickly: the demo's mails as tickets in the database, and a generation made of them."""

from __future__ import annotations

import base64
import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.suggest.made import fill, mails
from deflect.hooks import Sources
from deflect.models import load_encoder
from deflect.store import Store
from deflect.types import Message, Ticket
from deflect.workspace import Workspace

ARTICLES = 1_000
ZENDESK = {"address": "https://127.0.0.1:1", "secret": "zd", "user": "u", "token": "t"}
STANDARD = {"secret": "whsec_" + base64.b64encode(b"k" * 32).decode()}


def made(folder: Path, tickets: int) -> Workspace:
    """Make a workspace with so many tickets, or open the one that is there.

    Its Zendesk is an address at which nobody answers: workers try, and try again, while calls come in.
    """
    if (folder / "deflect.toml").exists():
        return Workspace.open(folder)
    workspace = Workspace.create(folder)
    with Store.open(workspace.database) as store:
        store.put(_tickets(tickets))
    if tickets:
        fill(workspace, load_encoder(directory=workspace.models), tickets, min(ARTICLES, tickets))
    sources = Sources(workspace)
    sources.add("zendesk", ZENDESK)
    sources.add("standard", STANDARD)
    return workspace


def _tickets(count: int) -> Iterator[Ticket]:
    start = datetime(2024, 1, 1, tzinfo=UTC)
    for at, text in enumerate(itertools.islice(itertools.cycle(mails()), count)):
        moment = start + timedelta(minutes=at)
        yield Ticket(str(at), "bench", moment, (Message("customer", text, moment),), text[:60])
