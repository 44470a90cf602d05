"""Any sentence-transformers model as an ONNX graph, by torch's exporter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
# Two texts of different length, so that the exporter takes neither size for a constant.
TRACED = ["How do I reset my password?", "The mail never arrives, not even in spam"]


def write_general_graph(model: SentenceTransformer, path: Path) -> None:
    """Export all modules of a model, from token ids to the sentence's vector, and optimise the graph.

    Args:
        model: As sentence-transformers loaded it.
        path: Where the graph goes; its output is (batch, dimension), normalised or not.
    """
    import torch

    class Whole(torch.nn.Module):
        def __init__(self, names: list[str]) -> None:
            super().__init__()
            self.model = model
            self.names = names

        def forward(self, *tensors: torch.Tensor) -> torch.Tensor:
            features: dict[str, Any] = dict(zip(self.names, tensors, strict=True))
            for module in self.model:
                features = module(features)
            vector: torch.Tensor = features["sentence_embedding"]
            return vector

    tokens = model.preprocess(TRACED)
    names = [name for name in INPUTS if name in tokens]
    program = torch.onnx.export(
        Whole(names).eval(),
        tuple(tokens[name] for name in names),
        dynamo=True,
        verbose=False,
        input_names=names,
        output_names=["vectors"],
        dynamic_shapes=(tuple({0: "batch", 1: "length"} for _ in names),),
    )
    assert program is not None
    raw = path.with_name("raw.onnx")
    program.save(str(raw), external_data=False)
    _optimise(raw, path)


def general_int8(source: Path, path: Path) -> Iterator[Path]:
    """Quantise the products of a graph, weights by channel, inputs by the range of each batch.

    Args:
        source: The float32 graph.
        path: Where the int8 one goes.

    Yields:
        The path, once.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    from deflect.models.torch_encoder import quiet

    raw = path.with_name("raw.onnx")
    with quiet():
        quantize_dynamic(source, raw, per_channel=True, weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul"])
    _optimise(raw, path)
    yield path


def _optimise(raw: Path, path: Path) -> None:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(path)
    onnxruntime.InferenceSession(str(raw), options, providers=["CPUExecutionProvider"])
    raw.unlink()
