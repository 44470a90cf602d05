"""The exported encoder against sentence-transformers' own encode."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deflect.models.encoder import Encoder
from deflect.models.onnx_encoder import BATCH_TOKENS, OnnxEncoder, batches
from deflect.models.quality import agreement
from deflect.models.reference_texts import LONG, SHORT

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

ODD = [
    "",
    " \t\n ",
    "  spaces  around  ",
    "x" * 5000,
    "word " * 2000,
    "null \x00 byte",
    "🙏🏽👩‍👩‍👧",
    "كيف أغير كلمة المرور؟",
    "ﬁ ligature, Ａfull width, İ dotted",
    "[CLS] [SEP] [MASK] [PAD]",
    "<script>alert(1)</script>",
]
TEXTS = [*SHORT[::4], *LONG[::3], *ODD]


def test_fp32_is_torch_to_one_in_ten_thousand(fp32: Encoder, original: SentenceTransformer) -> None:
    expected = original.encode(TEXTS, normalize_embeddings=True)
    assert np.abs(fp32.encode(TEXTS) - expected).max() < 1e-4


def test_int8_keeps_the_neighbours(fp32: Encoder, int8: Encoder) -> None:
    texts = [*SHORT, *LONG]
    assert agreement(fp32.encode(texts), int8.encode(texts)) >= 0.95


@pytest.mark.parametrize("precision", ["fp32", "int8"])
def test_a_vector_is_the_same_to_the_last_bit_whatever_is_encoded_beside_it(
    precision: str, request: pytest.FixtureRequest
) -> None:
    encoder: Encoder = request.getfixturevalue(precision)
    together = encoder.encode(TEXTS)
    alone = np.vstack([encoder.encode([text]) for text in TEXTS])
    assert np.array_equal(together, alone)


@pytest.mark.parametrize("precision", ["fp32", "int8"])
def test_vectors_are_unit_rows_in_the_order_of_the_texts(precision: str, request: pytest.FixtureRequest) -> None:
    encoder: Encoder = request.getfixturevalue(precision)
    vectors = encoder.encode(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), encoder.dimension)
    assert np.abs(np.linalg.norm(vectors, axis=1) - 1).max() < 1e-6
    assert np.array_equal(encoder.encode(TEXTS[::-1]), vectors[::-1])


def test_no_texts_give_no_rows(fp32: Encoder) -> None:
    assert fp32.encode([]).shape == (0, 384)


def test_what_lies_beyond_the_model_s_length_is_not_read(fp32: Encoder) -> None:
    text = " ".join(LONG)
    assert fp32.max_tokens == 256
    assert np.array_equal(fp32.encode([text]), fp32.encode([text + " and one more thing"]))


def test_a_megabyte_is_read_no_further_than_its_tokens(fp32: Encoder) -> None:
    text = "the printer is offline " * 50_000
    assert np.array_equal(fp32.encode([text]), fp32.encode([text[:50_000]]))


def test_half_a_surrogate_pair_is_text_all_the_same(fp32: Encoder) -> None:
    assert np.array_equal(fp32.encode(["broken \ud83d emoji"]), fp32.encode(["broken ? emoji"]))


def test_progress_counts_every_text_once_and_ends_at_all(fp32: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deflect.models.onnx_encoder.WINDOW", 10)
    seen: list[tuple[int, int]] = []
    fp32.encode(TEXTS, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (len(TEXTS), len(TEXTS))
    assert [done for done, _ in seen] == sorted({done for done, _ in seen})


def test_windows_change_nothing(fp32: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = fp32.encode(TEXTS)
    monkeypatch.setattr("deflect.models.onnx_encoder.WINDOW", 7)
    assert np.array_equal(fp32.encode(TEXTS), whole)


def test_an_interrupted_encode_stops_at_once_and_the_encoder_still_works(fp32: Encoder) -> None:
    calls = 0

    def interrupt(_done: int, _total: int) -> None:
        nonlocal calls
        calls += 1
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fp32.encode([*LONG] * 20, progress=interrupt)
    assert calls == 1
    assert fp32.encode(["still there"]).shape == (1, 384)


def test_threads_that_encode_at_once_get_their_own_vectors(int8: Encoder) -> None:
    alone = int8.encode(TEXTS)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda number: int8.encode([TEXTS[number]])[0], list(range(len(TEXTS))) * 4))
    assert np.array_equal(np.stack(found), np.vstack([alone] * 4))


def test_one_core_gives_what_many_give(fp32: Encoder) -> None:
    assert isinstance(fp32, OnnxEncoder)
    whole = fp32.encode(TEXTS)
    for cores in (1, 3, 16):
        assert np.array_equal(replace(fp32, cores=cores).encode(TEXTS), whole)


def test_both_encoders_fit_the_protocol(fp32: Encoder, int8: Encoder) -> None:
    for encoder in (fp32, int8):
        assert isinstance(encoder, OnnxEncoder)
        assert isinstance(encoder, Encoder)
        assert encoder.name == "all-MiniLM-L6-v2"
    assert fp32.fingerprint != int8.fingerprint


@settings(max_examples=60)
@given(st.lists(st.integers(1, 300), max_size=300))
def test_batches_hold_every_text_once_one_length_each_and_few_enough_tokens(lengths: list[int]) -> None:
    plan = batches(lengths)
    assert Counter(row for rows in plan for row in rows.tolist()) == Counter(range(len(lengths)))
    for rows in plan:
        assert len({lengths[row] for row in rows}) == 1
        assert len(rows) == 1 or len(rows) * lengths[rows[0]] <= BATCH_TOKENS
    longest_first = [lengths[rows[0]] for rows in plan]
    assert longest_first == sorted(longest_first, reverse=True)
