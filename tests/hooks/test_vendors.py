"""Sources whose systems cannot be run here, against fakes of their documented wire format; see vendors.py."""

from __future__ import annotations

import contextlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.hooks import CallError
from deflect.hooks.client import Client, WriteError
from deflect.hooks.registry import Sources
from deflect.types import Ticket
from deflect.workspace import Workspace
from tests.hooks.vendors import MARKER, SUBJECT, TEXT, VENDORS, call_of, connected, serving

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
every = pytest.mark.parametrize("name", sorted(VENDORS))
signed = pytest.mark.parametrize("name", sorted(set(VENDORS) - {"freshdesk"}))
public = {"github", "discourse"}


def ticket_of(name: str) -> Ticket:
    arrival = connected(name).parse(call_of(name, NOW))
    assert arrival is not None
    return arrival.ticket


def client_of(name: str, address: str) -> Client:
    source = connected(name, address)
    return Client(source.address(), source.credentials())


@every
def test_a_new_ticket_is_taken_and_named_by_the_ticket_alone(name: str) -> None:
    call = call_of(name, NOW)
    assert connected(name).verify(call) is None
    arrival = connected(name).parse(call)
    assert arrival is not None
    assert arrival.delivery == f"created:{VENDORS[name].delivery}"
    assert (arrival.ticket.source, arrival.ticket.id) == (name, VENDORS[name].delivery)


@signed
@given(data=st.data())
def test_one_changed_byte_of_body_or_signature_is_refused(name: str, data: st.DataObject) -> None:
    call = call_of(name, NOW)
    at = data.draw(st.integers(0, len(call.body) - 1))
    other = data.draw(st.integers(1, 255))
    changed = call.body[:at] + bytes([call.body[at] ^ other]) + call.body[at + 1 :]
    assert connected(name).verify(replace(call, body=changed)) is not None
    header = next(each for each in call.headers if "signature" in each)
    cut = data.draw(st.integers(0, len(call.headers[header]) - 1))
    assert (
        connected(name).verify(replace(call, headers={**call.headers, header: call.headers[header][:cut]})) is not None
    )


def test_the_token_of_an_address_is_compared_whole() -> None:
    call = call_of("freshdesk", NOW)
    for wrong in ("", call.token[:-1], call.token + "x", "é"):
        assert connected("freshdesk").verify(replace(call, token=wrong)) is not None


def test_chatwoot_states_a_time_that_counts() -> None:
    late = replace(call_of("chatwoot", NOW), at=datetime(2026, 3, 1, 12, 6, tzinfo=UTC))
    assert "time" in (connected("chatwoot").verify(late) or "")


@signed
def test_a_call_without_its_signature_is_refused(name: str) -> None:
    assert connected(name).verify(replace(call_of(name, NOW), headers={})) is not None


@every
def test_other_events_are_nothing_to_answer(name: str) -> None:
    other = VENDORS[name].other
    if other is None:
        return
    headers, body = other
    call = call_of(name, NOW, json.dumps(body).encode())
    assert connected(name).parse(replace(call, headers={**call.headers, **headers})) is None


@every
@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'"x"', b"[" * 100_000, b"\xff\xfe", b"null"])
def test_a_body_that_is_no_call_is_told_and_never_crashes(name: str, body: bytes) -> None:
    with pytest.raises(CallError):
        connected(name).parse(call_of(name, NOW, body))


@every
@pytest.mark.parametrize("number", ["../../admin", "7/../8", "7?x=1", "", None, True, 1.5, "٧", "9" * 21, {"a": 1}])
def test_what_is_no_number_of_a_ticket_names_no_path(name: str, number: Any) -> None:
    def swapped(found: Any) -> Any:
        if isinstance(found, dict):
            keys = {"id", "ticket_id", "number"}
            return {key: number if key in keys else swapped(each) for key, each in found.items()}
        return found

    with pytest.raises(CallError):
        connected(name).parse(call_of(name, NOW, json.dumps(swapped(VENDORS[name].call)).encode()))


@pytest.mark.parametrize("repository", ["acme", "acme/../x", "a/b/c", "/", "acme/shop?x", 7, None])
def test_a_repository_cannot_leave_its_place_in_the_path(repository: Any) -> None:
    body = {**VENDORS["github"].call, "repository": {"full_name": repository}}
    with pytest.raises(CallError):
        connected("github").parse(call_of("github", NOW, json.dumps(body).encode()))


@every
def test_the_question_is_what_the_customer_wrote_first(name: str) -> None:
    vendor = VENDORS[name]
    with serving({**vendor.before, **vendor.replies}) as fake:
        found = connected(name, fake.address).fetch(client_of(name, fake.address), ticket_of(name))
    assert found is not None
    assert [(each.author, each.body) for each in found.messages] == [("customer", TEXT)]
    assert found.subject == ("" if name == "chatwoot" else SUBJECT)


@every
def test_a_ticket_that_nobody_need_answer_is_left_alone(name: str) -> None:
    vendor = VENDORS[name]
    with serving({**vendor.before, **vendor.replies, **vendor.closed}) as fake:
        assert connected(name, fake.address).fetch(client_of(name, fake.address), ticket_of(name)) is None


@every
def test_our_note_is_found_and_no_other_is_taken_for_it(name: str) -> None:
    vendor = VENDORS[name]
    with serving({**vendor.before, **vendor.replies}) as fake:
        source, client = connected(name, fake.address), client_of(name, fake.address)
        assert not source.has_note(client, ticket_of(name), MARKER)
        fake.replies.update(vendor.noted)
        assert source.has_note(client, ticket_of(name), MARKER)


@every
def test_the_note_is_written_as_documented_and_nothing_else_is(name: str) -> None:
    vendor = VENDORS[name]
    with serving({**vendor.before, **vendor.replies}) as fake:
        connected(name, fake.address).write_back(client_of(name, fake.address), ticket_of(name), MARKER)
    writes = [told for told in fake.told if told[0] != "GET" and f"{told[0]} {told[1]}" not in vendor.before]
    assert [(method, path, given) for method, path, _, given in writes] == [vendor.written]
    assert vendor.credentials.items() <= writes[0][2].items()


@pytest.mark.parametrize("name", ["freescout", "freshdesk", "help_scout", "intercom"])
def test_a_note_for_systems_that_take_html_is_text_there(name: str) -> None:
    vendor = VENDORS[name]
    note = "<script>alert(1)</script>\nsecond & last"
    with serving({**vendor.before, **vendor.replies}) as fake:
        connected(name, fake.address).write_back(client_of(name, fake.address), ticket_of(name), note)
    given = fake.told[-1][3]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>second &amp; last" in given.values()


@every
@pytest.mark.parametrize("wrong", [[], None, "x", {"_embedded": 3}, {"data": []}])
def test_a_reply_that_is_not_as_documented_is_an_error_that_is_told(name: str, wrong: Any) -> None:
    vendor = VENDORS[name]
    with serving({**vendor.before, **dict.fromkeys(vendor.replies, wrong)}) as fake:
        source, client = connected(name, fake.address), client_of(name, fake.address)
        with contextlib.suppress(WriteError):
            assert source.fetch(client, ticket_of(name)) is None
        if wrong == [] and name in ("freshdesk", "zammad", "github"):
            return  # an empty list of notes is as documented
        with pytest.raises(WriteError):
            source.has_note(client, ticket_of(name), MARKER)


def test_help_scout_is_asked_for_one_token_as_long_as_it_lasts() -> None:
    vendor = VENDORS["help_scout"]
    with serving({**vendor.before, **vendor.replies}) as fake:
        source, client = connected("help_scout", fake.address), client_of("help_scout", fake.address)
        for _ in range(3):
            source.has_note(client, ticket_of("help_scout"), MARKER)
        asked = [told for told in fake.told if told[1] == "/v2/oauth2/token"]
    assert len(asked) == 1
    assert asked[0][3] == {"grant_type": "client_credentials", "client_id": "id", "client_secret": "planted-app-secret"}


@every
def test_only_what_customers_can_see_needs_the_owners_word(name: str, tmp_path: Any) -> None:
    source = connected(name)
    assert source.public == (name in public)
    sources = Sources(Workspace.create(tmp_path / "w"))
    assert sources.is_quiet(source) == (name in public)


@every
def test_the_instructions_name_the_address_and_no_secret(name: str) -> None:
    told = connected(name).instructions("https://hooks.example.com/hooks/x")
    assert "https://hooks.example.com/hooks/x" in told
    assert not any(value in told for value in VENDORS[name].values.values() if "planted" in value)


@every
def test_the_doctors_call_reads_and_says_that_the_credentials_reach_customers(name: str) -> None:
    vendor = VENDORS[name]
    probe = f"GET {connected(name).probe}"
    with serving({**vendor.before, probe: {"id": 1}}) as fake:
        assert connected(name, fake.address).reach(client_of(name, fake.address)) == "may-reply"
        assert vendor.credentials.items() <= fake.told[-1][2].items()
        assert [told[0] for told in fake.told if f"{told[0]} {told[1]}" not in vendor.before] == ["GET"]
        del fake.replies[probe]
        with pytest.raises(WriteError):
            connected(name, fake.address).reach(client_of(name, fake.address))
