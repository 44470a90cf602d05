"""An unchanged text is never encoded twice, whatever happens to the process or the files."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deflect.errors import ModelError
from deflect.models.cache import RECORD, VectorCache, forget_texts, text_key
from deflect.models.encoder import Encoder, Progress
from deflect.models.vectors import Vectors, unit_rows
from deflect.testing import HashEncoder

DIMENSION = 6


def vector(text: str) -> Vectors:
    seed = int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:4], "big")
    row: Vectors = unit_rows(np.random.default_rng(seed).normal(size=(1, DIMENSION)))[0]
    return row


@dataclass
class Counting:
    """An encoder whose vectors are known, that remembers what it was asked, and can be killed."""

    name: str = "counting"
    fingerprint: str = "f" * 64
    dimension: int = DIMENSION
    max_tokens: int = 10
    asked: list[str] = field(default_factory=list)
    dies_after: int = 10**9

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        if len(self.asked) >= self.dies_after:
            raise KeyboardInterrupt
        self.asked += texts
        if progress is not None:
            progress(len(texts), len(texts))
        return np.stack([vector(text) for text in texts])


def expected(texts: Sequence[str]) -> Vectors:
    return np.stack([vector(text) for text in texts])


def cache(folder: Path) -> VectorCache:
    return VectorCache(folder, Counting.fingerprint)


def test_the_double_fits_the_protocol() -> None:
    assert isinstance(Counting(), Encoder)


def test_a_text_is_encoded_once_and_a_repeated_one_once(tmp_path: Path) -> None:
    encoder = Counting()
    texts = ["a", "b", "a", "c", "a"]
    assert np.array_equal(cache(tmp_path).encode(encoder, texts), expected(texts))
    assert sorted(encoder.asked) == ["a", "b", "c"]
    again = ["c", "d", "a"]
    assert np.array_equal(cache(tmp_path).encode(encoder, again), expected(again))
    assert sorted(encoder.asked) == ["a", "b", "c", "d"]


def test_no_texts_ask_nothing_and_write_nothing(tmp_path: Path) -> None:
    encoder = Counting()
    assert cache(tmp_path / "new").encode(encoder, []).shape == (0, DIMENSION)
    assert encoder.asked == []
    assert not (tmp_path / "new").exists()


def test_another_encoder_s_vectors_are_not_mixed_in(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="another encoder's"):
        cache(tmp_path).encode(Counting(fingerprint="0" * 64), ["a"])


def test_each_fingerprint_has_files_of_its_own(tmp_path: Path) -> None:
    first, second = Counting(), Counting(fingerprint="0" * 64)
    VectorCache(tmp_path, first.fingerprint).encode(first, ["a"])
    VectorCache(tmp_path, second.fingerprint).encode(second, ["a"])
    assert (first.asked, second.asked) == (["a"], ["a"])
    assert len(list(tmp_path.iterdir())) == 4


def test_a_killed_run_keeps_what_it_had_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deflect.models.cache.SAVE_EVERY", 10)
    texts = [f"text {number}" for number in range(35)]
    with pytest.raises(KeyboardInterrupt):
        cache(tmp_path).encode(Counting(dies_after=20), texts)
    encoder = Counting()
    assert np.array_equal(cache(tmp_path).encode(encoder, texts), expected(texts))
    assert encoder.asked == texts[20:]


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 12 * RECORD.itemsize), st.integers(0, 12 * DIMENSION * 4), st.integers(0, 3))
def test_files_cut_anywhere_give_the_right_vectors_and_heal(
    tmp_path_factory: pytest.TempPathFactory, keys: int, rows: int, added: int
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    texts = [f"text {number}" for number in range(12)]
    made = cache(folder)
    made.encode(Counting(), texts)
    for path, length in ((made.keys_path, keys), (made.rows_path, rows)):
        path.write_bytes(path.read_bytes()[:length])
    more = [*texts, *(f"new {number}" for number in range(added))]
    encoder = Counting()
    assert np.array_equal(cache(folder).encode(encoder, more), expected(more))
    whole = min(keys // RECORD.itemsize, rows // (DIMENSION * 4))
    assert encoder.asked == more[whole:]
    healed = Counting()
    assert np.array_equal(cache(folder).encode(healed, more), expected(more))
    assert healed.asked == []


@settings(deadline=None, max_examples=60)
@given(st.booleans(), st.integers(0, 10**6), st.integers(0, 7))
def test_a_flipped_bit_anywhere_never_gives_a_wrong_vector(
    tmp_path_factory: pytest.TempPathFactory, in_keys: bool, place: int, bit: int
) -> None:
    folder = tmp_path_factory.mktemp("flip")
    texts = [f"text {number}" for number in range(12)]
    made = cache(folder)
    made.encode(Counting(), texts)
    path = made.keys_path if in_keys else made.rows_path
    content = bytearray(path.read_bytes())
    content[place % len(content)] ^= 1 << bit
    path.write_bytes(content)
    encoder = Counting()
    assert np.array_equal(cache(folder).encode(encoder, texts), expected(texts))
    assert len(encoder.asked) == 1
    healed = Counting()
    assert np.array_equal(cache(folder).encode(healed, texts), expected(texts))
    assert healed.asked == []


def test_damage_is_noted_without_the_text(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    made = cache(tmp_path)
    made.encode(Counting(), ["secret words", "others"])
    content = bytearray(made.rows_path.read_bytes())
    content[0] ^= 1
    made.rows_path.write_bytes(content)
    made.encode(Counting(), ["secret words", "others"])
    assert "1 vectors in" in caplog.text
    assert "secret" not in caplog.text


def test_files_of_something_else_are_no_crash(tmp_path: Path) -> None:
    made = cache(tmp_path)
    made.rows_path.write_bytes(b"\xff" * 999)
    made.keys_path.write_bytes(b"\xff" * 999)
    assert np.array_equal(made.encode(Counting(), ["a"]), expected(["a"]))
    encoder = Counting()
    assert np.array_equal(cache(tmp_path).encode(encoder, ["a"]), expected(["a"]))
    assert encoder.asked == []


def test_progress_counts_what_was_found_and_never_goes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deflect.models.cache.SAVE_EVERY", 2)
    made = cache(tmp_path)
    made.encode(Counting(), ["a", "b"])
    seen: list[tuple[int, int]] = []
    made.encode(Counting(), ["a", "x", "y", "x", "z"], progress=lambda done, total: seen.append((done, total)))
    assert seen[0] == (1, 5)
    assert seen[-1] == (5, 5)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert {total for _, total in seen} == {5}


def test_pruning_drops_what_is_gone_and_keeps_the_rest(tmp_path: Path) -> None:
    made = cache(tmp_path)
    texts = [f"text {number}" for number in range(20)]
    made.encode(Counting(), texts)
    before = made.rows_path.stat().st_size
    assert made.prune(text_key(text) for text in texts[::2]) == 10
    assert made.rows_path.stat().st_size == before // 2
    encoder = Counting()
    assert np.array_equal(made.encode(encoder, texts), expected(texts))
    assert encoder.asked == texts[1::2]


def test_pruning_nothing_or_everything(tmp_path: Path) -> None:
    made = cache(tmp_path)
    assert made.prune([]) == 0
    made.encode(Counting(), ["a", "b"])
    assert made.prune([text_key("a"), text_key("b")]) == 0
    assert made.prune([]) == 2
    encoder = Counting()
    made.encode(encoder, ["a"])
    assert encoder.asked == ["a"]


def test_a_kill_between_the_two_files_of_pruning_gives_no_wrong_vector(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = cache(tmp_path)
    texts = [f"text {number}" for number in range(9)]
    made.encode(Counting(), texts)
    keys = made.keys_path.read_bytes()
    made.prune([text_key(text) for text in texts[3:]])
    made.keys_path.write_bytes(keys)
    assert np.array_equal(cache(tmp_path).encode(Counting(), texts), expected(texts))


@given(st.text(st.characters(exclude_categories=())), st.text(st.characters(exclude_categories=())))
def test_keys_are_equal_for_equal_texts_only(first: str, second: str) -> None:
    assert (text_key(first) == text_key(second)) == (first == second)
    assert len(text_key(first)) == 16


def test_the_vectors_of_all_texts_but_some_are_dropped_for_every_encoder(tmp_path: Path) -> None:
    for name in ("one", "two"):
        encoder = HashEncoder()
        encoder.fingerprint = name
        VectorCache(tmp_path, name).encode(encoder, ["kept", "gone"])
        with (tmp_path / f"{name}.rows").open("ab") as file:
            file.write(b"left by a kill")
    forget_texts(tmp_path, ["kept", "never seen"])
    for name in ("one", "two"):
        assert text_key("gone") not in (tmp_path / f"{name}.keys").read_bytes()
        assert text_key("kept") in (tmp_path / f"{name}.keys").read_bytes()
        assert (tmp_path / f"{name}.rows").stat().st_size == HashEncoder.dimension * 4
    forget_texts(tmp_path / "nowhere", [])
