"""Coroutines learn what threads did, whatever it was and however many end at a time."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future

import pytest

from deflect.web.settled import Settled


def test_each_gets_what_its_own_future_holds() -> None:
    """Settled by several threads in an order of their own."""

    async def run() -> list[int]:
        settled, futures = Settled(), [Future[int]() for _ in range(500)]
        waiting = [asyncio.create_task(settled.of(each)) for each in futures]
        await asyncio.sleep(0)

        def settle(first: int) -> None:
            for number in range(first, 500, 5):
                futures[number].set_result(number)

        threads = [threading.Thread(target=settle, args=(first,)) for first in range(5)]
        for each in threads:
            each.start()
        found = await asyncio.wait_for(asyncio.gather(*waiting), 20)
        for each in threads:
            each.join()
        return found

    assert asyncio.run(run()) == list(range(500))


def test_a_failure_is_raised_where_it_is_waited_for_and_what_is_given_up_disturbs_nobody() -> None:
    async def run() -> None:
        settled, futures = Settled(), [Future[int]() for _ in range(3)]
        waiting = [asyncio.create_task(settled.of(each)) for each in futures]
        await asyncio.sleep(0)
        waiting[0].cancel()
        futures[0].set_result(0)
        futures[1].set_exception(OSError("full"))
        futures[2].set_result(2)
        with pytest.raises(OSError, match="full"):
            await waiting[1]
        assert await waiting[2] == 2

    asyncio.run(run())


def test_what_is_done_already_is_told_and_a_later_loop_begins_anew() -> None:
    settled, done = Settled(), Future[str]()
    done.set_result("kept")
    assert [asyncio.run(settled.of(done)) for _ in range(3)] == ["kept"] * 3
