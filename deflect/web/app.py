"""A Starlette app around one suggester."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import Any, Protocol

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from deflect.plain import as_json
from deflect.types import Abstention, Suggestion

MOST_BYTES = 8 * 1024


class Answerer(Protocol):
    """What the app asks: a `Suggester`, or a stand-in for tests of the app alone."""

    def suggest(
        self, text: str, *, subject: str = "", language: str | None = None, drafts: bool = True
    ) -> Suggestion | Abstention:
        """Answer a question or abstain."""
        ...


class _RefusedError(Exception):
    """A request that is not answered, with its HTTP status."""

    def __init__(self, status: int, what: str) -> None:
        super().__init__(what)
        self.status = status


def make_app(suggester: Answerer) -> Starlette:
    """Make the service.

    Args:
        suggester: Loaded once; used by all requests.

    Returns:
        An ASGI app with `POST /suggest`, `GET /livez` and `GET /readyz`. A suggestion's evidence names past tickets
        and is for agents: it is left out unless the request asks for it with `"evidence": true`. So are articles that
        nobody reviewed: they are suggested only if it says `"drafts": true`.
    """

    async def suggest(request: Request) -> Response:
        asked = _read(await _body(request))
        result = await run_in_threadpool(
            suggester.suggest,
            asked["text"],
            subject=asked["subject"],
            language=asked["language"],
            drafts=asked["drafts"],
        )
        return Response(as_json(_without_evidence(result, asked["evidence"])), media_type="application/json")

    async def alive(_: Request) -> Response:
        return Response('{"ok": true}', media_type="application/json")

    routes = [
        Route("/suggest", suggest, methods=["POST"]),
        Route("/livez", alive),
        Route("/readyz", alive),
    ]
    return Starlette(routes=routes, exception_handlers={_RefusedError: _refuse})


async def _refuse(_: Request, error: Exception) -> Response:
    assert isinstance(error, _RefusedError)
    body = json.dumps({"error": {"status": error.status, "message": str(error)}})
    return Response(body, status_code=error.status, media_type="application/json")


async def _body(request: Request) -> bytes:
    received = bytearray()
    try:
        async for part in request.stream():
            received += part
            if len(received) > MOST_BYTES:
                raise _RefusedError(413, f"the body is over {MOST_BYTES} bytes")
    except ClientDisconnect as error:
        raise _RefusedError(400, "the client went away") from error
    return bytes(received)


def _read(body: bytes) -> dict[str, Any]:
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise _RefusedError(400, "the body is not JSON") from error
    if not isinstance(asked, Mapping) or not isinstance(asked.get("text"), str):
        raise _RefusedError(422, 'the body needs "text", a string')
    for key, kind in (("subject", str), ("language", str), ("evidence", bool), ("drafts", bool)):
        if asked.get(key) is not None and not isinstance(asked[key], kind):
            raise _RefusedError(422, f'"{key}" is not a {kind.__name__}')
    return {
        "text": asked["text"],
        "subject": asked.get("subject") or "",
        "language": asked.get("language"),
        "evidence": bool(asked.get("evidence")),
        "drafts": bool(asked.get("drafts")),
    }


def _without_evidence(result: Suggestion | Abstention, wanted: bool) -> Suggestion | Abstention:
    if wanted or isinstance(result, Abstention):
        return result
    return dataclasses.replace(result, evidence=())
