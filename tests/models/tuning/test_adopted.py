"""Which encoder is in use: switched in one step, undone byte for byte, and said plainly where it is damaged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from deflect.errors import ModelError
from deflect.models.tuning.adopted import (
    CARD,
    Choice,
    adopt,
    encoder_in_use,
    forget_folder,
    new_folder,
    tuned_encoder,
    undo,
)

BASE = "all-MiniLM-L6-v2"


def adopted(models: Path, base: str = BASE) -> Path:
    folder = new_folder(models, [])
    (folder / "model").mkdir()
    adopt(folder, base, "2024-01-31", {"way": "test"})
    return folder


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_without_tuning_the_settings_name_the_encoder(tmp_path: Path) -> None:
    assert encoder_in_use(tmp_path, BASE) == Choice(BASE, tmp_path)


def test_an_adopted_model_is_used_for_the_model_it_was_made_from_only(tmp_path: Path) -> None:
    folder = adopted(tmp_path)
    expected = Choice(str(folder / "model"), folder, folder.name, "2024-01-31")
    assert encoder_in_use(tmp_path, BASE) == expected
    assert tuned_encoder(tmp_path, BASE, folder.name) == expected
    assert encoder_in_use(tmp_path, "another") == Choice("another", tmp_path)


def test_what_is_being_made_is_not_used(tmp_path: Path) -> None:
    folder = new_folder(tmp_path, [])
    (folder / "model").mkdir()
    assert encoder_in_use(tmp_path, BASE) == Choice(BASE, tmp_path)


def test_undo_restores_byte_for_byte(tmp_path: Path) -> None:
    first = adopted(tmp_path)
    before = content(tmp_path)
    second = adopted(tmp_path)
    assert encoder_in_use(tmp_path, BASE).tuned == second.name
    assert undo(tmp_path) == first.name
    assert {name: text for name, text in content(tmp_path).items() if second.name not in name} == before
    assert undo(tmp_path) is None
    assert encoder_in_use(tmp_path, BASE) == Choice(BASE, tmp_path)
    assert not (tmp_path / "tuned" / "CURRENT").exists()


def test_there_is_nothing_to_undo_before_the_first(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no tuned encoder is in use .*Make one with: deflect tune"):
        undo(tmp_path)


@pytest.mark.parametrize("harm", ["", "{", "[]", '{"base": "x"}'])
def test_a_damaged_model_is_said_and_can_be_undone(tmp_path: Path, harm: str) -> None:
    folder = adopted(tmp_path)
    (folder / CARD).write_text(harm)
    with pytest.raises(ModelError, match=r"damaged or missing .*deflect tune --undo"):
        encoder_in_use(tmp_path, BASE)
    assert undo(tmp_path) is None
    assert encoder_in_use(tmp_path, BASE) == Choice(BASE, tmp_path)


def test_a_damaged_name_is_said(tmp_path: Path) -> None:
    adopted(tmp_path)
    (tmp_path / "tuned" / "CURRENT").write_bytes(b"\xff\xfe")
    with pytest.raises(ModelError, match="name of the tuned encoder is damaged"):
        encoder_in_use(tmp_path, BASE)


def test_leftovers_go_and_what_is_referred_to_stays(tmp_path: Path) -> None:
    one, two = adopted(tmp_path), adopted(tmp_path)
    three = new_folder(tmp_path, [one.name])
    adopt(three, BASE, "2024-02-29", {})
    leftover = new_folder(tmp_path, [one.name])
    assert all(each.exists() for each in (one, two, three, leftover))
    newest = new_folder(tmp_path, [])
    # In use is the third, before it the second; nothing refers to the first any more, nor to what was given up.
    assert {path.name for path in (tmp_path / "tuned").glob("*/")} == {two.name, three.name, newest.name}


def test_a_folder_that_is_given_up_leaves_nothing(tmp_path: Path) -> None:
    forget_folder(new_folder(tmp_path, []))
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_at_the_switch_leaves_the_old_one_in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = adopted(tmp_path)
    folder = new_folder(tmp_path, [])

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("deflect.workspace.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        adopt(folder, BASE, "2024-02-29", {})
    monkeypatch.undo()
    assert encoder_in_use(tmp_path, BASE).tuned == first.name


def test_the_card_tells_what_it_was_made_of(tmp_path: Path) -> None:
    first, second = adopted(tmp_path), adopted(tmp_path)
    expected = {"base": BASE, "before": first.name, "until": "2024-01-31", "way": "test"}
    assert json.loads((second / CARD).read_text()) == expected
