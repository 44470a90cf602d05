"""A fake Zendesk on this machine, built from the documented wire format: tickets, comments, and the faults of servers.

`GET /api/v2/tickets/{id}.json`, `GET /api/v2/tickets/{id}/comments.json` by cursor, `PUT /api/v2/tickets/{id}.json`.
"""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

USER, TOKEN, SECRET = "agent@desk.example", "zd-planted-token", "zd-planted-secret"
PAGE = 2
"""Comments of a page: few, so that every test turns pages."""

Fault = Callable[["Zendesk", str], tuple[int, dict[str, str]] | None]


@dataclass
class Zendesk:
    """Attributes: comments of each ticket, oldest first; fault may answer before the server does."""

    tickets: dict[str, dict[str, Any]] = field(default_factory=dict)
    comments: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    fault: Fault | None = None
    lose_reply: bool = False
    port: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def add(self, number: str, text: str, status: str = "new") -> None:
        self.tickets[number] = {
            "id": int(number), "subject": "", "description": text, "status": status,
            "created_at": "2026-01-05T09:00:00Z",
        }  # fmt: skip
        self.comments[number] = [{"id": 1, "body": text, "public": True}]

    def notes(self, number: str) -> list[dict[str, Any]]:
        return self.comments[number][1:]


@contextmanager
def serving(zendesk: Zendesk) -> Iterator[Zendesk]:
    """Serve on a free port of this machine; used with `with`."""

    class Handler(_Handler):
        desk = zendesk

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        zendesk.port = http.server_port
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield zendesk
        finally:
            http.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    desk: Zendesk

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        number = parts.path.split("/")[4].removesuffix(".json")
        if not self.allowed(number):
            return
        if parts.path.endswith("/comments.json"):
            self.give(self.page(number, int(parse_qs(parts.query).get("page[after]", ["0"])[0])))
        else:
            self.give({"ticket": self.desk.tickets[number]})

    def do_PUT(self) -> None:
        number = self.path.split("/")[4].removesuffix(".json")
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not self.allowed(number):
            return
        assert set(body["ticket"]) == {"comment"}, "nothing else of the ticket is changed"
        with self.desk.lock:
            comments = self.desk.comments[number]
            comments.append({"id": len(comments) + 1, **body["ticket"]["comment"]})
        if self.desk.lose_reply:
            self.desk.lose_reply = False
            self.connection.shutdown(2)
            self.close_connection = True
            return
        self.give({"ticket": self.desk.tickets[number]})

    def allowed(self, number: str) -> bool:
        self.desk.asked.append(f"{self.command} {number}")
        pair = f"{USER}/token:{TOKEN}".encode()
        if self.headers["Authorization"] != f"Basic {base64.b64encode(pair).decode()}":
            self.give({"error": "Couldn't authenticate you"}, 401)
            return False
        fault = self.desk.fault(self.desk, self.command) if self.desk.fault else None
        if fault:
            self.give({"error": "planned"}, fault[0], fault[1])
        elif number not in self.desk.tickets:
            self.give({"error": "RecordNotFound"}, 404)
        return not fault and number in self.desk.tickets

    def page(self, number: str, after: int) -> dict[str, Any]:
        newest_first = self.desk.comments[number][::-1]
        more = after + PAGE < len(newest_first)
        following = f"https://elsewhere.example/api/v2/tickets/{number}/comments.json?page[after]={after + PAGE}"
        links = {"next": following if more else None}
        return {"comments": newest_first[after : after + PAGE], "meta": {"has_more": more}, "links": links}

    def give(self, value: Any, status: int = 200, headers: dict[str, str] | None = None) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        for name, text in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass
