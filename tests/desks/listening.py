"""A service that plays deflect's part: it checks each call's signature by itself, and answers as it is told."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import http.server
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

KEY = b"for tests on this machine, 32 b."
SECRET = "whsec_" + base64.b64encode(KEY).decode()


@dataclass
class Service:
    """What it was asked, and what it answers next.

    Attributes:
        address: Where it listens.
        asked: The records of all calls that were signed right.
        ids: The calls' ids.
        refused: How many were not.
        status: Of the answers.
        result: In the answers; None for none in time.
        note: In the answers; None for none.
    """

    address: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    refused: int = 0
    status: int = 200
    result: dict[str, Any] | None = field(default_factory=dict)
    note: str | None = "Suggested answer (91% sure): Where is my key?\n[deflect-note-0123456789abcdef]"


@contextlib.contextmanager
def listening_service() -> Iterator[Service]:
    """Listen on this machine until the block ends."""
    service = Service()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            answer = _answered(service, self.path, {name.lower(): each for name, each in self.headers.items()}, body)
            self.send_response(service.status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: object) -> None:
            """Nothing is printed."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        service.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield service
        server.shutdown()
        thread.join()


def _answered(service: Service, path: str, headers: dict[str, str], body: bytes) -> bytes:
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    right = base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
    if path != "/hooks/standard" or headers["webhook-signature"] != f"v1,{right}":
        service.refused += 1
        return b"{}"
    service.asked.append(json.loads(body))
    service.ids.append(headers["webhook-id"])
    return json.dumps({"accepted": True, "replayed": False, "result": service.result, "note": service.note}).encode()
