"""A BERT encoder as an ONNX graph of fused operators, written from its weights.

The exporter's graph is general but leaves attention, layer norm and GELU in pieces, and the optimiser that would fuse
them knows the patterns of older exporters only. The architecture is fixed, so the graph is written directly, of the
operators whose kernels are fast: attention and GELU are fused, layer norm is not fused with the sum before it, because
SkipLayerNormalization takes 170 us for 80 tokens where Add and LayerNormalization take 33.

The graph takes `input_ids` (batch, length) int64 without padding and gives the sum of the token vectors (batch,
hidden): the mean, but for the length that `unit_rows` removes. Summing is a product with ones because that is computed
text by text, so that a vector is the same to the last bit whatever else is in the batch; ReduceMean is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from deflect.models.quantise import Quantiser, Weights

FUSED = "com.microsoft"


@dataclass(frozen=True, slots=True)
class BertShape:
    """The numbers of a BERT that its weights do not tell.

    Attributes:
        head: (hidden, hidden) by which vectors are multiplied from the right, of a model with a linear map on top.
    """

    layers: int
    heads: int
    epsilon: float
    head: Weights | None = None


@dataclass(slots=True)
class _Graph:
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    tensors: dict[str, onnx.TensorProto] = field(default_factory=dict)

    def constant(self, name: str, value: NDArray[Any]) -> str:
        array = np.ascontiguousarray(value)
        self.tensors[name] = numpy_helper.from_array(array.reshape(value.shape), name)
        return name

    def add(self, operator: str, inputs: list[str], *outputs: str, domain: str = "", **attributes: Any) -> str:
        name = f"{outputs[0]}/{operator}"
        self.nodes.append(helper.make_node(operator, inputs, outputs, name=name, domain=domain, **attributes))
        return outputs[0]

    def normed(self, name: str, state: str, weights: Mapping[str, Weights], source: str, epsilon: float) -> str:
        scale = self.constant(f"{name}/scale", weights[f"{source}.weight"])
        shift = self.constant(f"{name}/shift", weights[f"{source}.bias"])
        return self.add("LayerNormalization", [state, scale, shift], name, axis=-1, epsilon=epsilon)


def bert_graph(
    weights: Mapping[str, Weights], shape: BertShape, quantiser: Quantiser | None = None, *, inner: bool = False
) -> onnx.ModelProto:
    """Write the graph.

    Args:
        weights: The state of a BertModel, by name; float32.
        shape: The rest of its configuration.
        quantiser: What turns products into int8 ones; None writes float32.
        inner: Also give what goes into each product, by the product's name, to measure its range.

    Returns:
        A model whose only output, unless `inner`, is `vectors` (batch, hidden), not normalised.
    """
    graph = _Graph()
    inputs: list[str] = []
    state = _embeddings(graph, weights, shape)
    for layer in range(shape.layers):
        state = _Layer(graph, weights, shape, layer, quantiser, inputs).write(state)
    if shape.head is not None:
        # Of every token, not of their sum: a product of a single row is computed in another way than one of several.
        state = graph.add("MatMul", [state, graph.constant("head", shape.head)], "mapped")
    _pool(graph, state)
    outputs = [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["batch", None])]
    if inner:
        outputs += [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in inputs]
    taken = [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "length"])]
    body = helper.make_graph(graph.nodes, "encoder", taken, outputs, list(graph.tensors.values()))
    versions = [helper.make_opsetid("", 18), helper.make_opsetid(FUSED, 1)]
    return helper.make_model(body, opset_imports=versions, ir_version=10)


def _embeddings(graph: _Graph, weights: Mapping[str, Weights], shape: BertShape) -> str:
    words, positions, kinds = (
        weights[f"embeddings.{name}_embeddings.weight"] for name in ("word", "position", "token_type")
    )
    graph.add("Gather", [graph.constant("words", words), "input_ids"], "worded", axis=0)
    # Every token of a single text is of the first kind.
    places = graph.constant("positions", positions + kinds[0])
    first = graph.constant("first", np.array([0], np.int64))
    graph.add("Shape", ["input_ids"], "length", start=1, end=2)
    graph.add("Slice", [places, first, "length", first], "placed")
    graph.add("Add", ["worded", "placed"], "sum")
    return graph.normed("embedded", "sum", weights, "embeddings.LayerNorm", shape.epsilon)


def _pool(graph: _Graph, state: str) -> None:
    graph.add("Shape", ["input_ids"], "shape")
    one = helper.make_tensor("one", TensorProto.FLOAT, [1], [1.0])
    graph.add("ConstantOfShape", ["shape"], "ones", value=one)
    axis = graph.constant("axis", np.array([1], np.int64))
    graph.add("Unsqueeze", ["ones", axis], "row_of_ones")
    graph.add("MatMul", ["row_of_ones", state], "sums")
    graph.add("Squeeze", ["sums", axis], "vectors")


@dataclass(frozen=True, slots=True)
class _Layer:
    graph: _Graph
    weights: Mapping[str, Weights]
    shape: BertShape
    number: int
    quantiser: Quantiser | None
    inputs: list[str]

    def write(self, state: str) -> str:
        mixed = self._attention(state)
        projected = self._product("project", mixed, *self._map("attention.output.dense"))
        middle = self._add_and_norm("attended", projected, state, "attention.output")
        narrow = self._product("narrow", self._widened(middle), *self._map("output.dense"))
        return self._add_and_norm("state", narrow, middle, "output")

    def _widened(self, middle: str) -> str:
        matrix, bias = self._map("intermediate.dense")
        bent = self._name("gelu")
        spread = self.quantiser.spread(self.number, bent) if self.quantiser else None
        if spread is not None:
            matrix, bias = matrix[:, spread], bias[spread]
        return self.graph.add("Gelu", [self._product("widen", middle, matrix, bias)], bent, domain=FUSED)

    def _attention(self, state: str) -> str:
        maps = [self._map(f"attention.self.{part}") for part in ("query", "key", "value")]
        matrix, bias = (np.concatenate(parts, axis=-1) for parts in zip(*maps, strict=True))
        mixed = self._product("attend", state, matrix, bias)
        thirds = [self._name(part) for part in ("query", "key", "value")]
        self.graph.add("Split", [mixed], *thirds, axis=-1, num_outputs=3)
        return self.graph.add(
            "MultiHeadAttention", thirds, self._name("attention"), domain=FUSED, num_heads=self.shape.heads
        )

    def _product(self, name: str, state: str, matrix: Weights, bias: Weights) -> str:
        self.inputs.append(state)
        output = self._name(name)
        quantised = self.quantiser and self.quantiser.product(self.number, name, state, matrix, bias)
        if not quantised:
            product = self.graph.add(
                "MatMul", [state, self.graph.constant(f"{output}/matrix", matrix)], f"{output}/sums"
            )
            return self.graph.add("Add", [product, self.graph.constant(f"{output}/bias", bias)], output)
        factor = self.graph.constant(f"{output}/smoothing", quantised.smoothing)
        smooth = self.graph.add("Mul", [state, factor], f"{output}/smooth")
        scale = self.graph.constant(f"{output}/input_scale", quantised.input_scale)
        zero = self.graph.constant(f"{output}/input_zero", quantised.input_zero)
        whole = self.graph.add("QuantizeLinear", [smooth, scale, zero], f"{output}/whole")
        matrix_name = self.graph.constant(f"{output}/matrix", quantised.matrix)
        matrix_scale = self.graph.constant(f"{output}/matrix_scale", quantised.matrix_scale)
        bias_name = self.graph.constant(f"{output}/bias", quantised.bias)
        inputs = [whole, matrix_name, scale, matrix_scale, zero, "", bias_name]
        return self.graph.add("MatMulIntegerToFloat", inputs, output, domain=FUSED)

    def _add_and_norm(self, name: str, new: str, old: str, source: str) -> str:
        output = self._name(name)
        total = self.graph.add("Add", [new, old], f"{output}/sum")
        norm = f"encoder.layer.{self.number}.{source}.LayerNorm"
        return self.graph.normed(output, total, self.weights, norm, self.shape.epsilon)

    def _name(self, name: str) -> str:
        return f"layer{self.number}/{name}"

    def _map(self, name: str) -> tuple[Weights, Weights]:
        """The matrix (channels in, channels out) and the bias of a linear map."""
        place = f"encoder.layer.{self.number}.{name}"
        return self.weights[f"{place}.weight"].T, self.weights[f"{place}.bias"]
