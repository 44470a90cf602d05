"""uvicorn's HTTP/1.1 with what it lacks: limits for the head of a request, and our error shape below the app."""

from __future__ import annotations

import asyncio
import socket

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from deflect.web.fence import MOST_HEAD, Limits
from deflect.web.refusal import error_body

LIMITS = Limits()
MOST_RAW = 4 * 1024 * 1024
"""Bytes of one request as they come over the line: the largest body, in small chunks, and what may follow it."""
MOST_AHEAD = 16
"""Requests that may be sent on a connection before the first is answered."""

_LENGTH = (b"content-length", b"transfer-encoding")
_REASONS = {400: "Bad Request", 408: "Request Timeout", 413: "Content Too Large", 503: "Service Unavailable"}


class TimedProtocol(HttpToolsProtocol):
    """Closes a connection whose next request does not begin in time, and refuses more connections than there may be.

    The parser itself takes a head of any length and any number of requests ahead; here both have an end.
    """

    _head: asyncio.TimerHandle | None = None
    _raw = 0
    _in_head = False
    _said_again = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request, but not for ever."""
        super().connection_made(transport)
        line = transport.get_extra_info("socket")
        if line is not None:
            # Head and body are written apart; joined by the system, the second would wait 40 ms for the client's word.
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if len(self.connections) > LIMITS.connections:
            self._refuse(503, "too many connections", "Retry-After: 1\r\n")
        else:
            self._wait()

    def data_received(self, data: bytes) -> None:
        """Take what came; from the head on, the app's own limits hold."""
        self._raw += len(data)
        self._unset_keepalive_if_required()
        try:
            self._feed(data)
        except httptools.HttpParserError:
            self.send_400_response("Invalid HTTP request received.")
        if self._in_head and self._raw > MOST_HEAD:
            self._refuse(400, f"the head is over {MOST_HEAD} bytes")
        elif self._raw > MOST_RAW:
            self._refuse(413, "the request is too long")
        elif self.cycle is not None and not self.cycle.response_complete:
            self._stop()
        elif self._head is None:
            self._wait()

    def on_message_begin(self) -> None:
        """Count the bytes of a request from here on."""
        if not self._said_again:
            self._raw, self._in_head = 0, True
            super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """Take a part of what is asked for."""
        if self._in_head:
            super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header; one that comes behind the body is left out, for it would count like those before."""
        if self._in_head:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Begin to answer, or keep the request until those before it are answered."""
        if self._said_again:
            return
        self._in_head = False
        if len(self.pipeline) >= MOST_AHEAD:
            raise ValueError("too many requests ahead")  # the parser makes it an error of its own, and we a 400
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The next byte belongs to another request."""
        if self.parser.should_upgrade():
            return  # not complete: see _feed
        self._raw = 0
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Wait for the next request of this connection."""
        self._stop()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP."""
        self._refuse(400, msg.rstrip(".").lower())

    def _feed(self, data: bytes) -> None:
        """Parse what came; a client that offers another protocol, as Java's own does, is answered in this one.

        The parser takes everything behind such an offer for the other protocol, the body of the request included. So
        another parser goes on, which is told only how long the body is.
        """
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as offer:
            rest = data[offer.args[0] :]
            length = [name + b": " + value + b"\r\n" for name, value in self.headers if name in _LENGTH]
            self.parser = httptools.HttpRequestParser(self)
            self._said_again = True
            self.parser.feed_data(b"POST / HTTP/1.1\r\n" + b"".join(length))
            self.parser.feed_data(b"\r\n")
            self._said_again = False
            if rest:
                self._feed(rest)

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
        head = f"HTTP/1.1 {status} {_REASONS[status]}\r\nContent-Type: application/json\r\n{more}"
        self.transport.write(f"{head}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body)
        self.transport.close()
