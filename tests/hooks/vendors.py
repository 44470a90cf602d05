"""Ticket systems that cannot be run here: what each sends and answers, built from its documented wire format.

Each is a fake. What it is told is kept, so that tests can compare it with the documentation to the letter.
"""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from deflect.hooks import Call, Source, source_class
from tests.hooks.signers import hmac_by_definition

Headers = dict[str, str]
SECRET, TEXT, SUBJECT = "planted-secret", "<p>Where is my key?</p>", "Key"
MARKER = "deflect-note-0123456789abcdef"


@dataclass(frozen=True)
class Vendor:
    """A system that cannot be run here.

    Attributes:
        values: What its owner gives deflect, but for the address.
        call: Its call for a new ticket.
        other: A call of the same system that is nothing to answer; None if it makes no other.
        sign: The headers that prove a body.
        delivery: The ticket's name in the call.
        replies: What it gives for `METHOD path?query`; the bodies of threads are changed by `closed` and `noted`.
        closed: The replies once nobody need answer.
        noted: The replies once our note stands in the ticket.
        written: Method, path and JSON of what must be told for a note whose text is `MARKER`.
        credentials: Headers that every request must carry.
    """

    values: Mapping[str, str]
    call: Any
    other: tuple[Headers, Any] | None
    sign: Callable[[bytes], Headers]
    delivery: str
    replies: Mapping[str, Any]
    closed: Mapping[str, Any]
    noted: Mapping[str, Any]
    written: tuple[str, str, Any]
    credentials: Headers
    before: Mapping[str, Any] = field(default_factory=dict)


def hexadecimal(header: str, before: str, name: str, **more: str) -> Callable[[bytes], Headers]:
    return lambda body: {header: before + hmac_by_definition(SECRET.encode(), body, name).hex(), **more}


def in_base64(header: str, name: str, **more: str) -> Callable[[bytes], Headers]:
    def sign(body: bytes) -> Headers:
        return {header: base64.b64encode(hmac_by_definition(SECRET.encode(), body, name)).decode(), **more}

    return sign


def basic(pair: str) -> Headers:
    return {"authorization": "Basic " + base64.b64encode(pair.encode()).decode()}


def threads(*bodies: tuple[str, str], status: str = "active") -> dict[str, Any]:
    """A conversation of Help Scout or FreeScout."""
    found = [
        {"type": kind, "body": body, "createdAt": f"2026-01-05T09:0{at}:00Z"} for at, (kind, body) in enumerate(bodies)
    ]
    return {"id": 7, "subject": SUBJECT, "status": status, "_embedded": {"threads": found[::-1]}}


def intercom(*parts: str, state: str = "open") -> dict[str, Any]:
    source = {"type": "conversation", "subject": SUBJECT, "body": TEXT}
    inner = {"conversation_parts": [{"part_type": "note", "body": each} for each in parts]}
    return {"id": "7", "state": state, "source": source, "conversation_parts": inner}


def article(at: int, sender: str, body: str) -> dict[str, Any]:
    moment = f"2026-01-05T09:0{at}:00Z"
    return {"id": at, "sender": sender, "body": body, "content_type": "text/html", "created_at": moment}


def message(at: int, kind: int, text: str, *, private: bool = False) -> dict[str, Any]:
    return {"id": at, "message_type": kind, "content": text, "private": private}


def topic(*posts: str, closed: bool = False) -> dict[str, Any]:
    return {"id": 7, "title": SUBJECT, "closed": closed, "post_stream": {"posts": [{"cooked": each} for each in posts]}}


HELP_SCOUT = "GET /v2/conversations/7?embed=threads"
FREESHDESK_NOTES = "GET /api/v2/tickets/7/conversations?page=1&per_page=30"
ZAMMAD = ("GET /api/v1/tickets/7?expand=true", "GET /api/v1/ticket_articles/by_ticket/7?expand=true")
CHATWOOT = "/api/v1/accounts/3/conversations/7"
FREESCOUT = "GET /api/conversations/7?embed=threads"
GITHUB = "/repos/acme/shop/issues/7"
DISCOURSE = "GET /t/7.json"


def chatwoot_sign(body: bytes) -> Headers:
    moment = "1772366400"  # 2026-03-01 12:00 UTC
    digest = hmac_by_definition(SECRET.encode(), moment.encode() + b"." + body)
    return {"x-chatwoot-timestamp": moment, "x-chatwoot-signature": "sha256=" + digest.hex()}


VENDORS = {
    "help_scout": Vendor(
        values={"secret": SECRET, "app_id": "id", "app_secret": "planted-app-secret"},
        call={"id": 7, "type": "email", "status": "active", "subject": SUBJECT},
        other=({"x-helpscout-event": "convo.note.created"}, {"id": 7}),
        sign=in_base64("x-helpscout-signature", "sha1", **{"x-helpscout-event": "convo.created"}),
        delivery="7",
        before={"POST /v2/oauth2/token": {"token_type": "bearer", "access_token": "granted", "expires_in": 172800}},
        replies={HELP_SCOUT: threads(("customer", TEXT), ("note", "seen"))},
        closed={HELP_SCOUT: threads(("customer", TEXT), status="closed")},
        noted={HELP_SCOUT: threads(("customer", TEXT), ("note", f"x {MARKER}"))},
        # Without the status, Help Scout would open the conversation again.
        written=("POST", "/v2/conversations/7/notes", {"text": MARKER, "status": "active"}),
        credentials={"authorization": "Bearer granted"},
    ),
    "freshdesk": Vendor(
        values={"hook_token": SECRET, "api_key": "planted-key"},
        call={"ticket_id": "7"},
        other=None,
        sign=lambda body: {},
        delivery="7",
        replies={
            "GET /api/v2/tickets/7": {"id": 7, "subject": SUBJECT, "description": TEXT, "status": 2, "spam": False},
            FREESHDESK_NOTES: [{"body": "seen", "private": True}],
        },
        closed={"GET /api/v2/tickets/7": {"id": 7, "subject": SUBJECT, "description": TEXT, "status": 5}},
        noted={FREESHDESK_NOTES: [{"body": f"x {MARKER}", "private": True}]},
        written=("POST", "/api/v2/tickets/7/notes", {"body": MARKER, "private": True}),
        credentials=basic("planted-key:X"),
    ),
    "intercom": Vendor(
        values={"secret": SECRET, "token": "planted-token", "admin": "21"},
        call={"type": "notification_event", "topic": "conversation.user.created", "data": {"item": {"id": "7"}}},
        other=({}, {"type": "notification_event", "topic": "conversation.admin.noted", "data": {"item": {"id": "7"}}}),
        sign=hexadecimal("x-hub-signature", "sha1=", "sha1"),
        delivery="7",
        replies={"GET /conversations/7": intercom("seen")},
        closed={"GET /conversations/7": intercom(state="closed")},
        noted={"GET /conversations/7": intercom(f"x {MARKER}")},
        written=(
            "POST",
            "/conversations/7/reply",
            {"message_type": "note", "type": "admin", "admin_id": "21", "body": MARKER},
        ),
        credentials={"authorization": "Bearer planted-token", "intercom-version": "2.11"},
    ),
    "zammad": Vendor(
        values={"secret": SECRET, "token": "planted-token"},
        call={"ticket": {"id": 7, "title": SUBJECT}, "article": {"id": 1}},
        other=None,
        sign=hexadecimal("x-hub-signature", "sha1=", "sha1"),
        delivery="7",
        replies={
            ZAMMAD[0]: {"id": 7, "title": SUBJECT, "state": "new"},
            ZAMMAD[1]: [article(2, "Agent", "seen"), article(1, "Customer", TEXT)],
        },
        closed={ZAMMAD[0]: {"id": 7, "title": SUBJECT, "state": "closed"}},
        noted={ZAMMAD[1]: [article(1, "Customer", TEXT), article(2, "Agent", f"x {MARKER}")]},
        written=(
            "POST",
            "/api/v1/ticket_articles",
            {"ticket_id": 7, "type": "note", "internal": True, "content_type": "text/plain", "body": MARKER},
        ),
        credentials={"authorization": "Token token=planted-token"},
    ),
    "chatwoot": Vendor(
        values={"secret": SECRET, "token": "planted-token", "account": "3"},
        call={"event": "message_created", "message_type": "incoming", "private": False, "conversation": {"id": 7}},
        other=(
            {},
            {"event": "message_created", "message_type": "outgoing", "private": True, "conversation": {"id": 7}},
        ),
        sign=chatwoot_sign,
        delivery="7",
        replies={
            f"GET {CHATWOOT}": {"id": 7, "status": "open"},
            f"GET {CHATWOOT}/messages": {"payload": [message(2, 1, "seen", private=True), message(1, 0, TEXT)]},
        },
        closed={f"GET {CHATWOOT}": {"id": 7, "status": "resolved"}},
        noted={
            f"GET {CHATWOOT}/messages": {"payload": [message(1, 0, TEXT), message(2, 1, f"x {MARKER}", private=True)]}
        },
        written=("POST", f"{CHATWOOT}/messages", {"content": MARKER, "private": True, "message_type": "outgoing"}),
        credentials={"api_access_token": "planted-token"},
    ),
    "freescout": Vendor(
        values={"secret": SECRET, "api_key": "planted-key", "user": "21"},
        call={"id": 7, "type": "email", "status": "active", "subject": SUBJECT},
        other=({"x-freescout-event": "convo.agent.reply.created"}, {"id": 7}),
        sign=in_base64("x-freescout-signature", "sha1", **{"x-freescout-event": "convo.created"}),
        delivery="7",
        replies={FREESCOUT: threads(("customer", TEXT), ("note", "seen"))},
        closed={FREESCOUT: threads(("customer", TEXT), status="closed")},
        noted={FREESCOUT: threads(("customer", TEXT), ("note", f"x {MARKER}"))},
        written=("POST", "/api/conversations/7/threads", {"type": "note", "text": MARKER, "user": 21}),
        credentials={"x-freescout-api-key": "planted-key"},
    ),
    "github": Vendor(
        values={"secret": SECRET, "token": "planted-token"},
        call={"action": "opened", "issue": {"number": 7}, "repository": {"full_name": "acme/shop"}},
        other=({}, {"action": "edited", "issue": {"number": 7}, "repository": {"full_name": "acme/shop"}}),
        sign=hexadecimal("x-hub-signature-256", "sha256=", "sha256", **{"x-github-event": "issues"}),
        delivery="acme/shop#7",
        replies={
            f"GET {GITHUB}": {"number": 7, "title": SUBJECT, "body": TEXT, "state": "open", "comments": 0},
            f"GET {GITHUB}/comments?per_page=100&page=1": [],
        },
        closed={f"GET {GITHUB}": {"number": 7, "title": SUBJECT, "body": TEXT, "state": "open", "comments": 1}},
        noted={f"GET {GITHUB}/comments?per_page=100&page=1": [{"body": f"x {MARKER}"}]},
        written=("POST", f"{GITHUB}/comments", {"body": MARKER}),
        credentials={"authorization": "Bearer planted-token", "x-github-api-version": "2022-11-28"},
    ),
    "discourse": Vendor(
        values={"secret": SECRET, "api_key": "planted-key", "user": "helper"},
        call={"topic": {"id": 7, "title": SUBJECT, "archetype": "regular"}},
        other=({}, {"topic": {"id": 7, "title": SUBJECT, "archetype": "private_message"}}),
        sign=hexadecimal("x-discourse-event-signature", "sha256=", "sha256", **{"x-discourse-event": "topic_created"}),
        delivery="7",
        replies={DISCOURSE: topic(TEXT)},
        closed={DISCOURSE: topic(TEXT, "an answer")},
        noted={DISCOURSE: topic(TEXT, f"x {MARKER}")},
        written=("POST", "/posts.json", {"topic_id": 7, "raw": MARKER}),
        credentials={"api-key": "planted-key", "api-username": "helper"},
    ),
}


@dataclass
class Fake:
    """A running fake.

    Attributes:
        replies: What it gives, by `METHOD path?query`; 404 for all else, and an empty object for what is written.
        told: Method, path, headers in lower case, and JSON of every request, in order.
        seconds: That it takes for each.
    """

    address: str = ""
    replies: dict[str, Any] = field(default_factory=dict)
    told: list[tuple[str, str, Headers, Any]] = field(default_factory=list)
    seconds: float = 0.0


@contextmanager
def serving(replies: Mapping[str, Any]) -> Iterator[Fake]:
    fake = Fake(replies=dict(replies))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            given = json.loads(self.rfile.read(length)) if length else None
            headers = {name.lower(): each for name, each in self.headers.items()}
            fake.told.append((self.command, self.path, headers, given))
            time.sleep(fake.seconds)
            known = self.command != "GET" or f"GET {self.path}" in fake.replies
            answer = json.dumps(fake.replies.get(f"{self.command} {self.path}", {})).encode()
            self.send_response(200 if known else 404)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *args: object) -> None:
            """Nothing is printed."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        fake.address = f"http://127.0.0.1:{http.server_port}"
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield fake
        finally:
            http.shutdown()
            thread.join()


def connected(name: str, address: str = "http://127.0.0.1:1") -> Source:
    found: Source = source_class(name)({**VENDORS[name].values, "address": address})
    return found


def call_of(name: str, at: Any, body: bytes | None = None) -> Call:
    vendor = VENDORS[name]
    body = json.dumps(vendor.call).encode() if body is None else body
    return Call(vendor.sign(body), body, at, SECRET if "hook_token" in vendor.values else "")
