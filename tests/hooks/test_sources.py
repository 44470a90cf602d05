"""Each source takes what its system signs, refuses everything else, and reads tickets from what it takes."""

from __future__ import annotations

import base64
import importlib
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.hooks import Call, CallError, Source, names, source_class
from deflect.hooks.sources.standard import Connected as Standard
from deflect.hooks.sources.zendesk import TEMPLATE
from deflect.hooks.sources.zendesk import Connected as Zendesk
from tests.hooks import signers

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()
OLD = "whsec_" + base64.b64encode(b"o" * 24).decode()
ZENDESK = {"address": "https://desk.example/", "secret": "zs", "old_secret": "zo", "user": "a@b.example", "token": "t"}
BODY = json.dumps({"id": "7", "subject": "VAT", "messages": [{"author": "customer", "body": "Where?"}]}).encode()


def call(headers: dict[str, str], body: bytes = BODY, at: datetime = NOW) -> Call:
    return Call(headers, body, at)


def standard() -> Standard:
    return Standard({"secret": SECRET, "old_secret": OLD})


@pytest.mark.parametrize("secret", [SECRET, OLD])
def test_what_either_live_secret_signed_is_taken(secret: str) -> None:
    assert standard().verify(call(signers.standard(secret, "m1", BODY, NOW))) is None


def test_the_example_of_the_specification_is_taken() -> None:
    """The vector that standardwebhooks.com and its libraries' tests give."""
    source = Standard({"secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"})
    headers = {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
    body = b'{"test": 2432232314}'
    assert source.verify(Call(headers, body, datetime.fromtimestamp(1614265330, UTC))) is None


def test_one_of_several_signatures_is_enough_and_other_versions_do_not_count() -> None:
    headers = signers.standard(SECRET, "m1", BODY, NOW)
    right = headers["webhook-signature"]
    for other in ("v1,bm9uc2Vuc2U=", "v1a,bm9uc2Vuc2U=", "v1,???", "x"):
        assert standard().verify(call({**headers, "webhook-signature": f"{other} {right}"})) is None
    assert standard().verify(call({**headers, "webhook-signature": right.replace("v1,", "v2,")})) is not None


@pytest.mark.parametrize("seconds", [-301, 301, 10**9])
def test_a_call_from_another_time_is_refused_although_it_is_signed(seconds: int) -> None:
    at = NOW + timedelta(seconds=seconds)
    assert "time" in (standard().verify(call(signers.standard(SECRET, "m1", BODY, at))) or "")
    assert "time" in (Zendesk(ZENDESK).verify(call(signers.zendesk("zs", BODY, at))) or "")


@pytest.mark.parametrize("missing", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_a_call_that_lacks_a_header_is_refused(missing: str) -> None:
    headers = signers.standard(SECRET, "m1", BODY, NOW)
    del headers[missing]
    assert standard().verify(call(headers)) is not None


def test_what_is_signed_covers_id_time_and_body() -> None:
    headers = signers.standard(SECRET, "m1", BODY, NOW)
    assert standard().verify(call({**headers, "webhook-id": "m2"})) is not None
    later = str(int(headers["webhook-timestamp"]) + 1)
    assert standard().verify(call({**headers, "webhook-timestamp": later})) is not None
    assert standard().verify(call(headers, BODY + b" ")) is not None


@pytest.mark.parametrize("secret", ["zs", "zo"])
def test_zendesk_signs_time_and_body(secret: str) -> None:
    headers = signers.zendesk(secret, BODY, NOW)
    source = Zendesk(ZENDESK)
    assert source.verify(call(headers)) is None
    assert source.verify(call(headers, BODY + b" ")) is not None
    assert source.verify(call({**headers, "x-zendesk-webhook-signature-timestamp": "2026-03-01T12:00:01Z"})) is not None
    assert source.verify(call({})) is not None


@given(st.dictionaries(st.sampled_from(["webhook-id", "webhook-timestamp", "webhook-signature"]), st.text()))
def test_whatever_headers_come_are_refused_and_never_fail(headers: dict[str, str]) -> None:
    assert standard().verify(call(headers)) is not None


@given(st.text(), st.text())
def test_whatever_zendesks_headers_hold_is_refused_and_never_fails(signature: str, moment: str) -> None:
    headers = {"x-zendesk-webhook-signature": signature, "x-zendesk-webhook-signature-timestamp": moment}
    assert Zendesk(ZENDESK).verify(call(headers)) is not None


def test_a_ticket_record_becomes_the_ticket_it_is_bare_or_as_an_event() -> None:
    headers = signers.standard(SECRET, "m1", BODY, NOW)
    event = json.dumps({"type": "ticket.created", "data": json.loads(BODY)}).encode()
    for body in (BODY, event):
        arrival = standard().parse(call(headers, body))
        assert arrival is not None
        assert arrival.delivery == "m1"
        assert (arrival.ticket.id, arrival.ticket.subject, arrival.ticket.created_at) == ("7", "VAT", NOW)
        assert [each.body for each in arrival.ticket.messages] == ["Where?"]


def test_the_template_that_is_pasted_names_the_ticket_once_zendesk_filled_it_in() -> None:
    filled = TEMPLATE.replace("{{ticket.id}}", "35436").encode()
    arrival = Zendesk(ZENDESK).parse(call({}, filled))
    assert arrival is not None
    assert (arrival.delivery, arrival.ticket.id) == ("created:35436", "35436")


def test_the_event_of_a_new_ticket_is_the_same_call_as_the_triggers_and_other_events_are_none() -> None:
    event = {"type": "zen:event-type:ticket.created", "detail": {"id": "35436"}}
    source = Zendesk(ZENDESK)
    arrival = source.parse(call({}, json.dumps(event).encode()))
    assert arrival == source.parse(call({}, TEMPLATE.replace("{{ticket.id}}", "35436").encode()))
    assert source.parse(call({}, b'{"type": "zen:event-type:ticket.comment_added", "detail": {"id": "1"}}')) is None


BODIES = [b"", b"{", b"[]", b"7", b"null", b"\xff", b'{"ticket_id": "1/../2"}', b'{"ticket_id": {}}', b"[" * 5000]


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("source", [standard(), Zendesk(ZENDESK)], ids=lambda source: source.name)
def test_a_body_that_is_something_else_is_refused_without_repeating_it(source: Source, body: bytes) -> None:
    with pytest.raises(CallError) as caught:
        source.parse(call({"webhook-id": "m1"}, body))
    assert "/../" not in str(caught.value)


@pytest.mark.parametrize("name", names())
def test_every_source_says_what_it_is_and_what_to_paste(name: str) -> None:
    kind = source_class(name)
    assert kind.name == name
    assert importlib.import_module(kind.__module__).__doc__
    values = {each.name: "" for each in kind.fields} | {"address": "https://desk.example"}
    told = kind(values).instructions(f"https://ours.example/hooks/{name}")
    assert kind.polled or f"https://ours.example/hooks/{name}" in told  # nobody calls for one that is looked into
    assert told
