"""Generations: a reader sees the old one or the new one, whatever is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from deflect.errors import ModelError
from deflect.models.generation import KEEP, Generation, current_generation, new_generation

# A process that forks must not have threads.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def publish(models: Path, value: int, size: int = 100) -> Generation:
    with new_generation(models) as draft:
        draft.write_json("value.json", {"value": value})
        draft.write_array("rows.npy", np.full((size, 4), value, np.float32))
        draft.write_bytes("raw.bin", bytes([value % 256]) * size)
        return draft.publish({"value": value, "name": "é"})


def value_of(generation: Generation) -> int:
    """The value that all of a generation's files agree on."""
    value: int = generation.fields["value"]
    assert generation.json("value.json") == {"value": value}
    assert (generation.array("rows.npy") == value).all()
    assert set(generation.path("raw.bin").read_bytes()) == {value % 256}
    return value


def current(models: Path) -> Generation:
    found = current_generation(models)
    assert found is not None
    return found


def test_before_the_first_there_is_none(tmp_path: Path) -> None:
    assert current_generation(tmp_path) is None
    assert current_generation(tmp_path / "missing") is None


def test_what_was_published_is_what_is_read(tmp_path: Path) -> None:
    made = publish(tmp_path, 7)
    found = current(tmp_path)
    assert found == made
    assert (found.number, found.fields) == (1, {"value": 7, "name": "é"})
    assert value_of(found) == 7
    assert isinstance(found.array("rows.npy"), np.memmap)
    assert not isinstance(found.array("rows.npy", mmap=False), np.memmap)


def test_numbers_rise_and_the_last_three_are_kept(tmp_path: Path) -> None:
    for value in range(1, 7):
        assert publish(tmp_path, value).number == value
    kept = sorted(int(path.name) for path in (tmp_path / "gen").iterdir())
    assert kept == [4, 5, 6]
    assert len(kept) == KEEP


def test_a_reader_keeps_what_it_opened_while_two_more_are_published(tmp_path: Path) -> None:
    opened = publish(tmp_path, 1)
    publish(tmp_path, 2)
    publish(tmp_path, 3)
    assert value_of(opened) == 1


def test_a_draft_that_is_not_published_leaves_nothing(tmp_path: Path) -> None:
    publish(tmp_path, 1)
    with new_generation(tmp_path) as draft:
        draft.write_json("value.json", {})
    assert [path.name for path in (tmp_path / "gen").iterdir()] == ["1"]
    assert value_of(current(tmp_path)) == 1


def test_leftovers_of_crashed_drafts_are_removed_by_the_next(tmp_path: Path) -> None:
    publish(tmp_path, 1)
    for leftover in (".tmp-2", ".tmp-9", "2", "17"):
        (tmp_path / "gen" / leftover).mkdir()
        (tmp_path / "gen" / leftover / "rows.npy").write_bytes(b"half")
    assert publish(tmp_path, 2).number == 2
    assert sorted(path.name for path in (tmp_path / "gen").iterdir()) == ["1", "2"]


def test_a_file_put_into_the_folder_is_published_too(tmp_path: Path) -> None:
    with new_generation(tmp_path) as draft:
        (draft.folder / "index.faiss").write_bytes(b"index")
        draft.publish({})
    assert current(tmp_path).path("index.faiss").read_bytes() == b"index"


@pytest.mark.parametrize("name", ["value.json", "rows.npy", "raw.bin"])
@pytest.mark.parametrize("fault", ["flipped", "truncated", "missing"])
def test_a_damaged_file_is_an_error_when_it_is_read(tmp_path: Path, name: str, fault: str) -> None:
    path = publish(tmp_path, 3).folder / name
    content = path.read_bytes()
    if fault == "missing":
        path.unlink()
    else:
        path.write_bytes(content[:-1] if fault == "truncated" else content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(ModelError, match=rf"{name}.*deflect run"):
        current(tmp_path).path(name)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"number": 1, "fields": {}, "files": {}}'])
def test_a_damaged_manifest_is_an_error(tmp_path: Path, content: bytes) -> None:
    (publish(tmp_path, 1).folder / "manifest.json").write_bytes(content)
    with pytest.raises(ModelError, match="manifest of generation 1 is damaged"):
        current_generation(tmp_path)


def test_a_manifest_with_another_field_does_not_pass(tmp_path: Path) -> None:
    path = publish(tmp_path, 1).folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["fields"]["value"] = 2
    path.write_text(json.dumps(manifest))
    with pytest.raises(ModelError, match="manifest of generation 1 is damaged"):
        current_generation(tmp_path)


@pytest.mark.parametrize("content", ["", "one", "1.5"])
def test_a_damaged_pointer_is_an_error_and_deleting_it_helps(tmp_path: Path, content: str) -> None:
    publish(tmp_path, 1)
    (tmp_path / "CURRENT").write_text(content)
    with pytest.raises(ModelError, match="Delete that file, then run: deflect run"):
        current_generation(tmp_path)
    (tmp_path / "CURRENT").unlink()
    publish(tmp_path, 5)
    assert value_of(current(tmp_path)) == 5


def test_a_pointer_to_nothing_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("4\n")
    with pytest.raises(ModelError, match="manifest of generation 4"):
        current_generation(tmp_path)


@pytest.mark.parametrize("name", ["../out", "a/b", "/tmp/x", "", ".", "..", "manifest.json"])
def test_a_file_cannot_be_written_outside_the_draft(tmp_path: Path, name: str) -> None:
    with new_generation(tmp_path) as draft, pytest.raises(ModelError, match="plain name"):
        draft.write_bytes(name, b"")


def test_a_name_that_was_not_published_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"generation 1 has no other\.json"):
        publish(tmp_path, 1).json("other.json")


def test_nothing_is_pickled_and_nothing_unpickled(tmp_path: Path) -> None:
    with new_generation(tmp_path) as draft:
        with pytest.raises(ValueError, match="pickle"):
            draft.write_array("objects.npy", np.array([{}], dtype=object))
        np.save(draft.folder / "objects.npy", np.array([{}], dtype=object), allow_pickle=True)
        draft.publish({})
    with pytest.raises(ValueError, match="allow_pickle"):
        current(tmp_path).array("objects.npy", mmap=False)


def test_a_reader_in_a_loop_never_sees_half_a_generation(tmp_path: Path) -> None:
    publish(tmp_path, 1)
    stop, seen, problems = threading.Event(), [], []

    def read() -> None:
        while not stop.is_set():
            try:
                found = current(tmp_path)
                assert found.number == found.fields["value"]
                seen.append(found.number)
            except Exception as error:  # noqa: BLE001 - reported by the test below
                problems.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for value in range(2, 60):
        assert publish(tmp_path, value, size=10).number == value
    stop.set()
    reader.join()
    assert problems == []
    assert seen == sorted(seen)
    assert len(set(seen)) > 3


KILLED = """
import os, signal, sys
from pathlib import Path
import numpy as np
from deflect.models.generation import new_generation

def counting(point):
    steps = [0]
    for name in ("fsync", "rename", "replace", "mkdir", "rmdir", "unlink"):
        def step(*arguments, function=getattr(os, name), **named):
            steps[0] += 1
            if steps[0] == point:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*arguments, **named)
        setattr(os, name, step)
    return steps

def publish(models):
    with new_generation(models) as draft:
        draft.write_json("value.json", {"value": 9})
        draft.write_array("rows.npy", np.full((100, 4), 9, np.float32))
        draft.write_bytes("raw.bin", bytes([9]) * 100)
        draft.publish({"value": 9, "name": "x"})

for point, models in enumerate(map(Path, sys.argv[1:]), start=1):
    child = os.fork()
    if child == 0:
        counting(point)
        publish(models)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_kill_at_any_step_of_publishing_leaves_the_old_one_or_the_new_one(tmp_path: Path) -> None:
    workspaces = [tmp_path / str(point) for point in range(1, 41)]
    for models in workspaces:
        for value in range(1, KEEP + 1):
            publish(models, value)
    command = [sys.executable, "-c", KILLED, *map(str, workspaces)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | ONE_THREAD)
    exits = list(map(int, done.stdout.split()))
    killed = exits.count(-signal.SIGKILL)
    assert killed >= 15
    assert exits == [-signal.SIGKILL] * killed + [0] * (40 - killed), "every step was killed once"
    outcomes = [value_of(current(models)) for models in workspaces[: killed + 1]]
    assert set(outcomes) == {KEEP, 9}
    assert outcomes == sorted(outcomes), "once the new one is there it stays"
    for models in workspaces[:killed]:
        publish(models, 10)
        assert value_of(current(models)) == 10
        assert not list((models / "gen").glob(".tmp-*"))
