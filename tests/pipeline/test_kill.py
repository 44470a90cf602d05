"""kill -9 at any point of an import or a run: the workspace opens, and run again it ends as if nothing had happened."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import shutil
import signal
import time
from pathlib import Path

import pytest

from deflect.pipeline.status import status
from deflect.store import Store, record_from_ticket
from deflect.testing import HashEncoder, small_desk
from deflect.workspace import Workspace
from tests.pipeline.test_run import snapshot

KILLS = 50
TICKETS = Path("tickets.jsonl")


def import_and_run(root: str) -> None:
    """Do the whole job in this process, as the command line would."""
    os.chdir(root)
    from deflect.connectors import import_file
    from deflect.pipeline import memory, run

    vars(memory)["load_encoder"] = lambda *_, **__: HashEncoder()
    workspace = Workspace.open(root)
    with workspace.lock("import"), Store.open(workspace.database) as store:
        import_file(store, "jsonl", workspace.root / TICKETS, settings=workspace.settings)
    run(workspace)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a file of tickets, nothing imported, with its key so that pseudonyms are the same in copies."""
    workspace = Workspace.create(tmp_path_factory.mktemp("kill") / "template")
    workspace.key()
    lines = [json.dumps(record_from_ticket(ticket)) for ticket in small_desk(each=20)]
    (workspace.root / TICKETS).write_text("\n".join(lines))
    return workspace.root


@pytest.fixture(scope="module")
def processes() -> multiprocessing.context.ForkServerContext:
    """Processes that start with everything imported, so that kills land in the work and not in the imports."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.pipeline.preloaded"])
    return context


def tickets_of(workspace: Workspace) -> list[str]:
    with Store.open(workspace.database) as store:
        return [json.dumps(record_from_ticket(ticket)) for ticket in store.tickets()]


def work(processes: multiprocessing.context.ForkServerContext, root: Path, seconds: float | None = None) -> float:
    """Import and run in a process of its own, killed after some seconds unless it is done; return how long it took."""
    process = processes.Process(target=import_and_run, args=(str(root),))
    start = time.perf_counter()
    process.start()
    process.join(seconds)
    if process.is_alive():
        assert process.pid
        os.kill(process.pid, signal.SIGKILL)
        process.join()
    else:
        assert process.exitcode == 0
    return time.perf_counter() - start


def test_a_killed_import_or_run_ends_the_same_when_repeated(
    template: Path, tmp_path: Path, processes: multiprocessing.context.ForkServerContext
) -> None:
    whole = shutil.copytree(template, tmp_path / "whole")
    work(processes, whole)
    again = shutil.copytree(template, tmp_path / "again")
    duration = work(processes, again)
    expected = snapshot(Workspace.open(whole)), tickets_of(Workspace.open(whole))
    assert (snapshot(Workspace.open(again)), tickets_of(Workspace.open(again))) == expected
    moments = random.Random(7)
    for number in range(KILLS):
        workspace = Workspace.open(shutil.copytree(template, tmp_path / f"killed{number}"))
        work(processes, workspace.root, moments.uniform(0, duration))
        status(workspace)
        work(processes, workspace.root)
        assert (snapshot(workspace), tickets_of(workspace)) == expected, number
        assert status(workspace).stale == ()
        shutil.rmtree(workspace.root)
