"""Which mails make one ticket, against a plain search over the graph of references."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from deflect.connectors.mail import Threads
from deflect.connectors.message import MailRecord
from deflect.connectors.spool import spooled
from deflect.connectors.vendor import Vendor
from deflect.types import Ticket

VENDOR = Vendor.of(["@vendor.example"])
AT = datetime(2023, 3, 1, tzinfo=UTC)
GRAPHS = st.lists(st.tuples(st.integers(0, 9), st.lists(st.integers(0, 12), max_size=3)), max_size=12)


def mail(place: int, key: int, references: list[int]) -> MailRecord:
    return MailRecord(
        key=key,
        references=tuple(references),
        author="customer",
        name="",
        address="pat@example.org",
        recipients=(),
        public=True,
        subject="",
        sent=AT + timedelta(minutes=place),
        format="text",
        body=str(key),
        spam=False,
    )


def threads_of(graph: list[tuple[int, list[int]]]) -> list[Ticket]:
    with spooled() as spool:
        threads = Threads(spool)
        for place, (key, references) in enumerate(graph):
            threads.add(mail(place, key, references))
        return list(threads.tickets("mail", VENDOR))


def components(graph: list[tuple[int, list[int]]]) -> list[list[int]]:
    """The mails of each thread in the order in which they came, by searching from each mail anew."""
    kept: dict[int, list[int]] = {}
    for key, references in graph:
        kept.setdefault(key, references)
    neighbours: dict[int, set[int]] = {}
    for key, references in kept.items():
        for other in references:
            neighbours.setdefault(key, set()).add(other)
            neighbours.setdefault(other, set()).add(key)
    found: list[list[int]] = []
    done: set[int] = set()
    for key in kept:
        if key not in done:
            reached, todo = {key}, [key]
            while todo:
                new = neighbours.get(todo.pop(), set()) - reached
                reached |= new
                todo += new
            done |= reached
            found.append([other for other in kept if other in reached])
    return found


@given(GRAPHS)
def test_threads_are_the_connected_parts_of_the_graph_of_references(graph: list[tuple[int, list[int]]]) -> None:
    found = [[int(message.body) for message in ticket.messages] for ticket in threads_of(graph)]
    assert found == components(graph)


def test_a_long_chain_of_answers_is_one_ticket() -> None:
    [found] = threads_of([(number, [number - 1]) for number in range(5_000)])
    assert len(found.messages) == 5_000


def test_a_long_chain_that_comes_last_mail_first_is_one_ticket() -> None:
    [found] = threads_of([(number, [number - 1]) for number in range(5_000, 0, -1)])
    assert len(found.messages) == 5_000


def test_the_id_of_a_ticket_is_that_of_its_earliest_mail() -> None:
    [found] = threads_of([(-1, []), (2, [-1])])
    assert found.id == "ffffffffffffffff"
