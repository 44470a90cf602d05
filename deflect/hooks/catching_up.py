"""Tickets whose call never came: some systems call once, and if nobody listened just then, never again.

They are asked now and then which tickets were opened lately, and what nobody told of is put into the inbox as if it had
been. A source is asked from its first call on, so that old tickets get no notes when it is connected; one that never
calls, from the first look on.
"""

from __future__ import annotations

import itertools
import logging
import threading
import time
from datetime import UTC, datetime, timedelta

from deflect.errors import ConfigError, StoreError
from deflect.hooks.client import Client, WriteError
from deflect.hooks.registry import Sources, names
from deflect.hooks.source import Source
from deflect.store.inbox import Delivery, Inbox
from deflect.types import Ticket

log = logging.getLogger("deflect.hooks")

BACK = timedelta(days=1)
"""How far back is looked: a longer outage loses the calls of before."""
MOST = 1000
"""Tickets of a source that are looked at each time."""


class CatchUp:
    """Looks for tickets that nobody told of; one for all workers of a process.

    Args:
        inbox: Where their calls should be.
        sources: What the owner connected.
        every: Seconds between two looks.
        request: Seconds for one request to a ticket system.
    """

    def __init__(self, inbox: Inbox, sources: Sources, every: float, request: float) -> None:
        self._inbox = inbox
        self._sources = sources
        self._every = every
        self._request = request
        self._next = 0.0
        self._lock = threading.Lock()

    def look(self) -> int:
        """Ask all sources, if it is time to and no other worker is at it.

        Returns:
            How many tickets were put into the inbox.

        Raises:
            StoreError: The database is busy, full or damaged.
        """
        with self._lock:
            if time.monotonic() < self._next:
                return 0
            self._next = time.monotonic() + self._every
        return sum(self._asked(name) for name in names())

    def _asked(self, name: str) -> int:
        try:
            found = self._found(name)
        except (WriteError, ConfigError) as error:
            found = self._not_asked(name, error.what)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - a system that says what nobody foresaw must not end the worker
            found = self._not_asked(name, type(error).__name__)
        unknown = self._inbox.unknown(name, list(found))
        kept = [self._inbox.accept(_delivery(found[each])) for each in unknown]
        number = sum(each.result() for each in kept)
        if number:
            log.info("catch-up", extra={"source": name, "found": number})
        return number

    def _found(self, name: str) -> dict[str, Ticket]:
        source = self._sources.get(name)
        if source is None or source.inline or self._sources.is_quiet(source):
            return {}
        now = datetime.now(UTC)
        first = self._inbox.begun(name, now) if source.polled else self._inbox.first(name)
        return self._opened(source, max(first, now - BACK)) if first else {}

    def _not_asked(self, name: str, reason: str) -> dict[str, Ticket]:
        log.warning("catch-up", extra={"source": name, "reason": reason})
        return {}

    def _opened(self, source: Source, since: datetime) -> dict[str, Ticket]:
        client = Client(source.address(), source.credentials(), self._request)
        listed = itertools.islice(source.recent(client, since), MOST)
        lately = itertools.takewhile(lambda ticket: ticket.created_at >= since, listed)
        return {ticket.id: ticket for ticket in lately}


def _delivery(ticket: Ticket) -> Delivery:
    return Delivery(ticket.source, f"found:{ticket.id}", ticket, datetime.now(UTC))
