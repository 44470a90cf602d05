"""encoder.json comes back as it was written, or not at all."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.errors import ModelError
from deflect.models.card import CARD, Card, card_text, check_files, fingerprint, read_card
from deflect.models.source import file_sha256

CARDS = st.builds(
    Card,
    name=st.text(),
    kind=st.sampled_from(["onnx", "torch"]),
    precision=st.sampled_from(["fp32", "int8"]),
    dimension=st.integers(1, 4096),
    max_tokens=st.integers(1, 10**6),
    fingerprint=st.text("0123456789abcdef", min_size=64, max_size=64),
    files=st.dictionaries(st.text(), st.text()),
    agreement=st.none() | st.floats(0, 1),
    reason=st.text(),
)


@given(CARDS)
def test_a_card_comes_back_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, card: Card) -> None:
    folder = tmp_path_factory.mktemp("card")
    (folder / CARD).write_text(card_text(card), encoding="utf-8")
    assert read_card(folder) == card


@given(CARDS, st.data())
def test_a_card_with_one_changed_field_does_not(
    tmp_path_factory: pytest.TempPathFactory, card: Card, data: st.DataObject
) -> None:
    written = json.loads(card_text(card))
    name = data.draw(st.sampled_from([field.name for field in fields(Card)]))
    written[name] = [written[name]]
    folder = tmp_path_factory.mktemp("card")
    (folder / CARD).write_text(json.dumps(written), encoding="utf-8")
    with pytest.raises(ModelError, match="description is damaged"):
        read_card(folder)


@pytest.mark.parametrize("content", ["", "{}", "[]", "null", "7", '{"seal": 1}', "\ufeff{}"])
def test_what_is_no_card_is_an_error_that_says_what_to_do(tmp_path: Path, content: str) -> None:
    (tmp_path / CARD).write_text(content, encoding="utf-8")
    with pytest.raises(ModelError, match=r"encoder\.json.*Delete that folder, then run: deflect run"):
        read_card(tmp_path)


def test_a_card_of_a_newer_deflect_is_an_error_not_a_crash(tmp_path: Path) -> None:
    import hashlib

    written = {"name": "x", "colour": "blue"}
    seal = hashlib.sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()
    (tmp_path / CARD).write_text(json.dumps(written | {"seal": seal}))
    with pytest.raises(ModelError, match="description is damaged"):
        read_card(tmp_path)


def test_every_file_the_card_names_is_hashed(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).write_text(name)
    files = {name: file_sha256(tmp_path / name) for name in ("one", "two")}
    card = Card("x", "onnx", "fp32", 1, 1, "f", files)
    check_files(tmp_path, card)
    (tmp_path / "two").write_text("owt")
    with pytest.raises(ModelError, match=r"damaged \(.*two\)"):
        check_files(tmp_path, card)


def test_fingerprints_differ_where_anything_does(monkeypatch: pytest.MonkeyPatch) -> None:
    made = {
        fingerprint({"a": "1"}, 256, "fp32"),
        fingerprint({"a": "1"}, 256, "int8"),
        fingerprint({"a": "2"}, 256, "fp32"),
    }
    made |= {fingerprint({"a": "1"}, 512, "fp32")}
    monkeypatch.setattr("deflect.models.card.CODE_VERSION", 999)
    made |= {fingerprint({"a": "1"}, 256, "fp32")}
    assert len(made) == 5
    assert fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1})
