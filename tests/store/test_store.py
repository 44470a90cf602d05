from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deflect.store import ImportCounts, Store
from deflect.store.importing import BATCH_CHARACTERS, BATCH_TICKETS, batches
from deflect.types import LeftOut, LeftOutReason, Message, Requester, Ticket
from tests.store.samples import START, clean, ticket


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "tickets.sqlite") as opened:
        yield opened


def test_an_empty_store_counts_nothing(store: Store) -> None:
    assert (store.count(), store.revision(), store.counts_by_status(), store.left_out()) == (0, 0, {}, {})
    assert (list(store.tickets()), list(store.cleaned()), list(store.to_clean("1"))) == ([], [], [])
    assert store.put([]) == ImportCounts(0, 0, 0)
    assert store.revision() == 0


def test_tickets_come_back_as_they_were_oldest_first(store: Store) -> None:
    put = [ticket(number) for number in range(2_500)]
    shuffled = random.Random(1).sample(put, len(put))
    assert store.put(shuffled) == ImportCounts(2_500, 0, 0)
    assert list(store.tickets()) == put
    assert store.count() == 2_500


def test_tickets_of_the_same_moment_are_ordered_by_ref(store: Store) -> None:
    put = [ticket(1, id=f"{number:04}") for number in range(1_200)]
    store.put(reversed(put))
    assert list(store.tickets()) == put


def test_putting_the_same_tickets_twice_changes_nothing(store: Store) -> None:
    put = [ticket(number) for number in range(30)]
    store.put(put)
    revision = store.revision()
    assert store.put(put) == ImportCounts(0, 0, 30)
    assert store.revision() == revision


CHANGES = {
    "subject": "Other",
    "status": "closed",
    "language": "de",
    "requester": Requester(id="x"),
    "tags": ("a",),
    "articles": ("b",),
    "rating": "bad",
    "url": "https://desk.example/",
    "merged_into": "9",
    "minutes": 12.5,
    "channel": "email",
    "created_at": START,
    "messages": (Message("customer", "Question 1", START),),
}


@pytest.mark.parametrize("field", CHANGES)
def test_any_changed_field_makes_an_update(store: Store, field: str) -> None:
    store.put([ticket(1), ticket(2)])
    before = store.revision()
    changed = ticket(1, **{field: CHANGES[field]})
    assert store.put([changed, ticket(2)]) == ImportCounts(0, 1, 1)
    assert store.revision() > before
    assert sorted(store.tickets(), key=lambda found: found.id) == [changed, ticket(2)]


def test_every_field_of_a_ticket_is_tried_above() -> None:
    assert {field.name for field in dataclasses.fields(Ticket)} == set(CHANGES) | {"id", "source"}


def test_the_same_id_of_two_sources_is_two_tickets(store: Store) -> None:
    assert store.put([ticket(1), ticket(1, source="other")]) == ImportCounts(2, 0, 0)


def test_of_several_versions_in_one_stream_the_last_counts_and_putting_them_again_changes_nothing(store: Store) -> None:
    filler = [ticket(number) for number in range(10, 10 + BATCH_TICKETS)]
    stream = [ticket(1, subject="a"), *filler, ticket(1, subject="b"), ticket(1, subject="c")]
    assert store.put(stream) == ImportCounts(1 + len(filler), 1, 1)
    revision = store.revision()
    found = store.get("desk:1")
    assert found is not None
    assert found.subject == "c"
    assert store.put(stream) == ImportCounts(0, 0, len(stream))
    assert store.revision() == revision


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), max_size=8), max_size=4))
def test_whatever_is_put_the_store_is_the_last_version_of_each(
    tmp_path_factory: pytest.TempPathFactory, rounds: list[list[tuple[int, int]]]
) -> None:
    oracle: dict[str, Ticket] = {}
    with Store.open(tmp_path_factory.mktemp("put") / "t.sqlite") as store:
        for versions in rounds:
            stream = [ticket(number, subject=str(version)) for number, version in versions]
            changed = oracle | {item.ref: item for item in stream}
            before = store.revision()
            counts = store.put(stream)
            assert counts.added == len(changed) - len(oracle)
            assert counts.added + counts.updated + counts.unchanged == len(stream)
            assert store.put(stream) == ImportCounts(0, 0, len(stream))
            if changed == oracle:
                assert store.revision() == before
            oracle = changed
            assert {item.ref: item for item in store.tickets()} == oracle


def breaks_after(count: int) -> Iterator[Ticket]:
    for number in range(count):
        yield ticket(number)
    raise ValueError("the stream broke")


def test_a_stream_that_breaks_keeps_whole_batches(store: Store) -> None:
    with pytest.raises(ValueError, match="the stream broke"):
        store.put(breaks_after(BATCH_TICKETS + 5))
    assert store.count() == BATCH_TICKETS


def test_all_or_nothing_takes_everything_back(store: Store) -> None:
    store.put([ticket(1)])
    revision = store.revision()
    with pytest.raises(ValueError, match="the stream broke"):
        store.put((dataclasses.replace(item, subject="new") for item in breaks_after(2_100)), all_or_nothing=True)
    assert list(store.tickets()) == [ticket(1)]
    assert store.revision() == revision
    assert store.put([ticket(1)]) == ImportCounts(0, 0, 1)


def test_all_or_nothing_puts_all_where_nothing_breaks(store: Store) -> None:
    store.put([ticket(1)])
    stream = [ticket(number, subject="new") for number in range(2_100)]
    assert store.put(stream, all_or_nothing=True) == ImportCounts(2_099, 1, 0)
    assert list(store.tickets()) == stream


def test_progress_counts_the_tickets_read(store: Store) -> None:
    seen: list[int] = []
    store.put((ticket(number) for number in range(2_300)), seen.append)
    assert seen == [1_000, 2_000, 2_300]


def test_batches_are_bounded_in_number_and_in_text() -> None:
    small = [ticket(number) for number in range(BATCH_TICKETS * 2 + 1)]
    assert [len(batch) for batch in batches(small)] == [BATCH_TICKETS, BATCH_TICKETS, 1]
    body = "x" * (BATCH_CHARACTERS // 2)
    large = [ticket(1, messages=(Message("customer", body, START),)) for _ in range(7)]
    assert [len(batch) for batch in batches(large)] == [3, 3, 1]


def test_get_finds_a_ticket_or_none(store: Store) -> None:
    store.put([ticket(1)])
    assert store.get("desk:1") == ticket(1)
    assert store.get("desk:2") is None
    assert store.get("") is None


def test_get_follows_merges_to_their_end(store: Store) -> None:
    store.put([ticket(1, merged_into="2"), ticket(2, merged_into="other:3"), ticket(3, source="other")])
    assert store.get("desk:1") == ticket(3, source="other")


def test_get_stops_where_the_target_of_a_merge_is_missing(store: Store) -> None:
    store.put([ticket(1, merged_into="2"), ticket(2, merged_into="99")])
    assert store.get("desk:1") == ticket(2, merged_into="99")


@pytest.mark.parametrize("asked", ["1", "2", "3", "4"])
def test_a_circle_of_merges_gives_the_ticket_asked_for(store: Store, asked: str) -> None:
    circle = {"1": "2", "2": "3", "3": "1", "4": "4"}
    store.put(ticket(int(number), merged_into=target) for number, target in circle.items())
    found = store.get(f"desk:{asked}")
    assert found is not None
    assert found.id == asked


def test_counts_by_status(store: Store) -> None:
    store.put([ticket(1), ticket(2, status="spam"), ticket(3, status="spam"), ticket(4, status="solved")])
    assert store.counts_by_status() == {"open": 1, "solved": 1, "spam": 2}


def clean_all(store: Store, version: str = "1") -> int:
    return store.save_cleaned(
        (
            (LeftOut(item.ref, "spam") if item.status == "spam" else clean(item), ticket_hash)
            for item, ticket_hash in store.to_clean(version)
        ),
        version,
    )


def test_cleaned_tickets_come_back_as_they_were_oldest_first(store: Store) -> None:
    store.put(ticket(number) for number in reversed(range(1_300)))
    full = clean(
        ticket(5), answer="Do this", agent="q", solved=True, rating="good", tags=("a", "b"), articles=("c",), subject=""
    )
    assert clean_all(store) == 1_300
    [(_, ticket_hash)] = [pair for pair in store.to_clean("2") if pair[0].id == "5"]
    store.save_cleaned([(full, ticket_hash)], "1")
    assert list(store.cleaned()) == [full if number == 5 else clean(ticket(number)) for number in range(1_300)]


def test_only_new_and_changed_tickets_are_to_be_cleaned(store: Store) -> None:
    store.put([ticket(1), ticket(2)])
    clean_all(store)
    assert list(store.to_clean("1")) == []
    store.put([ticket(1), ticket(2, subject="new"), ticket(3)])
    assert [item for item, _ in store.to_clean("1")] == [ticket(2, subject="new"), ticket(3)]


def test_a_new_cleaner_cleans_all_again(store: Store) -> None:
    store.put([ticket(1), ticket(2)])
    clean_all(store, "1")
    assert len(list(store.to_clean("2"))) == 2
    clean_all(store, "2")
    assert list(store.to_clean("2")) == []


def test_what_was_made_of_an_older_version_of_a_ticket_is_not_served(store: Store) -> None:
    store.put([ticket(1), ticket(2), ticket(3, status="spam")])
    clean_all(store)
    store.put([ticket(1, subject="new"), ticket(3)])
    assert list(store.cleaned()) == [clean(ticket(2))]
    assert store.left_out() == {}


def test_a_ticket_that_became_spam_leaves_the_cleaned_ones(store: Store) -> None:
    store.put([ticket(1), ticket(2)])
    clean_all(store)
    store.put([ticket(1, status="spam")])
    clean_all(store)
    assert list(store.cleaned()) == [clean(ticket(2))]
    assert store.left_out() == {"spam": 1}


def test_left_out_tickets_are_counted_by_reason(store: Store) -> None:
    store.put(ticket(number) for number in range(4))
    reasons: list[LeftOutReason] = ["spam", "empty", "spam", "bounce"]
    pairs = zip(store.to_clean("1"), reasons, strict=True)
    rows = [(LeftOut(item.ref, reason), seen) for (item, seen), reason in pairs]
    store.save_cleaned(rows, "1")
    assert store.left_out() == {"bounce": 1, "empty": 1, "spam": 2}
    assert list(store.cleaned()) == []


def test_a_cleaned_ticket_whose_ticket_is_gone_is_dropped(store: Store) -> None:
    store.put([ticket(1)])
    rows = [(clean(item), seen) for item, seen in store.to_clean("1")]
    store.erase("c1")
    assert store.save_cleaned(rows, "1") == 0
    assert list(store.cleaned()) == []


def test_cleaning_does_not_change_the_revision(store: Store) -> None:
    store.put([ticket(1)])
    before = store.revision()
    clean_all(store)
    assert store.revision() == before


@pytest.mark.parametrize("asked", ["pat7@example.org", " PAT7@Example.ORG ", "c7"])
def test_erase_deletes_the_tickets_of_a_requester_and_what_was_made_of_them(store: Store, asked: str) -> None:
    theirs = Requester(id="c7", name="Pat", email="Pat7@example.org")
    store.put([ticket(7, requester=theirs), ticket(8, source="other", requester=theirs), ticket(9)])
    clean_all(store)
    before = store.revision()
    assert store.erase(asked) == 2
    assert list(store.tickets()) == [ticket(9)]
    assert [item.id for item in store.cleaned()] == ["desk:9"]
    assert store.revision() > before


def test_erasing_somebody_unknown_changes_nothing(store: Store) -> None:
    store.put([ticket(1), ticket(2, requester=Requester(id="", email=""))])
    before = store.revision()
    assert store.erase("nobody@example.org") == 0
    assert store.erase("") == 0
    assert (store.count(), store.revision()) == (2, before)


def test_erased_text_is_nowhere_in_the_files(tmp_path: Path) -> None:
    with Store.open(tmp_path / "t.sqlite") as store:
        for number in range(40):
            store.put([ticket(number, messages=(Message("customer", f"zebra{number} " * 2_000, START),))])
        clean_all(store)
        store.put([ticket(7, messages=(Message("customer", "giraffe7 " * 3_000, START),))])
        store.erase("c7")
        found = b"".join(file.read_bytes() for file in tmp_path.iterdir())
        assert b"zebra8 " in found
        assert b"zebra7 " not in found
        assert b"giraffe7" not in found
