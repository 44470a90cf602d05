"""A service for tests: both sources connected, and calls that go straight to the app or over a port."""

from __future__ import annotations

import asyncio
import base64
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from deflect.hooks import Sources
from deflect.types import Abstention, Candidate, Suggestion
from deflect.web import protocol
from deflect.web.fence import Limits
from deflect.workspace import Workspace

SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()
ZENDESK_SECRET = "zd-planted"
SUGGESTION = Suggestion(
    "vat", "VAT", "Open Account.", 0.9, "en", "vat.html", ("desk:1",), (Candidate("x", "X", 0.1),), "validated"
)


class Answers:
    """Suggests for whatever holds `vat`; takes its time if told."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds = seconds
        self.asked = 0

    def suggest(
        self, text: str, *, subject: str = "", language: str | None = None, drafts: bool = True
    ) -> Suggestion | Abstention:
        self.asked += 1
        time.sleep(self.seconds)
        return SUGGESTION if "vat" in text else Abstention("not-sure")


def connect(workspace: Workspace) -> None:
    sources = Sources(workspace)
    sources.add("standard", {"secret": SECRET})
    sources.add(
        "zendesk",
        {"address": "https://desk.example", "secret": ZENDESK_SECRET, "user": "a@b.example", "token": "t"},
    )


def ticket(number: int, text: str = "vat") -> bytes:
    return json.dumps({"id": str(number), "messages": [{"author": "customer", "body": text}]}).encode()


class Answered:
    """Status, headers and body of an answer."""

    def __init__(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def json(self) -> Any:
        return json.loads(self.body)


async def call(
    app: ASGIApp, method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b"", query: str = ""
) -> Answered:
    """Ask the app itself: quick enough for thousands."""
    sent: list[Any] = []
    parts: list[dict[str, Any]] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Any:
        return parts.pop() if parts else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "path": path,
        "raw_path": path.encode(), "root_path": "", "scheme": "http", "query_string": query.encode(),
        "headers": [(key.encode(), value.encode("latin-1", "replace")) for key, value in (headers or {}).items()],
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 2),
    }  # fmt: skip
    await app(scope, receive, send)
    got = {key.decode(): value.decode() for key, value in sent[0]["headers"]}
    return Answered(sent[0]["status"], got, b"".join(each.get("body", b"") for each in sent[1:]))


def ask(app: ASGIApp, method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b"") -> Answered:
    path, _, query = path.partition("?")
    return asyncio.run(call(app, method, path, headers, body, query))


@contextmanager
def listening(app: ASGIApp, limits: Limits) -> Iterator[int]:
    """Serve on a free port as `deflect serve` does; used with `with`."""
    before, protocol.LIMITS = protocol.LIMITS, limits
    taken = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        app, http=protocol.TimedProtocol, ws="none", log_config=None, access_log=False,
        timeout_graceful_shutdown=2,
    )  # fmt: skip
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]})
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield int(taken.getsockname()[1])
    finally:
        server.should_exit = True
        thread.join()
        protocol.LIMITS = before
