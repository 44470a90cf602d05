"""Generations: what is kept, what is forgotten, and what is refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from deflect.errors import ModelError
from deflect.models import generation
from deflect.models.generation import current_generation, forget_older, new_generation
from tests.models.test_generation import current, publish, value_of


def kept(models: Path) -> list[str]:
    return sorted(path.name for path in (models / "gen").iterdir())


def test_forgetting_older_ones_leaves_the_one_in_use_alone(tmp_path: Path) -> None:
    for value in (1, 2, 3):
        publish(tmp_path, value)
    forget_older(tmp_path)
    assert kept(tmp_path) == ["3"]
    assert value_of(current(tmp_path)) == 3
    forget_older(tmp_path)
    assert kept(tmp_path) == ["3"]
    assert publish(tmp_path, 4).number == 4


def test_forgetting_where_nothing_was_ever_published_is_no_error(tmp_path: Path) -> None:
    forget_older(tmp_path)
    forget_older(tmp_path / "missing")
    assert list(tmp_path.iterdir()) == []


def test_forgetting_takes_one_that_was_renamed_but_never_pointed_at_and_leaves_other_folders(tmp_path: Path) -> None:
    publish(tmp_path, 1)
    shutil.copytree(tmp_path / "gen" / "1", tmp_path / "gen" / "2")
    (tmp_path / "gen" / "notes").mkdir()
    forget_older(tmp_path)
    assert kept(tmp_path) == ["1", "notes"]


def test_nothing_is_forgotten_while_the_pointer_is_damaged(tmp_path: Path) -> None:
    publish(tmp_path, 1)
    (tmp_path / "CURRENT").write_text("?")
    with pytest.raises(ModelError, match="Delete that file"):
        forget_older(tmp_path)
    with pytest.raises(ModelError, match="Delete that file"), new_generation(tmp_path):
        pytest.fail("a draft was begun")
    assert kept(tmp_path) == ["1"]


@pytest.mark.parametrize("number", ["0", "-1", "99"])
def test_a_pointer_to_what_is_not_there_names_it(tmp_path: Path, number: str) -> None:
    publish(tmp_path, 1)
    (tmp_path / "CURRENT").write_text(number)
    with pytest.raises(ModelError, match=rf"manifest of generation {number} is damaged .*Run: deflect run"):
        current_generation(tmp_path)


def test_a_generation_renamed_to_another_number_does_not_pass(tmp_path: Path) -> None:
    publish(tmp_path, 1)
    (tmp_path / "gen" / "1").rename(tmp_path / "gen" / "7")
    (tmp_path / "CURRENT").write_text("7\n")
    with pytest.raises(ModelError, match="manifest of generation 7"):
        current_generation(tmp_path)


@pytest.mark.parametrize("seal", ["", "0" * 64, None, 1, [], {}])
def test_an_altered_seal_does_not_pass(tmp_path: Path, seal: object) -> None:
    path = publish(tmp_path, 1).folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | {"seal": seal}))
    with pytest.raises(ModelError, match="manifest of generation 1 is damaged"):
        current_generation(tmp_path)


def test_a_manifest_that_is_not_utf_8_or_is_a_folder_is_an_error(tmp_path: Path) -> None:
    path = publish(tmp_path, 1).folder / "manifest.json"
    path.write_bytes(b'{"seal": "\xff"}')
    with pytest.raises(ModelError, match="manifest of generation 1 is damaged"):
        current_generation(tmp_path)
    path.unlink()
    path.mkdir()
    with pytest.raises(ModelError, match="manifest of generation 1 is damaged"):
        current_generation(tmp_path)


def test_a_manifest_written_with_other_spacing_is_the_same(tmp_path: Path) -> None:
    path = publish(tmp_path, 1).folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")), indent=9))
    assert value_of(current(tmp_path)) == 1


def test_hidden_files_put_into_the_draft_are_published_and_checked_too(tmp_path: Path) -> None:
    with new_generation(tmp_path) as draft:
        (draft.folder / ".hidden").write_bytes(b"x")
        made = draft.publish({})
    assert set(made.files) == {".hidden"}
    assert current(tmp_path).path(".hidden").read_bytes() == b"x"
    (made.folder / ".hidden").write_bytes(b"y")
    with pytest.raises(ModelError, match="is damaged"):
        current(tmp_path).path(".hidden")


def test_a_file_that_came_after_publishing_is_not_the_generations(tmp_path: Path) -> None:
    made = publish(tmp_path, 1)
    (made.folder / "late.json").write_text("{}")
    with pytest.raises(ModelError, match=r"generation 1 has no late\.json"):
        current(tmp_path).json("late.json")


def broke() -> None:
    raise RuntimeError("broke")


def write_and_fail(models: Path, *, published: bool) -> None:
    with new_generation(models) as draft:
        draft.write_json("value.json", 1)
        if published:
            draft.publish({})
        broke()


def test_a_draft_that_fails_leaves_nothing_and_the_old_one_in_use(tmp_path: Path) -> None:
    publish(tmp_path, 1)
    with pytest.raises(RuntimeError, match="broke"):
        write_and_fail(tmp_path, published=False)
    assert kept(tmp_path) == ["1"]
    assert publish(tmp_path, 2).number == 2


def test_a_failure_after_publishing_does_not_take_it_back(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="broke"):
        write_and_fail(tmp_path, published=True)
    assert current(tmp_path).json("value.json") == 1


def test_a_draft_without_files_is_a_generation_without_files(tmp_path: Path) -> None:
    with new_generation(tmp_path) as draft:
        made = draft.publish({})
    assert (dict(made.files), dict(made.fields)) == ({}, {})
    assert current(tmp_path) == made


def test_writing_a_file_again_replaces_it(tmp_path: Path) -> None:
    with new_generation(tmp_path) as draft:
        draft.write_json("value.json", [1] * 50)
        draft.write_json("value.json", [2])
        draft.publish({})
    assert current(tmp_path).json("value.json") == [2]


def test_a_reader_that_is_overtaken_opens_the_newer_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The number was read; before the manifest is, that generation goes and another one comes."""
    publish(tmp_path, 1)
    number = generation._current_number
    overtaken: list[int | None] = []

    def slow(models: Path) -> int | None:
        found = number(models)
        if not overtaken:
            overtaken.append(found)
            for value in range(2, 6):
                publish(models, value)
        return found

    monkeypatch.setattr(generation, "_current_number", slow)
    assert value_of(current(tmp_path)) == 5
    assert overtaken == [1]


@pytest.mark.parametrize("dtype", ["<f4", "<i8", "?", "<U5"])
@pytest.mark.parametrize("shape", [(0, 3), (4,), (2, 3)])
def test_arrays_come_back_with_their_type_and_shape(tmp_path: Path, dtype: str, shape: tuple[int, ...]) -> None:
    array = np.arange(np.prod(shape)).reshape(shape).astype(dtype)
    with new_generation(tmp_path) as draft:
        draft.write_array("rows.npy", array)
        draft.publish({})
    found = current(tmp_path).array("rows.npy", mmap=False)
    assert (found.dtype, found.shape) == (array.dtype, shape)
    assert np.array_equal(found, array)
