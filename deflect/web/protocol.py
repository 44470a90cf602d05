"""uvicorn's HTTP/1.1 with what it lacks: a time limit for the head of a request, and our error shape below the app."""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

from deflect.web.fence import Limits
from deflect.web.refusal import error_body

LIMITS = Limits()


class TimedProtocol(H11Protocol):
    """Closes a connection whose next request does not begin in time, and refuses more connections than there may be."""

    _head: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request, but not for ever."""
        super().connection_made(transport)
        if len(self.connections) > LIMITS.connections:
            self._refuse(503, "too many connections", "Retry-After: 1\r\n")
        else:
            self._wait()

    def data_received(self, data: bytes) -> None:
        """Take what came; from the head on, the app's own limits hold."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop()
        elif self._head is None:
            self._wait()

    def on_response_complete(self) -> None:
        """Wait for the next request of this connection."""
        self._stop()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP, or has too long a head."""
        self._refuse(400, msg.rstrip(".").lower())

    def _wait(self) -> None:
        self._head = self.loop.call_later(LIMITS.head, self._late)

    def _stop(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None

    def _late(self) -> None:
        self._head = None
        self._refuse(408, "the head of the request did not come in time")

    def _refuse(self, status: int, message: str, more: str = "") -> None:
        if self.transport.is_closing():
            return
        body = error_body(status, message).encode()
        reason = {400: "Bad Request", 408: "Request Timeout", 503: "Service Unavailable"}[status]
        head = f"HTTP/1.1 {status} {reason}\r\nContent-Type: application/json\r\n{more}"
        self.transport.write(f"{head}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body)
        self.transport.close()
