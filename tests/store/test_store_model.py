"""The store against a dict, whatever is put, cleaned and erased in any order; and a store that is damaged."""

from __future__ import annotations

import dataclasses
import json
import shutil
import tempfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from deflect.errors import InputError, StoreError
from deflect.store import Store
from deflect.store.payload import clean_from_payload, clean_row, microseconds, ticket_from_row, ticket_row
from deflect.store.record import RecordError, date_from, iso, ticket_from_record
from deflect.types import LeftOut, Message, Requester, Ticket
from tests.store.samples import START, clean, record, ticket

VERSIONED = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2)), min_size=1, max_size=6)


def versioned(number: int, version: int) -> Ticket:
    """Tickets 0 to 5 of the two customers c0 and c1, in pairs of the same moment."""
    status = "spam" if version == 2 else "open"
    at = START + timedelta(hours=number // 2)
    return ticket(number, created_at=at, status=status, subject=f"v{version}", requester=Requester(id=f"c{number % 2}"))


class StoreAgainstADict(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.store = Store.open(self.folder / "t.sqlite")
        self.tickets: dict[str, Ticket] = {}
        self.cleaned: dict[str, tuple[Ticket, str]] = {}
        self.erased: set[str | None] = set()
        self.revision = 0

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)

    @rule(stream=VERSIONED, whole=st.booleans())
    def put(self, stream: list[tuple[int, int]], whole: bool) -> None:
        kept = [item for item in (versioned(*one) for one in stream) if item.requester.id not in self.erased]
        last = {item.ref: item for item in kept}
        added = len(last.keys() - self.tickets.keys())
        updated = sum(ref in self.tickets and self.tickets[ref] != item for ref, item in last.items())
        counts = self.store.put((versioned(*one) for one in stream), all_or_nothing=whole)
        assert (counts.added, counts.updated) == (added, updated)
        assert counts.unchanged == len(kept) - added - updated
        assert counts.erased == len(stream) - len(kept)
        self.tickets |= last
        self.grown(added + updated)

    @rule(stream=VERSIONED)
    def a_stream_that_breaks_is_taken_back(self, stream: list[tuple[int, int]]) -> None:
        def broken() -> object:
            yield from (versioned(*one) for one in stream)
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            self.store.put(broken(), all_or_nothing=True)  # type: ignore[arg-type]
        self.grown(0)

    @rule(which=st.integers(0, 2))
    def erase(self, which: int) -> None:
        gone = [ref for ref, item in self.tickets.items() if item.requester.id == f"c{which}"]
        assert self.store.erase(f" c{which} ") == len(gone)
        for ref in gone:
            del self.tickets[ref]
            self.cleaned.pop(ref, None)
        self.erased.add(f"c{which}")
        self.grown(len(gone))

    @rule(which=st.integers(0, 2))
    def allow(self, which: int) -> None:
        if f"c{which}" in self.erased:
            self.store.allow(f"c{which}")
            self.erased.discard(f"c{which}")
        else:
            with pytest.raises(InputError, match="erased"):
                self.store.allow(f"c{which}")

    @rule(version=st.sampled_from("ab"), some=st.integers(0, 3))
    def clean(self, version: str, some: int) -> None:
        waiting = list(self.store.to_clean(version))
        expected = [item for item in self.ordered() if self.cleaned.get(item.ref) != (item, version)]
        assert [item for item, _ in waiting] == expected
        taken = waiting[some:]
        rows = [(LeftOut(item.ref, "spam") if item.status == "spam" else clean(item), seen) for item, seen in taken]
        assert self.store.save_cleaned(rows, version) == len(taken)
        self.cleaned |= {item.ref: (item, version) for item, _ in taken}
        self.grown(0)

    @rule()
    def open_again(self) -> None:
        self.store.close()
        self.store = Store.open(self.folder / "t.sqlite")

    @invariant()
    def reads_agree(self) -> None:
        assert list(self.store.tickets()) == self.ordered()
        assert self.store.count() == len(self.tickets) == sum(self.store.counts_by_status().values())
        fresh = [item for item in self.ordered() if self.cleaned.get(item.ref, (None, ""))[0] == item]
        assert list(self.store.cleaned()) == [clean(item) for item in fresh if item.status != "spam"]
        assert self.store.left_out().get("spam", 0) == sum(item.status == "spam" for item in fresh)
        assert self.store.revision() == self.revision

    @invariant()
    def nothing_is_damaged(self) -> None:
        assert self.store.problems() == ()

    def ordered(self) -> list[Ticket]:
        return sorted(self.tickets.values(), key=lambda item: (item.created_at, item.ref))

    def grown(self, changes: int) -> None:
        """The revision grows with every change and with nothing else."""
        now = self.store.revision()
        assert (now > self.revision) == (changes > 0)
        self.revision = now


StoreAgainstADict.TestCase.settings = settings(max_examples=15, stateful_step_count=10, deadline=None)
TestStoreAgainstADict = StoreAgainstADict.TestCase


def test_a_damaged_page_is_named_or_said_to_be_damage(tmp_path: Path) -> None:
    path = tmp_path / "t.sqlite"
    with Store.open(path) as store:
        store.put(ticket(number) for number in range(300))
        assert store.problems() == ()
    content = bytearray(path.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 4096] = b"\x5a" * 4096
    path.write_bytes(content)
    with Store.open(path) as store:
        try:
            found = store.problems()
        except StoreError as error:
            found = (str(error),)
    assert found
    assert all("Question" not in line for line in found)


@pytest.mark.parametrize("stored", ["c7", " c7", "c7 ", "\tc7\n"])
@pytest.mark.parametrize("asked", ["c7", " c7 "])
def test_an_id_with_blanks_around_it_can_be_erased(tmp_path: Path, stored: str, asked: str) -> None:
    with Store.open(tmp_path / "t.sqlite") as store:
        store.put([ticket(1, requester=Requester(id=stored)), ticket(2)])
        assert store.erase(asked) == 1
        assert list(store.tickets()) == [ticket(2)]


def test_an_id_is_told_from_another_case_an_address_is_not(tmp_path: Path) -> None:
    with Store.open(tmp_path / "t.sqlite") as store:
        store.put([ticket(1, requester=Requester(id="Ab", email="STRASSE@Example.org"))])
        assert store.erase("ab") == 0
        assert store.erase("straße@example.org") == 1


@pytest.mark.parametrize("hostile", ["%", "c_", "' OR 1=1 --", "*", "c1\0"])
def test_no_pattern_erases_more_than_one_name(tmp_path: Path, hostile: str) -> None:
    with Store.open(tmp_path / "t.sqlite") as store:
        store.put([ticket(1), ticket(2)])
        assert store.erase(hostile) == 0
        assert store.count() == 2


@pytest.mark.parametrize("size", [1, 2, 3, 6, 7])
def test_pages_of_any_size_lose_and_repeat_nothing(tmp_path: Path, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deflect.store.tickets.PAGE", size)
    monkeypatch.setattr("deflect.store.tickets.CLEAN_PAGE", size)
    put = [versioned(number, 0) for number in range(6)]
    with Store.open(tmp_path / "t.sqlite") as store:
        store.put(put[::-1])
        assert list(store.tickets()) == put
        store.save_cleaned([(clean(item), seen) for item, seen in store.to_clean("1")], "1")
        assert list(store.cleaned()) == [clean(item) for item in put]


def test_cleaning_may_save_while_it_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is saved leaves the query; the pages behind it must not skip any for that."""
    monkeypatch.setattr("deflect.store.tickets.PAGE", 2)
    with Store.open(tmp_path / "t.sqlite") as store:
        store.put(ticket(number) for number in range(9))
        for item, seen in store.to_clean("1"):
            store.save_cleaned([(clean(item), seen)], "1")
        assert len(list(store.cleaned())) == 9


def test_what_was_made_of_a_ticket_that_changed_meanwhile_is_not_served_and_is_made_again(tmp_path: Path) -> None:
    with Store.open(tmp_path / "t.sqlite") as store:
        store.put([ticket(1)])
        [(item, seen)] = store.to_clean("1")
        store.put([ticket(1, subject="new")])
        assert store.save_cleaned([(clean(item), seen)], "1") == 1
        assert list(store.cleaned()) == []
        assert [again.subject for again, _ in store.to_clean("1")] == ["new"]
        store.put([ticket(1)])
        assert list(store.cleaned()) == [clean(item)]
        assert list(store.to_clean("1")) == []


def test_a_second_store_sees_what_the_first_one_put(tmp_path: Path) -> None:
    path = tmp_path / "t.sqlite"
    with Store.open(path) as first, Store.open(path) as second:
        first.put([ticket(1)])
        assert (second.count(), second.revision()) == (1, first.revision())
        second.erase("c1")
        assert first.get("desk:1") is None


MOMENTS = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45))])).filter(
    lambda moment: 2 <= moment.year <= 9998
)


@given(MOMENTS, MOMENTS)
def test_moments_in_rows_are_in_the_order_of_time_and_exact(first: datetime, second: datetime) -> None:
    assert (microseconds(first) < microseconds(second)) == (first < second)
    assert datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds(first)) == first
    assert date_from(iso(first), "x") == first


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=50), MOMENTS, st.booleans())
def test_a_ticket_and_what_was_made_of_it_come_back_from_their_rows(text: str, at: datetime, flag: bool) -> None:
    put = ticket(1, subject=text, created_at=at.astimezone(UTC), messages=(Message("agent", text, START, public=flag),))
    row = ticket_row(put)
    assert ticket_from_row(row["record"]) == put
    assert row["hash"] != ticket_row(dataclasses.replace(put, subject=text + "."))["hash"]
    made = clean(put, question=text, tags=(text,), answer=text if flag else None, first_response_seconds=3)
    made = dataclasses.replace(made, minutes=7.5 if flag else None)
    cleaned = clean_row(made, row["hash"], 0, "1")
    assert clean_from_payload(cleaned["payload"]) == made
    assert cleaned["reason"] is None


def test_a_payload_written_before_tickets_had_minutes_is_still_read() -> None:
    made = clean(ticket(1), tags=("a",), first_response_seconds=3)
    payload = json.loads(clean_row(made, b"", 0, "1")["payload"])
    assert payload.pop("minutes", "missing") is None
    assert clean_from_payload(json.dumps(payload)) == made


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"id": "a\u200bb"}, "id holds control characters"),
        ({"source": "a:b"}, "source holds a colon"),
        ({"source": " "}, "no source"),
        ({"created_at": float("nan")}, "created_at is not a date"),
        ({"created_at": 1e300}, "created_at is not a date"),
        ({"created_at": True}, "created_at is not a date"),
        ({"created_at": "0001-01-01T00:00:00+14:00"}, "created_at is not a date"),
        ({"merged_into": ""}, "no merged_into"),
        ({"tags": "a,b"}, "tags is not a list"),
        ({"tags": [1.5]}, "tags is not text"),
        ({"requester": ["x"]}, "requester is not an object"),
        ({"url": "x" * 10_001}, "url over 10,000 characters"),
        ({"messages": {}}, "messages is not a list"),
        ({"messages": ["x"]}, "a message is not an object"),
        ({"id": 1 << 300}, "id over 300 characters"),
    ],
)
def test_records_that_do_not_fit_are_refused_with_the_key(changes: dict[str, object], reason: str) -> None:
    with pytest.raises(RecordError, match=f"^{reason}$"):
        ticket_from_record(record() | changes, "desk")
