"""kill -9 at any point of an import or a run: the workspace opens, and run again it ends as if nothing had happened."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
from pathlib import Path

import pytest

from deflect.pipeline.status import status
from deflect.store import Store, record_from_ticket
from deflect.workspace import Workspace
from tests.forked import Forks
from tests.pipeline.killed import desk_with_file, import_and_run, kill_at
from tests.pipeline.test_run import snapshot

TWICE = 25
"""Workspaces that are killed twice, so that what repairs the first kill is killed as well."""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9 is a POSIX signal")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return desk_with_file(tmp_path_factory.mktemp("kill") / "template", each=8)


def die_at(root: Path, place: int, told: Path) -> None:
    """Do the whole job, killed the nth time that a file is made durable, or else tell how often that was."""
    count = kill_at(place)
    import_and_run(root)
    told.write_text(str(count()))


def outcome(root: Path) -> tuple[dict[str, bytes], list[str]]:
    """What is left for people, and the tickets."""
    workspace = Workspace.open(root)
    with Store.open(workspace.database) as store:
        return snapshot(workspace), [json.dumps(record_from_ticket(ticket)) for ticket in store.tickets()]


def test_a_killed_import_or_run_ends_the_same_when_repeated(template: Path, tmp_path: Path, forks: Forks) -> None:
    whole, told = shutil.copytree(template, tmp_path / "whole"), tmp_path / "told"
    assert forks.work(die_at, whole, -1, told).code == 0
    again = shutil.copytree(template, tmp_path / "again")
    duration = forks.work(import_and_run, again).seconds
    expected, durable = outcome(whole), int(told.read_text())
    assert outcome(again) == expected
    assert len(expected[0]) > 20
    assert durable > 2 * TWICE
    moments = random.Random(7)
    for number in range(TWICE):
        root = shutil.copytree(template, tmp_path / f"killed{number}")
        place = number * durable // TWICE
        assert forks.work(die_at, root, place, told).code == -signal.SIGKILL
        status(Workspace.open(root))
        forks.work(import_and_run, root, seconds=moments.uniform(0, duration * (1 - number / TWICE)))
        status(Workspace.open(root))
        assert forks.work(import_and_run, root).code == 0
        assert outcome(root) == expected, number
        assert status(Workspace.open(root)).stale == ()
        shutil.rmtree(root)
