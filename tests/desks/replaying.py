"""Stands between a ticket system and deflect: it passes each call on, and then repeats it, as real networks do."""

from __future__ import annotations

import contextlib
import http.server
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx

HOP = frozenset({"host", "connection", "content-length", "transfer-encoding", "accept-encoding"})


@dataclass
class Between:
    """Attributes: how often each call is repeated, and the status of every try, in order."""

    address: str
    to: str
    times: int = 3
    statuses: list[int] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)


@contextlib.contextmanager
def replaying(to: str, times: int = 3) -> Iterator[Between]:
    """Pass on calls until the block ends.

    Args:
        to: Address of the service.
        times: How often each is repeated; what failed the first time is not, for then the caller thinks it lost.
    """
    between = Between("", to, times)
    client = httpx.Client(timeout=30)

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name: each for name, each in self.headers.items() if name.lower() not in HOP}
            between.bodies.append(body)
            status = self.passed(body, headers)
            for _ in range(between.times if status < 300 else 0):
                self.passed(body, headers)
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def passed(self, body: bytes, headers: dict[str, str]) -> int:
            try:
                status = client.post(between.to + self.path, content=body, headers=headers).status_code
            except httpx.HTTPError:
                status = 502
            between.statuses.append(status)
            return status

        def log_message(self, *args: object) -> None:
            """Nothing is printed."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        between.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield between
        finally:
            server.shutdown()
            thread.join()
            client.close()
