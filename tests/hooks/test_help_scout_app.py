"""Help Scout's sidebar: only what Help Scout signed is answered, and whatever stands in an answer is text there."""

from __future__ import annotations

import base64
import html.parser
import json
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.hooks import Call, CallError, Client, Source, sidebar, source_class
from deflect.types import Abstention, Suggestion
from tests.hooks.signers import hmac_by_definition
from tests.hooks.vendors import HELP_SCOUT, SUBJECT, TEXT, VENDORS, serving, threads

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
VALUES = {"secret": "planted-secret", "old_secret": "planted-old", "app_id": "id", "app_secret": "planted-app-secret"}
FOUND = Suggestion(
    "vat", "VAT", "Open Account.\nThen Tax.\n\nDone.", 0.91, "en", "https://help.example/vat.html", ("desk:1",),
    state="validated",
)  # fmt: skip
LEGACY = {"ticket": {"id": 7, "number": 41, "subject": SUBJECT}, "customer": {"id": 9, "emails": []}}
# What PHP made of their own example: base64_encode(hash_hmac('sha1', json_encode($query), 'planted-secret', true)).
BY_PHP = [
    "conversation-id=3382942562&customer-id=9&mailbox-id=364558&X-HelpScout-Signature=kpIXt0ON%2BFlphudGZkc3wPXbTrM%3D",
    "conversation-id=7&where=a%2Fb+%22c%22+%C3%A4%F0%9F%98%80+%3C%26%3E%27&empty="
    "&X-HelpScout-Signature=TxsPpn6aqPf1PRbTVN6i484OSH4%3D",
]


def connected(address: str = "http://127.0.0.1:1") -> Source:
    found: Source = source_class("help_scout_app")({**VALUES, "address": address})
    return found


def framed(query: str) -> Call:
    return Call({}, b"", NOW, query=query)


def legacy(body: bytes, secret: str = "planted-secret") -> Call:
    signature = base64.b64encode(hmac_by_definition(secret.encode(), body, "sha1")).decode()
    return Call({"x-helpscout-signature": signature}, body, NOW)


@pytest.mark.parametrize(("query", "number"), list(zip(BY_PHP, ["3382942562", "7"], strict=True)))
def test_a_frame_that_help_scouts_example_in_php_would_take_is_taken(query: str, number: str) -> None:
    assert connected().verify(framed(query)) is None
    arrival = connected().parse(framed(query))
    assert arrival is not None
    assert (arrival.delivery, arrival.ticket.id) == (f"shown:{number}", number)


@given(st.integers(0, len(BY_PHP[0]) - 1), st.integers(33, 126).map(chr))
def test_one_changed_character_of_a_frames_query_is_refused(at: int, other: str) -> None:
    changed = BY_PHP[0][:at] + other + BY_PHP[0][at + 1 :]
    # "%2b" says the same as "%2B".
    assert (connected().verify(framed(changed)) is None) == (parse_qsl(changed) == parse_qsl(BY_PHP[0]))


@given(st.text(max_size=60))
def test_whatever_stands_in_a_query_is_refused_and_never_fails(query: str) -> None:
    assert connected().verify(framed(query)) is not None


def test_a_query_that_names_something_twice_or_nothing_or_too_much_is_refused() -> None:
    signed_nothing = base64.b64encode(hmac_by_definition(b"planted-secret", b"{}", "sha1")).decode()
    for query in (
        f"{BY_PHP[0]}&conversation-id=8",
        f"conversation-id=8&{BY_PHP[0]}",
        urlencode({"X-HelpScout-Signature": signed_nothing}),
        "",
        "&".join(f"a{number}=1" for number in range(200)),
    ):
        assert connected().verify(framed(query)) is not None


@pytest.mark.parametrize("secret", ["planted-secret", "planted-old"])
def test_a_legacy_apps_call_is_taken_under_either_live_secret_and_no_other(secret: str) -> None:
    call = legacy(json.dumps(LEGACY).encode(), secret)
    assert connected().verify(call) is None
    assert connected().verify(replace(call, body=call.body + b" ")) is not None
    assert connected().verify(replace(call, headers={})) is not None
    assert connected().verify(legacy(call.body, "another")) is not None


def test_a_frames_signature_is_none_for_a_body_and_the_other_way_round() -> None:
    query = BY_PHP[0].partition("&X-Help")[0]
    signature = "kpIXt0ON+FlphudGZkc3wPXbTrM="
    assert connected().verify(Call({"x-helpscout-signature": signature}, b"", NOW, query=query)) is not None
    assert connected().verify(Call({}, json.dumps(LEGACY).encode(), NOW, query=BY_PHP[0])) is not None


def test_a_legacy_call_names_its_conversation_and_a_draft_none() -> None:
    arrival = connected().parse(legacy(json.dumps(LEGACY).encode()))
    assert arrival is not None
    assert (arrival.delivery, arrival.ticket.id) == ("shown:7", "7")
    for ticket in ("false", "null", "{}"):
        assert connected().parse(legacy(b'{"ticket": %b}' % ticket.encode())) is None
    assert connected().parse(framed("customer-id=9")) is None


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff", b'{"ticket": {"id": "1/../2"}}', b'{"ticket": {"id": [1]}}'])
def test_a_body_that_is_something_else_is_told_without_repeating_it(body: bytes) -> None:
    with pytest.raises(CallError) as caught:
        connected().parse(legacy(body))
    assert "/../" not in str(caught.value)


def test_the_conversation_is_read_as_for_notes_and_one_that_is_closed_is_nothing_to_answer() -> None:
    vendor = VENDORS["help_scout"]
    with serving({**vendor.before, **vendor.replies}) as fake:
        source = connected(fake.address)
        arrival = source.parse(legacy(json.dumps(LEGACY).encode()))
        assert arrival is not None
        client = Client(source.address(), source.credentials())
        ticket = source.fetch(client, arrival.ticket)
        assert ticket is not None
        assert (ticket.subject, [each.body for each in ticket.messages]) == (SUBJECT, [TEXT])
        fake.replies[HELP_SCOUT] = threads(("customer", TEXT), status="closed")
        assert source.fetch(client, arrival.ticket) is None
        source.write_back(client, ticket, "x")
        assert source.has_note(client, ticket, "x")
        assert {told[0] for told in fake.told if told[1] != "/v2/oauth2/token"} == {"GET"}


def test_a_legacy_app_gets_json_with_html_and_nothing_if_nothing_is_suggested() -> None:
    call = legacy(b"{}")
    shown = connected().show(call, FOUND)
    assert shown is not None
    assert (shown.media_type, json.loads(shown.body)) == ("application/json", {"html": sidebar.fragment(FOUND)})
    for nothing in (None, Abstention("not-sure")):
        empty = connected().show(call, nothing)
        assert empty is not None
        assert empty.body == '{"html": ""}'


def test_a_frame_gets_a_page_that_nobody_else_may_frame_and_that_keeps_its_address_to_itself() -> None:
    shown = connected().show(framed(BY_PHP[0]), None)
    assert shown is not None
    assert shown.media_type == "text/html"
    assert sidebar.SILENT in shown.body
    assert shown.headers["Referrer-Policy"] == "no-referrer"
    policy = dict(each.split(" ", 1) for each in shown.headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "https://*.helpscout.net https://*.helpscout.com"
    assert "script-src" not in policy


def test_the_answer_is_told_with_its_source_and_that_it_is_a_draft() -> None:
    assert sidebar.fragment(FOUND) == (
        "<p><strong>VAT</strong> (91% sure)</p>"
        '<div lang="en" dir="auto"><p>Open Account.<br>Then Tax.</p><p>Done.</p></div>'
        '<p>Source: <a href="https://help.example/vat.html" target="_blank" rel="noopener noreferrer">'
        "https://help.example/vat.html</a></p><p>From tickets: desk:1</p>"
    )
    assert "not reviewed" in sidebar.fragment(replace(FOUND, state="not-validated"))
    assert "not reviewed" not in sidebar.fragment(FOUND)


class Read(html.parser.HTMLParser):
    """What a browser would find: elements, attributes, and text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.text += data


NASTY = st.sampled_from(["<script>", "</div>", '" onload="x', "'", "&lt;", "<img src=x onerror=y>", "-->", "]]>"])
TEXTS = st.lists(st.one_of(NASTY, st.text(max_size=8)), max_size=6).map("".join)


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_whatever_an_article_holds_is_text_and_never_markup(title: str, answer: str, url: str, ticket: str) -> None:
    found = replace(FOUND, title=title, answer=answer, url=url, evidence=(ticket,), language=title)
    for shown in (sidebar.fragment(found), sidebar.page(found)):
        read = Read(shown.partition("<body>")[2] or shown)
        assert set(read.elements) <= {"p", "strong", "div", "br", "a"}
        assert read.attributes <= {"lang", "dir", "href", "target", "rel"}
        assert all(each.startswith(("https://", "http://")) for each in read.links)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", " https://x", "//evil.example", "vat.html"])
def test_only_an_address_of_the_web_becomes_a_link(url: str) -> None:
    assert Read(sidebar.fragment(replace(FOUND, url=url))).links == []
    assert url.strip() in Read(sidebar.fragment(replace(FOUND, url=url))).text
