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
    """Passes calls on.

    Attributes:
        address: Where it listens.
        to: The service behind it.
        times: How often each call is repeated at once.
        statuses: Of every try, in order.
    """

    address: str
    to: str
    client: httpx.Client = field(repr=False)
    times: int = 3
    statuses: list[int] = field(default_factory=list)
    _calls: list[tuple[str, bytes, dict[str, str]]] = field(default_factory=list, repr=False)

    def take(self, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        """Pass a call on, and repeat it if it was taken; give status and body of the first answer."""
        self._calls.append((path, body, headers))
        status, answer = self._passed(path, body, headers)
        for _ in range(self.times if status < 300 else 0):
            self._passed(path, body, headers)
        return status, answer

    def again(self) -> None:
        """Repeat all calls that ever came, as somebody would who overheard them."""
        for each in list(self._calls):
            self._passed(*each)

    def _passed(self, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        try:
            answer = self.client.post(self.to + path, content=body, headers=headers)
            status, content = answer.status_code, answer.content
        except httpx.HTTPError:
            status, content = 502, b""
        self.statuses.append(status)
        return status, content


@contextlib.contextmanager
def replaying(to: str, times: int = 3) -> Iterator[Between]:
    """Pass on calls until the block ends.

    Args:
        to: Address of the service.
        times: How often each is repeated; what failed the first time is not, for then the caller thinks it lost.
    """
    between = Between("", to, httpx.Client(timeout=30), times)

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name: each for name, each in self.headers.items() if name.lower() not in HOP}
            status, answer = between.take(self.path, body, headers)
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

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
            between.client.close()
