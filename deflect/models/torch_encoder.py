"""sentence-transformers: loads every model, and serves those that do not export."""

from __future__ import annotations

import contextlib
import logging
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from deflect.errors import ModelError
from deflect.models.encoder import Progress
from deflect.models.source import Source
from deflect.models.vectors import Vectors, unit_rows

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

WINDOW = 1024
BATCH_TEXTS = 32


@dataclass(frozen=True, slots=True)
class SentenceTransformerEncoder:
    """A model run by torch; see `deflect.models.Encoder` for the attributes."""

    name: str
    fingerprint: str
    dimension: int
    max_tokens: int
    model: SentenceTransformer

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """Encode texts; see `deflect.models.Encoder.encode`."""
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), WINDOW):
            window = list(texts[start : start + WINDOW])
            found = self.model.encode(window, batch_size=BATCH_TEXTS, show_progress_bar=False, convert_to_numpy=True)
            vectors[start : start + len(window)] = found
            if progress is not None:
                progress(start + len(window), len(texts))
        return unit_rows(vectors)


def load_model(source: Source) -> SentenceTransformer:
    """Load a model with sentence-transformers, on the processor.

    Raises:
        ModelError: There is none of that name on this machine, or its files are damaged.
    """
    with quiet():
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            return SentenceTransformer(source.place, device="cpu", local_files_only=True)
        except Exception as error:
            raise ModelError(
                f"the model cannot be loaded: {type(error).__name__}",
                source.name,
                "Set encoder.model in deflect.toml to the folder of a sentence-transformers model, whole",
            ) from error


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keep torch's, transformers' and onnxruntime's remarks to their own developers off the user's screen."""
    before = logging.root.manager.disable
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.disable(logging.WARNING)
        try:
            yield
        finally:
            logging.disable(before)
