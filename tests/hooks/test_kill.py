"""Killed twenty times at random with 200 tickets under way: each gets exactly one private note, and none is lost."""

from __future__ import annotations

import multiprocessing
import random
import time
from pathlib import Path

from deflect.hooks import Sources, Worker
from deflect.store.inbox import Inbox
from deflect.workspace import Workspace
from tests.hooks.conftest import FAST, KEY, Answers, connect, told
from tests.hooks.fake_zendesk import Zendesk

TICKETS = 200
KILLS = 20
REQUESTS = 3
"""That a ticket takes at least: it is read, searched and noted."""


def work(root: Path) -> None:
    """What `deflect serve` does behind its port, until it is killed."""
    workspace = Workspace.open(root)
    inbox = Inbox.open(workspace.database)
    workers = [Worker(inbox, Sources(workspace), Answers(), KEY, FAST) for _ in range(2)]
    for each in workers:
        each.start()
    while inbox.counts()["waiting"]:
        time.sleep(0.02)
    for each in workers:
        each.stop()


def test_killed_at_random_each_ticket_gets_exactly_one_note(workspace: Workspace, zendesk: Zendesk) -> None:
    connect(workspace, zendesk)
    numbers = [str(number) for number in range(1, TICKETS + 1)]
    for number in numbers:
        zendesk.add(number, "vat")
    with Inbox.open(workspace.database) as inbox:
        for kept in [inbox.accept(told(number)) for number in numbers]:
            assert kept.result()
        for kept in [inbox.accept(told(number)) for number in numbers * 2]:
            assert not kept.result()  # every delivery replayed
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["tests.hooks.test_kill", "httpx"])
        chance = random.Random(20260301)
        for kill in range(KILLS):
            # By what was done and not by the clock, so that a busy machine kills as late as an idle one.
            until = len(zendesk.asked) + chance.randint(1, 2 * REQUESTS * TICKETS // KILLS - 10)
            process = context.Process(target=work, args=(workspace.root,))
            process.start()
            while len(zendesk.asked) < until and process.is_alive():
                time.sleep(0.001)
            time.sleep(chance.uniform(0, 0.01))
            process.kill()
            process.join()
            process.close()
            assert inbox.counts()["done"] < TICKETS, f"nothing was left to kill at {kill}"
        last = context.Process(target=work, args=(workspace.root,))
        last.start()
        last.join(90)
        assert inbox.counts() == {"waiting": 0, "done": TICKETS, "dead": 0}
    assert {number: len(zendesk.notes(number)) for number in numbers} == dict.fromkeys(numbers, 1)
    assert not any(note["public"] for number in numbers for note in zendesk.notes(number))
