"""First use of a model: from sentence-transformers to ONNX files, checked, then published in one step."""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from deflect.errors import ModelError
from deflect.models.card import CARD, MODEL, TOKENIZER, WEIGHTS, Card, card_text, fingerprint
from deflect.models.encoder import Encoder, Precision, Progress
from deflect.models.graphs import Graphs, float_graphs
from deflect.models.quality import agreement
from deflect.models.reference_texts import quality_texts
from deflect.models.source import Source, check_weights, file_sha256
from deflect.models.torch_encoder import SentenceTransformerEncoder, load_model, quiet
from deflect.workspace import atomic_write, sync_folder

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# Largest difference of a component between the export's float32 vectors and torch's.
TOLERANCE = 1e-4
# Least share of the ten nearest neighbours that int8 has to keep: higher gives up speed sooner.
LEAST_AGREEMENT = 0.95
# Few texts have neighbours by chance; many cost as long to check as they save.
SAMPLE_LEAST, SAMPLE_MOST = 100, 300
STEPS = 4
CANDIDATE = "candidate.onnx"
ABANDONED_SECONDS = 3600

log = logging.getLogger(__name__)


def export_encoder(
    source: Source, folder: Path, precision: Precision, sample: Sequence[str] = (), progress: Progress | None = None
) -> None:
    """Export a model into a folder that does not exist yet.

    Args:
        source: The model.
        folder: Appears complete or not at all.
        precision: See `deflect.models.load_encoder`.
        sample: Texts to check int8 on.
        progress: Called with (steps done, steps in all).

    Raises:
        ModelError: The model cannot be loaded, or is not the published one.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    _remove_abandoned(folder.parent)
    draft = folder.with_name(f".{folder.name}.{os.getpid()}.tmp")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    try:
        card = _fill(draft, source, precision, sample, progress or _silent)
        atomic_write(draft / CARD, card_text(card).encode())
        _publish(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _fill(draft: Path, source: Source, precision: Precision, sample: Sequence[str], progress: Progress) -> Card:
    check_weights(source)
    torch_model = load_model(source)
    progress(1, STEPS)
    obstacle = _obstacle(torch_model)
    if not obstacle:
        try:
            with quiet():
                graphs = float_graphs(torch_model, draft)
            progress(2, STEPS)
            _verify(graphs, torch_model)
            return _choose(draft, source, graphs, precision, sample, progress)
        except Exception as error:
            obstacle = f"{type(error).__name__} in the export"
            log.debug("export of %s failed", source.name, exc_info=True)
    log.warning("%s is served by sentence-transformers, which is slower: %s", source.name, obstacle)
    for path in draft.iterdir():
        path.unlink()
    progress(STEPS, STEPS)
    return _torch_card(source, torch_model, obstacle)


def _obstacle(model: SentenceTransformer) -> str:
    if not getattr(model.tokenizer, "is_fast", False):
        return "it has no fast tokenizer"
    if model.default_prompt_name:
        return "it puts a prompt before each text"
    return ""


def _verify(graphs: Graphs, model: SentenceTransformer) -> None:
    difference = largest_difference(graphs.encoder, _torch_encoder("", "", model))
    if difference > TOLERANCE:
        raise ModelError(f"the export differs from torch by {difference:.1e}")


def largest_difference(first: Encoder, second: Encoder) -> float:
    """How far two encoders are apart in any component, on reference texts and some odd ones."""
    texts = [*quality_texts()[::5], "", "  white \t space  ", "long " * 3000]
    return float(np.abs(first.encode(texts) - second.encode(texts)).max())


def _choose(
    draft: Path, source: Source, graphs: Graphs, precision: Precision, sample: Sequence[str], progress: Progress
) -> Card:
    kept: float | None = None
    chosen: Literal["fp32", "int8"] = "fp32"
    if precision != "fp32":
        texts = quality_sample(sample)
        truth = graphs.encoder.encode(texts)
        progress(3, STEPS)
        for candidate in graphs.int8(draft / CANDIDATE):
            kept = agreement(truth, candidate.encode(texts))
            if kept >= LEAST_AGREEMENT:
                break
        if kept is not None and (kept >= LEAST_AGREEMENT or precision == "int8"):
            chosen = "int8"
            (draft / CANDIDATE).replace(draft / MODEL)
        (draft / CANDIDATE).unlink(missing_ok=True)
    _move_weights_out(draft)
    files = {name: file_sha256(draft / name) for name in (MODEL, WEIGHTS, TOKENIZER)}
    progress(STEPS, STEPS)
    return Card(
        source.name,
        "onnx",
        chosen,
        graphs.encoder.dimension,
        graphs.encoder.max_tokens,
        fingerprint(files, graphs.encoder.max_tokens, chosen),
        files,
        kept,
        "" if kept is None or chosen == "int8" else f"int8 kept {kept:.3f} of the neighbours",
    )


def _move_weights_out(draft: Path) -> None:
    """Put the weights into a file of their own, which onnxruntime maps: it opens in 20 ms instead of 90."""
    import onnx

    graph = onnx.load(draft / MODEL)
    (draft / MODEL).unlink()
    onnx.save(graph, draft / MODEL, save_as_external_data=True, location=WEIGHTS, size_threshold=1024)
    # onnx makes it readable by its owner alone; whoever may read the graph may read its weights.
    (draft / WEIGHTS).chmod((draft / MODEL).stat().st_mode)


def quality_sample(sample: Sequence[str]) -> list[str]:
    """The texts that int8 is checked on: spread evenly over the sample, each text once.

    Args:
        sample: The workspace's own texts.

    Returns:
        At most `SAMPLE_MOST` of them; joined by deflect's own texts where they are fewer than `SAMPLE_LEAST`.
    """
    distinct = list(dict.fromkeys(text for text in sample if text.strip()))
    if len(distinct) < SAMPLE_LEAST:
        return list(dict.fromkeys([*distinct, *quality_texts()]))
    step = max(1, -(-len(distinct) // SAMPLE_MOST))
    return distinct[::step]


def _torch_card(source: Source, model: SentenceTransformer, reason: str) -> Card:
    weights = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        weights.update(name.encode())
        weights.update(tensor.detach().cpu().float().numpy().tobytes())
    encoder = _torch_encoder("", "", model)
    mark = fingerprint(weights.hexdigest(), encoder.max_tokens, str(model))
    return Card(source.name, "torch", "fp32", encoder.dimension, encoder.max_tokens, mark, {}, None, reason)


def _torch_encoder(name: str, mark: str, model: SentenceTransformer) -> SentenceTransformerEncoder:
    dimension = model.get_embedding_dimension()
    assert dimension is not None
    return SentenceTransformerEncoder(name, mark, dimension, model.max_seq_length or 512, model)


def _publish(draft: Path, folder: Path) -> None:
    for path in draft.iterdir():
        with path.open("rb+") as file:
            os.fsync(file.fileno())
    sync_folder(draft)
    try:
        draft.rename(folder)
    except OSError:
        # Another process exported the same model meanwhile; theirs is as good.
        if not (folder / CARD).exists():
            raise
    sync_folder(folder.parent)


def _remove_abandoned(encoders: Path) -> None:
    for path in encoders.glob(".*.tmp"):
        if time.time() - path.stat().st_mtime > ABANDONED_SECONDS:
            shutil.rmtree(path, ignore_errors=True)


def _silent(_done: int, _total: int) -> None:
    return
