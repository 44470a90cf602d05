"""Erased customers stay out of every later import, by whatever name they come, and nobody else with them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from deflect.errors import InputError, WorkspaceError
from deflect.store import Store
from deflect.types import Message, Requester, Ticket
from tests.store.samples import START, ticket

PAT = Requester(id="c7", name="Pat", email="Pat7@example.org")


def theirs(number: int, **more: Any) -> Ticket:
    return ticket(number, **{"requester": PAT, **more})


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "t.sqlite")


def taken(store: Store, *tickets: Ticket) -> tuple[int, int]:
    counts = store.put(tickets)
    return counts.added, counts.erased


@pytest.mark.parametrize("asked", ["pat7@example.org", " PAT7@Example.ORG ", "c7"])
def test_a_later_import_leaves_them_out_by_address_id_and_ticket(store: Store, asked: str) -> None:
    store.put([theirs(1), theirs(2), ticket(3)])
    store.erase(asked)
    assert taken(store, theirs(1), ticket(3)) == (0, 1)
    assert taken(store, theirs(9)) == (0, 1), "another ticket of theirs"
    assert taken(store, theirs(10, requester=Requester(email="pat7@EXAMPLE.org"))) == (0, 1)
    assert taken(store, theirs(11, requester=Requester(id="c7"))) == (0, 1)
    assert taken(store, theirs(1, requester=Requester())) == (0, 1), "their ticket without a name"
    assert taken(store, ticket(12)) == (1, 0)


def test_an_address_or_id_that_others_use_too_keeps_nobody_else_out(store: Store) -> None:
    desk = Requester(id="guest", email="sam@example.org")
    store.put([theirs(1, requester=Requester(id="guest", email="pat7@example.org")), theirs(2, requester=desk)])
    store.erase("pat7@example.org")
    assert taken(store, theirs(3, requester=desk), theirs(4, requester=Requester(id="guest"))) == (2, 0)


def test_an_id_of_another_source_is_another_person_unless_it_was_named(store: Store) -> None:
    store.put([theirs(1)])
    store.erase("pat7@example.org")
    elsewhere = replace(theirs(5), source="other", requester=Requester(id="c7"))
    assert taken(store, elsewhere) == (1, 0)
    store.erase("c7")
    assert taken(store, replace(elsewhere, id="6")) == (0, 1)


def test_somebody_without_tickets_here_is_kept_out_as_well(store: Store) -> None:
    assert store.erase("pat7@example.org") == 0
    assert taken(store, theirs(1)) == (0, 1)


@pytest.mark.parametrize("asked", ["PAT7@example.org", "c7"])
def test_one_customer_is_let_in_again_and_no_other(store: Store, asked: str) -> None:
    sam = Requester(email="sam@example.org")
    store.put([theirs(1), ticket(2, requester=sam)])
    for name in ("c7", "sam@example.org"):
        store.erase(name)
    store.allow(asked)
    assert taken(store, theirs(1), theirs(3), ticket(2, requester=sam)) == (2, 1)
    with pytest.raises(InputError, match="nobody of that name was erased"):
        store.allow("nobody@example.org")


def test_an_all_or_nothing_import_leaves_them_out_too(store: Store) -> None:
    store.erase("c7")
    counts = store.put([theirs(1), ticket(2)], all_or_nothing=True)
    assert (counts.added, counts.erased) == (1, 1)


def test_without_an_erasure_there_is_neither_a_list_nor_a_key(store: Store, tmp_path: Path) -> None:
    store.put([theirs(1)])
    assert {path.name for path in tmp_path.iterdir()} & {"key", "erased-customers"} == set()


@pytest.mark.parametrize("content", ["one\n", "a b c\n"])
def test_a_damaged_list_stops_an_import_rather_than_letting_somebody_in(
    store: Store, tmp_path: Path, content: str
) -> None:
    (tmp_path / "erased-customers").write_text(content)
    with pytest.raises(InputError, match="list of erased customers is damaged"):
        store.put([theirs(1)])
    assert store.count() == 0


def test_a_damaged_key_is_an_error_and_not_another_list(store: Store, tmp_path: Path) -> None:
    store.erase("c7")
    (tmp_path / "key").write_bytes(b"short")
    with pytest.raises(WorkspaceError, match="key"):
        store.put([theirs(1)])


def test_no_gap_or_free_page_keeps_what_was_erased_however_pages_were_split(tmp_path: Path) -> None:
    with Store.open(tmp_path / "t.sqlite") as store:
        for start in range(0, 600, 3):  # in an order that splits pages again and again
            store.put(
                ticket(number, requester=Requester(email=f"zebra{number % 50}@stripes.example"))
                for number in (start, 599 - start, (start * 7) % 600)
            )
        store.put(theirs(700 + n, messages=(Message("customer", f"giraffe {n} " * n, START),)) for n in range(40))
        store.erase("zebra7@stripes.example")
        store.erase("c7")
    found = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"zebra8@stripes.example" in found
    assert b"zebra7@stripes.example" not in found
    assert b"giraffe" not in found


def test_tickets_that_mention_a_text_are_named(store: Store) -> None:
    store.put([ticket(1, messages=(Message("customer", "Write to PAT7@example.org", START),)), ticket(2)])
    assert store.mentions("pat7@example.org") == ("desk:1",)
    assert store.mentions("pat7@example.%") == ()
