"""First use: what is exported how, what is kept, and what a failure or a kill leaves."""

from __future__ import annotations

import itertools
import os
import re
import socket
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnx
import pytest

from deflect.errors import ModelError
from deflect.models import export
from deflect.models.bert_graph import BertShape
from deflect.models.card import CARD, read_card
from deflect.models.encoder import Encoder
from deflect.models.export import SAMPLE_MOST, export_encoder, quality_sample
from deflect.models.graphs import bert_shape
from deflect.models.load import encoder_folder, load_encoder
from deflect.models.onnx_encoder import OnnxEncoder
from deflect.models.reference_texts import LONG, SHORT, calibration_texts, quality_texts
from deflect.models.source import find_source
from deflect.models.torch_encoder import SentenceTransformerEncoder, load_model
from tests.models.conftest import MakeModel

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

TEXTS = [*SHORT[::9], *LONG[::4], "", "word " * 500]


@pytest.fixture(scope="module")
def tiny(make_model: MakeModel) -> Path:
    return make_model()


def expected(model: Path) -> np.ndarray:
    return np.asarray(load_model(find_source(str(model))).encode(TEXTS, normalize_embeddings=True))


def operators(directory: Path) -> set[str]:
    (path,) = directory.glob("encoders/*/model.onnx")
    return {node.op_type for node in onnx.load(path, load_external_data=False).graph.node}


def test_a_bert_is_written_with_fused_operators_and_equals_torch(tiny: Path, tmp_path: Path) -> None:
    encoder = load_encoder(str(tiny), directory=tmp_path, precision="fp32")
    assert {"MultiHeadAttention", "LayerNormalization", "Gelu"} <= operators(tmp_path)
    assert np.abs(encoder.encode(TEXTS) - expected(tiny)).max() < 1e-4
    assert encoder.max_tokens == 64


def test_other_models_go_through_torch_s_exporter_and_equal_torch(
    make_model: MakeModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = make_model("MPNet", "cls", num_hidden_layers=1)
    seen: list[float] = []
    real = export.largest_difference

    def noted(first: Encoder, second: Encoder) -> float:
        seen.append(real(first, second))
        return seen[-1]

    monkeypatch.setattr(export, "largest_difference", noted)
    encoder = load_encoder(str(model), directory=tmp_path, precision="int8")
    assert isinstance(encoder, OnnxEncoder)
    assert len(seen) == 1
    assert seen[0] < 1e-5
    assert (encoder.encode(TEXTS) * expected(model)).sum(axis=1).min() > 0.98


@pytest.mark.parametrize("changes", [{"layer_norm_eps": 1e-3}, {"num_attention_heads": 2}])
def test_a_bert_of_other_numbers_equals_torch_too(
    make_model: MakeModel, tmp_path: Path, changes: dict[str, object]
) -> None:
    model = make_model(**changes)
    encoder = load_encoder(str(model), directory=tmp_path, precision="fp32")
    assert isinstance(encoder, OnnxEncoder)
    assert np.abs(encoder.encode(TEXTS) - expected(model)).max() < 1e-4


@pytest.mark.parametrize(
    ("kind", "pooling", "changes"),
    [("Bert", "cls", {}), ("Bert", "max", {}), ("Bert", "mean", {"hidden_act": "relu"}), ("MPNet", "mean", {})],
)
def test_the_fused_graph_is_written_for_nothing_it_does_not_describe(
    make_model: MakeModel, kind: str, pooling: str, changes: dict[str, object]
) -> None:
    model = load_model(find_source(str(make_model(kind, pooling, **changes))))
    assert bert_shape(model) is None


def test_the_bundled_model_gets_the_fused_graph(original: SentenceTransformer) -> None:
    assert bert_shape(original) == BertShape(layers=6, heads=12, epsilon=1e-12)


def test_int8_that_loses_neighbours_is_not_kept(tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deflect.models.export.agreement", lambda *_: 0.949)
    encoder = load_encoder(str(tiny), directory=tmp_path)
    card = read_card(encoder_folder(find_source(str(tiny)), tmp_path, "auto"))
    assert (card.precision, card.agreement, card.reason) == ("fp32", 0.949, "int8 kept 0.949 of the neighbours")
    assert np.abs(encoder.encode(TEXTS) - expected(tiny)).max() < 1e-4


def test_int8_that_keeps_them_is_kept_and_the_share_written_down(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deflect.models.export.agreement", lambda *_: 0.95)
    load_encoder(str(tiny), directory=tmp_path)
    card = read_card(encoder_folder(find_source(str(tiny)), tmp_path, "auto"))
    assert (card.precision, card.agreement, card.reason) == ("int8", 0.95, "")
    assert "MatMulIntegerToFloat" in operators(tmp_path)


def test_the_fastest_int8_that_passes_is_taken(tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shares = iter([0.9, 0.94, 0.99])
    monkeypatch.setattr("deflect.models.export.agreement", lambda *_: next(shares))
    load_encoder(str(tiny), directory=tmp_path)
    assert read_card(next(tmp_path.glob("encoders/*"))).agreement == 0.99


def test_who_asks_for_int8_gets_it_whatever_it_loses(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deflect.models.export.agreement", lambda *_: 0.5)
    load_encoder(str(tiny), directory=tmp_path, precision="int8")
    card = read_card(encoder_folder(find_source(str(tiny)), tmp_path, "int8"))
    assert (card.precision, card.agreement) == ("int8", 0.5)


def test_exporting_twice_gives_the_same_encoder(tiny: Path, tmp_path: Path) -> None:
    prints = {load_encoder(str(tiny), directory=tmp_path / name, precision="int8").fingerprint for name in "ab"}
    assert len(prints) == 1


def test_a_model_that_does_not_export_is_served_by_torch_from_then_on(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("no such operator")

    monkeypatch.setattr("deflect.models.export.float_graphs", fail)
    first = load_encoder(str(tiny), directory=tmp_path)
    assert isinstance(first, SentenceTransformerEncoder)
    assert "is served by sentence-transformers, which is slower: RuntimeError in the export" in caplog.text
    monkeypatch.setattr("deflect.models.export.export_encoder", lambda *_: pytest.fail("tried again"))
    again = load_encoder(str(tiny), directory=tmp_path)
    assert again.fingerprint == first.fingerprint
    assert isinstance(again, Encoder)
    seen: list[tuple[int, int]] = []
    vectors = again.encode(TEXTS, progress=lambda done, total: seen.append((done, total)))
    assert np.abs(vectors - expected(tiny)).max() < 1e-6
    assert seen == [(len(TEXTS), len(TEXTS))]
    assert again.encode([]).shape == (0, 32)


def test_an_export_that_differs_from_torch_is_not_used(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deflect.models.export.TOLERANCE", 1e-12)
    assert isinstance(load_encoder(str(tiny), directory=tmp_path), SentenceTransformerEncoder)
    (folder,) = (tmp_path / "encoders").iterdir()
    assert [path.name for path in folder.iterdir()] == [CARD]


def test_an_interrupted_export_leaves_nothing_and_the_next_one_works(tiny: Path, tmp_path: Path) -> None:
    for stop_at in (1, 2, 3, 4):

        def interrupt(done: int, _total: int, stop_at: int = stop_at) -> None:
            if done == stop_at:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            load_encoder(str(tiny), directory=tmp_path, progress=interrupt)
        assert list((tmp_path / "encoders").iterdir()) == []
    assert load_encoder(str(tiny), directory=tmp_path).dimension == 32


def test_first_use_of_a_model_that_is_here_needs_no_network(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        pytest.fail("a network was asked for")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert load_encoder(str(tiny), directory=tmp_path).encode(["hello"]).shape == (1, 32)


def test_what_a_killed_export_left_is_removed_once_it_is_old(tiny: Path, tmp_path: Path) -> None:
    encoders = tmp_path / "encoders"
    for name, age in ((".old.1.tmp", 7200), (".running.2.tmp", 60)):
        (encoders / name).mkdir(parents=True)
        (encoders / name / "model.onnx").write_bytes(b"half")
        os.utime(encoders / name, (time.time() - age,) * 2)
    load_encoder(str(tiny), directory=tmp_path, precision="fp32")
    assert not (encoders / ".old.1.tmp").exists()
    assert (encoders / ".running.2.tmp").exists()


def test_of_two_processes_that_export_at_once_the_first_wins_and_both_go_on(tiny: Path, tmp_path: Path) -> None:
    source = find_source(str(tiny))
    folder = encoder_folder(source, tmp_path, "fp32")
    export_encoder(source, folder, "fp32")
    before = (folder / CARD).stat().st_mtime_ns
    export_encoder(source, folder, "fp32")
    assert (folder / CARD).stat().st_mtime_ns == before
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_progress_of_an_export_ends_at_all_of_its_steps(tiny: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    load_encoder(str(tiny), directory=tmp_path, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_wrong_weights_stop_the_export(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deflect.models.source.file_sha256", lambda _: "0" * 64)
    with pytest.raises(ModelError, match="not the published ones"):
        load_encoder(directory=tmp_path)


@pytest.mark.parametrize("count", [0, 1, 99])
def test_a_small_sample_is_joined_by_deflect_s_own_texts(count: int) -> None:
    texts = quality_sample([f"ticket {number}" for number in range(count)])
    assert len(texts) >= 100
    assert set(texts) >= {f"ticket {number}" for number in range(count)}


@pytest.mark.parametrize("count", [100, 301, 5000])
def test_a_large_sample_is_thinned_evenly(count: int) -> None:
    texts = quality_sample([f"ticket {number}" for number in range(count)])
    numbers = [int(text.split()[1]) for text in texts]
    assert 100 <= len(texts) <= SAMPLE_MOST
    assert len({after - before for before, after in itertools.pairwise(numbers)}) == 1
    assert numbers[-1] >= count * 0.98


def test_the_sample_holds_each_text_once_and_no_blanks() -> None:
    assert quality_sample(["same"] * 500 + [" "] * 500)[:2] == ["same", quality_texts()[0]]


def test_reference_texts_are_distinct_name_nobody_and_reach_every_length() -> None:
    assert len(set(quality_texts())) == len(quality_texts()) >= 100
    lengths = [len(text.split()) for text in calibration_texts()]
    assert min(lengths) == 1
    assert max(lengths) > 256
    everything = " ".join(calibration_texts())
    assert set(re.findall(r"https?://([\w.]+)", everything)) <= {"example.com", "api.example.com"}
    assert not re.search(r"\S+@\S+", everything)
