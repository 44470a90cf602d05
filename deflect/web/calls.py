"""`POST /hooks/{source}`: who calls is checked, the call is kept, and only then is it acknowledged."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from deflect.errors import ConfigError, DeflectError, StoreError
from deflect.hooks import Arrival, Call, CallError, Source, note
from deflect.hooks.worker import is_own_note
from deflect.plain import as_json
from deflect.store.inbox import Delivery
from deflect.types import Abstention, Suggestion, Ticket
from deflect.web.desk import Desk
from deflect.web.fence import Limits, body_of
from deflect.web.refusal import RefusedError, busy
from deflect.web.rules import Rate
from deflect.web.settled import Settled

MOST_BYTES = 1024 * 1024
NOTHING: dict[str, Any] = {"result": None, "note": None}

Answer = Callable[[Source, Ticket], Awaitable[Suggestion | Abstention | None]]


class Calls:
    """Takes the calls of ticket systems.

    Args:
        desk: Sources and inbox.
        answer: Finds a suggestion for a ticket; None if it is not there in time.
        rate: Counts calls that were refused, by address.
        limits: What a request may take.
    """

    def __init__(self, desk: Desk, answer: Answer, rate: Rate, limits: Limits) -> None:
        self._desk = desk
        self._answer = answer
        self._rate = rate
        self._limits = limits
        self._settled = Settled()

    async def take(self, request: Request) -> Response:
        """Take one call: 202 for what is done later, 200 for what is done now."""
        source = self._source(request)
        if request.method != "POST" and not source.framed:
            raise RefusedError(404, "nothing is shown for this ticket system; it calls with POST")
        call = _call(request, await body_of(request, MOST_BYTES, self._limits.body))
        arrival = self._arrival(request, source, call)
        if arrival is None or is_own_note(arrival.ticket):
            nothing = {"accepted": False, "replayed": False} | (NOTHING if source.inline else {})
            return _shown(source, call, None) or _json(nothing, 200)
        if source.inline:
            kept = asyncio.create_task(self._keep(source, arrival))
            result = await self._answer(source, arrival.ticket)
            told = {"accepted": True, "replayed": not await kept} | self._told(source, arrival, result)
            return _shown(source, call, result) or _json(told, 200)
        replayed = not await self._keep(source, arrival)
        self._desk.wake()
        return _json({"accepted": True, "replayed": replayed}, 202)

    def _source(self, request: Request) -> Source:
        try:
            source = self._desk.sources.get(request.path_params["source"])
        except ConfigError as error:
            raise busy(error.what, 10) from error
        if source is None:
            raise RefusedError(404, "no such ticket system is connected; see deflect hooks list")
        return source

    def _arrival(self, request: Request, source: Source, call: Call) -> Arrival | None:
        try:
            fault = source.verify(call)
            if fault is None:
                return source.parse(call)
        except CallError as error:
            raise RefusedError(422, error.what) from error
        raise self._unproven(request, fault)

    def _unproven(self, request: Request, fault: str) -> RefusedError:
        wait = self._rate.take(request.client.host if request.client else "")
        if wait:
            return RefusedError(429, "too many calls that are not signed", {"Retry-After": f"{wait + 0.5:.0f}"})
        return RefusedError(401, fault)

    async def _keep(self, source: Source, arrival: Arrival) -> bool:
        call = Delivery(source.name, arrival.delivery, arrival.ticket, datetime.now(UTC))
        try:
            return await self._settled.of(self._desk.inbox.accept(call, answered=source.inline))
        except StoreError as error:
            raise busy(error.what, 5) from error

    def _told(self, source: Source, arrival: Arrival, result: Suggestion | Abstention | None) -> dict[str, Any]:
        mark = note.marker(source.name, arrival.ticket.id, self._desk.key)
        text = note.note_text(result, mark) if isinstance(result, Suggestion) else None
        return {"result": result, "note": text}


async def in_time(found: Awaitable[Suggestion | Abstention | None], seconds: float) -> Suggestion | Abstention | None:
    """Wait for an answer, so many seconds at most; None if there is nothing to answer with, or none in time."""
    try:
        return await asyncio.wait_for(found, seconds)
    except (DeflectError, RefusedError, TimeoutError):
        return None


def _call(request: Request, body: bytes) -> Call:
    query = request.scope["query_string"].decode("latin-1")
    return Call(dict(request.headers), body, datetime.now(UTC), request.path_params.get("token", ""), query)


def _shown(source: Source, call: Call, found: Suggestion | Abstention | None) -> Response | None:
    shown = source.show(call, found)
    if shown is None:
        return None
    return Response(shown.body, media_type=shown.media_type, headers=dict(shown.headers))


def _json(value: dict[str, Any], status: int) -> Response:
    return Response(as_json(value), status_code=status, media_type="application/json")
