"""How the service says no: one shape of JSON for every error."""

from __future__ import annotations

import json
from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response


class RefusedError(Exception):
    """A request that is not answered.

    Args:
        status: Of HTTP.
        what: One sentence without a full stop, and without anything of the request.
        headers: To send along, such as `Retry-After`.
    """

    def __init__(self, status: int, what: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(what)
        self.status = status
        self.headers = dict(headers or {})


def busy(what: str, seconds: int = 1) -> RefusedError:
    """No answer now, but in a moment."""
    return RefusedError(503, what, {"Retry-After": str(seconds)})


def as_response(error: RefusedError) -> Response:
    """The answer that says no."""
    body = error_body(error.status, str(error))
    return Response(body, status_code=error.status, media_type="application/json", headers=error.headers)


def error_body(status: int, message: str) -> str:
    """The one shape of an error."""
    return json.dumps({"error": {"status": status, "message": message}})


async def refuse(_: Request, error: Exception) -> Response:
    """Answer what was refused below."""
    assert isinstance(error, RefusedError)
    return as_response(error)


async def no_such_thing(_: Request, error: Exception) -> Response:
    """Answer what Starlette refuses itself: a path or method that is not there."""
    assert isinstance(error, HTTPException)
    return as_response(RefusedError(error.status_code, error.detail.lower(), error.headers))
