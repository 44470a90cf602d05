"""Two services on one workspace, one of them stopped while it writes a note: each ticket gets one, and none is lost."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest

from deflect.hooks import Sources
from deflect.store.inbox import Inbox
from deflect.workspace import Workspace
from tests.cli.test_serve import free_port
from tests.hooks import fake_zendesk, signers
from tests.hooks.fake_zendesk import SECRET, TOKEN, USER, Zendesk

TICKETS = [str(number) for number in range(1, 9)]
SLOW = 0.3


@pytest.fixture
def zendesk() -> Iterator[Zendesk]:
    """Writes slowly, so that a note is under way whenever one looks."""

    def slow(_: Zendesk, method: str) -> None:
        time.sleep(SLOW if method == "PUT" else 0.0)

    found = Zendesk(fault=slow)
    for number in TICKETS:
        found.add(number, "vat")
    with fake_zendesk.serving(found):
        yield found


@contextmanager
def served(workspace: Workspace, log: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    port = free_port()
    command = [sys.executable, "-m", "tests.web.standing", "serve", "-w", str(workspace.root), "--port", str(port)]
    with log.open("wb") as file, subprocess.Popen(command, stderr=file, stdout=file) as process:
        try:
            wait(lambda: "deflect answers at" in log.read_text() or process.poll() is not None)
            yield f"http://127.0.0.1:{port}", process
        finally:
            process.kill()


def wait(until: Callable[[], bool], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not until() and time.monotonic() < end:
        time.sleep(0.02)
    assert until()


def test_stopped_while_it_writes_the_note_is_whole_and_the_other_service_does_the_rest(
    tmp_path: Path, zendesk: Zendesk
) -> None:
    workspace = Workspace.create(tmp_path / "desk")
    values = {"address": zendesk.address, "secret": SECRET, "user": USER, "token": TOKEN}
    Sources(workspace).add("zendesk", values)
    logs = [tmp_path / "one", tmp_path / "other"]
    with ExitStack() as stack:
        (first, stopped), (second, _) = (stack.enter_context(served(workspace, log)) for log in logs)
        for number in TICKETS:  # told to both, as a desk does that got no answer in time
            body = b'{"ticket_id": "%s"}' % number.encode()
            headers = signers.zendesk(SECRET, body)
            said = [httpx.post(f"{each}/hooks/zendesk", content=body, headers=headers) for each in (first, second)]
            assert [each.status_code for each in said] == [202, 202]
            assert [each.json()["replayed"] for each in said] == [False, True]
        wait(lambda: any(each.startswith("PUT") for each in zendesk.asked))
        stopped.send_signal(signal.SIGTERM)
        assert stopped.wait(40) in (0, -signal.SIGTERM)
        with Inbox.open(workspace.database) as inbox:
            wait(lambda: inbox.counts()["waiting"] == 0)
            assert inbox.counts() == {"waiting": 0, "done": len(TICKETS), "dead": 0}
    assert {number: len(zendesk.notes(number)) for number in TICKETS} == dict.fromkeys(TICKETS, 1)
    assert "Traceback" not in "".join(log.read_text() for log in logs)
    outcomes = [line for log in logs for line in log.read_text().splitlines() if '"event": "call"' in line]
    assert len(outcomes) == len(TICKETS)
    assert all('"outcome": "noted"' in line for line in outcomes)  # none was given up and found again later
