from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.store import RecordError, record_from_ticket, ticket_from_record
from deflect.store.record import MAX_BODY_BYTES
from deflect.types import Message, Requester, Ticket
from tests.store.samples import record


def test_only_id_created_at_and_messages_are_required() -> None:
    found = ticket_from_record({"id": "7", "created_at": "2023-01-01T05:24:31Z", "messages": []}, "desk")
    assert found == Ticket("7", "desk", datetime(2023, 1, 1, 5, 24, 31, tzinfo=UTC), ())
    assert found.status == "open"
    assert found.ref == "desk:7"


def test_every_key_of_the_record_is_read() -> None:
    found = ticket_from_record(
        {
            "id": 1401063,
            "source": "helpscout",
            "subject": "Cannot log in",
            "created_at": "2023-01-01T05:24:31+02:00",
            "status": "solved",
            "language": "en-US",
            "requester": {"id": 9, "name": "Pat", "email": "pat@example.org"},
            "tags": ["login", "oauth"],
            "rating": "good",
            "url": "https://desk.example/1",
            "articles": ["log-in"],
            "merged_into": 17,
            "minutes": 25,
            "unknown": {"is": "ignored"},
            "messages": [
                {"author": "customer", "created_at": 1672550671, "format": "html", "body": "<p>Hi</p>"},
                {"author": "agent", "agent_id": "a1", "public": False, "body": "note", "is_solution": True},
            ],
        },
        "other",
    )
    created = datetime(2023, 1, 1, 3, 24, 31, tzinfo=UTC)
    assert found == Ticket(
        id="1401063",
        source="helpscout",
        created_at=created,
        subject="Cannot log in",
        status="solved",
        language="en-US",
        requester=Requester("9", "Pat", "pat@example.org"),
        tags=("login", "oauth"),
        articles=("log-in",),
        rating="good",
        url="https://desk.example/1",
        merged_into="17",
        minutes=25.0,
        messages=(
            Message("customer", "<p>Hi</p>", datetime(2023, 1, 1, 5, 24, 31, tzinfo=UTC), format="html"),
            Message("agent", "note", created, public=False, agent_id="a1", is_solution=True),
        ),
    )


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2023-01-01T05:24:31Z", (2023, 1, 1, 5, 24, 31)),
        ("2023-01-01T05:24:31", (2023, 1, 1, 5, 24, 31)),
        ("2023-01-01 05:24:31", (2023, 1, 1, 5, 24, 31)),
        ("2023-01-01T05:24:31-05:30", (2023, 1, 1, 10, 54, 31)),
        ("2023-01-01T05:24:31+0200", (2023, 1, 1, 3, 24, 31)),
        ("2023-01-01", (2023, 1, 1)),
        ("20230131", (2023, 1, 31)),
        ("  2023-01-01 ", (2023, 1, 1)),
        (1672550671, (2023, 1, 1, 5, 24, 31)),
        ("1672550671", (2023, 1, 1, 5, 24, 31)),
        (1672550671.5, (2023, 1, 1, 5, 24, 31, 500000)),
        (0, (1970, 1, 1)),
        (-1, (1969, 12, 31, 23, 59, 59)),
    ],
)
def test_dates_with_or_without_zone_and_epoch_seconds_become_utc(written: object, moment: tuple[int, ...]) -> None:
    found = ticket_from_record(record(created_at=written), "desk").created_at
    assert found == datetime(*moment, tzinfo=UTC)  # type: ignore[misc, arg-type]
    assert found.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    "written",
    ["yesterday", "2023-13-01", "31.12.2023", True, [], {}, 1e300, float("nan"), float("inf"), 10**30, "9" * 5000,
     "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2023-01-01T25:00:00Z", "٢٠٢٣-٠١-٠١x", "²²²²²²²²²²"],
)  # fmt: skip
def test_what_is_no_date_is_refused(written: object) -> None:
    with pytest.raises(RecordError, match=r"^created_at is not a date$"):
        ticket_from_record(record(created_at=written), "desk")


MESSAGE = {"author": "customer", "body": "x"}

BAD = [
    ({"id": None}, "no id"),
    ({"id": ""}, "no id"),
    ({"id": "  "}, "no id"),
    ({"id": True}, "id is not text"),
    ({"id": 1.5}, "id is not text"),
    ({"id": ["1"]}, "id is not text"),
    ({"id": "x" * 301}, "id over 300 characters"),
    ({"id": 10**4000}, "id over 300 characters"),
    ({"id": "a\nb"}, "id holds control characters"),
    ({"id": "a\0"}, "NUL byte"),
    ({"source": "a:b"}, "source holds a colon"),
    ({"created_at": None}, "no created_at"),
    ({"created_at": ""}, "no created_at"),
    ({"messages": None}, "no messages"),
    ({"messages": "text"}, "messages is not a list"),
    ({"messages": {"0": MESSAGE}}, "messages is not a list"),
    ({"messages": ["text"]}, "a message is not an object"),
    ({"messages": [{"body": "x"}]}, "no author"),
    ({"messages": [{"author": "robot", "body": "x"}]}, "unknown author"),
    ({"messages": [{"author": ["agent"], "body": "x"}]}, "unknown author"),
    ({"messages": [MESSAGE | {"format": "rtf"}]}, "unknown format"),
    ({"messages": [MESSAGE | {"format": {"a": 1}}]}, "unknown format"),
    ({"messages": [MESSAGE | {"created_at": "soon"}]}, "created_at of a message is not a date"),
    ({"messages": [MESSAGE | {"created_at": ""}]}, "no created_at of a message"),
    ({"messages": [MESSAGE | {"public": "yes"}]}, "public is not true or false"),
    ({"messages": [MESSAGE | {"is_solution": 1}]}, "is_solution is not true or false"),
    ({"messages": [MESSAGE | {"body": 5}]}, "body is not text"),
    ({"messages": [MESSAGE | {"body": "a\0b"}]}, "NUL byte"),
    ({"messages": [MESSAGE | {"body": "a\ud83d"}]}, "broken encoding"),
    ({"messages": [MESSAGE | {"body": "x" * (MAX_BODY_BYTES + 1)}]}, "body over 10 MB"),
    ({"messages": [MESSAGE | {"body": "é" * (MAX_BODY_BYTES // 2 + 1)}]}, "body over 10 MB"),
    ({"subject": ["x"]}, "subject is not text"),
    ({"subject": "x" * 10_001}, "subject over 10,000 characters"),
    ({"status": "resolved"}, "unknown status"),
    ({"status": ["open"]}, "unknown status"),
    ({"rating": "5"}, "unknown rating"),
    ({"rating": {"score": 1}}, "unknown rating"),
    ({"requester": "pat@example.org"}, "requester is not an object"),
    ({"requester": {"email": ["a"]}}, "requester email is not text"),
    ({"tags": "a,b"}, "tags is not a list"),
    ({"tags": [["a"]]}, "tags is not text"),
    ({"articles": {"a": 1}}, "articles is not a list"),
    ({"merged_into": ""}, "no merged_into"),
    ({"url": {}}, "url is not text"),
    ({"minutes": "12"}, "minutes is not a number"),
    ({"minutes": True}, "minutes is not a number"),
    ({"minutes": [5]}, "minutes is not a number"),
    ({"minutes": float("nan")}, "minutes is not a number"),
    ({"minutes": -0.5}, "minutes below 0"),
    ({"minutes": float("-inf")}, "minutes below 0"),
    ({"minutes": float("inf")}, "minutes over 10,000,000"),
    ({"minutes": 10**400}, "minutes over 10,000,000"),
]


@pytest.mark.parametrize(
    ("changes", "reason"), BAD, ids=[f"{number}-{reason}" for number, (_, reason) in enumerate(BAD)]
)
def test_a_bad_record_is_refused_with_the_reason_and_nothing_of_its_text(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(RecordError) as caught:
        ticket_from_record(record(**changes), "desk")
    assert str(caught.value) == reason


def test_a_body_of_exactly_ten_megabytes_is_taken() -> None:
    body = "é" * (MAX_BODY_BYTES // 2)
    assert ticket_from_record(record(messages=[MESSAGE | {"body": body}]), "desk").messages[0].body == body


def test_a_missing_body_is_empty_and_null_ratings_are_none() -> None:
    found = ticket_from_record(
        record(messages=[{"author": "system"}], rating="null", tags=None, requester=None), "desk"
    )
    assert found.messages[0].body == ""
    assert (found.rating, found.tags, found.requester) == (None, (), Requester())


@pytest.mark.parametrize(
    ("written", "read"), [(0, 0.0), (7, 7.0), (2.25, 2.25), (10_000_000, 10_000_000.0), (None, None)]
)
def test_minutes_are_any_number_from_none_at_all_to_the_limit(written: object, read: float | None) -> None:
    found = ticket_from_record(record(minutes=written), "desk").minutes
    assert (found, type(found)) == (read, type(read))


def test_a_channel_is_kept_and_a_ticket_without_one_has_the_record_it_had_before() -> None:
    assert ticket_from_record(record(channel="web form"), "desk").channel == "web form"
    assert "channel" not in record_from_ticket(ticket_from_record(record(channel=""), "desk"))
    with pytest.raises(RecordError, match="channel is not text"):
        ticket_from_record(record(channel=["email"]), "desk")


def test_a_ticket_without_minutes_has_the_record_it_had_before_there_were_any() -> None:
    """Else a file that was imported by an older version would count as changed in every ticket."""
    assert "minutes" not in record_from_ticket(ticket_from_record(record(), "desk"))
    assert list(record_from_ticket(ticket_from_record(record(minutes=3), "desk")))[-1] == "minutes"


text = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=60)
names = st.text(st.characters(categories=["L", "N", "P"], codec="utf-8"), min_size=1, max_size=30)
moments = st.datetimes(
    datetime(1900, 1, 1),  # noqa: DTZ001  # the zone is the next argument
    datetime(9000, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=-7))]),
)
messages = st.builds(
    Message,
    author=st.sampled_from(["customer", "agent", "bot", "system"]),
    body=text,
    created_at=moments,
    public=st.booleans(),
    format=st.sampled_from(["text", "html", "markdown"]),
    agent_id=st.none() | text,
    is_solution=st.booleans(),
)
tickets = st.builds(
    Ticket,
    id=names,
    source=names.filter(lambda name: ":" not in name),
    created_at=moments,
    messages=st.lists(messages, max_size=4).map(tuple),
    subject=text,
    status=st.sampled_from(["open", "pending", "solved", "closed", "spam", "deleted"]),
    language=st.none() | text,
    requester=st.builds(Requester, id=st.none() | text, name=st.none() | text, email=st.none() | text),
    tags=st.lists(text.filter(bool), max_size=3).map(tuple),
    articles=st.lists(text.filter(bool), max_size=3).map(tuple),
    rating=st.none() | st.sampled_from(["good", "bad"]),
    url=st.none() | text,
    merged_into=st.none() | names,
    minutes=st.none() | st.floats(0, 10_000_000),
    channel=st.none() | text.filter(bool),
)


@given(tickets)
def test_a_ticket_written_as_a_record_and_read_again_is_equal(found: Ticket) -> None:
    assert ticket_from_record(json.loads(json.dumps(record_from_ticket(found))), "other") == found


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
KEYS = [*record_from_ticket(ticket_from_record(record(), "desk")), "minutes", "channel", "body"]


@given(
    st.dictionaries(st.sampled_from(KEYS), json_values),
    st.dictionaries(st.sampled_from(["author", "body", "format", "created_at", "public"]), json_values),
)
def test_no_record_makes_anything_but_a_record_error(changes: dict[str, Any], message: dict[str, Any]) -> None:
    try:
        found = ticket_from_record(record(messages=[MESSAGE | message]) | changes, "desk")
    except RecordError:
        return
    assert found.created_at.utcoffset() == timedelta(0)
