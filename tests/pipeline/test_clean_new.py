"""One process or many: the same rows, in batches that a killed run keeps, and only what is new or changed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from deflect.cleaning import Cleaner
from deflect.pipeline import clean, cleaner_for
from deflect.pipeline.clean import clean_new
from deflect.store import Store
from deflect.testing import small_desk
from deflect.types import CleanTicket, LeftOut, Ticket
from deflect.workspace import Workspace

TOTAL = len(small_desk())


def silent(_done: int, _total: int) -> None:
    return


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a small desk count as many tickets."""
    monkeypatch.setattr(clean, "FEW", 10)
    monkeypatch.setattr(clean, "CHUNK", 7)
    monkeypatch.setattr(clean, "IN_FLIGHT", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 2)


def rows(workspace: Workspace) -> tuple[list[CleanTicket], dict[str, int]]:
    with Store.open(workspace.database) as store:
        return list(store.cleaned()), {str(reason): count for reason, count in store.left_out().items()}


def clean_all(workspace: Workspace, progress: Callable[[int, int], None] = silent) -> int:
    with Store.open(workspace.database) as store:
        return clean_new(store, cleaner_for(workspace), progress)


def test_many_processes_clean_to_the_same_rows_as_one(
    desk: Workspace, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> None:
    with Store.open(desk.database) as store:
        store.put([replace(small_desk()[0], id="spam", status="spam")])
    other = Workspace.create(tmp_path_factory.mktemp("other") / "desk")
    (other.state / "key").write_bytes(desk.key())
    (other.state / "tickets.sqlite").write_bytes(desk.database.read_bytes())
    assert clean_all(desk) == TOTAL + 1
    request.getfixturevalue("many")
    seen: list[tuple[int, int]] = []
    assert clean_all(other, lambda done, total: seen.append((done, total))) == TOTAL + 1
    assert rows(other) == rows(desk)
    assert rows(desk)[1] == {"spam": 1}
    assert seen == [(min(done, TOTAL + 1), TOTAL + 1) for done in (17, 24, 31, 38, 45)]


@pytest.mark.usefixtures("many")
def test_a_run_that_is_stopped_keeps_what_it_cleaned(desk: Workspace) -> None:
    def stop(done: int, _total: int) -> None:
        if done >= 24:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        clean_all(desk, stop)
    assert len(rows(desk)[0]) == 24
    with Store.open(desk.database) as store:
        assert len(list(store.to_clean(cleaner_for(desk).version))) == TOTAL - 24


class Watched(Cleaner):
    """Remembers which tickets it was given; not for other processes."""

    seen: tuple[str, ...] = ()

    def clean(self, ticket: Ticket) -> CleanTicket | LeftOut:
        type(self).seen = (*type(self).seen, ticket.id)
        return super().clean(ticket)


def watched(workspace: Workspace) -> list[str]:
    settings = workspace.settings
    Watched.seen = ()
    with Store.open(workspace.database) as store:
        done = clean_new(store, Watched(settings.vendor, settings.privacy, workspace.key()), silent)
    assert done == len(Watched.seen)
    return sorted(Watched.seen)


def test_only_new_and_changed_tickets_are_cleaned_again(desk: Workspace) -> None:
    assert watched(desk) == sorted(ticket.id for ticket in small_desk())
    assert watched(desk) == []
    changed = replace(small_desk()[1], subject="Another subject")
    with Store.open(desk.database) as store:
        store.put([changed, replace(small_desk()[2], id="new"), small_desk()[3]])
    assert watched(desk) == sorted([changed.id, "new"])


def test_a_changed_privacy_rule_cleans_everything_again(desk: Workspace) -> None:
    clean_all(desk)
    (desk.root / "deflect.toml").write_text("[privacy]\nkeep = ['Monday']\n")
    assert len(watched(Workspace.open(desk.root))) == TOTAL


def test_a_desk_with_few_tickets_starts_no_process(desk: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Cleaner) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(clean, "_workers", refuse)
    assert clean_all(desk) == TOTAL


def test_a_script_without_a_guard_is_told_what_to_do(desk: Workspace, tmp_path: Path) -> None:
    """Each worker loads the script anew, which may not start workers there: one line, and no broken pool."""
    script = tmp_path / "script.py"
    script.write_text(
        "from deflect.errors import DeflectError\n"
        "from deflect.pipeline import clean\n"
        "from deflect.store import Store\n"
        "from deflect.workspace import Workspace\n"
        f"workspace = Workspace.open({str(desk.root)!r})\n"
        "clean.FEW, clean.CHUNK = 3, 3\n"
        "with Store.open(workspace.database) as store:\n"
        "    try:\n"
        "        clean.clean_new(store, clean.cleaner_for(workspace), lambda done, total: None)\n"
        "    except DeflectError as error:\n"
        "        print(error)\n"
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False)
    assert done.stdout.startswith(
        "a process that cleans tickets ended by itself. In a script of your own, call it under "
    )
    assert 'if __name__ == "__main__":' in done.stdout
