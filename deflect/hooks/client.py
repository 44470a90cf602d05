"""Asks the one server that a source's owner named, and tells failures that pass from those that last."""

from __future__ import annotations

import email.utils
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from deflect import http
from deflect.errors import ServerError

LONGEST_WAIT = 3600.0
"""Seconds of Retry-After that are obeyed; a server that asks for more is asked again after this long."""

_LASTING = frozenset({400, 401, 403, 404, 405, 406, 410, 411, 413, 414, 415, 422})


class WriteError(ServerError):
    """The ticket system did not do what it was asked.

    Attributes:
        lasting: Whether asking again cannot help, until somebody changes something.
        wait: Seconds that the server wants not to be asked; 0 if it does not say.
        unknown: Whether it may have done it all the same, as far as one can tell.
    """

    def __init__(
        self,
        what: str,
        where: str = "",
        next_step: str = "",
        *,
        lasting: bool = False,
        wait: float = 0.0,
        unknown: bool = False,
    ) -> None:
        super().__init__(what, where, next_step)
        self.lasting = lasting
        self.wait = wait
        self.unknown = unknown


@dataclass(frozen=True, slots=True)
class Client:
    """A source's server.

    Attributes:
        address: Scheme, host and perhaps port and path; whatever is asked for stands below it.
        headers: Sent with every request; never shown.
        seconds: For one request, from looking up the name to the last byte of the reply.
    """

    address: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    seconds: float = 10.0

    def get(self, path: str) -> Any:
        """Read something.

        Args:
            path: From `/` on, below the address.

        Returns:
            The JSON that the server gave.

        Raises:
            WriteError: It gave none, or refused.
        """
        return self.send("GET", path, None)

    def send(self, method: str, path: str, payload: Mapping[str, Any] | None) -> Any:
        """Ask for something to be done.

        Args:
            method: `POST`, `PUT`, `PATCH` or `GET`.
            path: From `/` on, below the address.
            payload: Sent as JSON.

        Returns:
            The JSON that the server gave; None for an empty reply.

        Raises:
            WriteError: It refused, or gave something else.
        """
        # Errors name the address and not the path, which names a ticket.
        if not path.startswith("/") or path.startswith("//"):
            raise WriteError("a path outside of the server's address", self.address, lasting=True)
        reply = self._reply(method, path, payload)
        if not 200 <= reply.status < 300:
            lasting = reply.status in _LASTING or 300 <= reply.status < 400
            what = f"the ticket system answered with status {reply.status}"
            unknown = method != "GET" and reply.status >= 500
            help_ = _help(reply.status)
            raise WriteError(what, self.address, help_, lasting=lasting, wait=seconds_of(reply), unknown=unknown)
        if not reply.body.strip():
            return None
        try:
            return json.loads(reply.body)
        except (ValueError, RecursionError):
            # Not chained: the cause would hold what the server said.
            raise WriteError("the ticket system answered with something else than JSON", self.address) from None

    def _reply(self, method: str, path: str, payload: Mapping[str, Any] | None) -> http.Reply:
        try:
            return http.ask(method, self.address + path, payload, headers=self.headers, seconds=self.seconds)
        except ServerError as error:
            raise WriteError(error.what, self.address, unknown=method != "GET") from None


def seconds_of(reply: http.Reply) -> float:
    """How long a reply asks to wait, by Retry-After as a number or a date; 0 to `LONGEST_WAIT`."""
    said = reply.retry_after.strip()
    if said.isascii() and said.isdigit():
        return min(float(said[:9]), LONGEST_WAIT)
    try:
        until = email.utils.parsedate_to_datetime(said)
    except ValueError:
        return 0.0
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max((until - datetime.now(UTC)).total_seconds(), 0.0), LONGEST_WAIT)


def _help(status: int) -> str:
    if status in (401, 403):
        return "Check the source's token and what its owner may do, then: deflect hooks retry"
    return ""
