"""It is a rush while calls come fast, and over soon after; then workers rest, and stop at once when told."""

from __future__ import annotations

import time

from deflect.hooks.catching_up import CatchUp
from deflect.hooks.registry import Sources
from deflect.hooks.rush import A_SECOND, Rush
from deflect.hooks.worker import Worker
from deflect.store.inbox import Inbox
from deflect.workspace import Workspace
from tests.hooks.conftest import FAST, KEY, Answers, connect, told
from tests.hooks.fake_zendesk import Zendesk


def test_it_is_on_in_the_second_of_many_calls_and_the_one_after() -> None:
    rush = Rush()
    for _ in range(A_SECOND - 1):
        rush.came(100.2)
    assert not rush.is_on(100.3)
    rush.came(100.9)
    assert [rush.is_on(at) for at in (100.9, 101.0, 101.9, 102.0, 102.5)] == [True, True, True, False, False]


def test_many_calls_over_many_seconds_are_no_rush() -> None:
    rush = Rush()
    for at in range(20 * A_SECOND):
        rush.came(at / (A_SECOND - 1))
        assert not rush.is_on(at / (A_SECOND - 1))
    assert not rush.is_on(10_000.0)


class Always(Rush):
    def is_on(self, now: float | None = None) -> bool:
        return True


def test_in_a_rush_every_call_is_dealt_with_all_the_same(workspace: Workspace, zendesk: Zendesk) -> None:
    numbers = [str(number) for number in range(1, 6)]
    with Inbox.open(workspace.database) as inbox:
        each = Worker(inbox, connect(workspace, zendesk), Answers(), KEY, FAST, rush=Always())
        for number in numbers:
            zendesk.add(number, "vat")
            inbox.accept(told(number)).result()
        each.start()
        end = time.monotonic() + 30
        while inbox.counts()["waiting"] and time.monotonic() < end:
            time.sleep(0.01)
        assert each.stop()
        assert inbox.counts() == {"waiting": 0, "done": 5, "dead": 0}
    assert [len(zendesk.notes(number)) for number in numbers] == [1] * 5


def test_all_workers_of_a_process_look_for_missed_tickets_once(workspace: Workspace, zendesk: Zendesk) -> None:
    class Counting(CatchUp):
        asked = 0

        def _asked(self, name: str) -> int:
            self.asked += name == "zendesk"
            return 0

    with Inbox.open(workspace.database) as inbox:
        sources = connect(workspace, zendesk)
        shared = Counting(inbox, sources, 3600.0, 1.0)
        workers = [Worker(inbox, sources, Answers(), KEY, FAST, catch_up=shared) for _ in range(4)]
        for each in workers:
            each.start()
        end = time.monotonic() + 20
        while not shared.asked and time.monotonic() < end:
            time.sleep(0.01)
        time.sleep(10 * FAST.idle)
        assert all([each.stop() for each in workers])  # noqa: C419 - every one is stopped
        assert shared.asked == 1


def test_what_a_file_held_counts_for_as_long_as_said(workspace: Workspace, zendesk: Zendesk) -> None:
    connect(workspace, zendesk)
    held, looked = Sources(workspace, 3600.0), Sources(workspace)
    for sources in (held, looked):
        assert sources.get("zendesk") is not None
    held.path("zendesk").unlink()
    assert held.get("zendesk") is not None
    assert looked.get("zendesk") is None


def test_a_system_that_was_connected_just_now_is_there_at_its_first_call(
    workspace: Workspace, zendesk: Zendesk
) -> None:
    held = Sources(workspace, 3600.0)
    assert held.get("zendesk") is None
    connect(workspace, zendesk)
    assert held.get("zendesk") is not None
