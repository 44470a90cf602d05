"""Real ticket systems call a real `deflect serve`: each ticket gets one private note, whatever is repeated or killed.

DESK_TICKETS and DESK_KILLS say how many; the figures in benchmarks/README.md are of 200 and 20.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Protocol

import pytest

from deflect.hooks import Sources, source_class
from deflect.hooks.client import Client, WriteError
from deflect.pipeline.doctor import examine
from deflect.store.inbox import Inbox
from tests.desks import django_project, request_tracker, roundup
from tests.desks.conftest import NewFolder, need
from tests.desks.deflect_service import QUESTION, Service, deflect_service
from tests.desks.escalated import escalated
from tests.desks.helpdesk import helpdesk
from tests.desks.replaying import Between, replaying
from tests.desks.roundup import Glue, Roundup
from tests.desks.running import Said

TICKETS = int(os.environ.get("DESK_TICKETS", "8"))
KILLS = int(os.environ.get("DESK_KILLS", "2"))
PATIENCE = 200.0 + 3 * TICKETS
SECRET = "whsec_cGxhbnRlZCBmb3IgdGVzdHMsIDMyIGJ5dGVzIG9ubHkh"
TOKEN = "planted-token-of-the-address"
EVERY = "SELECT count(DISTINCT ticket) FROM inbox"
FOUND = """
SELECT count(*) FROM inbox WHERE delivery LIKE 'found:%'
AND id IN (SELECT min(id) FROM inbox GROUP BY source, ticket)
"""
"""Tickets that were found by asking before any call told of them, such as that of our own note."""
PASTED = Path(str(files("deflect.hooks") / "pasted"))


class Desk(Protocol):
    """What every ticket system of the tests can do."""

    def open_ticket(self, subject: str, text: str) -> str: ...

    def said(self, ticket: str) -> Said: ...


Connect = Callable[[Path, Service, Between], AbstractContextManager[Desk]]


@dataclass(frozen=True)
class Connected:
    """A ticket system, connected as its instructions say."""

    missing: Callable[[], str]
    connect: Connect


@contextlib.contextmanager
def _request_tracker(folder: Path, service: Service, between: Between) -> Iterator[Desk]:
    settings = {"DeflectURL": f"{between.address}/hooks/request_tracker", "DeflectSecret": SECRET}
    with request_tracker.request_tracker(folder, settings) as desk:
        desk.insert(PASTED / "request_tracker_scrip.pl")
        token = desk.make_deflect()
        service.connect("request_tracker", {"address": desk.address, "secret": SECRET, "token": token})
        yield desk


@contextlib.contextmanager
def _helpdesk(folder: Path, service: Service, between: Between) -> Iterator[Desk]:
    hook = f"{between.address}/hooks/django_helpdesk/{TOKEN}"
    # A follow-up, our own among them, calls as well: the guard against going round in circles is tried.
    with helpdesk(folder, new=(hook,), followup=(hook,)) as desk:
        values = {"address": desk.address, "hook_token": TOKEN, "user": "agent", "password": "password"}
        service.connect("django_helpdesk", values)
        yield desk


@contextlib.contextmanager
def _escalated(folder: Path, service: Service, between: Between) -> Iterator[Desk]:
    with escalated(folder, f"{between.address}/hooks/escalated", SECRET) as desk:
        service.connect("escalated", {"address": desk.address, "secret": SECRET, "token": desk.token})
        yield desk


@dataclass(frozen=True)
class _Tracker:
    """A roundup tracker whose private notes are those that its agents see on the issue's page."""

    tracker: Roundup

    def open_ticket(self, subject: str, text: str) -> str:
        return self.tracker.open_ticket(subject, text)

    def said(self, ticket: str) -> Said:
        return Said(self.tracker.said(ticket).public, self.tracker.notes(ticket))


@contextlib.contextmanager
def _roundup(folder: Path, service: Service, between: Between) -> Iterator[Desk]:
    with roundup.roundup(folder, Glue(PASTED, f"{between.address}/hooks/roundup", SECRET)) as tracker:
        values = {"address": tracker.address, "secret": SECRET, "user": "deflect", "password": "password"}
        service.connect("roundup", values)
        yield _Tracker(tracker)


DESKS = {
    "request_tracker": Connected(request_tracker.missing, _request_tracker),
    "helpdesk": Connected(lambda: django_project.missing("helpdesk"), _helpdesk),
    "escalated": Connected(lambda: django_project.missing("escalated"), _escalated),
    "roundup": Connected(roundup.missing, _roundup),
}
every = pytest.mark.parametrize("name", sorted(DESKS))


@every
def test_each_ticket_gets_one_private_note_whatever_is_repeated_or_killed(name: str, new_folder: NewFolder) -> None:
    need(DESKS[name].missing())
    with (
        deflect_service(new_folder()) as service,
        replaying(service.address) as between,
        DESKS[name].connect(new_folder(), service, between) as desk,
    ):
        began, asked = time.monotonic(), [QUESTION, *(f"{QUESTION} ({number})" for number in range(1, TICKETS))]
        tickets = [desk.open_ticket("Licence", asked[0])]
        with killing(service, KILLS) as killed:
            tickets += [desk.open_ticket("Licence", each) for each in slowly(asked[1:])]
        # Each is read once, in the end: at some systems that takes longer than all the notes.
        wait_until(lambda: counted(service, EVERY) == TICKETS)
        found = counted(service, FOUND)
        between.again()
        said = settled(service, desk, tickets)
        seconds = round(time.monotonic() - began)
        assert_the_doctor_is_content(service)
    figures = Figures(name, TICKETS, *written(said, asked), len(killed), found, len(between.statuses), seconds)
    print(json.dumps(asdict(figures)))  # noqa: T201 - seen with pytest -s, for benchmarks/README.md
    assert (figures.notes, figures.doubled, figures.public, figures.kills) == (TICKETS, 0, 0, KILLS)
    assert all("Open the licence page." in each.private[0] for each in said)
    assert all(status < 500 or status == 502 for status in between.statuses)  # 502: nobody listened
    assert between.statuses.count(202) >= 4  # the first call came before any kill, and three times more


@dataclass(frozen=True)
class Figures:
    """What one system showed.

    Attributes:
        notes: Of ours, that customers do not see.
        doubled: Tickets with more than one.
        public: Messages that customers see and did not write.
        found: Tickets whose call did not arrive, and which were found by asking.
        calls: Those passed on, with what was repeated.
        seconds: From the first ticket on, until all had been settled and counted.
    """

    desk: str
    tickets: int
    notes: int
    doubled: int
    public: int
    kills: int
    found: int
    calls: int
    seconds: int


def written(said: Sequence[Said], asked: Sequence[str]) -> tuple[int, int, int]:
    """How many private notes of ours there are, tickets with several, and public messages that nobody asked."""
    notes = [sum("deflect-note-" in text for text in each.private) for each in said]
    public = [text for each, own in zip(said, asked, strict=True) for text in each.public if text.strip() != own]
    return sum(notes), sum(each > 1 for each in notes), len(public)


def slowly(asked: Sequence[str]) -> Iterator[str]:
    """Let customers come one after the other, at random times."""
    chance = random.Random(20261123)
    for each in asked:
        yield each
        time.sleep(chance.uniform(0, 0.4))


def settled(service: Service, desk: Desk, tickets: Sequence[str]) -> list[Said]:
    """What stands in the tickets once nothing waits to be dealt with any more."""
    with Inbox.open(service.workspace.database) as inbox:
        wait_until(lambda: not inbox.counts()["waiting"])
        assert not inbox.counts()["dead"]
    return [desk.said(each) for each in tickets]


def counted(service: Service, query: str) -> int:
    """What a query counts in the inbox."""
    with contextlib.closing(sqlite3.connect(service.workspace.database)) as database:
        return int(database.execute(query).fetchone()[0])


def assert_the_doctor_is_content(service: Service) -> None:
    sources = Sources(service.workspace)
    (name,) = sources.connected()
    (check,) = (each for each in examine(service.workspace) if each.name == name)
    assert check.ok
    assert check.detail.startswith("the credentials work")


@contextlib.contextmanager
def killing(service: Service, times: int) -> Iterator[list[float]]:
    """Kill and start the service again, so many times, while the block runs and after it; give when it was killed."""
    chance, killed = random.Random(20261122), []

    def kill() -> None:
        down = 0.0
        for _ in range(times):
            # As long as it was down, so that calls arrive and are lost on slow machines as on quick ones.
            time.sleep(down + chance.uniform(0.2, 4))
            service.kill()
            killed.append(time.monotonic())
            time.sleep(chance.uniform(0, 0.5))
            service.start()
            down = time.monotonic() - killed[-1]

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        yield killed
    finally:
        thread.join()


def wait_for_each(tickets: Sequence[str], done: Callable[[str], bool]) -> None:
    """Wait until each has come to its end; who has is not asked again, for some systems take long to answer."""
    until = time.monotonic() + PATIENCE
    for each in tickets:
        while not done(each):
            assert time.monotonic() < until, "not all notes came in time"
            time.sleep(0.5)


def wait_until(done: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < until, "not all notes came in time"
        time.sleep(0.5)


def test_what_a_wrong_token_or_signature_calls_is_refused_and_noted_nowhere(new_folder: NewFolder) -> None:
    need(django_project.missing("escalated"))
    with deflect_service(new_folder()) as service, replaying(service.address, 0) as between:
        with escalated(new_folder(), f"{between.address}/hooks/escalated", "another secret") as desk:
            service.connect("escalated", {"address": desk.address, "secret": SECRET, "token": desk.token})
            ticket = desk.open_ticket("Licence", QUESTION)
            time.sleep(2)
            assert desk.said(ticket).private == ()
        assert set(between.statuses) == {401}


def test_customers_of_roundup_do_not_see_the_note_and_agents_do(new_folder: NewFolder) -> None:
    need(roundup.missing())
    with deflect_service(new_folder()) as service, replaying(service.address, 0) as between:
        glue = Glue(PASTED, f"{between.address}/hooks/roundup", SECRET)
        with roundup.roundup(new_folder(), glue) as tracker:
            values = {"address": tracker.address, "secret": SECRET, "user": "deflect", "password": "password"}
            service.connect("roundup", values)
            ticket = tracker.open_ticket("Licence", QUESTION)
            wait_until(lambda: bool(tracker.notes(ticket)))
            assert "deflect-note-" in tracker.page(ticket, ("agent", "password"))
            assert "deflect-note-" not in tracker.page(ticket, ("customer", "password"))


def test_request_trackers_user_for_deflect_cannot_write_to_customers(new_folder: NewFolder) -> None:
    need(request_tracker.missing())
    with request_tracker.request_tracker(new_folder()) as desk:
        ticket = desk.open_ticket("Licence", QUESTION)
        values = {"address": desk.address, "secret": SECRET, "token": desk.make_deflect()}
        source = source_class("request_tracker")(values)
        client = Client(source.address(), source.credentials())
        assert source.reach(client) == "notes-only"
        with pytest.raises(WriteError):
            client.send("POST", f"/REST/2.0/ticket/{ticket}/correspond", {"Content": "x", "ContentType": "text/plain"})
        assert desk.said(ticket) == Said((QUESTION,), ())
