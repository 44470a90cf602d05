"""The graphs of a model: float32, and int8 in one or more strengths.

BERT with mean pooling is written directly (`bert_graph`); everything else goes through torch's exporter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from deflect.models.bert_graph import BertShape, bert_graph
from deflect.models.card import MODEL, TOKENIZER
from deflect.models.onnx_encoder import OnnxEncoder
from deflect.models.quantise import Quantiser, Range, Weights
from deflect.models.reference_texts import calibration_texts

if TYPE_CHECKING:
    import onnx
    from sentence_transformers import SentenceTransformer


@dataclass(frozen=True, slots=True)
class Graphs:
    """An exported model.

    Attributes:
        encoder: The float32 one, open.
        int8: Writes int8 versions to a path and opens them, one after the other, fastest first.
    """

    encoder: OnnxEncoder
    int8: Callable[[Path], Iterator[OnnxEncoder]]


def float_graphs(model: SentenceTransformer, folder: Path) -> Graphs:
    """Write a model's float32 graph and its tokenizer.

    Args:
        model: As sentence-transformers loaded it.
        folder: Where model.onnx and tokenizer.json go.
    """
    (folder / TOKENIZER).write_text(model.tokenizer.backend_tokenizer.to_str(), encoding="utf-8")
    shape = bert_shape(model)
    if shape is None:
        from deflect.models.general_graph import general_int8, write_general_graph

        write_general_graph(model, folder / MODEL)
        encoder = _open(model, folder, folder / MODEL)
        return Graphs(encoder, lambda path: (_open(model, folder, made) for made in general_int8(folder / MODEL, path)))
    weights = {name: tensor.float().numpy() for name, tensor in _transformer(model).state_dict().items()}
    _save(bert_graph(weights, shape), folder / MODEL)
    return Graphs(_open(model, folder, folder / MODEL), lambda path: _bert_int8(model, weights, shape, folder, path))


def _bert_int8(
    model: SentenceTransformer, weights: dict[str, Weights], shape: BertShape, folder: Path, path: Path
) -> Iterator[OnnxEncoder]:
    _save(bert_graph(weights, shape, inner=True), path)
    ranges = _ranges(_open(model, folder, path))
    for float_layers in (0, shape.layers // 2, shape.layers):
        _save(bert_graph(weights, shape, Quantiser(ranges, float_layers)), path)
        yield _open(model, folder, path)


def _ranges(encoder: OnnxEncoder) -> dict[str, Range]:
    found: dict[str, Range] = {}
    names = [tensor.name for tensor in encoder.session.get_outputs()][1:]
    for token_ids in encoder.tokenize(calibration_texts()):
        values = encoder.session.run(names, {"input_ids": np.array([token_ids], np.int64)})
        for name, value in zip(names, values, strict=True):
            seen = Range.of(value[0])
            found[name] = found[name].joined(seen) if name in found else seen
    return found


def bert_shape(model: SentenceTransformer) -> BertShape | None:
    """Tell whether `bert_graph` describes a model.

    Returns:
        The numbers it needs, for a BERT with GELU, absolute positions and mean pooling, and a linear map on top if
        there is one; None for anything else.
    """
    modules = [type(module).__name__ for module in model if type(module).__name__ != "Normalize"]
    linear = _linear(model[2]) if modules == ["Transformer", "Pooling", "Dense"] else None
    if modules != ["Transformer", "Pooling"] and linear is None:
        return None
    transformer = _transformer(model)
    config = transformer.config
    plain = (
        type(transformer).__name__ == "BertModel"
        and getattr(model[1], "pooling_mode", None) == "mean"
        and config.hidden_act == "gelu"
        and getattr(config, "position_embedding_type", "absolute") == "absolute"
        and not config.is_decoder
    )
    if not plain:
        return None
    return BertShape(config.num_hidden_layers, config.num_attention_heads, config.layer_norm_eps, linear)


def _linear(dense: Any) -> Weights | None:
    """The table of a module that does nothing but multiply: it may as well be applied to tokens as to their mean."""
    bends = type(dense.activation_function).__name__ != "Identity" or dense.linear.bias is not None
    if bends or getattr(dense, "use_residual", False) or dense.module_input_name != dense.module_output_name:
        return None
    table: Weights = dense.linear.weight.detach().float().numpy().T
    return table


def _transformer(model: SentenceTransformer) -> Any:
    return model[0].auto_model


def _open(model: SentenceTransformer, folder: Path, path: Path) -> OnnxEncoder:
    return OnnxEncoder.open(
        path,
        folder / TOKENIZER,
        name="",
        fingerprint="",
        dimension=model.get_embedding_dimension() or 0,
        max_tokens=model.max_seq_length or 512,
    )


def _save(graph: onnx.ModelProto, path: Path) -> None:
    path.write_bytes(graph.SerializeToString())
