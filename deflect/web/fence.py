"""The outermost layer: how many requests there may be at a time, how long one may take, and what every answer has."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass

from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from deflect.web.metrics import Metrics
from deflect.web.refusal import RefusedError, as_response, busy
from deflect.web.rules import Rules

MOST_HEAD = 16 * 1024
"""Bytes of the head of a request."""

_ALWAYS = ((b"x-content-type-options", b"nosniff"), (b"cache-control", b"no-store"), (b"vary", b"Origin"))

log = logging.getLogger("deflect.web")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a request may take.

    Attributes:
        at_once: Requests under way in one process; one more is told to come back in a second.
        answers: Of those, questions that wait for an answer: more would get it too late, and leave no room for calls.
        head: Seconds until the head of a request is there.
        body: Seconds until its body is.
        answer: Seconds that looking for an answer may take, its turn included.
        whole: Seconds for everything.
        connections: Of one process.
    """

    at_once: int = 128
    answers: int = 48
    head: float = 10.0
    body: float = 10.0
    answer: float = 1.2
    whole: float = 15.0
    connections: int = 1000


class Fence:
    """Wraps the app.

    Args:
        app: What answers.
        limits: What a request may take.
        rules: Names the origins that may read answers.
        metrics: Counts.
        log_requests: Whether each request is a line of the log.
    """

    def __init__(
        self, app: ASGIApp, *, limits: Limits, rules: Rules, metrics: Metrics, log_requests: bool = True
    ) -> None:
        self._app = app
        self._limits = limits
        self._rules = rules
        self._metrics = metrics
        self._log_requests = log_requests
        self.under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, in time, whatever happens below."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(send, self._shared_with(scope))
        started = time.perf_counter()
        if self.under_way >= self._limits.at_once:
            await as_response(busy("too many requests at a time"))(scope, receive, answer.send)
        elif sum(len(name) + len(value) for name, value in scope["headers"]) > MOST_HEAD:
            refusal = RefusedError(431, f"the head is over {MOST_HEAD} bytes")
            await as_response(refusal)(scope, receive, answer.send)
        else:
            self.under_way += 1
            try:
                await self._answered(scope, receive, answer)
            finally:
                self.under_way -= 1
        self._note(scope, answer.status, time.perf_counter() - started)

    async def _answered(self, scope: Scope, receive: Receive, answer: _Answer) -> None:
        try:
            async with asyncio.timeout(self._limits.whole):
                await self._app(scope, receive, answer.send)
        except TimeoutError:
            refusal = busy("the request took too long")
        except Exception as error:  # noqa: BLE001 - whatever it is, the client gets an answer and the log its kind
            log.error("failed", extra={"error": type(error).__name__, "route": _route(scope)})
            refusal = RefusedError(500, "deflect failed; its log says how")
        else:
            return
        if not answer.status:
            await as_response(refusal)(scope, receive, answer.send)

    def _shared_with(self, scope: Scope) -> bytes:
        origin: bytes = next((value for name, value in scope["headers"] if name == b"origin"), b"")
        return origin if origin and self._rules.allows(origin.decode("latin-1")) else b""

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = _route(scope)
        self._metrics.count(route, scope["method"], status, seconds)
        if self._log_requests:
            log.info(
                "request",
                extra={"route": route, "method": scope["method"][:10], "status": status, "ms": round(1000 * seconds)},
            )


class _Answer:
    """Sends on what the app answers, with the headers that every answer has."""

    def __init__(self, send: Send, origin: bytes) -> None:
        self._send = send
        self._origin = origin
        self.status = 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            shared = [(b"access-control-allow-origin", self._origin)] if self._origin else []
            message["headers"] = [*message.get("headers", ()), *_ALWAYS, *shared]
        await self._send(message)


async def body_of(request: Request, most: int, seconds: float) -> bytes:
    """Read the body of a request.

    Args:
        request: The request.
        most: Bytes of the largest that is taken.
        seconds: In which all of it must be there.

    Raises:
        RefusedError: It is too long, too slow, packed, or the client went away.
    """
    stated = request.headers.get("content-length", "")
    if stated.isdigit() and int(stated[:12]) > most:
        raise RefusedError(413, f"the body is over {most} bytes")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise RefusedError(415, "a packed body is not taken")
    received = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for part in request.stream():
                received += part
                if len(received) > most:
                    raise RefusedError(413, f"the body is over {most} bytes")
    except TimeoutError as error:
        raise RefusedError(408, "the body did not come in time", {"Connection": "close"}) from error
    except ClientDisconnect as error:
        raise RefusedError(400, "the client went away") from error
    return bytes(received)


def _route(scope: Scope) -> str:
    """The path as documented: the path itself may hold a token, or whatever somebody typed."""
    known = scope["app"].routes if "app" in scope else ()
    return next((each.path for each in known if each.endpoint is scope.get("endpoint")), "other")
