"""The encoder in daily use: onnxruntime and tokenizers, without torch."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from deflect.errors import ModelError
from deflect.models.card import REBUILD
from deflect.models.encoder import Progress
from deflect.models.vectors import Vectors, unit_rows

if TYPE_CHECKING:
    import onnxruntime
    import tokenizers

# Measured from 128 to 4096 tokens a batch: beyond 512 the activations leave the core's cache, 25 % slower at 4096.
BATCH_TOKENS = 512
# Texts tokenised at a time: bounds memory, and leaves enough of each length to fill batches.
WINDOW = 4096
# The tokenizer reads all of a text before it truncates; no token of a real text is 200 characters long.
CHARACTERS_PER_TOKEN = 200


Tokens = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class OnnxEncoder:
    """An exported model; see `deflect.models.Encoder` for the attributes.

    A text's vector does not depend on what is encoded beside it: batches hold texts of equal length only, so nothing is
    padded, and each of the cores runs its own batch on one thread.
    """

    name: str
    fingerprint: str
    dimension: int
    max_tokens: int
    session: onnxruntime.InferenceSession
    tokenizer: tokenizers.Tokenizer
    cores: int

    @classmethod
    def open(
        cls, model: Path, tokenizer: Path, *, name: str, fingerprint: str, dimension: int, max_tokens: int
    ) -> OnnxEncoder:
        """Open the files of an exported model.

        Raises:
            ModelError: One of them is missing, or cannot be read.
        """
        return cls(
            name, fingerprint, dimension, max_tokens, _session(model), _tokenizer(tokenizer, max_tokens), cores()
        )

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """Encode texts; see `deflect.models.Encoder.encode`."""
        vectors = np.empty((len(texts), self.dimension), np.float32)
        done = 0
        for start in range(0, len(texts), WINDOW):
            token_ids = self.tokenize(texts[start : start + WINDOW])
            for rows, pooled in self._run(token_ids, batches([len(ids) for ids in token_ids])):
                vectors[start + rows] = pooled
                done += len(rows)
                if progress is not None:
                    progress(done, len(texts))
        return unit_rows(vectors)

    def tokenize(self, texts: Sequence[str]) -> list[list[int]]:
        """Turn texts into token ids, cut at `max_tokens`."""
        limit = self.max_tokens * CHARACTERS_PER_TOKEN
        # Half of a surrogate pair, as broken imports leave it, is not text to the tokenizer.
        readable = [text[:limit].encode("utf-8", "replace").decode("utf-8") for text in texts]
        return [encoding.ids for encoding in self.tokenizer.encode_batch_fast(readable)]

    def _run(self, token_ids: list[list[int]], plan: list[Tokens]) -> Iterator[tuple[Tokens, Vectors]]:
        def one(rows: Tokens) -> tuple[Tokens, Vectors]:
            return rows, self._pooled(np.array([token_ids[row] for row in rows], np.int64))

        if self.cores == 1 or len(plan) == 1:
            return map(one, plan)
        return _on_all_cores(one, plan, self.cores)

    def _pooled(self, ids: Tokens) -> Vectors:
        known = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        wanted = {tensor.name: known[tensor.name] for tensor in self.session.get_inputs()}
        found: Vectors = self.session.run(None, wanted)[0]
        return found


def batches(lengths: Sequence[int]) -> list[Tokens]:
    """Group texts of equal length into batches of about `BATCH_TOKENS`, longest first.

    Args:
        lengths: Tokens of each text, at least 1.

    Returns:
        Arrays of positions in `lengths`; each position is in exactly one.
    """
    found: list[Tokens] = []
    counts = np.asarray(lengths, np.int64)
    for length in np.unique(counts)[::-1]:
        rows = np.flatnonzero(counts == length)
        size = max(1, BATCH_TOKENS // int(length))
        found += [rows[start : start + size] for start in range(0, len(rows), size)]
    return found


def cores() -> int:
    """Count the cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _on_all_cores(
    work: Callable[[Tokens], tuple[Tokens, Vectors]], plan: list[Tokens], workers: int
) -> Iterator[tuple[Tokens, Vectors]]:
    pool = ThreadPoolExecutor(workers)
    try:
        yield from pool.map(work, plan)
    finally:
        pool.shutdown(cancel_futures=True)


def _session(path: Path) -> onnxruntime.InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # The file holds the optimised graph already; optimising again is time at every start.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise ModelError("the encoder's model cannot be opened", str(path), REBUILD) from error


def _tokenizer(path: Path, max_tokens: int) -> tokenizers.Tokenizer:
    import tokenizers

    try:
        tokenizer = tokenizers.Tokenizer.from_file(str(path))
    except Exception as error:
        raise ModelError("the encoder's tokenizer cannot be opened", str(path), REBUILD) from error
    tokenizer.enable_truncation(max_tokens)
    tokenizer.no_padding()
    return tokenizer
