"""Feedback is added in order, never changed, and goes with the tickets it is about."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from deflect.store import Store
from deflect.testing import small_desk
from deflect.types import Feedback, Verdict
from tests.suggest.corpus import START


def said(number: int, verdict: Verdict = "accepted", ticket: str = "t:1") -> Feedback:
    return Feedback(ticket, "vat", verdict, f"p-{number}", START, "n-1" if number % 2 else "")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tickets.sqlite"


def test_it_is_read_as_it_was_added_and_in_that_order(path: Path) -> None:
    first, second = [said(3), said(1)], [said(2, "withdrawn"), said(3)]
    with Store.open(path) as store:
        assert store.feedback.all() == ()
        assert (store.feedback.add(first), store.feedback.add(second), store.feedback.add([])) == (2, 2, 0)
    with Store.open(path) as store:
        assert store.feedback.all() == (*first, *second)


def test_the_database_refuses_to_change_a_row(path: Path) -> None:
    with Store.open(path) as store:
        store.feedback.add([said(1)])
    with sqlite3.connect(path) as raw, pytest.raises(sqlite3.IntegrityError, match="only added"):
        raw.execute("UPDATE feedback SET verdict = 'rejected'")
    raw.close()


def test_every_change_has_another_revision(path: Path) -> None:
    with Store.open(path) as store:
        store.put(small_desk())
        seen = [store.feedback.revision()]
        gone = small_desk()[0]
        for step in (said(1, ticket=gone.ref), said(2)):
            store.feedback.add([step])
            seen.append(store.feedback.revision())
        assert gone.requester.email
        store.erase(gone.requester.email)
        seen.append(store.feedback.revision())
        store.feedback.add([said(3)])
        seen.append(store.feedback.revision())
    assert len(set(seen)) == len(seen)


def test_it_is_erased_with_the_customer_whose_ticket_it_is_about(path: Path) -> None:
    tickets = small_desk()
    gone = tickets[0]
    assert gone.requester.email
    with Store.open(path) as store:
        store.put(tickets)
        theirs = {each.ref for each in tickets if each.requester.email == gone.requester.email}
        store.feedback.add([said(at, ticket=each.ref) for at, each in enumerate(tickets)])
        store.erase(gone.requester.email)
        assert {each.ticket for each in store.feedback.all()} == {each.ref for each in tickets} - theirs


def test_a_store_without_it_gets_it_and_keeps_its_tickets(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as before:
        before.setattr("deflect.store.database.HEAD", "0001")
        with Store.open(path) as store:
            store.put(small_desk())
    with Store.open(path) as store:
        assert store.count() == len(small_desk())
        assert store.feedback.add([said(1)]) == 1


def test_whatever_the_names_are_they_come_back(path: Path) -> None:
    names = ["", "é\u202e", "a'; DROP TABLE feedback; --", "x" * 5_000, "\n\t"]
    every = [Feedback(name, name, "edited", name, START, name) for name in names]
    with Store.open(path) as store:
        store.feedback.add(every)
        assert list(store.feedback.all()) == every
