"""int8 products: fixed ranges measured on reference texts, outliers smoothed, the most sensitive products left float.

Measured on MiniLM, agreement@10 with float32 on short banking questions, each step added to those before:
    0.928  ranges of each batch, symmetric weights a column         (what onnxruntime's own dynamic int8 does)
    0.962  outlying channels scaled down, their weights up          (`smoothing`)
    0.962  fixed ranges                                             (a text's vector no longer depends on its batch)
    0.975  the last product of the first half of the layers float   (`float_layers`; 0.978 for all layers)
The outliers are the first token's: one of its channels is 28 where the median channel peaks at 1.7, and a range wide
enough for it leaves four bits for the rest. What remains is lost for the most part in the last product of each layer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Weights = NDArray[np.float32]

# A channel is an outlier if it peaks beyond this many times the median channel. Between 1 and 2 makes no difference.
OUTLIER = 1.5
STEPS = 255


@dataclass(frozen=True, slots=True)
class Range:
    """What was seen going into a product, a value for each channel."""

    low: Weights
    high: Weights

    @classmethod
    def of(cls, values: Weights) -> Range:
        """Measure (rows, channels)."""
        return cls(values.min(axis=0), values.max(axis=0))

    def joined(self, other: Range) -> Range:
        """The range of both."""
        return Range(np.minimum(self.low, other.low), np.maximum(self.high, other.high))


@dataclass(frozen=True, slots=True)
class Product:
    """A product in int8: `smoothing` times the input, quantised, by `matrix`."""

    smoothing: Weights | None
    input_scale: NDArray[np.float32]
    input_zero: NDArray[np.uint8]
    matrix: NDArray[np.int8]
    matrix_scale: Weights


@dataclass(frozen=True, slots=True)
class Quantiser:
    """Decides which products become int8, and how.

    Args:
        ranges: What goes into each product, by tensor name, from `Range.of` over reference texts.
        float_layers: In this many layers, from the first, the last product stays float: more raises agreement with
            the float32 vectors and lowers speed.
    """

    ranges: Mapping[str, Range]
    float_layers: int = 0

    def product(self, layer: int, name: str, state: str, matrix: Weights) -> Product | None:
        """Quantise a product; None leaves it float.

        Args:
            layer: From 0.
            name: Which product of the layer.
            state: The tensor that goes into it.
            matrix: (channels in, channels out).
        """
        if name == "narrow" and layer < self.float_layers:
            return None
        seen = self.ranges[state]
        factor = smoothing(seen)
        scale, zero = _affine(seen.low / factor, seen.high / factor)
        whole, matrix_scale = _columns(matrix * factor[:, None])
        return Product((1 / factor).astype(np.float32), scale, zero, whole, matrix_scale)


def smoothing(seen: Range) -> Weights:
    """How much larger each channel's peak is than an ordinary one: 1 for all but outliers."""
    peak = np.maximum(np.abs(seen.low), np.abs(seen.high))
    factor: Weights = np.maximum(1, peak / (OUTLIER * np.median(peak))).astype(np.float32)
    return factor


def _affine(low: Weights, high: Weights) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    # Zero must be a step of its own, or sums of many zeros drift.
    bottom, top = min(float(low.min()), 0.0), max(float(high.max()), 0.0)
    scale = max(top - bottom, 1e-6) / STEPS
    return np.array(scale, np.float32), np.array(round(-bottom / scale), np.uint8)


def _columns(matrix: Weights) -> tuple[NDArray[np.int8], Weights]:
    scale = np.maximum(np.abs(matrix).max(axis=0), 1e-12) / 127
    return np.round(matrix / scale).astype(np.int8), scale.astype(np.float32)
