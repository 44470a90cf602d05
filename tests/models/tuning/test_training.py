"""Training: on time, without a topic twice in a batch, quietly, and to what the pairs say."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from deflect.errors import MissingExtraError
from deflect.models.load import load_encoder
from deflect.models.source import find_source
from deflect.models.torch_encoder import load_model
from deflect.models.tuning import training
from deflect.models.tuning.head import train_head, write_head
from deflect.models.tuning.layers import freeze_below, has_bfloat16, train_layers
from deflect.models.tuning.training import Budget, Pair, Recipe, check_trainer
from tests.models.conftest import MakeModel

if TYPE_CHECKING:
    from numpy.typing import NDArray

TEXTS = ["How do I reset my password?", "Where is my invoice?", "The mail never arrives", "", "word " * 100]
FOREVER = Budget(float("inf"))
needs_trainer = pytest.mark.skipif(
    any(importlib.util.find_spec(name) is None for name in ("accelerate", "datasets")),
    reason="the extra `tune` is not installed",
)


def test_a_missing_trainer_is_said_with_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "datasets" else object())
    with pytest.raises(MissingExtraError, match=r"not installed \(datasets\)\. .*pip install 'deflect\[tune\]'"):
        check_trainer()
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: object())
    check_trainer()


def planted(pairs: int = 120, topics: int = 6) -> tuple[dict[str, NDArray[np.float32]], list[Pair]]:
    """Texts whose first six directions tell their topic, drowned in ten that are each text's own."""
    random = np.random.default_rng(0)
    vectors, found = {}, []
    for number in range(pairs):
        topic = number % topics
        for side in ("question", "answer"):
            row = np.concatenate([0.5 * np.eye(topics)[topic], random.normal(size=10)]).astype(np.float32)
            vectors[f"{side} {number}"] = row / np.linalg.norm(row)
        found.append(Pair(f"question {number}", f"answer {number}", f"topic {topic}"))
    return vectors, found


def share_right(vectors: dict[str, NDArray[np.float32]], head: NDArray[np.float32], topics: int = 6) -> float:
    """How often the nearest answer of another pair has the question's topic."""
    rows = {name: row @ head for name, row in vectors.items()}
    unit = {name: row / np.linalg.norm(row) for name, row in rows.items()}
    count = len(vectors) // 2
    questions = np.array([unit[f"question {number}"] for number in range(count)])
    near = questions @ np.array([unit[f"answer {number}"] for number in range(count)]).T
    np.fill_diagonal(near, -2)
    return float(np.mean(near.argmax(axis=1) % topics == np.arange(count) % topics))


@needs_trainer
def test_a_map_learns_which_directions_tell_answers_apart(capfd: pytest.CaptureFixture[str]) -> None:
    vectors, pairs = planted()
    steps: list[tuple[int, int]] = []
    recipe = Recipe(batch=6, rate=1e-2, epochs=5, decay=0.1)
    head, done = train_head(vectors, pairs, FOREVER, lambda *at: steps.append(at), recipe)
    assert share_right(vectors, np.eye(16, dtype=np.float32)) < 0.4
    assert share_right(vectors, head) > 0.6
    assert done == len(steps) == steps[-1][0] >= 100
    told = capfd.readouterr()
    assert told.out == ""  # stdout is for results
    assert "question" not in told.err  # and no text of a ticket is anywhere


@needs_trainer
def test_a_map_that_has_no_time_stays_near_the_identity() -> None:
    vectors, pairs = planted()
    head, steps = train_head(vectors, pairs, Budget(0.0), None, Recipe(batch=6, rate=1e-3, epochs=1))
    assert steps == 1
    assert np.abs(head - np.eye(16)).max() < 1e-3


class Ticking:
    """A clock on which everything takes a second."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1.0
        return self.now


@needs_trainer
@pytest.mark.parametrize("seconds", [5, 12, 40])
def test_no_step_is_begun_that_would_end_too_late(seconds: int) -> None:
    clock = Ticking()
    vectors, pairs = planted()
    train_head(vectors, pairs, Budget(seconds, clock), None, Recipe(batch=6, rate=1e-3, epochs=50))
    assert clock.now == seconds


def batches_of(pairs: list[Pair], size: int) -> Iterator[list[int]]:
    import torch

    how: dict[str, Any] = {"batch_size": size, "drop_last": False, "generator": torch.Generator(), "seed": 0}
    yield from training._without_repetition(pairs)(None, **how)


@needs_trainer
def test_no_batch_has_a_topic_or_a_text_twice_and_no_pair_is_left_out() -> None:
    pairs = [Pair(f"q{number}", f"a{number % 10}", f"t{number % 7}") for number in range(60)]
    seen = []
    for batch in batches_of(pairs, 8):
        chosen = [pairs[at] for at in batch]
        assert len({each.topic for each in chosen}) == len(chosen)
        assert len({each.second for each in chosen}) == len(chosen)
        seen += batch
    assert sorted(seen) == list(range(60))


def test_a_map_on_top_is_exported_with_fused_operators_and_equals_torch(make_model: MakeModel, tmp_path: Path) -> None:
    source = find_source(str(make_model()))
    head = np.random.default_rng(3).normal(size=(32, 32)).astype(np.float32)
    write_head(source, head, tmp_path / "model")
    plain = load_encoder(source.place, directory=tmp_path, precision="fp32")
    encoder = load_encoder(str(tmp_path / "model"), directory=tmp_path, precision="fp32")
    mapped = plain.encode(TEXTS) @ head
    assert np.abs(encoder.encode(TEXTS) - mapped / np.linalg.norm(mapped, axis=1, keepdims=True)).max() < 1e-5
    expected = load_model(find_source(str(tmp_path / "model"))).encode(TEXTS, normalize_embeddings=True)
    assert np.abs(encoder.encode(TEXTS) - expected).max() < 1e-4
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS])
    assert np.array_equal(encoder.encode(TEXTS), alone)  # to the last bit, whatever is encoded beside it
    assert encoder.fingerprint != plain.fingerprint
    assert type(encoder).__name__ == "OnnxEncoder"


def seen_in_training(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool, str]]:
    """For each pass through a layer of the transformer in training: which, whether it is for learning, its numbers."""
    seen: list[tuple[str, bool, str]] = []

    def watched(model: Any, *arguments: Any, **how: Any) -> int:
        for name, module in model.named_modules():
            if name.endswith("output.dense"):
                module.register_forward_hook(
                    lambda _, __, out, name=name: seen.append((name, out.requires_grad, str(out.dtype)))
                )
        return training.train(model, *arguments, **how)

    monkeypatch.setattr("deflect.models.tuning.layers.train", watched)
    return seen


@needs_trainer
@pytest.mark.parametrize("bfloat16", [False, True])
def test_layers_below_are_run_without_learning_and_all_as_the_processor_does_best(
    make_model: MakeModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bfloat16: bool
) -> None:
    import torch
    from safetensors.torch import load_file

    monkeypatch.setattr("deflect.models.tuning.layers.has_bfloat16", lambda: bfloat16)
    dropout = torch.nn.functional.dropout

    def nothing_dropped(values: torch.Tensor, share: float, training: bool, *more: bool) -> torch.Tensor:
        assert not (training and share)
        return dropout(values, share, training, *more)

    monkeypatch.setattr(torch.nn.functional, "dropout", nothing_dropped)
    seen = seen_in_training(monkeypatch)
    source = find_source(str(make_model(num_hidden_layers=3)))
    pairs = [Pair(f"how do I change setting {number}", f"open page {number}", str(number)) for number in range(8)]
    train_layers(source, pairs, tmp_path / "model", FOREVER, None, Recipe(batch=8, rate=1e-2, epochs=1))
    assert {(".layer.0." in name, learns) for name, learns, _ in seen} == {(True, False), (False, True)}
    assert {kind for *_, kind in seen} == {"torch.bfloat16" if bfloat16 else "torch.float32"}
    written = load_file(tmp_path / "model" / "model.safetensors")
    assert {weights.dtype for weights in written.values() if weights.is_floating_point()} == {torch.float32}
    before, after = (
        json.loads((Path(each) / "config.json").read_text()) for each in (source.place, tmp_path / "model")
    )
    assert after["hidden_dropout_prob"] == before["hidden_dropout_prob"] > 0


@pytest.mark.parametrize(
    ("capabilities", "expected"),
    [({"amx_bf16": True}, True), ({"avx512_bf16": True}, True), ({"avx512_f": True, "amx_bf16": False}, False)],
)
def test_bfloat16_is_used_where_the_processor_has_it(
    monkeypatch: pytest.MonkeyPatch, capabilities: dict[str, bool], expected: bool
) -> None:
    import torch

    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: capabilities, raising=False)
    assert has_bfloat16() is expected
    monkeypatch.delattr(torch.cpu, "get_capabilities")
    assert not has_bfloat16()  # a torch that does not tell


@needs_trainer
def test_only_the_upper_layers_change(make_model: MakeModel, tmp_path: Path) -> None:
    source = find_source(str(make_model(num_hidden_layers=3)))
    pairs = [Pair(f"how do I change setting {number}", f"open page {number}", str(number)) for number in range(16)]
    steps = train_layers(source, pairs, tmp_path / "model", FOREVER, None, Recipe(batch=8, rate=1e-2, epochs=2))
    assert steps == 4
    tuned = load_model(find_source(str(tmp_path / "model")))
    before, after = load_model(source).state_dict(), tuned.state_dict()
    changed = {name for name in before if not np.array_equal(before[name].numpy(), after[name].numpy())}
    assert changed
    assert all(".layer.1." in name or ".layer.2." in name for name in changed)
    assert tuned.max_seq_length == 64
    assert not (tmp_path / "model" / "README.md").exists()  # the library's card quotes what it was trained on
    assert not any(b"change setting" in path.read_bytes() for path in (tmp_path / "model").rglob("*") if path.is_file())


def test_of_a_model_without_layers_all_but_the_words_is_trained() -> None:
    import torch

    class Plain(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.words, self.rest, self.config = torch.nn.Embedding(3, 2), torch.nn.Linear(2, 2), object()

        def get_input_embeddings(self) -> torch.nn.Module:
            return self.words

    class First:
        auto_model = Plain()

    freeze_below([First], 2)
    assert [name for name, each in First.auto_model.named_parameters() if each.requires_grad] == [
        "rest.weight",
        "rest.bias",
    ]
