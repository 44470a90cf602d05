"""Lets coroutines wait for what other threads do, with one wake-up of the loop for all that ended meanwhile."""

from __future__ import annotations

import asyncio
from collections import deque
from concurrent.futures import Future
from typing import Any, TypeVar

Result = TypeVar("Result")


class Settled:
    """Waits for futures of threads, for the coroutines of one event loop at a time.

    `asyncio.wrap_future` wakes the loop once for each future. A commit settles dozens at a time, and each wake-up is a
    call of the system in the thread that should be writing.
    """

    def __init__(self) -> None:
        self._ended: deque[tuple[asyncio.Future[Any], Future[Any]]] = deque()
        self._woken: asyncio.AbstractEventLoop | None = None

    async def of(self, future: Future[Result]) -> Result:
        """Wait for one; what it holds, or raised."""
        loop = asyncio.get_running_loop()
        waiting: asyncio.Future[Result] = loop.create_future()
        future.add_done_callback(lambda ended: self._tell(loop, waiting, ended))
        return await waiting

    def _tell(self, loop: asyncio.AbstractEventLoop, waiting: asyncio.Future[Any], ended: Future[Any]) -> None:
        self._ended.append((waiting, ended))
        if self._woken is not loop:
            self._woken = loop
            loop.call_soon_threadsafe(self._pass_on)

    def _pass_on(self) -> None:
        self._woken = None  # before the deque is emptied: whoever comes in between wakes the loop again
        while self._ended:
            waiting, ended = self._ended.popleft()
            if waiting.done():
                continue  # its request was given up
            error = ended.exception()
            if error is None:
                waiting.set_result(ended.result())
            else:
                waiting.set_exception(error)
