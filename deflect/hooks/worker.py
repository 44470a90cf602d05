"""Deals with calls that were acknowledged: a suggestion, and one private note a ticket, whatever is killed meanwhile.

A call is held under a lease. A worker that dies leaves it to the next one, after a time in which nothing that it still
had under way can arrive. Before a note is written the ticket is searched for it, so that a note whose writing was never
confirmed is not written again.
"""

from __future__ import annotations

import logging
import random
import secrets
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from deflect.errors import ConfigError, DeflectError, StoreError
from deflect.hooks import note
from deflect.hooks.catching_up import CatchUp
from deflect.hooks.client import Client, WriteError
from deflect.hooks.registry import Sources
from deflect.hooks.rush import Rush
from deflect.hooks.source import Source
from deflect.store.inbox import Inbox, Job
from deflect.types import Abstention, Suggestion, Ticket

log = logging.getLogger("deflect.hooks")

REST = 9
"""In a rush, how many times as long as it worked a worker rests: more leaves more of the processor to taking calls,
and lets the notes come later."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long things take.

    Attributes:
        lease: Seconds that a call is one worker's; more than four requests take, and no note is begun in its last part.
        request: Seconds for one request to a ticket system.
        attempts: After so many a call is dead.
        first_wait: Seconds before the second attempt; doubled each time, and drawn between half of it and all.
        longest_wait: The most seconds between two attempts, unless the ticket system asks for more.
        idle: Seconds between two looks for calls that other processes took.
        keep: Days that a call is known again after it was done.
        catch_up: Seconds between two looks for tickets whose call never came.
    """

    lease: float = 90.0
    request: float = 10.0
    attempts: int = 10
    first_wait: float = 2.0
    longest_wait: float = 900.0
    idle: float = 1.0
    keep: int = 30
    catch_up: float = 60.0


class Answerer(Protocol):
    """What is asked for an answer: a `Suggester`, or what finds the present one."""

    def suggest(
        self, text: str, *, subject: str = "", language: str | None = None, drafts: bool = True
    ) -> Suggestion | Abstention:
        """Answer a question or abstain."""
        ...


class Worker:
    """One thread that deals with calls, one after the other; several may share an inbox, in any number of processes.

    Args:
        inbox: Where the calls are.
        sources: What the owner connected.
        answerer: Is asked for each ticket.
        key: The workspace's secret, for the word that marks notes.
        pace: How long things take.
        catch_up: Looks for missed tickets; the same for all workers of a process, so that systems are asked once.
        rush: While it is on, a worker rests between two calls.
    """

    def __init__(
        self,
        inbox: Inbox,
        sources: Sources,
        answerer: Answerer,
        key: bytes,
        pace: Pace | None = None,
        *,
        catch_up: CatchUp | None = None,
        rush: Rush | None = None,
    ) -> None:
        self._inbox = inbox
        self._sources = sources
        self._answerer = answerer
        self._key = key
        self._pace = pace or Pace()
        self._catch_up = catch_up or CatchUp(inbox, sources, self._pace.catch_up, self._pace.request)
        self._rush = rush or Rush()
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._cleared = 0.0
        self._thread = threading.Thread(target=self._run, name="deflect-worker", daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def begin_nothing(self) -> None:
        """Let the call at hand be the last."""
        self._stopping.set()
        self._wake.set()

    def stop(self, seconds: float = 20.0) -> bool:
        """End after the call at hand.

        Args:
            seconds: To wait for it at most; its lease gives it to somebody else later.

        Returns:
            Whether it ended in time.
        """
        self.begin_nothing()
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def wake(self) -> None:
        """Say that a call came in."""
        self._wake.set()

    @property
    def is_alive(self) -> bool:
        """Whether it still works."""
        return self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._wake.clear()
            worked = time.thread_time()
            try:
                busy = self.step() or bool(self._catch_up.look())
            except StoreError as error:
                log.error("inbox", extra={"reason": error.what})
                busy = False
            if not busy:
                self._wake.wait(self._pace.idle)
            elif self._rush.is_on():
                self._stopping.wait(REST * (time.thread_time() - worked))

    def step(self) -> bool:
        """Deal with one call.

        Returns:
            Whether there was one that was due.

        Raises:
            StoreError: The database is busy, full or damaged; nothing is lost.
        """
        now = datetime.now(UTC)
        self._clear(now)
        job = self._inbox.claim(now, timedelta(seconds=self._pace.lease), secrets.token_hex(8))
        if job is None:
            return False
        started = time.monotonic()
        try:
            outcome = self._answered(job)
        except StoreError:
            raise
        except WriteError as error:
            outcome = self._failed(job, error)
        except ConfigError as error:
            outcome = self._later(job, error.what)
        except Exception as error:  # noqa: BLE001 - one call that cannot be dealt with must not end the worker
            outcome = self._failed(job, WriteError(f"deflect failed: {type(error).__name__}"))
        log.info("call", extra={"call": job.id, "source": job.source, "outcome": outcome, "ms": _ms(started)})
        return True

    def _answered(self, job: Job) -> str:
        source = self._sources.get(job.source)
        if source is None:
            return self._later(job, "this ticket system is not connected any more")
        if self._sources.is_quiet(source):
            return self._done(job, "not-allowed")
        client = Client(source.address(), source.credentials(), self._pace.request)
        ticket = source.fetch(client, job.ticket)
        if ticket is None:
            return self._done(job, "nothing-to-answer")
        try:
            found = ask(self._answerer, ticket, drafts=not _for_customers(source))
        except DeflectError as error:
            return self._later(job, error.what)
        if isinstance(found, Abstention):
            return self._done(job, found.reason)
        return self._noted(job, source, client, ticket, found)

    def _noted(self, job: Job, source: Source, client: Client, ticket: Ticket, found: Suggestion) -> str:
        mark = note.marker(job.source, ticket.id, self._key)
        if source.has_note(client, ticket, mark):
            return self._done(job, "noted-before")
        if datetime.now(UTC) + timedelta(seconds=2 * self._pace.request) > job.until:
            # What is sent now might still be on its way when somebody else takes over and finds nothing.
            return self._later(job, "the ticket system was too slow to begin a note in time")
        text = note.public_text(found, mark) if _for_customers(source) else note.note_text(found, mark)
        source.write_back(client, ticket, text)
        return self._done(job, "noted")

    def _done(self, job: Job, outcome: str) -> str:
        self._inbox.finish(job, outcome)
        return outcome

    def _later(self, job: Job, reason: str) -> str:
        """It is not the call's fault: it waits, and this was no attempt."""
        due = datetime.now(UTC) + timedelta(seconds=self._wait(job.attempts))
        self._inbox.postpone(job, due, reason, counts=False)
        return "waits"

    def _failed(self, job: Job, error: WriteError) -> str:
        if error.lasting or job.attempts >= self._pace.attempts:
            self._inbox.bury(job, error.what)
            return "dead"
        now = datetime.now(UTC)
        # What may have been done all the same shows in the ticket, but perhaps not at once.
        wait = max(error.wait, self._wait(job.attempts), self._pace.lease if error.unknown else 0.0)
        self._inbox.postpone(job, now + timedelta(seconds=wait), error.what)
        if error.wait:
            self._inbox.pause(job.source, now + timedelta(seconds=error.wait))
        return "again"

    def _wait(self, attempts: int) -> float:
        longest = min(self._pace.first_wait * 2.0 ** max(attempts - 1, 0), self._pace.longest_wait)
        return longest * random.uniform(0.5, 1.0)  # noqa: S311 - so that many do not come back at once

    def _clear(self, now: datetime) -> None:
        if time.monotonic() - self._cleared > 3600:
            self._inbox.forget(now - timedelta(days=self._pace.keep))
            self._cleared = time.monotonic()


def ask(answerer: Answerer, ticket: Ticket, *, drafts: bool) -> Suggestion | Abstention:
    """Ask for an answer to what the customer wrote first.

    Args:
        answerer: A suggester.
        ticket: Private notes and what agents wrote are not read.
        drafts: Whether what nobody reviewed may be suggested: to agents only.
    """
    said = next((each.body for each in ticket.messages if each.author == "customer" and each.public), "")
    return answerer.suggest(said, subject=ticket.subject, language=ticket.language, drafts=drafts)


def _for_customers(source: Source) -> bool:
    return source.public or source.replies


def is_own_note(ticket: Ticket) -> bool:
    """Whether a call tells of a note that deflect wrote itself: answering it would go round in a circle."""
    return bool(ticket.messages) and note.is_ours(ticket.messages[-1].body)


def _ms(started: float) -> int:
    return round(1000 * (time.monotonic() - started))
