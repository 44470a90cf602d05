"""Which encoder is in use: switched in one step, undone byte for byte, and said plainly where it is damaged."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deflect.errors import ModelError
from deflect.models.tuning.adopted import (
    CARD,
    Choice,
    adopt,
    encoder_in_use,
    forget_folder,
    learned_from,
    new_folder,
    remove,
    step_back,
    tuned_encoder,
    undo,
)

BASE = "all-MiniLM-L6-v2"


BOUND = datetime(2024, 2, 1, 8, tzinfo=UTC)


def adopted(models: Path, base: str = BASE, bound: datetime = BOUND, **fields: object) -> Path:
    folder = new_folder(models, [path.name for path in (models / "tuned").glob("*/")])
    (folder / "model").mkdir()
    adopt(folder, base, "2024-01-31", bound, {"way": "test", **fields})
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
    adopt(three, BASE, "2024-02-29", BOUND, {})
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
        adopt(folder, BASE, "2024-02-29", BOUND, {})
    monkeypatch.undo()
    assert encoder_in_use(tmp_path, BASE).tuned == first.name


def test_the_card_tells_what_it_was_made_of(tmp_path: Path) -> None:
    first, second = adopted(tmp_path), adopted(tmp_path)
    expected = {"base": BASE, "before": first.name, "until": "2024-01-31", "way": "test"}
    assert json.loads((second / CARD).read_text()) == {**expected, "learned_before": "2024-02-01T08:00:00+00:00"}


def test_a_model_learned_from_no_ticket_that_came_in_at_its_bound_or_later(tmp_path: Path) -> None:
    older, newer = adopted(tmp_path), adopted(tmp_path, bound=BOUND + timedelta(days=1))
    moment = timedelta(microseconds=1)
    assert learned_from(tmp_path, BOUND - moment) == {older.name, newer.name}
    assert learned_from(tmp_path, BOUND) == {newer.name}
    assert learned_from(tmp_path, BOUND + timedelta(days=1)) == frozenset()
    assert learned_from(tmp_path / "nothing", BOUND) == frozenset()


@pytest.mark.parametrize("harm", [None, "{", "[]", '{"base": "x"}', '{"learned_before": "never"}'])
def test_a_model_that_does_not_say_what_it_learned_from_may_have_learned_from_any_ticket(
    tmp_path: Path, harm: str | None
) -> None:
    folder = adopted(tmp_path)
    card = json.loads((folder / CARD).read_text())
    for without in ({}, {"learned_before": None}, {"learned_before": 7}, {"learned_before": "2024-02-01"}):
        (folder / CARD).write_text(json.dumps({key: card[key] for key in ("base", "before", "until")} | without))
        assert learned_from(tmp_path, BOUND + timedelta(days=9)) == {folder.name}
    (folder / CARD).unlink() if harm is None else (folder / CARD).write_text(harm)
    assert learned_from(tmp_path, BOUND + timedelta(days=9)) == {folder.name}


def test_the_newest_model_that_stays_is_put_into_use(tmp_path: Path) -> None:
    one, two, three = adopted(tmp_path), adopted(tmp_path), adopted(tmp_path)
    step_back(tmp_path, {one.name})
    assert encoder_in_use(tmp_path, BASE).tuned == three.name
    step_back(tmp_path, {two.name, three.name})
    assert encoder_in_use(tmp_path, BASE).tuned == one.name
    step_back(tmp_path, {one.name})
    assert not (tmp_path / "tuned" / "CURRENT").exists()
    step_back(tmp_path, {one.name})


@pytest.mark.parametrize("harm", [b"", b"\xff\xfe", b"gone"])
def test_stepping_back_mends_a_name_that_is_damaged(tmp_path: Path, harm: bytes) -> None:
    folder = adopted(tmp_path)
    (tmp_path / "tuned" / "CURRENT").write_bytes(harm)
    step_back(tmp_path, {folder.name})
    assert encoder_in_use(tmp_path, BASE) == Choice(BASE, tmp_path)


def test_what_is_removed_takes_its_vectors_along_and_can_be_removed_again(tmp_path: Path) -> None:
    vectors = tmp_path / "vectors"
    vectors.mkdir()
    for name in ("base.rows", "made.rows", "made.keys"):
        (vectors / name).touch()
    first, second = adopted(tmp_path), adopted(tmp_path, vectors=["made"])
    step_back(tmp_path, {second.name})
    remove(tmp_path, {second.name})
    assert encoder_in_use(tmp_path, BASE).tuned == first.name
    assert [path.name for path in vectors.iterdir()] == ["base.rows"]
    assert not second.exists()
    step_back(tmp_path, {first.name})
    for _ in range(2):
        remove(tmp_path, {first.name, second.name})
        assert [path.name for path in tmp_path.iterdir()] == ["vectors"]
