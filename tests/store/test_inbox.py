"""The inbox keeps each call once, gives it to one worker at a time, and forgets the ticket once it is dealt with."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deflect.store import Store
from deflect.store.inbox import Delivery, Inbox, Job
from deflect.types import Message, Requester, Ticket

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LEASE = timedelta(seconds=60)
WORDS = "where is the planted invoice"


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Inbox]:
    with Inbox.open(tmp_path / "tickets.sqlite") as found:
        yield found


def delivery(name: str = "d1", ticket: str = "7", source: str = "desk", email: str = "kim@example.org") -> Delivery:
    message = Message("customer", WORDS, NOW)
    return Delivery(source, name, Ticket(ticket, source, NOW, (message,), requester=Requester(email=email)), NOW)


def claim(inbox: Inbox, at: datetime = NOW, holder: str = "one") -> Job | None:
    return inbox.claim(at, LEASE, holder)


def claimed(inbox: Inbox, at: datetime = NOW, holder: str = "one") -> Job:
    job = claim(inbox, at, holder)
    assert job is not None
    return job


def test_a_call_is_kept_once_however_often_it_comes(inbox: Inbox) -> None:
    assert [inbox.accept(delivery()).result() for _ in range(3)] == [True, False, False]
    assert inbox.accept(delivery(source="other")).result()
    assert inbox.counts() == {"waiting": 2, "done": 0, "dead": 0}


def test_of_many_at_once_each_is_kept_once(inbox: Inbox) -> None:
    with ThreadPoolExecutor(16) as many:
        found = list(many.map(lambda n: inbox.accept(delivery(f"d{n % 50}", str(n % 50))).result(), range(400)))
    assert sum(found) == 50
    assert inbox.counts()["waiting"] == 50


def test_what_was_acknowledged_is_there_for_another_process(inbox: Inbox, tmp_path: Path) -> None:
    inbox.accept(delivery()).result()
    with sqlite3.connect(tmp_path / "tickets.sqlite") as other:
        assert other.execute("SELECT source, delivery, state FROM inbox").fetchall() == [("desk", "d1", "waiting")]


def test_a_job_is_the_ticket_that_came_and_nobody_elses_while_the_lease_lasts(inbox: Inbox) -> None:
    inbox.accept(delivery()).result()
    job = claimed(inbox)
    assert job.ticket == delivery().ticket
    assert (job.attempts, job.until) == (1, NOW + LEASE)
    assert claim(inbox, NOW + LEASE - timedelta(seconds=1), "two") is None


def test_a_dead_workers_call_is_taken_over_and_what_it_says_later_does_not_count(inbox: Inbox) -> None:
    inbox.accept(delivery()).result()
    first = claimed(inbox)
    second = claimed(inbox, NOW + LEASE, "two")
    assert second.attempts == 2
    assert not inbox.finish(first, "noted")
    assert not inbox.bury(first, "late")
    assert inbox.counts()["waiting"] == 1
    assert inbox.finish(second, "noted")


def test_two_calls_about_one_ticket_are_not_dealt_with_at_the_same_time(inbox: Inbox) -> None:
    for name in ("d1", "d2"):
        inbox.accept(delivery(name)).result()
    first = claimed(inbox)
    assert claim(inbox, holder="two") is None
    inbox.accept(delivery("d3", ticket="8")).result()
    assert claimed(inbox, holder="three").ticket.id == "8"
    inbox.finish(first, "noted")
    assert claimed(inbox, holder="four").ticket.id == "7"


def test_of_many_workers_each_call_gets_one(inbox: Inbox) -> None:
    for number in range(60):
        inbox.accept(delivery(f"d{number}", str(number))).result()
    seen: list[int] = []
    lock = threading.Lock()

    def work(name: int) -> None:
        while job := claim(inbox, holder=f"{name}-{len(seen)}"):
            with lock:
                seen.append(job.id)
            inbox.finish(job, "noted")

    with ThreadPoolExecutor(6) as many:
        list(many.map(work, range(6)))
    assert len(seen) == len(set(seen)) == 60


def test_nothing_of_a_ticket_is_left_once_it_is_dealt_with(inbox: Inbox, tmp_path: Path) -> None:
    inbox.accept(delivery()).result()
    inbox.finish(claimed(inbox), "noted")
    inbox.accept(delivery("d2"), answered=True).result()
    inbox.close()
    content = b"".join(path.read_bytes() for path in tmp_path.iterdir() if not path.name.endswith(("-wal", "-shm")))
    assert WORDS.encode() not in content
    assert b"kim@example.org" not in content


def test_a_call_that_is_done_is_still_known(inbox: Inbox) -> None:
    inbox.accept(delivery()).result()
    inbox.finish(claimed(inbox), "noted")
    assert not inbox.accept(delivery()).result()
    assert claim(inbox) is None
    assert inbox.forget(NOW + timedelta(days=1)) == 1
    assert inbox.accept(delivery()).result()


def test_what_is_postponed_comes_when_it_is_due(inbox: Inbox) -> None:
    inbox.accept(delivery()).result()
    inbox.postpone(claimed(inbox), NOW + timedelta(minutes=5), "slow")
    assert claim(inbox, NOW + timedelta(minutes=4)) is None
    again = claimed(inbox, NOW + timedelta(minutes=5))
    assert again.attempts == 2
    inbox.postpone(again, NOW, "not its fault", counts=False)
    assert claimed(inbox, NOW + timedelta(minutes=6)).attempts == 2


def test_a_pause_holds_for_the_whole_source_and_for_no_other(inbox: Inbox) -> None:
    inbox.accept(delivery("d1", "1")).result()
    inbox.accept(delivery("d2", "2", source="other")).result()
    inbox.pause("desk", NOW + timedelta(seconds=30))
    assert claimed(inbox).source == "other"
    assert claim(inbox, holder="two") is None
    assert claimed(inbox, NOW + timedelta(seconds=30), "three").source == "desk"


def test_the_dead_are_listed_with_their_reason_and_come_back_only_when_told(inbox: Inbox) -> None:
    inbox.accept(delivery()).result()
    inbox.bury(claimed(inbox), "refused with 403")
    assert claim(inbox, NOW + timedelta(days=9)) is None
    (dead,) = inbox.open_calls("dead")
    assert (dead.source, dead.ticket, dead.reason, dead.attempts) == ("desk", "7", "refused with 403", 1)
    assert inbox.retry([dead.id, 99], NOW) == 1
    assert claimed(inbox).attempts == 1
    assert inbox.drop([dead.id]) == 0


def test_what_is_dropped_is_gone_with_its_ticket(inbox: Inbox) -> None:
    inbox.accept(delivery()).result()
    job = claimed(inbox)
    inbox.bury(job, "refused")
    assert inbox.drop([job.id]) == 1
    assert inbox.counts() == {"waiting": 0, "done": 1, "dead": 0}
    assert not inbox.accept(delivery()).result()


def test_who_is_erased_is_erased_from_the_inbox_too(inbox: Inbox, tmp_path: Path) -> None:
    inbox.accept(delivery("d1", "1")).result()
    inbox.accept(delivery("d2", "2", email="lou@example.org")).result()
    with Store.open(tmp_path / "tickets.sqlite") as store:
        store.erase("Kim@Example.org")
    assert [each.ticket for each in inbox.open_calls()] == ["2"]
