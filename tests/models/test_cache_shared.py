"""The cache against a dict, with several instances on the same files, kills, cuts and prunings in any order."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from deflect.models.cache import RECORD, VectorCache, text_key
from tests.models.test_cache import DIMENSION, Counting, cache, expected

TEXTS = st.lists(st.sampled_from([f"text {number}" for number in range(9)]), max_size=7)


class CacheAgainstASet(RuleBasedStateMachine):
    """Two instances share the files; the model is the set of texts that must not be encoded again."""

    def __init__(self) -> None:
        super().__init__()
        import tempfile

        self.folder = Path(tempfile.mkdtemp())
        self.caches = [cache(self.folder), cache(self.folder)]
        self.kept: set[str] = set()

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    @rule(which=st.integers(0, 1), texts=TEXTS)
    def encode(self, which: int, texts: list[str]) -> None:
        encoder = Counting()
        found = self.caches[which].encode(encoder, texts)
        assert found.shape == (len(texts), DIMENSION)
        assert np.array_equal(found, expected(texts) if texts else found)
        assert len(encoder.asked) == len(set(encoder.asked))
        # One that looked before the other pruned may encode again, never the other way round.
        assert set(texts) - self.kept <= set(encoder.asked) <= set(texts)
        self.kept |= set(texts)

    @rule(texts=TEXTS)
    def a_new_process_encodes_only_what_is_missing(self, texts: list[str]) -> None:
        encoder = Counting()
        assert np.array_equal(cache(self.folder).encode(encoder, ["a", *texts]), expected(["a", *texts]))
        assert set(encoder.asked) == {"a", *texts} - self.kept
        self.kept |= {"a", *texts}

    @rule(which=st.integers(0, 1), texts=TEXTS)
    def prune(self, which: int, texts: list[str]) -> None:
        dropped = self.caches[which].prune(text_key(text) for text in texts)
        assert dropped >= len(self.kept - set(texts))
        self.kept &= set(texts)

    @rule(rows=st.integers(1, 3), spare=st.integers(0, DIMENSION * 4 - 1))
    def a_kill_leaves_rows_without_keys(self, rows: int, spare: int) -> None:
        if self.kept:
            with self.caches[0].rows_path.open("ab") as file:
                file.write(b"\x07" * (rows * DIMENSION * 4 + spare))

    @rule()
    def a_kill_leaves_a_part_of_a_key(self) -> None:
        if self.kept and not self.caches[0].keys_path.stat().st_size % RECORD.itemsize:
            with self.caches[0].keys_path.open("ab") as file:
                file.write(b"\x07" * (RECORD.itemsize - 1))

    @invariant()
    def no_key_is_without_a_row(self) -> None:
        keys, rows = self.caches[0].keys_path, self.caches[0].rows_path
        if keys.exists():
            assert rows.stat().st_size // (DIMENSION * 4) >= keys.stat().st_size // RECORD.itemsize


CacheAgainstASet.TestCase.settings = settings(max_examples=40, stateful_step_count=12, deadline=None)
TestCacheAgainstASet = CacheAgainstASet.TestCase


def test_an_instance_sees_what_another_one_wrote_meanwhile(tmp_path: Path) -> None:
    first, second, encoder = cache(tmp_path), cache(tmp_path), Counting()
    first.encode(encoder, ["a"])
    second.encode(encoder, ["a", "b"])
    third = Counting()
    assert np.array_equal(first.encode(third, ["b", "a"]), expected(["b", "a"]))
    assert third.asked == []


def test_an_instance_that_was_overtaken_by_pruning_and_growth_gives_right_vectors(tmp_path: Path) -> None:
    """The file is as long as before and holds other rows: the checksums tell."""
    first, second = cache(tmp_path), cache(tmp_path)
    old, new = [f"old {number}" for number in range(8)], [f"new {number}" for number in range(8)]
    first.encode(Counting(), old)
    second.prune([])
    second.encode(Counting(), new)
    assert np.array_equal(first.encode(Counting(), old + new), expected(old + new))
    encoder = Counting()
    assert np.array_equal(cache(tmp_path).encode(encoder, old + new), expected(old + new))
    assert encoder.asked == []


def test_pruning_after_a_kill_that_left_rows_without_keys_keeps_the_others(tmp_path: Path) -> None:
    texts = [f"text {number}" for number in range(10)]
    made = cache(tmp_path)
    made.encode(Counting(), texts)
    with made.rows_path.open("ab") as file:
        file.write(expected(["x", "y", "z"]).tobytes())
    assert cache(tmp_path).prune([text_key(text) for text in texts[4:]]) == 4
    encoder = Counting()
    assert np.array_equal(cache(tmp_path).encode(encoder, texts[4:]), expected(texts[4:]))
    assert encoder.asked == []


@pytest.mark.parametrize("gone", ["rows_path", "keys_path"])
def test_one_of_the_two_files_missing_is_like_none(tmp_path: Path, gone: str) -> None:
    made = cache(tmp_path)
    made.encode(Counting(), ["a", "b"])
    path: Path = getattr(made, gone)
    path.unlink()
    assert cache(tmp_path).prune([]) == 0
    encoder = Counting()
    assert np.array_equal(cache(tmp_path).encode(encoder, ["a", "b"]), expected(["a", "b"]))
    assert encoder.asked == ["a", "b"]


def test_a_damaged_first_row_does_not_keep_the_others_from_being_pruned(tmp_path: Path) -> None:
    made = cache(tmp_path)
    made.encode(Counting(), ["a", "b", "c"])
    made.rows_path.write_bytes(b"\0" * DIMENSION * 4 + made.rows_path.read_bytes()[DIMENSION * 4 :])
    assert cache(tmp_path).prune([text_key("b"), text_key("c")]) == 1
    encoder = Counting()
    assert np.array_equal(cache(tmp_path).encode(encoder, ["b", "c"]), expected(["b", "c"]))
    assert encoder.asked == []


def test_an_encoder_that_fails_keeps_nothing_of_the_part_it_failed_in(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        cache(tmp_path).encode(Counting(dies_after=0), ["a"])
    assert list(tmp_path.iterdir()) == []


def test_rows_are_as_many_as_keys_after_any_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deflect.models.cache.SAVE_EVERY", 3)
    made = cache(tmp_path)
    made.encode(Counting(), [f"text {number % 7}" for number in range(20)])
    assert made.keys_path.stat().st_size == 7 * RECORD.itemsize
    assert made.rows_path.stat().st_size == 7 * DIMENSION * 4


def test_the_rows_on_disk_are_the_vectors_in_the_order_of_the_texts(tmp_path: Path) -> None:
    made = VectorCache(tmp_path, Counting.fingerprint)
    made.encode(Counting(), ["b", "a", "b", "c"])
    assert made.rows_path.read_bytes() == expected(["b", "a", "c"]).tobytes()
    keys = np.fromfile(made.keys_path, RECORD)["key"].tolist()
    assert keys == [text_key("b"), text_key("a"), text_key("c")]
