"""A Starlette app around one suggester, and around the desk that ticket systems call."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import functools
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from deflect.errors import DeflectError, InputError
from deflect.hooks import Client, Source
from deflect.hooks.worker import Answerer, ask
from deflect.plain import as_json
from deflect.report import read_event
from deflect.types import Abstention, Suggestion, Ticket
from deflect.web import metrics as figures
from deflect.web import notebook
from deflect.web.asked import read_feedback, read_question
from deflect.web.calls import Calls, in_time
from deflect.web.desk import Desk
from deflect.web.fence import Fence, Limits, body_of
from deflect.web.openapi import document
from deflect.web.refusal import RefusedError, busy, no_such_thing, refuse
from deflect.web.rules import Caller, Rate, Rules

MOST_BYTES = 8 * 1024
THREADS = 4
JSON = "application/json"


def make_app(
    suggester: Answerer,
    desk: Desk | None = None,
    *,
    rules: Rules | None = None,
    limits: Limits | None = None,
    begin: Callable[[], None] = lambda: None,
    end: Callable[[], None] = lambda: None,
) -> Starlette:
    """Make the service.

    Args:
        suggester: Used by all requests; one with an attribute `is_ready` may have nothing to answer with yet.
        desk: What ticket systems and readers write to; without it they get 404.
        rules: Who may ask; by default every program of this machine, and no page.
        limits: What a request may take.
        begin: Called when the service starts.
        end: Called when it ends.

    Returns:
        An ASGI app with the paths of `openapi.document`. A suggestion's evidence names past tickets and is for agents:
        it is left out unless the request asks for it with `"evidence": true`. So are articles that nobody reviewed:
        they are suggested only if it says `"drafts": true`. A page's widget may ask for neither.
    """
    return _Service(suggester, desk, rules or Rules(), limits or Limits(), begin, end).app()


class _Service:
    def __init__(
        self,
        suggester: Answerer,
        desk: Desk | None,
        rules: Rules,
        limits: Limits,
        begin: Callable[[], None],
        end: Callable[[], None],
    ) -> None:
        self._suggester = suggester
        self._desk = desk
        self._rules = rules
        self._limits = limits
        self._begin, self._end = begin, end
        self._rate = Rate(rules.per_minute)
        self._metrics = figures.Metrics()
        self._calls: Calls | None = None
        self._answering = 0
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="deflect-answer")

    def app(self) -> Starlette:
        fence = Middleware(Fence, limits=self._limits, rules=self._rules, metrics=self._metrics)
        made = Starlette(
            routes=self._routes(),
            middleware=[fence],
            exception_handlers={RefusedError: refuse, HTTPException: no_such_thing},
            lifespan=self._lifespan,
        )
        # A path with a stroke too many is no path: who calls by POST follows no redirect, and learns nothing from one.
        made.router.redirect_slashes = False
        return made

    def _routes(self) -> list[Route]:
        widgets = [("/suggest", self.suggest), ("/events", self.event), ("/feedback", self.feedback)]
        routes = [Route(path, _for(path, each, self._preflight), methods=["POST", "OPTIONS"]) for path, each in widgets]
        taken = self.hook
        return [
            # First, for routes are tried in turn and most calls are these.
            Route("/hooks/{source}", taken, methods=["GET", "POST"]),
            Route("/hooks/{source}/{token}", functools.partial(taken), methods=["POST"]),
            *routes,
            Route("/livez", self.alive),
            Route("/readyz", self.ready),
            Route("/metrics", self.metrics),
            Route("/openapi.json", self.openapi),
        ]

    @contextlib.asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        # In a thread: a suggester takes seconds to load, and livez answers meanwhile only once this is done.
        await asyncio.to_thread(self._begin)
        if self._desk:
            self._desk.start()
        try:
            yield
        finally:
            if self._desk:
                await asyncio.to_thread(self._desk.stop)
            await asyncio.to_thread(self._end)
            self._threads.shutdown(wait=False, cancel_futures=True)

    async def suggest(self, request: Request) -> Response:
        caller = self._let_in(request)
        asked = read_question(await body_of(request, MOST_BYTES, self._limits.body))
        if caller == "widget" and (asked["evidence"] or asked["drafts"]):
            raise RefusedError(403, "a page may not ask for evidence or drafts")
        options = {key: asked[key] for key in ("subject", "language", "drafts")}
        result = await self._answered(functools.partial(self._suggester.suggest, asked["text"], **options))
        return Response(as_json(_without_evidence(result, asked["evidence"])), media_type=JSON)

    async def event(self, request: Request) -> Response:
        desk = self._open_desk()
        self._let_in(request)
        body = await body_of(request, MOST_BYTES, self._limits.body)
        try:
            event = read_event(body)
        except InputError as error:
            raise RefusedError(422, str(error)) from error
        await _kept(desk, notebook.EVENTS, event.model_dump(mode="json", exclude_defaults=True, round_trip=True))
        return Response(status_code=204)

    async def feedback(self, request: Request) -> Response:
        desk = self._open_desk()
        self._let_in(request)
        line = read_feedback(request, await body_of(request, MOST_BYTES, self._limits.body))
        if not await asyncio.to_thread(desk.articles.knows, line["article"]):
            raise RefusedError(404, "there is no such article")
        line["comment"] = await asyncio.to_thread(desk.redact, line["comment"])
        await _kept(desk, notebook.FEEDBACK, line)
        return Response(status_code=204)

    async def hook(self, request: Request) -> Response:
        if self._calls is None:
            self._calls = Calls(self._open_desk(), self._answer_for, self._rate, self._limits)
        return await self._calls.take(request)

    async def alive(self, _: Request) -> Response:
        return Response('{"ok": true}', media_type=JSON)

    async def ready(self, _: Request) -> Response:
        if not getattr(self._suggester, "is_ready", True):
            raise busy("nothing could be loaded; run deflect run, or see the log", 10)
        if self._desk and not self._desk.is_working:
            raise busy("a worker died; start the service again", 10)
        return Response('{"ok": true}', media_type=JSON)

    async def metrics(self, request: Request) -> Response:
        if self._rules.caller(request) == "widget":
            raise RefusedError(403, "a page may not read this")
        gauges = await asyncio.to_thread(self._gauges)
        return Response(self._metrics.text(gauges), headers={"Content-Type": figures.TYPE})

    async def openapi(self, _: Request) -> Response:
        return Response(json.dumps(document()), media_type=JSON)

    def _gauges(self) -> dict[str, tuple[str, float]]:
        gauges: dict[str, tuple[str, float]] = {
            "ready": ("Whether there is anything to answer with.", float(getattr(self._suggester, "is_ready", True)))
        }
        if self._desk:
            counts = self._desk.inbox.counts()
            gauges["workers_alive"] = ("Whether all workers work.", float(self._desk.is_working))
            gauges["inbox_waiting"] = ("Calls that wait for a note.", counts["waiting"])
            gauges["inbox_dead"] = ("Calls that failed for good; see deflect hooks list.", counts["dead"])
        return gauges

    def _open_desk(self) -> Desk:
        if self._desk is None:
            raise RefusedError(404, "not found")
        return self._desk

    def _let_in(self, request: Request) -> Caller:
        caller = self._rules.caller(request)
        wait = 0.0 if caller == "server" else self._rate.take(request.client.host if request.client else "")
        if wait:
            raise RefusedError(429, "too many calls from this address", {"Retry-After": f"{wait + 0.5:.0f}"})
        return caller

    async def _answer_for(self, source: Source, ticket: Ticket) -> Suggestion | Abstention | None:
        return await in_time(self._read_and_answered(source, ticket), self._limits.answer)

    async def _read_and_answered(self, source: Source, ticket: Ticket) -> Suggestion | Abstention | None:
        if source.address():
            # Not in the threads that answer: a slow ticket system must not keep them from others.
            client = Client(source.address(), source.credentials(), self._limits.answer)
            whole = await asyncio.to_thread(source.fetch, client, ticket)
            if whole is None:
                return None
            ticket = whole
        return await self._answered(functools.partial(ask, self._suggester, ticket, drafts=True))

    async def _answered(self, find: Callable[[], Suggestion | Abstention]) -> Suggestion | Abstention:
        if self._answering >= self._limits.answers:
            raise busy("too many questions at a time")
        self._answering += 1
        try:
            running = asyncio.get_running_loop().run_in_executor(self._threads, find)
            return await asyncio.wait_for(running, self._limits.answer)
        except TimeoutError as error:
            raise busy("no answer was found in time") from error
        except DeflectError as error:
            raise busy(error.what, 10) from error
        finally:
            self._answering -= 1

    async def _preflight(self, request: Request) -> Response:
        if not self._rules.allows(request.headers.get("origin", "")):
            raise RefusedError(403, "pages of this origin may not ask; see [serve] origins")
        allowed = {
            "Access-Control-Allow-Methods": "POST",
            "Access-Control-Allow-Headers": "Content-Type",
            "Access-Control-Max-Age": "600",
        }
        return Response(status_code=204, headers=allowed)


Endpoint = Callable[[Request], Awaitable[Response]]


def _for(path: str, post: Endpoint, preflight: Endpoint) -> Endpoint:
    async def either(request: Request) -> Response:
        return await (preflight if request.method == "OPTIONS" else post)(request)

    either.__name__ = path.strip("/")
    return either


async def _kept(desk: Desk, name: str, line: dict[str, Any]) -> None:
    try:
        await asyncio.to_thread(desk.notebook.add, name, line)
    except OSError as error:
        raise busy("the disk cannot be written", 10) from error


def _without_evidence(result: Suggestion | Abstention, wanted: bool) -> Suggestion | Abstention:
    if wanted or isinstance(result, Abstention):
        return result
    return dataclasses.replace(result, evidence=())
