"""The workspace: made once, found from below, written by one process at a time."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from deflect.errors import WorkspaceError, WorkspaceLockedError
from deflect.workspace import KEY_BYTES, Workspace, atomic_write, remove_leftovers

HOLD = """
import sys, time
from deflect.workspace import Workspace
with Workspace.open(sys.argv[1]).lock("run"):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "acme")


def test_opening_a_folder_that_is_no_workspace_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match=r"no workspace here .*deflect init DIR"):
        Workspace.open(tmp_path)


def test_creating_over_a_workspace_is_refused_and_changes_nothing(workspace: Workspace) -> None:
    (workspace.root / "deflect.toml").write_text("[vendor]\nname = 'Acme'\n")
    with pytest.raises(WorkspaceError, match="already"):
        Workspace.create(workspace.root, "overwritten")
    assert Workspace.open(workspace.root).settings.vendor.name == "Acme"


def test_creating_in_a_folder_with_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(WorkspaceError, match="not empty"):
        Workspace.create(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_creating_over_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "acme").write_text("a file")
    with pytest.raises(WorkspaceError, match="not empty"):
        Workspace.create(tmp_path / "acme")


def test_creating_makes_all_folders(workspace: Workspace) -> None:
    assert {path.name for path in workspace.root.iterdir()} == {"deflect.toml", "kb", "site", "models", ".deflect"}


def test_a_workspace_is_found_from_a_folder_below(workspace: Workspace) -> None:
    below = workspace.kb / "deep" / "down"
    below.mkdir(parents=True)
    assert Workspace.open(below) == workspace


def test_the_key_is_made_once_and_readable_by_its_owner_only(workspace: Workspace) -> None:
    key = workspace.key()
    assert len(key) == KEY_BYTES
    assert workspace.key() == key
    assert stat.S_IMODE((workspace.state / "key").stat().st_mode) == 0o600


def test_two_workspaces_have_different_keys(tmp_path: Path) -> None:
    assert Workspace.create(tmp_path / "a").key() != Workspace.create(tmp_path / "b").key()


def test_a_damaged_key_is_an_error_and_not_replaced(workspace: Workspace) -> None:
    (workspace.state / "key").write_bytes(b"short")
    with pytest.raises(WorkspaceError, match="damaged"):
        workspace.key()
    assert (workspace.state / "key").read_bytes() == b"short"


def test_a_second_writer_gets_an_error_at_once_that_names_the_first(workspace: Workspace) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(workspace.root)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with (
            pytest.raises(WorkspaceLockedError, match=rf"`deflect run`, process {holder.pid}"),
            workspace.lock("import"),
        ):
            pytest.fail("two writers at once")
        holder.kill()


def test_a_killed_writer_leaves_no_lock_behind(workspace: Workspace) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(workspace.root)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait()
    with workspace.lock("import"):
        assert json.loads((workspace.state / "lock.json").read_text())["command"] == "import"
    assert not (workspace.state / "lock.json").exists()


def test_the_lock_is_free_again_after_an_error(workspace: Workspace) -> None:
    with pytest.raises(RuntimeError, match="broken"), workspace.lock("run"):
        raise RuntimeError("broken")
    with workspace.lock("run"):
        pass


def test_atomic_write_replaces_the_content_and_leaves_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file.md"
    atomic_write(path, b"old")
    atomic_write(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(path.parent.iterdir()) == [path]


def test_atomic_write_keeps_the_old_content_if_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file.md"
    atomic_write(path, b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        atomic_write(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_leftovers_of_killed_writers_are_removed_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    kept = [tmp_path / "a.md", tmp_path / "a.tmp", tmp_path / ".hidden"]
    for path in (*kept, tmp_path / "deep" / ".a.md.17.tmp"):
        path.write_text("x")
    remove_leftovers(tmp_path)
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == sorted(kept)
