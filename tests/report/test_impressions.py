"""The widget's log: nothing that is not as documented gets in, and order and repetition change nothing."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.errors import InputError
from deflect.report.impressions import MOST_BYTES, Event, group_of, impressions, read_event

SEEN, UNSEEN = "80000000aaaaaaaa", "00000000aaaaaaaa"  # a half of all numbers, and none, are smaller


def event(kind: str = "assigned", minute: int = 0, **changes: Any) -> dict[str, Any]:
    plain = {
        "version": 1,
        "type": kind,
        "impression": "0123456789abcdef",
        "visitor": SEEN,
        "group": "shown",
        "share": 0.1,
        "at": f"2026-01-01T10:{minute:02}:00.000Z",
        "page": "https://shop.example/contact",
        "language": "en",
    }
    found: dict[str, dict[str, Any]] = {
        "impression": {"source": "site", "articles": ["a", "b"]},
        "opened": {"article": "a"},
        "solved": {"article": "a"},
    }
    return {**plain, **found.get(kind, {}), **changes}


def read(*rows: dict[str, Any]) -> list[Event]:
    return [read_event(json.dumps(row)) for row in rows]


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "another version": ({"version": 2}, "version"),
    "a type that is none": ({"type": "clicked"}, "type"),
    "a number that is too short": ({"visitor": "12"}, "visitor"),
    "a name for a number": ({"impression": "person@example.com"}, "impression"),
    "a share above one": ({"share": 1.5}, "share"),
    "a share that is text": ({"share": "0.1"}, "share"),
    "a time without a zone": ({"at": "2026-01-01T10:00:00"}, "at"),
    "a time that is none": ({"at": "yesterday"}, "at"),
    "a page with its query": ({"page": "https://shop.example/?email=person@example.com"}, "page"),
    "a language that is none": ({"language": "English please"}, "language"),
    "text of the customer": ({"text": "My password is hunter2"}, ""),
    "articles of no impression": ({"articles": ["a"]}, ""),
    "a group that the number is not in": ({"group": "control"}, ""),
    "a missing key": ({"page": None}, "page"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_not_as_documented_is_refused_without_repeating_it(wrong: str) -> None:
    changes, where = WRONG[wrong]
    with pytest.raises(InputError) as caught:
        read(event(**changes))
    assert caught.value.where == where
    values = [str(value) for value in changes.values() if isinstance(value, str)]
    assert not any(value in str(caught.value) for value in values)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"page": None}, "an event is wrong in page: string_type"),
        ({"share": "0.1"}, "an event is wrong in share: float_type"),
        ({"text": "x"}, "an event has a key that it must not have"),
    ],
)
def test_the_key_is_named_beside_the_fault_and_what_it_held_is_not(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError) as caught:
        read(event(**changes))
    assert caught.value.what == said


def test_a_key_that_is_not_there_is_named() -> None:
    with pytest.raises(InputError) as caught:
        read({})
    assert (caught.value.what, caught.value.where) == ("an event lacks version", "version")


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("impression", {"articles": []}),
        ("impression", {"articles": ["a", "b", "c", "d"]}),
        ("impression", {"source": None}),
        ("impression", {"article": "a"}),
        ("opened", {"article": None}),
        ("opened", {"article": ""}),
        ("sent", {"article": "a"}),
    ],
)
def test_each_type_has_what_belongs_to_it_and_nothing_else(kind: str, changes: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        read(event(kind, **changes))


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"\xff", b'{"a":' * 3000, b" " * (MOST_BYTES + 1)])
def test_what_is_no_event_at_all_is_refused(body: bytes) -> None:
    with pytest.raises(InputError):
        read_event(body)


@given(st.binary() | st.text())
def test_nothing_makes_reading_fail_otherwise(body: bytes | str) -> None:
    try:
        read_event(body)
    except InputError:
        return
    pytest.fail("this is no event")


@given(
    st.dictionaries(st.sampled_from([*Event.model_fields, "more"]), st.integers() | st.text() | st.none() | st.floats())
)
def test_nor_does_an_event_with_other_values(changes: dict[str, Any]) -> None:
    try:
        (found,) = read(event("impression", **changes))
    except InputError:
        return
    assert json.loads(found.model_dump_json())["type"] == found.type


def test_a_whole_page_view() -> None:
    (found,) = impressions(
        read(
            event(minute=0),
            event("impression", 1),
            event("impression", 2, articles=["c", "b"], source="service"),
            event("opened", 3, article="b"),
            event("opened", 4, article="c"),
            event("opened", 5, article="b"),
            event("solved", 6, article="c"),
            event("sent", 7),
            event("sent", 8),
        )
    )
    assert (found.started_at, found.sent_at) == (
        datetime(2026, 1, 1, 10, 0, tzinfo=UTC),
        datetime(2026, 1, 1, 10, 7, tzinfo=UTC),
    )
    assert (found.suggested, found.suggested_by) == (("a", "b", "c"), "site")
    assert (found.opened, found.solved_by) == (("b", "c"), ("c",))
    assert (found.visitor, found.group, found.share, found.language) == (SEEN, "shown", 0.1, "en")


def test_the_control_group_has_what_it_would_have_seen() -> None:
    unseen: dict[str, Any] = {"visitor": UNSEEN, "group": "control"}
    (found,) = impressions(read(event(**unseen), event("impression", 1, **unseen), event("sent", 2, **unseen)))
    assert (found.group, found.suggested, found.opened) == ("control", ("a", "b"), ())


def test_one_that_was_given_up_has_no_end() -> None:
    (found,) = impressions(read(event(), event("impression", 1)))
    assert (found.sent_at, found.solved_by) == (None, ())


def test_made_up_events_do_not_touch_those_of_another_visitor() -> None:
    other = event("sent", 1, visitor="90000000aaaaaaaa")
    assert [each.sent_at for each in impressions(read(event(), other))] == [
        None,
        datetime(2026, 1, 1, 10, 1, tzinfo=UTC),
    ]


def test_times_are_told_in_utc() -> None:
    (found,) = impressions(read(event(at="2026-01-01T12:00:00+02:00")))
    assert found.started_at.isoformat() == "2026-01-01T10:00:00+00:00"


@st.composite
def logs(draw: st.DrawFn) -> list[Event]:
    kinds = st.sampled_from(["assigned", "impression", "opened", "solved", "sent"])
    numbers = st.sampled_from(["0" * 16, "1" * 16])
    rows = draw(st.lists(st.tuples(kinds, numbers, st.integers(0, 5), st.sampled_from("abc")), max_size=12))
    return read(*(event(kind, minute, impression=number, **_own(kind, slug)) for kind, number, minute, slug in rows))


def _own(kind: str, slug: str) -> dict[str, Any]:
    return {"articles": [slug]} if kind == "impression" else {"article": slug} if kind == "opened" else {}


@given(logs(), st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_changes_what_happened(log: list[Event], random: Random) -> None:
    again = [*log, *random.sample(log, len(log) // 2)]
    random.shuffle(again)
    assert impressions(again) == impressions(log)
    assert len(impressions(log)) == len({each.impression for each in log})


@given(st.integers(0, 2**64 - 1).map("{:016x}".format), st.floats(0, 1), st.floats(0, 1))
def test_a_larger_share_keeps_who_was_in_the_group(visitor: str, one: float, other: float) -> None:
    small, large = sorted((one, other))
    assert group_of(visitor, small) == "shown" or group_of(visitor, large) == "control"


@pytest.mark.parametrize(("share", "group"), [(0.0, "shown"), (1.0, "control"), (0.5, "shown"), (0.5000001, "control")])
def test_shares_are_shares_of_all_numbers(share: float, group: str) -> None:
    assert group_of(SEEN, share) == group


def test_the_group_is_as_large_as_it_is_said_to_be() -> None:
    """10,000 draws of a tenth: their count is within four standard deviations, 30 each, of 1,000."""
    random = Random(7)
    found = sum(group_of(f"{random.getrandbits(64):016x}", 0.1) == "control" for _ in range(10_000))
    assert abs(found - 1000) < 120


def test_the_documented_schema_is_that_of_the_code() -> None:
    schema = Event.model_json_schema()
    assert schema["additionalProperties"] is False
    assert all(field["description"] for field in schema["properties"].values())
    assert schema["required"] == [
        "version",
        "type",
        "impression",
        "visitor",
        "group",
        "share",
        "at",
        "page",
        "language",
    ]
